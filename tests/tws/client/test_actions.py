"""Each action by V2 and by V1, with what it makes of the plan and when the engine says no."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.tws.client.engines import MARIA, V1, V2, V2_WITHOUT_PROMPTS, Night, night
from tws.errors import SchedulerForbidden, SchedulerRefused
from tws.models import CommonStatus, Job, Prompt
from tws.scheduler import Scheduler

EVERY = pytest.mark.parametrize("bank", [V2, V2_WITHOUT_PROMPTS, V1], indirect=True)
LOAD, CHECK = "TS_LOAD_HOURS", "TS_CHECK_HOURS"


@pytest.fixture(params=[V2, V1])
async def bank(request: pytest.FixtureRequest) -> AsyncIterator[Night]:
    async with night(request.param) as opened:
        yield opened


async def failed(bank: Night) -> Job:
    bank.simulator.fail(LOAD, at=bank.at(1, 10), kind="disk_full")
    bank.go_to(1, 11)
    return await bank.job(LOAD)


async def test_rerun_runs_again_and_lets_the_successors_go(bank: Night) -> None:
    job = await failed(bank)
    assert (job.status.internal, job.last_run and job.last_run.return_code) == ("ABEND", 28)
    assert await bank.word(CHECK) == "HOLD"
    await bank.client.rerun(job, MARIA)
    assert await bank.word(LOAD) == "ABEND", "an order takes effect later"
    seen = []
    for seconds in (3, 60, 3600):
        bank.wait(seconds)
        seen.append(await bank.word(LOAD))
    assert seen == ["READY", "EXEC", "SUCC"]
    runs = await bank.client.job_history(job, limit=2)
    assert [(r.kind, r.status.internal) for r in runs] == [("RERUN", "SUCC"), ("REGULAR", "ABEND")]
    assert runs[0].number != runs[1].number and runs[0].id != runs[1].id
    bank.go_to(7, 0)
    assert [await bank.word(n) for n in (CHECK, "FINANCE_PAYROLL")] == ["SUCC", "SUCC"]


async def test_without_a_rerun_they_wait_all_night(bank: Night) -> None:
    await failed(bank)
    bank.go_to(7, 0)
    assert [await bank.word(n) for n in (LOAD, CHECK, "FINANCE_PAYROLL")] == ["ABEND", "HOLD", "HOLD"]


async def test_a_running_job_is_not_rerun(bank: Night) -> None:
    bank.go_to(1, 0)
    job = await bank.job(LOAD)
    assert job.status.internal == "EXEC"
    with pytest.raises(SchedulerRefused, match="was not done") as caught:
        await bank.client.rerun(job, MARIA)
    assert caught.value.message_ids == ("AWSJSY404E", "AWSBIN076E")


async def test_a_run_that_was_rerun_is_not_rerun_again() -> None:
    async with night(V2) as bank:
        job = await failed(bank)
        await bank.client.rerun(job, MARIA)
        bank.go_to(3, 0)
        with pytest.raises(SchedulerRefused):
            await bank.client.rerun(job, MARIA)
        assert len((await bank.client.job(job.id)).runs) == 2


async def test_two_clicks_make_one_rerun(bank: Night) -> None:
    job = await failed(bank)
    await bank.client.rerun(job, MARIA)
    with pytest.raises(SchedulerRefused):
        await bank.client.rerun(job, MARIA)


async def test_a_job_that_never_ran_is_not_rerun(bank: Night) -> None:
    with pytest.raises(SchedulerRefused, match="not sent"):
        await bank.client.rerun(await bank.job("FINANCE_PAYROLL"), MARIA)


async def test_hold_and_release(bank: Night) -> None:
    await bank.client.hold(await bank.job(LOAD), MARIA)
    bank.go_to(2, 0)
    held = await bank.job(LOAD)
    assert (held.status.common, held.status.internal, held.priority) == (CommonStatus.HELD, "HOLD", 0)
    await bank.client.release(held, MARIA)
    bank.wait(120)
    assert await bank.word(LOAD) == "EXEC"
    with pytest.raises(SchedulerRefused):
        await bank.client.hold(await bank.job(LOAD), MARIA)


async def test_kill_abends_and_holds_back(bank: Night) -> None:
    bank.go_to(1, 0)
    await bank.client.kill(await bank.job(LOAD), MARIA)
    bank.wait(5)
    killed = await bank.job(LOAD)
    assert killed.status.internal == "ABEND" and killed.last_run
    assert "Killed" in (await bank.client.job_log(killed, killed.last_run)).lines
    with pytest.raises(SchedulerRefused):
        await bank.client.kill(killed, MARIA)
    bank.go_to(5, 0)
    assert await bank.word(CHECK) == "HOLD"


async def test_cancel_lets_the_successors_go(bank: Night) -> None:
    await bank.client.cancel(await failed(bank), MARIA)
    bank.wait(60)
    canceled = await bank.job(LOAD)
    assert (canceled.status.common, canceled.status.internal) == (CommonStatus.CANCELED, "CANCL")
    assert await bank.word(CHECK) == "EXEC"
    with pytest.raises(SchedulerRefused):
        await bank.client.cancel(canceled, MARIA)


async def test_a_job_cancelled_before_its_start_never_starts(bank: Night) -> None:
    await bank.client.cancel(await bank.job(CHECK), MARIA)
    bank.go_to(7, 0)
    never = await bank.job(CHECK)
    assert (never.status.common, never.runs) == (CommonStatus.CANCELED, ())
    assert await bank.word("FINANCE_PAYROLL") == "SUCC"


@pytest.mark.parametrize(("successful", "word", "behind"), [(True, "SUCC", "EXEC"), (False, "ABEND", "HOLD")])
async def test_confirm_of_a_running_job(bank: Night, successful: bool, word: str, behind: str) -> None:
    bank.go_to(1, 0)
    await bank.client.confirm(await bank.job(LOAD), MARIA, successful=successful)
    bank.wait(60)
    assert [await bank.word(n) for n in (LOAD, CHECK)] == [word, behind]


async def test_confirm_of_an_abend(bank: Night) -> None:
    job = await failed(bank)
    await bank.client.confirm(job, MARIA, successful=False)
    bank.wait(5)
    assert await bank.word(LOAD) == "ABEND"
    await bank.client.confirm(job, MARIA, successful=True)
    bank.wait(60)
    assert [await bank.word(n) for n in (LOAD, CHECK)] == ["SUCC", "EXEC"]
    with pytest.raises(SchedulerRefused, match="AWSBIN076E"):
        await bank.client.confirm(job, MARIA, successful=True)


async def asked(bank: Night) -> Prompt:
    job = await bank.job("REG_COLLECT")
    bank.go_to(12, 1)
    (prompt,) = await bank.client.prompts(job=job)
    assert prompt in await bank.client.prompts()
    return prompt


@EVERY
async def test_yes_to_a_prompt(bank: Night) -> None:
    prompt = await asked(bank)
    assert (prompt.status, prompt.job, prompt.job_stream) == ("ASKED", "", "REGULATORY_REPORTS")
    assert prompt.text.startswith("Regulatory calendar") and prompt.number and prompt.asked
    await bank.client.reply_prompt(prompt, MARIA, yes=True)
    bank.wait(60)
    assert await bank.word("REG_COLLECT") == "EXEC"
    assert prompt.id not in {p.id for p in await bank.client.prompts()}
    with pytest.raises(SchedulerRefused):
        await bank.client.reply_prompt(prompt, MARIA, yes=False)


@EVERY
async def test_no_to_a_prompt_holds_for_good(bank: Night) -> None:
    prompt = await asked(bank)
    await bank.client.reply_prompt(prompt, MARIA, yes=False)
    bank.go_to(20, 0)
    assert await bank.word("REG_COLLECT") == "HOLD"
    answered = await bank.client.prompts(asked_only=False)
    assert next(p.status for p in answered if p.id == prompt.id) == "NO"


Deed = Callable[[Scheduler, Job], Awaitable[None]]
DEEDS: list[Deed] = [
    lambda s, j: s.hold(j, MARIA),
    lambda s, j: s.release(j, MARIA),
    lambda s, j: s.cancel(j, MARIA),
    lambda s, j: s.kill(j, MARIA),
    lambda s, j: s.confirm(j, MARIA, successful=True),
    lambda s, j: s.rerun(j, MARIA),
]


@pytest.mark.parametrize("version", [V2, V1])
async def test_a_viewer_reads_and_changes_nothing(version: str) -> None:
    async with night(version, user="viewer") as bank:
        bank.go_to(1, 0)
        job = await bank.job(LOAD)
        for deed in DEEDS:
            with pytest.raises(SchedulerForbidden) as caught:
                await deed(bank.client, job)
            assert caught.value.message_ids == ("AWSJDB817E",)
        bank.wait(30)
        assert await bank.job(LOAD) != job, "time goes on"
        assert await bank.word(LOAD) == "EXEC"
