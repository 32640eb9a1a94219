"""The longest and the shortest duration of a run, and what follows when it is not kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tws.simulator.asking import asked
from tests.tws.simulator.small import Small, job, stream
from tws.simulator.definitions import CONTINUE, Durations
from tws.simulator.v1_view import JobRecord, V1View
from tws.simulator.v2_view import V2View


def ran(minutes: int = 30, **wanted: Any) -> Small:
    return Small((stream(job("JOB", minutes, durations=Durations(**wanted)), job("AFTER", 5, 0)),))


def shown(small: Small, at: float) -> tuple[Any, Any]:
    """By V1 and by V2."""
    look, one = small.look(at), small.job("JOB")
    record = JobRecord(one, look.job(one).run)
    return V1View(look, "10.2.5.00").job(record), V2View(look, "10.2.5.00").job(one)


def test_one_that_runs_too_long_is_told_so_while_it_runs_and_goes_on() -> None:
    small = ran(most=10)
    run = small.job("JOB").runs[0]
    for at, gone in ((run.start + 599, False), (run.start + 601, True), (run.end + 60, True)):
        old, new = shown(small, at)
        assert old["maxDurationGone"] is new["jobruns"][0]["maxDurationGone"] is gone
        assert new["timeRestrictions"]["maxDurationSatisfied"] is not gone
    assert small.word("JOB", run.end + 1) == "SUCC" and small.job("AFTER").runs


def test_one_that_is_to_be_killed_then_is_killed() -> None:
    small = ran(most=10, kills=True)
    run = small.job("JOB").runs[0]
    assert run.end == run.start + 600 and (run.outcome, run.failure) == ("ABEND", "killed")
    assert not small.job("AFTER").runs
    old, new = shown(small, run.end + 1)
    assert old["maxDurationGone"] and new["timeRestrictions"]["maxDurationAction"] == "kill"
    assert old["timeRestriction"]["maxDuration"] == 600_000 and new["timeRestrictions"]["maxDuration"] == "PT10M"


def test_one_that_ends_before_is_left_alone() -> None:
    small = ran(most=60, kills=True, least=1)
    run = small.job("JOB").runs[0]
    old, new = shown(small, run.end + 1)
    assert run.outcome == "SUCC" and not old["maxDurationGone"] and not new["jobruns"][0]["minDurationNotReached"]


@pytest.mark.parametrize(("action", "word", "goes"), [(CONTINUE, "SUCC", True), ("ABEND", "ABEND", False)])
def test_one_that_ends_too_soon(action: str, word: str, goes: bool) -> None:
    small = ran(minutes=10, least=60, on_short=action)
    run = small.job("JOB").runs[0]
    assert small.word("JOB", run.end + 1) == word and bool(small.job("AFTER").runs) is goes
    old, new = shown(small, run.end + 1)
    assert old["minDurationNotReached"] is new["jobruns"][0]["minDurationNotReached"] is True
    assert new["timeRestrictions"]["minDurationAction"] == action.lower()
    assert not shown(small, run.end - 1)[0]["minDurationNotReached"]


def test_one_that_ends_too_soon_may_wait_for_a_word() -> None:
    small = ran(minutes=10, least=60, on_short="CONFIRMED")
    run = small.job("JOB").runs[0]
    assert small.word("JOB", run.end + 1) == "PEND"
    small.order("JOB", "confirm-succ", run.end + 30)
    assert small.word("JOB", run.end + 31) == "SUCC" and small.job("AFTER").runs[0].ready == run.end + 30


async def test_the_bank_has_some_and_both_versions_find_them() -> None:
    async with asked() as at:
        lines = [line for line in await at.lines("job") if line["name"] == "FX_READ_DEALS"]
        new = {j["id"]: j["jobruns"][-1] for j in await at.jobs("name = 'FX_READ_DEALS'")}
        for flag in ("maxDurationGone", "minDurationNotReached"):
            found = {j["id"] for j in await at.jobs(f"jobruns.{flag} = true")}
            assert found == {key for key, run in new.items() if run[flag]}
            assert len(found) == sum(line[flag] for line in lines)
        assert any(run["maxDurationGone"] or run["minDurationNotReached"] for run in new.values())
