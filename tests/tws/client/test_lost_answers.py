"""The answer to an order is lost, and the plan is looked at: done where it shows it, else nobody knows. Sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.tws.client.engines import MARIA, V1, V2, Night, night
from tests.tws.client.test_operations import station, stream
from tws.client import HwaClient
from tws.errors import OutcomeUnknown, SchedulerAway, SchedulerError
from tws.models import JobQuery, JobStreamQuery
from tws.records import AdHocJob, Submission
from tws.scheduler import MAX_PAGE

Act = Callable[[Night], Awaitable[object]]
BOTH = pytest.mark.parametrize("version", [V2, V1])


async def on_job(now: Night, verb: str, **more: object) -> None:
    job = await now.job("FINANCE_PAYROLL")
    await getattr(now.client, verb)(job, MARIA, **more)


async def on_prompt(now: Night) -> None:
    prompt = (await now.client.prompts(asked_only=False))[0]
    await now.client.reply_prompt(prompt, MARIA, yes=False)


async def on_stream(now: Night, verb: str, **more: object) -> None:
    await getattr(now.client, verb)(await stream(now, "PAYROLL"), MARIA, **more)


async def on_station(now: Night, verb: str, **more: object) -> None:
    await getattr(now.client, verb)(await station(now, "AGT_FIN02"), MARIA, **more)


SHOWN: dict[str, Act] = {
    "hold": lambda now: on_job(now, "hold"),
    "cancel": lambda now: on_job(now, "cancel"),
    "change priority": lambda now: on_job(now, "change_priority", priority=55),
    "release dependencies": lambda now: on_job(now, "release_dependencies"),
    "reply": on_prompt,
    "cancel a stream": lambda now: on_stream(now, "cancel_stream"),
    "unlink": lambda now: on_station(now, "unlink"),
    "stop": lambda now: on_station(now, "stop"),
    "limit": lambda now: on_station(now, "change_limit", limit=3),
    "fence": lambda now: on_station(now, "change_fence", fence=30),
}
GL, EXPORT = Submission("GL_EXTRACT", "/MDM", "/FIN/"), Submission("GL_EXPORT_FILE", "AGT_FIN01", "/FIN/")
SUBMITTED: dict[str, Act] = {
    "a stream": lambda now: now.client.submit_stream(GL, MARIA),
    "a stream under an alias": lambda now: now.client.submit_stream(replace(GL, alias="GL_AGAIN"), MARIA),
    "a job": lambda now: now.client.submit_job(EXPORT, MARIA),
    "a job under an alias": lambda now: now.client.submit_job(replace(EXPORT, alias="EXPORT_2"), MARIA),
    "a command": lambda now: now.client.submit_command(AdHocJob("AGT_FIN01", "/batch/bin/clean_up.sh -v"), MARIA),
    "a command under a name": lambda now: now.client.submit_command(AdHocJob("AGT_FIN01", "ls", alias="LOOK"), MARIA),
}


async def with_lost_answer(now: Night, act: Act, *, done: bool) -> object:
    """The engine does it, or not, and its answer is a gateway's that gave up; time passes while the client waits."""
    send = now.client._transport._send
    sent: list[object] = []

    async def lose(*asked: object) -> bytes:
        sent.append(asked)
        if done:
            await send(*asked)  # type: ignore[arg-type]
        raise OutcomeUnknown("a gateway gave up", status=504)

    async def sleep(seconds: float) -> None:
        now.wait(seconds)

    now.client._sleep = sleep
    now.client._transport._send = lose  # type: ignore[method-assign, assignment]
    try:
        return await act(now)
    finally:
        now.client._transport._send = send  # type: ignore[method-assign]
        assert len(sent) == 1


@pytest.mark.parametrize(("version", "what"), [*((V2, what) for what in SHOWN), (V1, "reply"), (V1, "limit")])
async def test_what_the_plan_shows_is_done(version: str, what: str) -> None:
    async with night(version) as now:
        await with_lost_answer(now, SHOWN[what], done=True)


async def instances(now: Night) -> dict[str, str]:
    """Ids of job streams and of jobs in JOBS, with their names."""
    streams = (await now.client.job_streams(JobStreamQuery(), limit=MAX_PAGE)).items
    jobs = (await now.client.jobs(JobQuery(job_stream="JOBS"), limit=MAX_PAGE)).items
    return {**{s.id: s.name for s in streams if s.name != "JOBS"}, **{j.id: j.name for j in jobs}}


@BOTH
async def test_a_submission_is_found_among_others_of_its_name(version: str) -> None:
    async with night(version) as now:
        for what, submit in SUBMITTED.items():
            if "command" not in what:
                await submit(now)
                now.wait(400)
            before = await instances(now)
            found = await with_lost_answer(now, submit, done=True)
            (fresh,) = (await instances(now)).keys() - before.keys()
            assert fresh == found, what


@BOTH
async def test_a_submission_that_does_not_come_is_not_mistaken_for_another(version: str) -> None:
    async with night(version) as now:
        for what, submit in SUBMITTED.items():
            if "command" not in what:
                await submit(now)
            now.wait(400)
            before = await instances(now)
            with pytest.raises(OutcomeUnknown, match="does not show it"):
                await with_lost_answer(now, submit, done=False)
            assert await instances(now) == before, what


@BOTH
async def test_of_two_new_ones_nobody_knows_which_it_is(version: str) -> None:
    async with night(version) as now:
        other = HwaClient(now.client._transport._connection, clock=now.time)

        async def together(_: Night) -> None:
            lose = now.client._transport._send

            async def after_another(*asked: object) -> bytes:
                await other.submit_stream(GL, MARIA)
                now.wait(1)
                return await lose(*asked)  # type: ignore[arg-type]

            now.client._transport._send = after_another  # type: ignore[method-assign, assignment]
            await now.client.submit_stream(GL, MARIA)

        with pytest.raises(OutcomeUnknown, match="shows 2 new ones"):
            await with_lost_answer(now, together, done=True)
        await other.close()


@BOTH
async def test_of_two_of_one_name_the_second_waits_for_the_first(version: str) -> None:
    """Else the second one's instance would be taken for the first, whose answer was lost and which never came."""
    async with night(version) as now:
        lost: list[object] = []
        send = now.client._transport._send

        async def first_is_lost(*asked: object) -> bytes:
            lost.append(asked)
            if len(lost) == 1:
                await asyncio.sleep(0.05)
                raise OutcomeUnknown("a gateway gave up", status=504)
            return await send(*asked)  # type: ignore[arg-type]

        now.client._sleep = lambda _: asyncio.sleep(0.05)
        now.client._transport._send = first_is_lost  # type: ignore[method-assign, assignment]
        both = [now.client.submit_stream(GL, MARIA) for _ in range(2)]
        first, second = await asyncio.gather(*both, return_exceptions=True)
        assert isinstance(first, OutcomeUnknown) and isinstance(second, str) and len(lost) == 2


@BOTH
async def test_a_plan_that_cannot_be_read_before_gets_no_submission(version: str) -> None:
    async with night(version) as now:
        await now.client.engine_info()
        before = await instances(now)
        now.simulator.faults.status = 503
        with pytest.raises(SchedulerAway, match="was not sent"):
            await now.client.submit_stream(GL, MARIA)
        now.simulator.faults.clear()
        now.wait(30)
        assert await instances(now) == before


@BOTH
async def test_what_it_does_not_show_is_unknown(version: str) -> None:
    async with night(version) as now:
        jobs = (await now.client.jobs(JobQuery(), limit=0)).total
        for act in (SHOWN | SUBMITTED).values():
            with pytest.raises(OutcomeUnknown):
                await with_lost_answer(now, act, done=False)
        assert (await now.client.jobs(JobQuery(), limit=0)).total == jobs


@BOTH
async def test_a_plan_that_cannot_be_read_tells_nothing(version: str) -> None:
    async with night(version) as now:
        job = await now.job("FINANCE_PAYROLL")

        async def hold(_: Night) -> None:
            now.simulator.faults.status = 500
            await now.client.hold(job, MARIA)

        with pytest.raises(SchedulerError, match="does not show it"):
            await with_lost_answer(now, hold, done=False)
