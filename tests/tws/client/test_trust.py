"""Whom the client trusts and how it proves itself: TLS with the bank's own CA, an API key."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trustme
from aiohttp.test_utils import TestServer

from tests.plans import clock
from tws.client import Connection, HwaClient
from tws.errors import SchedulerAway, SchedulerDenied
from tws.simulator import Simulator


async def no_wait(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def master(authority: trustme.CA) -> AsyncIterator[str]:
    """The simulator behind TLS, with a certificate of the bank's own CA."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    application = Simulator(clock=clock, api_key="k3y").application()
    server = TestServer(application, scheme="https")
    await server.start_server(ssl=context)
    yield f"https://127.0.0.1:{server.port}"
    await server.close()


def client(url: str, **members: object) -> HwaClient:
    return HwaClient(Connection(url, **members), clock=clock, sleep=no_wait)  # type: ignore[arg-type]


async def version(opened: HwaClient) -> str:
    try:
        return (await opened.engine_info()).version
    finally:
        await opened.close()


async def test_a_ca_bundle_makes_the_master_trusted(master: str, authority: trustme.CA, tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    assert await version(client(master, user="wauser", password="wauser", ca_bundle=bundle)) == "10.2.5.00"


async def test_an_unknown_ca_is_refused(master: str) -> None:
    with pytest.raises(SchedulerAway):
        await version(client(master, user="wauser", password="wauser"))


async def test_the_insecure_switch_is_explicit(master: str) -> None:
    assert await version(client(master, user="wauser", password="wauser", insecure=True)) == "10.2.5.00"


async def test_an_api_key_is_a_bearer_token(master: str) -> None:
    assert await version(client(master, api_key="k3y", insecure=True)) == "10.2.5.00"
    with pytest.raises(SchedulerDenied):
        await version(client(master, api_key="wrong", insecure=True))
