"""The answer to an order is lost, and the plan is looked at: done where it shows it, else nobody knows. Sent once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.tws.client.engines import MARIA, V1, V2, Night, night
from tests.tws.client.test_operations import station, stream
from tws.errors import OutcomeUnknown, SchedulerError
from tws.models import JobQuery
from tws.records import AdHocJob, Submission

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
NOT_LOOKED_FOR: dict[str, Act] = {
    "submit a stream": lambda now: now.client.submit_stream(Submission("GL_EXTRACT", "/MDM", "/FIN/"), MARIA),
    "submit a command": lambda now: now.client.submit_command(AdHocJob("AGT_FIN01", "ls"), MARIA),
}
"""The same may be submitted twice on purpose: the plan cannot tell whose it is."""


async def with_lost_answer(now: Night, act: Act, *, done: bool) -> None:
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
        await act(now)
    finally:
        now.client._transport._send = send  # type: ignore[method-assign]
        assert len(sent) == 1


@pytest.mark.parametrize(("version", "what"), [*((V2, what) for what in SHOWN), (V1, "reply"), (V1, "limit")])
async def test_what_the_plan_shows_is_done(version: str, what: str) -> None:
    async with night(version) as now:
        await with_lost_answer(now, SHOWN[what], done=True)


@BOTH
async def test_what_it_does_not_show_is_unknown(version: str) -> None:
    async with night(version) as now:
        jobs = (await now.client.jobs(JobQuery(), limit=0)).total
        for act in (SHOWN | NOT_LOOKED_FOR).values():
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
