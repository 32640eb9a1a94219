"""Long logs page after page, and logs that grow; one that shrinks or never changes does not keep anybody for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine
from tws.client import HwaClient
from tws.client.following import FIRST_PAUSE, LONGEST_PAUSE
from tws.client.logtext import MAX_LOG, lines_of
from tws.errors import NoJobLog
from tws.models import CommonStatus, Job, JobLogText, JobRun, Status

RUNNING = Status(CommonStatus.RUNNING, "EXEC")
RUN = JobRun("r1", 1, RUNNING)
JOB = Job("j1", "PAY01", "/A", "PAYROLL", "s1", "/M", "/", RUNNING, (RUN,))
BOTH = pytest.mark.parametrize("version", ["V2", "V1"])


@dataclass
class Log:
    """A log that an engine has; `steps` are played one by one while somebody waits."""

    engine: Engine
    lines: list[str]
    status: str = "EXEC"
    steps: list[Callable[[], None]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    biggest: int = 0

    def serve(self, version: str) -> HwaClient:
        if version == "V1":
            del self.engine.answers["/api/v2/engine/info"]
            self.engine.says("/engine/info", {"displayVersion": "9.5"})
        self.engine.answers["/api/v2/plan/job/j1"] = self.job2
        self.engine.answers["/plan/current/job/j1"] = self.job1
        self.engine.answers["/api/v2/plan/job/run/r1/joblog"] = self.text
        self.engine.answers["/plan/current/job/j1/joblog"] = self.page
        client = self.engine.client()
        client._sleep = self.sleep
        return client

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) > 50:
            raise AssertionError("it goes on for ever")
        if self.steps:
            self.steps.pop(0)()

    @property
    def common(self) -> str:
        return {"EXEC": "RUNNING", "SUCC": "SUCCESSFUL"}[self.status]

    async def job2(self, _: web.Request) -> web.Response:
        state = {"commonStatus": self.common, "compositeStatus": {"status": self.status}}
        run = {"id": "r1", "lastInRerunChain": True, **state}
        return web.json_response({"id": "j1", "lastRunCommonStatus": self.common, "jobruns": [run]})

    async def job1(self, _: web.Request) -> web.Response:
        state = {"commonStatus": self.common, "internalStatus": self.status}
        return web.json_response({"id": "j1", "jobRunId": "r1", "status": state})

    async def text(self, request: web.Request) -> web.Response:
        first, last = int(request.query["from_line"]), int(request.query["to_line"])
        part = self.lines[first - 1 : last]
        self.biggest = max(self.biggest, len(part))
        return web.Response(text="".join(f"{line}\n" for line in part)) if self.lines else web.Response(status=404)

    async def page(self, request: web.Request) -> web.Response:
        size, number = int(request.query["lines"]), int(request.query["pageNumber"])
        part = self.lines[number * size : (number + 1) * size]
        self.biggest = max(self.biggest, len(part))
        last = (number + 1) * size >= len(self.lines)
        answer = {"log": "\n".join(part), "pageNumber": number, "fileId": "f", "lastPage": last}
        return web.json_response(answer) if self.lines else web.Response(status=404)

    def grow(self, *lines: str, ended: bool = False) -> Callable[[], None]:
        def step() -> None:
            self.lines += lines
            self.status = "SUCC" if ended else self.status

        return step

    def become(self, *lines: str) -> Callable[[], None]:
        def step() -> None:
            self.lines = list(lines)

        return step


async def collected(pages: AsyncIterator[JobLogText]) -> list[str]:
    """Every line, after a look at the numbers."""
    lines: list[str] = []
    async for page in pages:
        assert page.lines and page.first_line == len(lines) + 1
        lines += page.lines
    return lines


@BOTH
async def test_a_long_log_in_pages(engine: Engine, version: str) -> None:
    log = Log(engine, [f"line {n}" for n in range(1234)])
    client = log.serve(version)
    pages = [page async for page in client.log_pages(JOB, RUN, lines=100)]
    assert [line for page in pages for line in page.lines] == log.lines
    assert [p.complete for p in pages] == [False] * 12 + [True]
    assert log.biggest <= 101 and client.figures.items == 0, "nothing of it is kept"
    rest = [page async for page in client.log_pages(JOB, RUN, first_line=1201, lines=100)]
    assert rest[0].first_line == 1201 and rest[0].lines[0] == "line 1200"
    await client.close()


@BOTH
async def test_a_log_that_grows(engine: Engine, version: str) -> None:
    log = Log(engine, ["one", "tw"])
    log.steps = [lambda: log.lines.__setitem__(1, "two"), log.grow("three"), lambda: None, log.grow("end", ended=True)]
    client = log.serve(version)
    assert await collected(client.log_pages(JOB, RUN, follow=True)) == ["one", "two", "three", "end"]
    assert log.waited == [FIRST_PAUSE, 2 * FIRST_PAUSE, FIRST_PAUSE, 2 * FIRST_PAUSE]
    await client.close()


@BOTH
async def test_a_run_that_has_ended_is_not_waited_for(engine: Engine, version: str) -> None:
    log = Log(engine, ["one", "two"], status="SUCC")
    client = log.serve(version)
    assert await collected(client.log_pages(JOB, RUN, follow=True)) == ["one", "two"]
    assert log.waited == []
    await client.close()


@BOTH
async def test_a_log_that_is_not_there_yet(engine: Engine, version: str) -> None:
    log = Log(engine, [])
    log.steps = [lambda: None, log.grow("one", ended=True)]
    client = log.serve(version)
    with pytest.raises(NoJobLog):
        await collected(client.log_pages(JOB, RUN))
    assert await collected(client.log_pages(JOB, RUN, follow=True)) == ["one"]
    await client.close()


@BOTH
async def test_a_run_that_ends_without_a_log(engine: Engine, version: str) -> None:
    log = Log(engine, [])
    log.steps = [log.grow(ended=True)]
    client = log.serve(version)
    with pytest.raises(NoJobLog):
        await collected(client.log_pages(JOB, RUN, follow=True))
    await client.close()


@BOTH
@pytest.mark.parametrize("then", [(), ("new",), ("new", "log", "here", "and", "longer"), ("one",)])
async def test_a_log_that_becomes_another_ends_it(engine: Engine, version: str, then: tuple[str, ...]) -> None:
    log = Log(engine, ["one", "two", "three"])
    log.steps = [log.become(*then)]
    client = log.serve(version)
    seen = await collected(client.log_pages(JOB, RUN, follow=True))
    assert seen == ["one", "two"] and len(log.waited) <= 2
    await client.close()


@BOTH
async def test_pauses_grow_while_nothing_comes(engine: Engine, version: str) -> None:
    log = Log(engine, ["one", "two"])
    log.steps = [lambda: None] * 8 + [log.grow(ended=True)]
    client = log.serve(version)
    assert await collected(client.log_pages(JOB, RUN, follow=True)) == ["one", "two"]
    assert log.waited == sorted(log.waited) and log.waited[-1] == LONGEST_PAUSE
    await client.close()


@BOTH
async def test_a_job_that_leaves_the_plan_ends_it(engine: Engine, version: str) -> None:
    log = Log(engine, ["one", "two"])
    log.steps = [lambda: engine.answers.clear()]
    client = log.serve(version)
    assert await collected(client.log_pages(JOB, RUN, follow=True)) == ["one"]
    await client.close()


async def test_an_engine_that_sends_the_first_page_again_and_again(engine: Engine) -> None:
    log = Log(engine, ["x"] * 10)
    client = log.serve("V1")
    engine.says("/plan/current/job/j1/joblog", {"log": "a\nb", "pageNumber": 0, "fileId": "f", "lastPage": False})
    assert await collected(client.log_pages(JOB, RUN, lines=2)) == ["a", "b"]
    await client.close()


async def test_a_line_longer_than_an_answer_may_be(engine: Engine) -> None:
    log = Log(engine, ["x" * (MAX_LOG + 10), "end"])
    client = log.serve("V2")
    seen = await collected(client.log_pages(JOB, RUN))
    assert [len(line) for line in seen] == [MAX_LOG, 3]
    await client.close()


def test_only_a_line_feed_ends_a_line() -> None:
    assert lines_of("a\x0cb\u2028c\r\nd\n".encode(), cut=False) == ["a\x0cb\u2028c", "d"]
    assert lines_of(b"a\nb\n", cut=True) == ["a", "b"] and lines_of(b"a\nb", cut=True) == ["a"]
