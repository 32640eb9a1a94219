"""Masters that do not answer: breakers, backups, deadlines, a crowd; an action is never sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.tws.client.conftest import INFO, Time
from tests.tws.client.engines import MARIA
from tests.tws.client.test_once import JOB
from tws.client import Connection, HwaClient, Keeping
from tws.client.breaker import LONGEST_REST, STREAK, Breaker
from tws.client.bulkhead import Bulkhead, Crowded
from tws.errors import NotInPlan, OutcomeUnknown, SchedulerAway

UNKEPT = Keeping(patience=0)


@dataclass
class Master:
    """Answers with its name; `mood` is well, silent (until it is let go) or broken (503)."""

    name: str
    mood: str = "well"
    asked: list[str] = field(default_factory=list)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    crowded: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(f"{request.method} {request.path}")
        if self.jobs_asked == 4:
            self.crowded.set()
        if self.mood == "silent":
            await self.let_go.wait()
        if self.mood == "broken":
            return web.Response(status=503)
        if request.path.endswith("engine/info"):
            return web.json_response(INFO)
        if "missing" in request.path:
            return web.Response(status=404)
        return web.json_response({"id": "j1", "name": self.name})

    @property
    def jobs_asked(self) -> int:
        return sum("/plan/job/" in asked for asked in self.asked)

    def count(self, verb: str, end: str) -> int:
        return sum(a.startswith(verb) and a.endswith(end) for a in self.asked)


@asynccontextmanager
async def masters(*names: str) -> AsyncIterator[list[Master]]:
    async with AsyncExitStack() as stack:
        made = [Master(name) for name in names]
        for master in made:
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", master.answer)
            server = await stack.enter_async_context(TestServer(app))
            master.url = str(server.make_url("/"))
        try:
            yield made
        finally:
            for master in made:
                master.let_go.set()


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


def client_of(time: Time, *urls: str, keeping: Keeping = UNKEPT, **more: float) -> HwaClient:
    connection = Connection(urls[0], "op", "pw", backups=urls[1:], **more)  # type: ignore[arg-type]
    return HwaClient(connection, clock=time, sleep=no_sleep, keeping=keeping)


NOBODY = "http://127.0.0.1:9"


async def test_a_backup_answers_where_the_master_is_not_there(time: Time) -> None:
    async with masters("backup") as (backup,):
        client = client_of(time, NOBODY, backup.url)
        assert (await client.job("j1")).name == "backup"
        for _ in range(STREAK):
            await client.job("j1")
        assert client.breakers == {"127.0.0.1:9": "open", backup.url.split("/")[2]: "closed"}
        await client.close()


async def test_the_master_is_asked_again_by_one_call_only(time: Time) -> None:
    async with masters("master", "backup") as (master, backup):
        client = client_of(time, master.url, backup.url, read_timeout=0.05)
        await client.job("j1")
        master.mood = "silent"
        for _ in range(STREAK):
            assert (await client.job("j1")).name == "backup"
        asked = len(master.asked)
        await client.job("j1")
        assert len(master.asked) == asked, "it is left alone"
        time.pass_by(1.1)
        await asyncio.gather(*(client.job("j1") for _ in range(5)))
        assert len(master.asked) == asked + 1, "one probe"
        master.mood = "well"
        master.let_go.set()
        time.pass_by(LONGEST_REST.total_seconds())
        assert (await client.job("j1")).name == "master" and (await client.job("j1")).name == "master"
        assert set(client.breakers.values()) == {"closed"}
        await client.close()


async def test_a_refusal_is_no_reason_to_ask_another(time: Time) -> None:
    async with masters("master", "backup") as (master, backup):
        client = client_of(time, master.url, backup.url)
        for _ in range(2 * STREAK):
            with pytest.raises(NotInPlan):
                await client.job("missing")
        assert backup.asked == [] and set(client.breakers.values()) == {"closed"}
        await client.close()


async def test_http_errors_open_the_breaker_but_do_not_fail_over(time: Time) -> None:
    async with masters("master", "backup") as (master, backup):
        client = client_of(time, master.url, backup.url)
        await client.job("j1")
        master.mood = "broken"
        with pytest.raises(SchedulerAway):
            await client.job("j1")
        assert backup.asked == []
        assert (await client.job("j1")).name == "backup", "after five in a row the master is left alone"
        await client.close()


async def test_alone_and_silent_it_says_so_at_once(time: Time) -> None:
    client = client_of(time, NOBODY)
    for _ in range(2):
        with pytest.raises(SchedulerAway):
            await client.job("j1")
    with pytest.raises(SchedulerAway, match="will be asked again"):
        await client.job("j1")
    with pytest.raises(SchedulerAway, match="will be asked again"):
        await client.rerun(JOB, MARIA)
    await client.close()


async def test_the_whole_call_has_a_deadline(time: Time) -> None:
    async with masters("master") as (master,):
        client = client_of(time, master.url, deadline=0.1)
        await client.job("j1")
        master.mood = "silent"
        with pytest.raises(SchedulerAway, match="did not answer within"):
            await client.job("j1")
        with pytest.raises(OutcomeUnknown, match="outcome is unknown"):
            await client.rerun(JOB, MARIA)
        assert master.count("PUT", "rerun") == 1
        await client.close()


async def test_an_action_goes_to_the_backup_only_where_nothing_was_sent(time: Time) -> None:
    async with masters("master", "backup") as (master, backup):
        client = client_of(time, NOBODY, backup.url)
        await client.rerun(JOB, MARIA)
        assert backup.count("PUT", "rerun") == 1
        await client.close()
        client = client_of(time, master.url, backup.url, read_timeout=0.05)
        await client.job("j1")
        master.mood = "silent"
        with pytest.raises(OutcomeUnknown):
            await client.rerun(JOB, MARIA)
        assert (master.count("PUT", "rerun"), backup.count("PUT", "rerun")) == (1, 1)
        await client.close()


async def test_two_hundred_askers_while_the_master_hangs(time: Time) -> None:
    """Nobody is lost, nobody asks twice, and the engine sees one question for each master."""
    async with masters("master", "backup") as (master, backup):
        client = client_of(time, master.url, backup.url, keeping=Keeping(), read_timeout=0.1)
        await client.engine_info()
        master.mood = "silent"
        answers = await asyncio.gather(*(client.job("j1") for _ in range(200)))
        assert {a.name for a in answers} == {"backup"} and len(answers) == 200
        assert master.count("GET", "/j1") == 1 and backup.count("GET", "/j1") == 1
        assert client.figures.misses == 2 and client.figures.shared == 199
        await client.close()


async def test_two_hundred_different_questions_are_bounded(time: Time) -> None:
    async with masters("master") as (master,):
        client = client_of(time, master.url, max_connections=4, max_waiting=50)
        await client.engine_info()
        master.mood = "silent"
        asked = [asyncio.ensure_future(client.job(f"j{n}")) for n in range(200)]
        await master.crowded.wait()
        await asyncio.sleep(0.05)
        assert master.jobs_asked == 4, "four at once"
        master.mood = "well"
        master.let_go.set()
        done = await asyncio.gather(*asked, return_exceptions=True)
        turned_away = [d for d in done if isinstance(d, Crowded)]
        assert len(turned_away) == 146 and all(isinstance(d, SchedulerAway) for d in turned_away)
        assert sum(not isinstance(d, BaseException) for d in done) == 54
        await client.close()


async def test_a_cancelled_probe_frees_its_place(time: Time) -> None:
    breaker = Breaker("mdm", time)
    for _ in range(STREAK):
        with pytest.raises(SchedulerAway), breaker.passage():
            raise SchedulerAway("silent")
    assert breaker.state == "open" and not breaker.admits
    time.pass_by(1)
    assert breaker.state == "half_open" and breaker.admits
    with pytest.raises(asyncio.CancelledError), breaker.passage():
        assert not breaker.admits
        raise asyncio.CancelledError
    assert breaker.admits
    with breaker.passage():
        pass
    assert breaker.state == "closed"


async def test_every_failed_probe_makes_the_rest_longer(time: Time) -> None:
    breaker = Breaker("mdm", time)
    for _ in range(STREAK):
        with pytest.raises(SchedulerAway), breaker.passage():
            raise SchedulerAway("silent")
    rests = []
    for _ in range(6):
        rest = 0
        while not breaker.admits:
            time.pass_by(1)
            rest += 1
        rests.append(rest)
        with pytest.raises(SchedulerAway), breaker.passage():
            raise SchedulerAway("silent")
    assert rests == [1, 2, 4, 8, 15, 15]


async def test_a_place_is_given_back_by_who_gives_up() -> None:
    bulkhead = Bulkhead("mdm", at_once=1, waiting=1)
    async with bulkhead:
        waiting = asyncio.ensure_future(bulkhead.__aenter__())
        await asyncio.sleep(0)
        with pytest.raises(Crowded):
            async with bulkhead:
                pass
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with bulkhead:
        pass
