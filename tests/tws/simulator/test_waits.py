"""What jobs wait for beside other jobs: resources, limits, files, times; and what the plan says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tws.simulator.small import START, Small, job, missing_file, starts, stream
from tws.simulator.definitions import CANCEL, CONTINUE, External, Need, PromptDef, Recovery, ResourceDef
from tws.simulator.issues import issues_of
from tws.simulator.prompts import prompts_of
from tws.simulator.timeline import NEVER

TAPES = ResourceDef("TAPES", "AGT01", 4)


def needs(name: str, units: int, at: int, minutes: int = 30, **more: object) -> object:
    return job(name, minutes, need=Need("TAPES", units), at=at, **more)


def tapes(*jobs: object, other: tuple[object, ...] = ()) -> Small:
    streams = (stream(*jobs),) + ((stream(*other, name="OTHER"),) if other else ())  # type: ignore[arg-type]
    return Small(streams, (TAPES,))


def reasons(small: Small, name: str, at: float) -> list[str]:
    return [issue["issueType"] for issue in issues_of(small.look(at), small.job(name))]


def test_units_are_given_in_the_order_in_which_they_were_asked_for() -> None:
    small = tapes(needs("A", 3, 0), needs("B", 2, 2), needs("C", 1, 4))
    a, b, c = (small.job(name).runs[0] for name in "ABC")
    assert a.ready == small.at(0) and b.ready == c.ready == a.end


def test_who_waits_for_units_is_told_so() -> None:
    small = tapes(needs("A", 3, 0), needs("B", 2, 2))
    at = small.at(5)
    state = small.look(at).job(small.job("B"))
    assert (state.internal, state.reason) == ("READY", "READY_WAITING_FOR_RESOURCES")
    (issue,) = issues_of(small.look(at), small.job("B"))
    assert issue["issueType"] == "RESOURCE" and "2 of resource /AGT01#/TAPES: 1 of 4 are free" in issue["issueMessage"]
    assert small.look(at).waits_for(small.job("B")) == 1 and small.look(at).waits_for(small.job("A")) == 0


def test_units_come_back_when_the_run_ends_by_itself_or_not() -> None:
    small = tapes(needs("A", 3, 0), other=(needs("B", 2, 2),))
    killed = small.at(8)
    small.order("A", "kill", killed)
    assert starts(small, "B") == [killed]


def test_a_higher_priority_goes_first() -> None:
    small = tapes(needs("A", 4, 0), needs("B", 4, 2), needs("C", 4, 4, priority=60))
    a, b, c = (small.job(name).runs[0] for name in "ABC")
    assert c.ready == a.end and b.ready == c.end
    small.order("B", "update-priority", small.at(6), number=70)
    assert small.job("B").runs[0].ready == a.end


@pytest.mark.parametrize("verb", ["hold", "cancel"])
def test_who_is_held_or_cancelled_leaves_the_queue(verb: str) -> None:
    small = tapes(needs("A", 3, 0), needs("B", 4, 2), other=(needs("C", 1, 4),))
    assert starts(small, "C") == [small.job("B").runs[0].end]
    small.order("B", verb, small.at(10))
    assert starts(small, "B", "C") == [NEVER, small.at(10)]


def test_released_dependencies_are_all_of_them() -> None:
    small = tapes(needs("A", 4, 0), needs("B", 4, 2, file=missing_file()), job("C", 5, 1))
    small.order("B", "release-all-dependencies", small.at(-20))
    b = small.job("B")
    assert b.runs[0].ready == small.at(-20) and small.look(small.at(5)).waits_for(b) == 0
    small = tapes(needs("A", 4, 0), needs("B", 4, 2))
    small.order("B", "release-all-dependencies", small.at(10))
    assert starts(small, "B") == [small.at(10)]


def test_more_units_let_more_jobs_run() -> None:
    small = tapes(needs("A", 4, 0), needs("B", 2, 2))
    small.station("quantity", small.at(10), 6, name=TAPES.key)
    assert starts(small, "B") == [small.at(10)]
    snapshot = small.look(small.at(12))
    assert (
        snapshot.quantity(TAPES) == 6 and sum(snapshot.in_use(TAPES).values()) == 6 and snapshot.available(TAPES) == 0
    )
    assert small.look(small.at(9)).quantity(TAPES) == 4


def test_a_rerun_asks_again() -> None:
    small = tapes(needs("A", 3, 0), needs("B", 3, 2, minutes=60))
    ended = small.job("A").runs[0].end
    small.order("A", "rerun", ended + 60)
    assert small.job("A").runs[1].ready == small.job("B").runs[0].end


def test_a_workstation_runs_so_many_jobs_at_once() -> None:
    small = Small((stream(*(job(f"J{n}", 20, at=n) for n in range(5))),))
    small.station("limit", small.at(-10), 2)
    first, second, third, fourth, _ = (small.job(f"J{n}").runs[0] for n in range(5))
    ends = sorted((first.end, second.end))
    assert [third.ready, fourth.ready] == ends
    state = small.look(ends[0] - 60).job(small.job("J2"))
    assert state.reason == "READY_WAITING_FOR_LIMIT" and reasons(small, "J2", ends[0] - 60) == ["LIMIT"]
    small.order("J4", "update-priority", small.at(6), number=101)
    assert starts(small, "J4") == [small.at(6)]


def test_a_higher_limit_lets_them_start_at_once() -> None:
    small = Small((stream(*(job(f"J{n}", 20) for n in range(4))),))
    small.station("limit", small.at(-10), 1)
    small.station("limit", small.at(5), 4)
    assert starts(small, "J1", "J2", "J3") == [small.at(5)] * 3


def test_a_job_stream_runs_so_many_jobs_at_once() -> None:
    small = Small((replace(stream(job("A", 20), job("B", 20), job("C", 20)), limit=2),))
    a, b, c = (small.job(name).runs[0] for name in "ABC")
    assert a.ready == b.ready == small.at(0) and c.ready == min(a.end, b.end)
    (issue,) = issues_of(small.look(small.at(5)), small.job("C"))
    assert issue == {**issue, "issueType": "LIMIT", "issueMessage": "Job stream /MDM#/T/NIGHT runs 2 jobs at once"}


def test_a_job_waits_for_its_file() -> None:
    file = missing_file(late=1.0)
    small = Small((stream(job("A", 10, file=file), job("B", 5, 0)),))
    arrives = small.job("A").arrives
    assert (START + 60) * 60 + 1200 <= arrives - small.midnight <= (START + 60) * 60 + 7200
    assert starts(small, "A") == [arrives]
    state = small.look(arrives - 1).job(small.job("A"))
    assert state.reason == "HOLD_WAITING_FOR_FILE" and reasons(small, "A", arrives - 1) == ["FILE"]
    assert small.look(arrives - 1).waits_for(small.job("A")) == 1 and reasons(small, "A", arrives) == []


GOES = PromptDef("ALL_CLEAR", "Is all clear?", START + 30)


def test_a_predefined_prompt_is_answered_once_for_all_that_wait_for_it() -> None:
    asking = replace(job("A", 10), prompt=GOES.text, named=GOES)
    other = stream(replace(asking, name="B"), name="OTHER", start=START + 10)
    small = Small((stream(asking), other))
    answered = small.job("A").answered
    assert 0 <= answered - small.at(30) <= 1800 and starts(small, "A", "B") == [answered, answered]
    snapshot = small.look(small.at(5))
    (prompt,) = prompts_of(snapshot.plan, snapshot.now)
    assert (prompt.name, prompt.kind, prompt.asked) == ("ALL_CLEAR", "Predefined Prompt", small.at(0))
    small.reply(small.job("A"), prompt.id, "reply-yes", small.at(12))
    assert starts(small, "A", "B") == [small.at(12), small.at(12)]


def test_a_no_to_a_predefined_prompt_holds_all_of_them() -> None:
    asking = replace(job("A", 10), prompt=GOES.text, named=GOES)
    small = Small((stream(asking), stream(replace(asking, name="B"), name="OTHER")))
    small.reply(small.job("B"), small.job("B").prompt_id, "reply-no", small.at(2))
    assert starts(small, "A", "B") == [NEVER, NEVER] and reasons(small, "A", small.at(60)) == ["PROMPT"]


def late(on_until: str = "SUPPRESS") -> Small:
    """B may start until minute 20, and A, before it, ends at about 40."""
    after = job("C", 5, 1)
    return Small((stream(job("A", 40), job("B", 10, 0, until=20, on_until=on_until), after),))


def test_a_job_that_could_not_start_in_time_is_suppressed() -> None:
    small = late()
    assert starts(small, "B", "C") == [NEVER, NEVER] and small.job("B").suppressed == small.at(20)
    at = small.job("A").done + 60
    state = small.look(at).job(small.job("B"))
    assert (state.internal, state.reason) == ("HOLD", "READY_SUPPRESSED") and reasons(small, "B", at) == ["UNTIL"]
    small.order("B", "release-all-dependencies", at)
    assert starts(small, "B") == [NEVER]


def test_or_starts_all_the_same_or_is_cancelled() -> None:
    small = late(CONTINUE)
    assert starts(small, "B") == [small.job("A").done]
    small = late(CANCEL)
    assert starts(small, "B") == [NEVER] and small.job("B").done == small.at(20)
    assert small.job("C").gate == small.at(20) and small.word("B", small.at(20)) == "CANCL"


def test_a_job_that_started_in_time_is_left_alone() -> None:
    small = Small((stream(job("A", 5), job("B", 30, 0, until=20)),))
    assert small.job("B").suppressed == NEVER and small.word("B", small.at(60)) == "SUCC"


def test_after_its_latest_start_a_held_job_is_not_released_any_more() -> None:
    small = Small((stream(job("A", 5, until=20)),))
    small.order("A", "hold", small.at(-10))
    small.order("A", "release", small.at(30))
    assert starts(small, "A") == [NEVER]


def test_a_rerun_by_recovery_holds_its_units_again() -> None:
    small = tapes(needs("A", 4, 0, recovery=Recovery("RERUN")), other=(needs("B", 4, 5),))
    run = small.job("A").runs[0]
    small.order("A", "fail", (run.start + run.end) / 2, failure="disk_full")
    again, b = small.job("A").runs[1], small.job("B").runs[0]
    assert b.ready == (run.start + run.end) / 2 and again.ready == b.end


def test_a_job_stream_is_released_from_all_that_it_waits_for() -> None:
    first = stream(job("A", 30), name="FIRST")
    second = stream(job("B", 10), job("C", 5, 0), externals=(External("FIRST"),), prompt="Ready?")
    for before, opens in ((-30, -30), (10, 10), (600, None)):
        small = Small((first, second))
        natural = small.stream().gate
        small.reply(small.job("B"), small.stream().id, "release-all-dependencies", small.at(before))
        at = natural if opens is None else small.at(opens)
        assert small.stream().gate == at == small.job("B").gate and small.job("C").gate == small.job("B").done
        assert reasons(small, "B", at) == [] and "DEPENDENCY" in reasons(small, "C", at)
    assert small.builder.obey(small.stream("FIRST")) and small.stream().gate == natural
