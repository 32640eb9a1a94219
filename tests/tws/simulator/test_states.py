"""The tables of confirm and rerun: what each order does in each state."""

from __future__ import annotations

import pytest

from tests.tws.simulator.small import Small, job, stream
from tws.simulator.timeline import ABEND, NEVER, RERUN, SUCC

CONFIRM = {SUCC: "confirm-succ", ABEND: "confirm-abend"}


def reach(state: str) -> tuple[Small, float]:
    """A plan in which JOB is in that state, with AFTER behind it, and since when a minute."""
    more: dict[str, object] = {"confirmed": True} if state == "PEND" else {}
    if state in ("SUCCP", "ABENP", "EXEC with conditions"):
        more["conditions"] = ("CHECKED",)
    small = Small((stream(job("JOB", 30, **more), job("AFTER", 5, 0)),))
    run = small.job("JOB").runs[0]
    middle = (run.start + run.end) / 2
    if state == "HOLD":
        return small, small.at(-30)
    if state == "READY":
        small.station("unlink", small.at(-10))
        return small, small.at(5)
    if state in ("ABEND", "FAIL"):
        small.order("JOB", "fail", middle, failure="disk_full" if state == "ABEND" else "missing_script")
    if state in ("SUCCP", "ABENP"):
        small.order("JOB", CONFIRM[SUCC if state == "SUCCP" else ABEND], middle - 60)
    if state == "CANCELED":
        small.order("JOB", "fail", middle - 120, failure="disk_full")
        small.order("JOB", "cancel", middle - 60)
    return small, run.end + 60 if state in ("SUCC", "PEND") else middle + 60 if state != "SUCCP" else middle


@pytest.mark.parametrize(
    ("state", "after_succ", "after_abend"),
    [
        ("READY", "READY", "READY"),
        ("HOLD", "HOLD", "HOLD"),
        ("EXEC", "SUCC", "ABEND"),
        ("EXEC with conditions", "SUCCP", "ABENP"),
        ("ABENP", "SUCCP", "ABENP"),
        ("SUCCP", "SUCCP", "SUCCP"),
        ("PEND", "SUCC", "ABEND"),
        ("ABEND", "SUCC", "ABEND"),
        ("SUCC", "SUCC", "SUCC"),
        ("FAIL", "FAIL", "FAIL"),
    ],
)
def test_confirm(state: str, after_succ: str, after_abend: str) -> None:
    for verdict, word in ((SUCC, after_succ), (ABEND, after_abend)):
        small, at = reach(state)
        assert small.word("JOB", at) == state.partition(" ")[0]
        small.order("JOB", CONFIRM[verdict], at)
        assert small.word("JOB", at) == word
        if word == "SUCC" and state != "SUCC":
            assert small.job("JOB").done == at == small.job("AFTER").gate
        if word in ("ABEND", "FAIL"):
            assert small.job("AFTER").runs == ()


@pytest.mark.parametrize(("said", "ends"), [("SUCCP", "SUCC"), ("ABENP", "ABEND")])
def test_a_pledged_job_runs_on_and_ends_as_was_said(said: str, ends: str) -> None:
    small, at = reach(said)
    run = small.job("JOB").runs[0]
    assert run.end > at and small.word("JOB", at) == said and small.word("JOB", run.end) == ends
    assert bool(small.job("AFTER").runs) == (ends == "SUCC")


def test_an_abend_that_was_confirmed_bad_can_still_be_confirmed_good() -> None:
    small, at = reach("PEND")
    small.order("JOB", "confirm-abend", at)
    assert small.job("AFTER").runs == ()
    small.order("JOB", "confirm-succ", at + 60)
    assert small.word("JOB", at + 60) == "SUCC" and small.job("AFTER").gate == at + 60


def test_a_job_that_waits_for_confirmation_is_confirmed_by_the_operator_of_the_day() -> None:
    small, at = reach("PEND")
    assert small.look(at).job(small.job("JOB")).common == "WAITING"
    assert small.word("JOB", small.job("JOB").done) == "SUCC" and small.job("AFTER").runs


@pytest.mark.parametrize("state", ["SUCC", "ABEND", "FAIL", "CANCELED"])
def test_rerun_adds_a_run_of_another_number(state: str) -> None:
    small, at = reach(state)
    small.order("JOB", "rerun", at)
    first, again = small.job("JOB").runs
    assert again.kind == RERUN and again.job_number != first.job_number and again.ready == at
    assert small.word("JOB", again.end) == "SUCC" and small.look(at).job(small.job("JOB")).common != "CANCELED"
    assert small.job("AFTER").runs


@pytest.mark.parametrize("state", ["READY", "HOLD", "EXEC", "SUCCP", "ABENP", "PEND"])
def test_rerun_does_nothing_elsewhere(state: str) -> None:
    small, at = reach(state)
    before = small.job("JOB").runs
    small.order("JOB", "rerun", at)
    assert small.job("JOB").runs == before


def test_rerun_of_a_good_job_does_not_take_its_successors_back() -> None:
    small, at = reach("SUCC")
    after = small.job("AFTER").runs
    small.order("JOB", "rerun", at)
    assert small.job("AFTER").runs == after and len(small.job("JOB").runs) == 2


def test_kill_ends_it_badly_and_its_successors_wait() -> None:
    small, at = reach("EXEC")
    small.order("JOB", "kill", at)
    assert small.word("JOB", at) == "ABEND" and small.job("JOB").done == NEVER and not small.job("AFTER").runs


@pytest.mark.parametrize("state", ["HOLD", "READY", "EXEC", "ABEND"])
def test_cancel_frees_the_successors_at_once(state: str) -> None:
    small, at = reach(state)
    small.order("JOB", "cancel", at)
    assert small.job("JOB").done == at and small.job("AFTER").gate == max(at, small.at(0))
    running = small.look(at).job(small.job("JOB"))
    assert running.common == "CANCELED" and running.internal == ("EXEC" if state == "EXEC" else "CANCL")


def test_cancel_pending_waits_for_the_dependencies_and_a_second_one_does_not() -> None:
    for second in (False, True):
        small = Small((stream(job("FIRST", 30), job("JOB", 10, 0), job("AFTER", 5, 1)),))
        at = small.job("FIRST").runs[0].start + 60
        small.order("JOB", "cancel-pending", at)
        assert small.job("JOB").pending == at and small.word("JOB", at) == "HOLD"
        if second:
            small.order("JOB", "cancel-pending", at + 60)
        due = at + 60 if second else small.job("FIRST").done
        assert small.job("JOB").done == due and small.job("JOB").runs == () and small.job("AFTER").runs
