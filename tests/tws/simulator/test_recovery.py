"""The table of recovery options: what follows an ABEND, with and without a prompt and a recovery job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.tws.simulator.small import Small, job, stream
from tws.simulator.definitions import Recovery
from tws.simulator.issues import issues_of
from tws.simulator.joblog import LogWriter
from tws.simulator.mishaps import Mishap
from tws.simulator.play import luck_of
from tws.simulator.prompts import prompts_of
from tws.simulator.timeline import NEVER, RECOVERY, RECOVERY_RERUN, REGULAR, RERUN, JobInstance

JOB, FIX, AGAIN = REGULAR, RECOVERY, RECOVERY_RERUN


@dataclass
class Night:
    small: Small
    failed: float

    @property
    def job(self) -> JobInstance:
        return self.small.job("JOB")

    def answer(self, verb: str = "reply-yes", prompt: int = -1, after: float = 120) -> float:
        """To the last prompt, two minutes after it was asked; gives when."""
        asked = self.job.restarts[prompt]
        self.small.reply(self.job, self.job.restart_id(asked.run), verb, asked.asked + after)
        return asked.asked + after

    @property
    def kinds(self) -> list[str]:
        return [run.kind for run in self.job.runs]

    @property
    def goes_on(self) -> bool:
        return bool(self.small.job("AFTER").runs)

    def issues(self, at: float) -> list[str]:
        return [issue["issueType"] for issue in issues_of(self.small.look(at), self.job)]


def abended(recovery: Recovery, *, again: bool = False, bad_job: bool = False) -> Night:
    """JOB has abended; `again`: its reruns do, too; `bad_job`: so does its recovery job."""
    nights = (stream(job("JOB", 30, recovery=recovery), job("AFTER", 5, 0)),)
    seeds = range(1000)
    small = next(
        s for s in (Small(nights, seed=n) for n in seeds) if luck_of(s.seed, s.stream())[1][0].recovery_fails is bad_job
    )
    run = small.job("JOB").runs[0]
    at = (run.start + run.end) / 2
    small.order("JOB", "fail", at, failure="disk_full", again=again)
    return Night(small, at)


def test_stop_leaves_it_to_an_operator() -> None:
    night = abended(Recovery())
    assert night.kinds == [JOB] and not night.goes_on and night.issues(night.failed) == ["STATUS"]


def test_stop_with_a_prompt_asks_and_leaves_it_to_an_operator_all_the_same() -> None:
    night = abended(Recovery(prompt="Told the treasury?"))
    assert night.issues(night.failed) == ["PROMPT"]
    at = night.answer()
    assert night.kinds == [JOB] and not night.goes_on and night.issues(at) == ["STATUS"]


@pytest.mark.parametrize("bad", [False, True])
def test_stop_with_a_job_lets_the_successor_go_where_the_job_ends_well(bad: bool) -> None:
    night = abended(Recovery(job="FIX", minutes=4), bad_job=bad)
    assert night.kinds == [JOB, FIX] and night.goes_on is not bad
    fix = night.job.runs[1]
    assert night.issues(fix.start) == ["RECOVERY"] and night.issues(fix.end) == (["STATUS"] if bad else [])
    assert night.small.word("JOB", fix.end + 60) == "ABEND"
    assert night.job.done == (NEVER if bad else fix.end)


@pytest.mark.parametrize("bad", [False, True])
def test_stop_with_both_asks_first(bad: bool) -> None:
    night = abended(Recovery(prompt="Repair?", job="FIX"), bad_job=bad)
    assert night.kinds == [JOB] and not night.goes_on
    at = night.answer()
    assert night.kinds == [JOB, FIX] and night.job.runs[1].ready == at and night.goes_on is not bad


def test_continue_lets_the_successor_go_at_once() -> None:
    night = abended(Recovery("CONTINUE"))
    assert night.kinds == [JOB] and night.small.job("AFTER").gate == night.failed
    assert night.small.word("JOB", night.failed) == "ABEND" and night.issues(night.failed) == []


def test_continue_with_a_prompt_waits_for_a_yes() -> None:
    night = abended(Recovery("CONTINUE", prompt="Go on?"))
    assert not night.goes_on
    at = night.answer()
    assert night.kinds == [JOB] and night.small.job("AFTER").gate == at


@pytest.mark.parametrize("bad", [False, True])
def test_continue_with_a_job_goes_on_whatever_becomes_of_the_job(bad: bool) -> None:
    night = abended(Recovery("CONTINUE", job="FIX"), bad_job=bad)
    assert night.kinds == [JOB, FIX] and night.small.job("AFTER").gate == night.job.runs[1].end


def test_continue_with_both_asks_first() -> None:
    night = abended(Recovery("CONTINUE", prompt="Repair and go on?", job="FIX"))
    assert night.kinds == [JOB] and not night.goes_on
    night.answer()
    assert night.kinds == [JOB, FIX] and night.goes_on


def test_rerun_runs_again() -> None:
    night = abended(Recovery("RERUN"))
    assert night.kinds == [JOB, AGAIN] and night.goes_on and night.job.restarts == ()


def test_rerun_that_fails_again_asks_a_question_of_the_engine_and_yes_runs_once_more() -> None:
    night = abended(Recovery("RERUN"), again=True)
    assert night.kinds == [JOB, AGAIN] and not night.goes_on
    assert [r.text for r in night.job.restarts] == ["JOB failed again after its rerun. Rerun?"]
    night.answer()
    assert night.kinds == [JOB, AGAIN, AGAIN] and len(night.job.restarts) == 2


def test_rerun_makes_as_many_attempts_as_it_may_with_its_pause_between() -> None:
    night = abended(Recovery("RERUN", attempts=3, pause=4), again=True)
    assert night.kinds == [JOB, AGAIN, AGAIN, AGAIN] and len(night.job.restarts) == 1
    runs = night.job.runs
    assert all(later.ready == run.end + 240 for run, later in pairwise(runs))


def test_rerun_with_a_prompt_asks_before_each() -> None:
    night = abended(Recovery("RERUN", prompt="Rerun JOB?"), again=True)
    assert night.kinds == [JOB]
    night.answer()
    assert night.kinds == [JOB, AGAIN]
    night.answer()
    assert night.kinds == [JOB, AGAIN, AGAIN] and {r.text for r in night.job.restarts} == {"Rerun JOB?"}


@pytest.mark.parametrize("bad", [False, True])
def test_rerun_with_a_job_runs_again_where_the_job_ends_well(bad: bool) -> None:
    night = abended(Recovery("RERUN", job="FIX"), bad_job=bad)
    assert night.kinds == ([JOB, FIX] if bad else [JOB, FIX, AGAIN]) and night.goes_on is not bad


def test_rerun_with_a_job_asks_where_the_rerun_fails() -> None:
    night = abended(Recovery("RERUN", job="FIX"), again=True)
    assert night.kinds == [JOB, FIX, AGAIN] and len(night.job.restarts) == 1
    night.answer()
    assert night.kinds == [JOB, FIX, AGAIN, FIX, AGAIN]


def test_rerun_with_both_asks_repairs_and_runs_again() -> None:
    night = abended(Recovery("RERUN", prompt="Repair and rerun?", job="FIX"))
    assert night.kinds == [JOB]
    night.answer()
    assert night.kinds == [JOB, FIX, AGAIN] and night.goes_on


@pytest.mark.parametrize("option", ["STOP", "CONTINUE", "RERUN"])
def test_a_no_stays_a_no(option: str) -> None:
    night = abended(Recovery(option, prompt="Go on?", job="FIX"))
    at = night.answer("reply-no")
    assert night.kinds == [JOB] and not night.goes_on
    assert [p.status(at) for p in prompts_of(night.small.look(at).plan, at)] == ["ANSWERED_NO"]


def test_a_recovery_prompt_is_known_once_it_is_asked() -> None:
    night = abended(Recovery("RERUN", prompt="Rerun JOB?"))
    plan = night.small.look(night.failed).plan
    assert prompts_of(plan, night.failed - 1) == []
    (prompt,) = prompts_of(plan, night.failed)
    assert (prompt.kind, prompt.text, prompt.job) == ("Restart Prompt", "Rerun JOB?", night.job)


@pytest.mark.parametrize("verb", ["rerun", "confirm-succ", "cancel"])
def test_an_operator_who_acts_ends_the_recovery(verb: str) -> None:
    night = abended(Recovery("RERUN", pause=10))
    night.small.order("JOB", verb, night.failed + 60)
    assert night.kinds == ([JOB, RERUN] if verb == "rerun" else [JOB]) and night.goes_on


@pytest.mark.parametrize("verb", ["kill", "cancel"])
def test_no_recovery_of_what_was_killed_or_cancelled_as_it_ran(verb: str) -> None:
    night = abended(Recovery("RERUN"))
    night.small.order("JOB", verb, night.failed - 60)
    assert night.kinds == [JOB]


def test_a_launch_that_failed_has_no_recovery() -> None:
    small = Small((stream(job("JOB", 30, recovery=Recovery("RERUN"))),))
    small.builder.mishaps = {small.job("JOB"): Mishap(("missing_script",), 0.5, None)}
    small.builder.play_again()
    assert [run.outcome for run in small.job("JOB").runs] == ["FAIL"]


def test_the_operator_of_the_day_answers_where_somebody_cares() -> None:
    small = Small((stream(job("JOB", 30, recovery=Recovery("RERUN", prompt="Rerun?")), job("AFTER", 5, 0)),))
    small.builder.mishaps = {small.job("JOB"): Mishap(("disk_full",), 0.5, 600.0)}
    small.builder.play_again()
    assert [run.kind for run in small.job("JOB").runs] == [JOB, AGAIN] and small.job("AFTER").runs


def test_the_log_of_a_recovery_job_is_its_own() -> None:
    night = abended(Recovery("RERUN", job="FIX_DISK"))
    zone = ZoneInfo("America/Sao_Paulo")
    fix = night.job.runs[1]
    log = "\n".join(LogWriter(night.job, fix, zone).lines(fix.end))
    assert "fix_disk.sh" in log and "FIX_DISK ends" in log and "].JOB\n" in log and "Exit Status           : 0" in log
    assert datetime.fromtimestamp(fix.start, UTC).astimezone(zone).strftime("%H:%M:%S") in log


def test_output_conditions_stand_at_the_end_of_the_log() -> None:
    small = Small((stream(job("JOB", 5, conditions=("WITHIN_LIMITS",))),))
    run = small.job("JOB").runs[0]
    lines = LogWriter(small.job("JOB"), run, ZoneInfo("America/Sao_Paulo")).lines(run.end)
    assert "= OC WITHIN_LIMITS      : true" in lines
