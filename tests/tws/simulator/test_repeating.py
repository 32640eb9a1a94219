"""Jobs that repeat: each run is an entry of its own, which waits in the plan for its time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.tws.simulator.asking import asked
from tests.tws.simulator.small import Small, job, stream
from tws.models import CommonStatus
from tws.simulator.issues import issues_of
from tws.simulator.timeline import EVERY, NEVER, REGULAR


def polled(minutes: int = 5, every: int = 30, until: int = 120) -> Small:
    return Small((stream(job("POLL", minutes, every=every, until=until), job("REPORT", 3, 0)),))


def test_runs_follow_each_other_at_the_interval_until_the_window_is_over() -> None:
    small = polled()
    poll = small.job("POLL")
    assert [run.kind for run in poll.runs] == [REGULAR, EVERY, EVERY, EVERY]
    assert [round(run.ready - small.at(0)) for run in poll.runs] == [0, 1800, 3600, 5400]
    assert all(later.entered == run.end for run, later in pairwise(poll.runs))
    assert len({run.job_number for run in poll.runs}) == 4
    assert small.job("REPORT").runs[0].ready == poll.done == poll.runs[-1].end


def test_a_run_that_takes_longer_than_the_interval_is_followed_at_once() -> None:
    poll = polled(minutes=40).job("POLL")
    assert len(poll.runs) > 2
    assert all(later.ready == run.end for run, later in pairwise(poll.runs))


def test_without_a_window_it_goes_on_for_a_day() -> None:
    small = Small((stream(job("POLL", 5, every=60)),))
    assert len(small.job("POLL").runs) == 24 and small.job("POLL").done < NEVER


def test_between_two_runs_it_waits_for_its_time_and_the_stream_is_not_at_its_end() -> None:
    small = polled()
    look = small.look(small.at(20))
    state = look.job(small.job("POLL"))
    assert (state.common, state.internal, state.reason) == (CommonStatus.WAITING, "HOLD", "HOLD_WAITING_FOR_TIME")
    assert look.stream(small.stream()).internal == "EXEC"
    assert [issue["issueType"] for issue in issues_of(look, small.job("POLL"))] == ["TIME"]
    assert small.look(small.at(150)).stream(small.stream()).internal == "SUCC"


def test_cancelling_it_between_two_runs_ends_the_repeating() -> None:
    small = polled()
    small.order("POLL", "cancel", small.at(20))
    assert small.word("POLL", small.at(25)) == "CANCL" and small.word("POLL", small.at(100)) == "CANCL"
    assert small.job("REPORT").runs[0].ready == small.at(20)
    assert small.look(small.at(60)).stream(small.stream()).internal == "SUCC"
    assert small.look(small.at(60)).ended(small.stream()) == small.job("REPORT").runs[0].end


def test_a_hold_between_two_runs_puts_the_next_one_off_until_the_release() -> None:
    small = polled()
    small.order("POLL", "hold", small.at(20))
    assert small.look(small.at(40)).job(small.job("POLL")).common is CommonStatus.HELD
    small.order("POLL", "release", small.at(50))
    ready = [run.ready for run in small.job("POLL").runs]
    assert ready[1] == small.at(50) and small.job("POLL").runs[1].kind == EVERY
    assert small.look(small.at(40)).job(small.job("POLL")).common is CommonStatus.HELD, "what was stays"


def test_a_run_that_cannot_be_launched_waits_in_the_plan_and_orders_do_not_change_that() -> None:
    small = polled()
    small.station("unlink", small.at(10))
    assert small.word("POLL", small.at(29)) == "HOLD" and small.word("POLL", small.at(31)) == "READY"
    assert [i["issueType"] for i in issues_of(small.look(small.at(40)), small.job("POLL"))] == ["WORKSTATION"]
    small.station("link", small.at(45))
    assert small.word("POLL", small.at(31)) == "READY" and small.job("POLL").runs[1].ready == small.at(45)


def test_a_failure_ends_the_repeating_until_somebody_reruns_it() -> None:
    small = polled()
    run = small.job("POLL").runs[1]
    small.order("POLL", "fail", (run.start + run.end) / 2, failure="disk_full")
    assert len(small.job("POLL").runs) == 2 and small.word("POLL", small.at(90)) == "ABEND"
    small.order("POLL", "rerun", small.at(50))
    kinds = [run.kind for run in small.job("POLL").runs]
    assert kinds[:3] == [REGULAR, EVERY, "RERUN"] and set(kinds[3:]) == {EVERY}


@pytest.mark.parametrize("verb", ["kill", "confirm-abend"])
def test_orders_to_the_run_at_work(verb: str) -> None:
    small = polled(minutes=10)
    small.order("POLL", verb, small.at(35))
    assert small.word("POLL", small.at(36)) == "ABEND" and len(small.job("POLL").runs) == 2


async def test_both_versions_show_the_runs_and_the_one_to_come() -> None:
    async with asked() as at:
        await at.get("/metrics")
        at.hand.move(hours=12, minutes=25)
        new = await at.job("GW_POLL")
        assert new["jobOptions"]["every"] is True and new["repeatInterval"] == "PT30M"
        last = new["jobruns"][-1]
        assert {run["rerunType"] for run in new["jobruns"][1:]} == {"RERUN_EVERY"} and last["lastInRerunChain"]
        assert last["compositeStatus"]["status"] == "HOLD" and "actualStartTime" not in last["timeInfo"]
        assert [run["commonStatus"] for run in new["jobruns"][:-1]] == ["SUCCESSFUL"] * (len(new["jobruns"]) - 1)
        lines = await at.lines("job", {"jobName": "GW_POLL", "every": True}, Context_JobHistoryScope="0")
        assert len(lines) == len(new["jobruns"]) > 3 and all(line["repeatInterval"] == 1_800_000 for line in lines)
        assert [line["status"]["internalStatus"] for line in lines] == ["SUCC"] * (len(lines) - 1) + ["HOLD"]
        assert [j["name"] for j in await at.jobs("jobOptions.every = true")] == ["GW_POLL"]
        await at.put(f"/twsd/api/v2/plan/job/{new['id']}/action/cancel")
        at.hand.move(minutes=1)
        assert (await at.job("GW_POLL"))["lastRunCommonStatus"] == "CANCELED"


async def test_history_has_every_run_of_the_day_before() -> None:
    async with asked() as at:
        wanted = {"filters": {"jobHistoryRunFilter": {"name": "GW_POLL"}}}
        rows = await at.post("/twsd/model/jobhistoryrun/query", wanted)
        past = await at.jobs("name = 'GW_POLL'", plan_id="202603030000")
        starts = {run["timeInfo"]["actualStartTime"].removesuffix("Z") for run in past[0]["jobruns"]}
        assert starts <= {row["actualStartTime"] for row in rows} and len(starts) > 20
        assert {row["rerunType"] for row in rows} == {"REGULAR", "RERUN_EVERY"}
