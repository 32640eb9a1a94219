"""Each fault as it is on the wire, whoever asks."""

from __future__ import annotations

import httpx
import pytest

from tests.tws.simulator.asking import V1, V2, asked

INFO = f"{V2}/engine/info"


async def test_an_error_of_the_engine_and_one_of_a_proxy() -> None:
    async with asked(jobs=0) as at:
        at.simulator.faults.status = 500
        assert "AWSJSY404E" in (await at.get(INFO, 500))["messages"][0]
        at.simulator.faults.status = 503
        assert (await at.get(INFO, 503)).startswith("<html>")


async def test_the_connection_is_reset_in_the_middle_of_an_answer() -> None:
    async with asked(jobs=0) as at:
        whole = len((await at.http.get(f"{V2}/plan/job")).content)
        at.simulator.faults.reset_after = 1000
        got = b""
        with pytest.raises(httpx.TransportError):
            async with at.http.stream("GET", f"{V2}/plan/job") as response:
                assert int(response.headers["Content-Length"]) == whole
                async for part in response.aiter_raw():
                    got += part
        assert len(got) <= 1000
        at.simulator.faults.clear()
        await at.get(INFO)


async def test_no_answer_and_no_connection() -> None:
    async with asked(jobs=0) as at:
        at.simulator.faults.drop = True
        with pytest.raises(httpx.RemoteProtocolError):
            await at.get(INFO)
        at.simulator.faults.clear()
        await at.get(INFO)
        await at.simulator.refuse()
        for _ in range(2):
            with pytest.raises((httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError)):
                await at.get(INFO)
        await at.simulator.listen()
        await at.get(INFO)


async def test_garbage_and_a_wrong_content_type() -> None:
    async with asked(jobs=0) as at:
        at.simulator.faults.garbage = True
        response = await at.http.get(INFO)
        assert response.status_code == 200 and response.headers["Content-Type"].startswith("application/json")
        with pytest.raises(ValueError):
            response.json()
        at.simulator.faults.clear()
        at.simulator.faults.content_type = "text/html"
        response = await at.http.get(INFO)
        assert response.headers["Content-Type"].startswith("text/html") and response.text.startswith("{")


async def test_a_login_expires() -> None:
    async with asked(jobs=0) as at:
        at.simulator.faults.expires_after = 60
        await at.get(INFO)
        at.hand.move(seconds=59)
        await at.get(INFO)
        at.hand.move(seconds=1)
        for _ in range(2):
            assert (await at.http.get(INFO)).status_code == 401
        at.simulator.faults.clear()
        await at.get(INFO)


async def test_half_of_the_calls_some_of_them_or_one_kind() -> None:
    async with asked(jobs=0) as at:
        at.simulator.faults.status, at.simulator.faults.every = 503, 2
        assert [(await at.http.get(INFO)).status_code for _ in range(4)] == [200, 503, 200, 503]
        at.simulator.faults.clear()
        at.simulator.faults.status, at.simulator.faults.times = 500, 2
        assert [(await at.http.get(INFO)).status_code for _ in range(3)] == [500, 500, 200]
        at.simulator.faults.clear()
        at.simulator.faults.status, at.simulator.faults.only = 500, "/plan/"
        await at.get(INFO)
        await at.get(f"{V2}/plan/workstation", 500)
        await at.post(f"{V1}/plan/current/job/query", {}, 500)
