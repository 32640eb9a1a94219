"""What `resync simulator` prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.terminal.simulator import CONTROL, CONTROLS, told
from tests.tws.simulator.asking import asked
from tws.simulator import Simulator
from tws.simulator.control import CONTROL as ROOT

PLAIN, SECURE = "http://127.0.0.1:31116", "https://127.0.0.1:31116"


def test_how_to_point_the_bot_at_it() -> None:
    text = "\n".join(told(Simulator(), PLAIN, None))
    assert "TWS_HOST=127.0.0.1 TWS_PORT=31116 APP_TWS__PLAIN_HTTP=true TWS_USER=wauser TWS_PASSWORD=wauser" in text
    assert "control" not in text.lower()
    secure = "\n".join(told(Simulator(tls=True), SECURE, Path("ca.pem")))
    assert "APP_TWS__CA_BUNDLE=ca.pem" in secure and "PLAIN_HTTP" not in secure
    assert "APP_TWS__INSECURE=true" in "\n".join(told(Simulator(tls=True), SECURE, None))


@pytest.mark.parametrize(
    ("simulator", "url", "certificate", "trust"),
    [
        (Simulator(control=True), PLAIN, None, "curl -u wauser:wauser --json"),
        (Simulator(control=True, tls=True), SECURE, None, "curl -u wauser:wauser -k --json"),
        (Simulator(control=True, tls=True), SECURE, Path("ca.pem"), "curl -u wauser:wauser --cacert ca.pem --json"),
    ],
)
def test_how_to_use_the_control_interface(simulator: Simulator, url: str, certificate: Path | None, trust: str) -> None:
    text = "\n".join(told(simulator, url, certificate))
    assert trust in text and all(f"{url}{ROOT}/{path}" in text for path, _ in CONTROLS)
    assert CONTROL == ROOT


async def test_each_line_of_it_works() -> None:
    async with asked(control=True) as at:
        for path, body in CONTROLS:
            method = "PUT" if path == "faults" else "POST"
            kind = {"Content-Type": "application/json"}
            response = await at.http.request(method, f"{ROOT}/{path}", content=body, headers=kind)
            assert response.status_code == 200, (path, response.text)
