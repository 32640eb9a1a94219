"""An action is sent at most once, whatever the line does; what arrives is signed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.tws.client.conftest import Engine, Time
from tests.tws.client.engines import MARIA
from tws.client import Connection, HwaClient
from tws.client.orders import in_header, justification
from tws.errors import (
    NotInPlan,
    OutcomeUnknown,
    SchedulerAway,
    SchedulerDenied,
    SchedulerError,
    SchedulerForbidden,
    SchedulerRefused,
    UnreadableAnswer,
)
from tws.models import CommonStatus, Job, JobRun, Prompt, Signed, Status

INFO = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
ABEND = Status(CommonStatus.ERROR, "ABEND")
JOB = Job("j1", "PAY01", "/A", "PAYROLL", "s1", "/M", "/", ABEND, (JobRun("r1", 1, ABEND),))
RERUN = "/api/v2/plan/job/run/r1/action/rerun"
Then = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Line:
    """A socket that answers reads, and treats a PUT as told."""

    then: Then
    puts: list[bytes] = field(default_factory=list)
    url: str = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            if head.startswith(b"PUT"):
                self.puts.append(head)
                await self.then(writer)
                break
            writer.write(INFO)
            await writer.drain()
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@asynccontextmanager
async def line(then: Then) -> AsyncIterator[Line]:
    opened = Line(then)
    server = await asyncio.start_server(opened.talk, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    opened.url = f"http://{host}:{port}"
    try:
        yield opened
    finally:
        server.close()


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


async def drop(writer: asyncio.StreamWriter) -> None:
    transport = writer.transport
    transport.abort()


async def half_an_answer(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 2")
    await writer.drain()


async def silence(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.3)


async def done_but_cut(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
    await writer.drain()


@pytest.mark.parametrize("then", [drop, half_an_answer, silence])
async def test_a_lost_answer_is_an_unknown_outcome(then: Then, time: Time) -> None:
    async with line(then) as opened:
        client = HwaClient(Connection(opened.url, read_timeout=0.1), clock=time, sleep=no_sleep)
        with pytest.raises(OutcomeUnknown, match=r"rerun of /M#/PAYROLL\.PAY01 was sent"):
            await client.rerun(JOB, MARIA)
        await asyncio.sleep(0.02)
        assert len(opened.puts) == 1
        await client.close()


async def test_a_status_is_an_answer_even_where_the_rest_is_lost(time: Time) -> None:
    async with line(done_but_cut) as opened:
        client = HwaClient(Connection(opened.url), clock=time, sleep=no_sleep)
        await client.rerun(JOB, MARIA)
        await client.close()
        assert len(opened.puts) == 1


async def test_nobody_there_means_not_sent(time: Time) -> None:
    async with line(drop) as opened:
        client = HwaClient(Connection(opened.url), clock=time, sleep=no_sleep)
        await client.engine_info()
    await asyncio.sleep(0)
    with pytest.raises(SchedulerAway, match="was not sent"):
        await client.rerun(JOB, MARIA)
    assert opened.puts == []
    await client.close()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, "", SchedulerDenied),
        (403, {"messages": ["AWSJDB817E no"]}, SchedulerForbidden),
        (404, "", NotInPlan),
        (500, {"messages": ["AWSJSY404E AWSBIN076E"]}, SchedulerRefused),
        (500, {"messages": ["AWSJDB803E deadlock"]}, SchedulerRefused),
        (503, "busy", SchedulerAway),
        (502, "", OutcomeUnknown),
        (504, "", OutcomeUnknown),
        (302, "", UnreadableAnswer),
    ],
)
async def test_no_answer_makes_it_send_again(
    engine: Engine, client: HwaClient, status: int, body: object, kind: type[SchedulerError]
) -> None:
    engine.says(RERUN, body, status)
    with pytest.raises(kind) as caught:
        await client.rerun(JOB, MARIA)
    assert type(caught.value) is kind and caught.value.status == status
    assert [r.method for r in engine.asked].count("PUT") == 1
    assert engine.slept == ([1.0, 3.0] if kind is OutcomeUnknown else [])


@pytest.mark.parametrize(("after", "kind"), [("r1", OutcomeUnknown), ("r2", None)])
async def test_a_lost_answer_is_looked_for_in_the_plan(
    engine: Engine, client: HwaClient, after: str, kind: type[SchedulerError] | None
) -> None:
    runs = [{"id": after, "jobNumber": 1, "commonStatus": "ERROR", "compositeStatus": {"status": "ABEND"}}]
    same = {"id": "j1", "lastRunCommonStatus": "ERROR", "lastRunCompositeStatus": {"status": "ABEND"}, "jobruns": runs}
    engine.says(RERUN, "", 504)
    engine.says("/api/v2/plan/job/j1", same)
    if kind is None:
        await client.rerun(JOB, MARIA)
    else:
        with pytest.raises(kind, match="does not show it"):
            await client.rerun(JOB, MARIA)
    assert [r.method for r in engine.asked].count("PUT") == 1


async def test_the_order_is_signed(engine: Engine, client: HwaClient) -> None:
    engine.says(RERUN, {"id": "j1", "url": "x"})
    await client.rerun(JOB, MARIA)
    headers = engine.asked[-1].headers
    told = "disco cheio, X-Evil: limpei (ordered by Maria Conceicao)"
    assert headers["Justification-Description"] == told and headers["Justification-Ticket-Num"] == "INC0012345"
    assert headers["Justification-Category"] and "X-Evil" not in headers
    assert headers["Content-Type"] == "application/json"


async def test_v1_orders_as_v1_wants_them(engine: Engine, client: HwaClient) -> None:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})

    async def accepted(_: web.Request) -> web.Response:
        return web.Response(status=202)

    for path in ("job/j1/action/confirm_abend", "job/j1/action/hold", "prompt/p1/action/reply"):
        engine.answers[f"/plan/current/{path}"] = accepted
    await client.confirm(JOB, MARIA, successful=False)
    await client.hold(JOB, MARIA)
    await client.reply_prompt(Prompt("p1", 1, "", "Go?", "ASKED"), MARIA, yes=False)
    confirm, hold, reply = engine.asked[-3:]
    assert reply.headers["Answer"] == "false" and "Content-Type" not in hold.headers
    assert "Justification-Description" in confirm.headers


async def test_an_id_cannot_leave_its_path(engine: Engine, client: HwaClient) -> None:
    with pytest.raises(NotInPlan):
        await client.cancel(replace(JOB, id="../../engine/x"), MARIA)
    assert all("/engine/x" not in r.path for r in engine.asked if r.path.endswith("x"))


@given(st.text(max_size=2000), st.text(max_size=300), st.text(max_size=200))
def test_any_text_is_safe_in_a_header(reason: str, by: str, ticket: str) -> None:
    for value in justification(Signed(by, reason, ticket)).values():
        assert value.isascii() and value.isprintable() and len(value) <= 520 and value == value.strip()


def test_long_reasons_are_cut() -> None:
    assert in_header("x" * 50, 10) == "xxxxxxx..."
    assert in_header("ação ✓", 10) == "acao ?"
