"""Dependencies on how a job ends, joins, and job streams that follow the one before."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest

from tests.tws.simulator.asking import EVENING, Asked, asked
from tests.tws.simulator.small import Small, job, stream
from tws.models import CommonStatus
from tws.simulator.conditions import outputs_met
from tws.simulator.definitions import Condition, External, Join, Recovery
from tws.simulator.issues import issues_of
from tws.simulator.timeline import NEVER
from tws.simulator.v1_view import JobRecord, V1View

FX = "name = 'FX_POSITIONS' ORDER BY schedTime ASC"
ON_ABEND, ON_SUCC = Condition(0, ("ABEND",)), Condition(0, ("SUCC",))


def branched(**more: Any) -> Small:
    """GOOD goes after a good end, BAD after an abend, LAST after both."""
    jobs = (
        job("CHECK", 10, **more),
        job("GOOD", 5, conditional=(ON_SUCC,)),
        job("BAD", 5, conditional=(ON_ABEND,)),
        job("LAST", 5, 1, 2),
    )
    return Small((stream(*jobs),))


def failed(small: Small) -> float:
    run = small.job("CHECK").runs[0]
    at = (run.start + run.end) / 2
    small.order("CHECK", "fail", at, failure="disk_full")
    return at


def test_the_branch_that_was_not_taken_is_suppressed_and_those_behind_do_not_wait_for_it() -> None:
    small = branched()
    end = small.job("CHECK").done
    assert small.word("BAD", end - 1) == "HOLD" and small.word("BAD", end) == "SUPPR"
    assert small.job("GOOD").runs[0].ready == end and not small.job("BAD").runs
    assert small.job("LAST").runs[0].ready == small.job("GOOD").done
    look = small.look(small.at(120))
    state = look.job(small.job("BAD"))
    assert (state.common, state.reason) == (CommonStatus.SUPPRESS, "SUPPR_UNSATISFIED_DEPENDENCY")
    assert look.stream(small.stream()).internal == "SUCC", "suppressed jobs are left out"
    assert [i["issueType"] for i in issues_of(look, small.job("BAD"))] == ["CONDITION"]
    record = V1View(look, "10.2.5.00").job(JobRecord(small.job("BAD"), None))
    assert record["status"] == {"commonStatus": "SUPPRESS", "internalStatus": "SUPPRESS", "canceled": False}


def test_an_abend_takes_the_other_branch_at_once() -> None:
    small = branched()
    at = failed(small)
    assert small.job("BAD").runs[0].ready == at and small.word("GOOD", at + 1) == "SUPPR"
    assert small.job("LAST").runs[0].ready == small.job("BAD").done


def test_what_was_decided_stays_after_a_rerun() -> None:
    small = branched()
    at = failed(small)
    small.order("CHECK", "rerun", at + 600)
    assert small.job("CHECK").runs[-1].outcome == "SUCC"
    assert small.job("BAD").runs[0].ready == at and not small.job("GOOD").runs


def test_a_rerun_that_comes_by_itself_is_waited_for() -> None:
    small = branched(recovery=Recovery(option="RERUN"))
    failed(small)
    assert [run.outcome for run in small.job("CHECK").runs] == ["ABEND", "SUCC"]
    assert small.job("GOOD").runs[0].ready == small.job("CHECK").done and not small.job("BAD").runs


def test_a_suppressed_stream() -> None:
    jobs = (job("A", 5, conditions=("YES", "NO")), job("B", 5, conditional=(Condition(0, ("SUPPR",)),)))
    small = Small((stream(*jobs),))
    assert small.word("B", small.at(60)) == "SUPPR"
    small.order("A", "cancel", small.at(-10))
    assert small.job("B").runs, "a cancelled job lets all go"


@pytest.mark.parametrize("seed", range(6))
def test_output_conditions_choose_the_branch(seed: int) -> None:
    first, second = Condition(0, ("HITS",)), Condition(0, ("NO_HITS", "ABEND"))
    jobs = (
        job("SCAN", 10, conditions=("HITS", "NO_HITS")),
        job("BLOCK", 5, conditional=(first,)),
        job("CLOSE", 5, conditional=(second,)),
    )
    small = Small((stream(*jobs),), seed=seed)
    met = outputs_met(small.job("SCAN").definition, small.job("SCAN").runs[0])
    ran = {name for name in ("BLOCK", "CLOSE") if small.job(name).runs}
    assert ran == ({"BLOCK"} if met == {"HITS"} else {"CLOSE"})


def test_a_suppressed_job_may_be_confirmed_or_rerun() -> None:
    small = branched()
    small.order("BAD", "confirm-succ", small.at(60))
    assert small.word("BAD", small.at(59)) == "SUPPR" and small.word("BAD", small.at(61)) == "SUCC"
    small = branched()
    small.order("BAD", "rerun", small.at(60))
    assert small.job("BAD").runs[0].ready == small.at(60) and small.word("BAD", small.at(100)) == "SUCC"


def test_releasing_all_dependencies_does_not_release_conditional_ones() -> None:
    small = branched()
    small.order("GOOD", "release-all-dependencies", small.at(1))
    assert small.job("GOOD").runs[0].ready == small.job("CHECK").done


def joined(quantity: int) -> Small:
    jobs = [job(name, minutes) for name, minutes in (("A", 10), ("B", 30), ("C", 60))]
    return Small((stream(*jobs, job("D", 5, joins=(Join("FEEDS", (0, 1, 2), quantity),))),))


def test_a_join_waits_for_as_many_as_it_says() -> None:
    done = sorted(joined(3).job(name).done for name in "ABC")
    for quantity in (1, 2, 3):
        small = joined(quantity)
        assert small.job("D").runs[0].ready == done[quantity - 1]
        before = small.look(done[quantity - 1] - 1)
        assert before.waits_for(small.job("D")) == 1 and before.job(small.job("D")).internal == "HOLD"
        assert f"{quantity} of 3 jobs" in issues_of(before, small.job("D"))[0]["issueMessage"]


def test_a_join_goes_on_where_enough_are_done_though_one_failed() -> None:
    small = joined(2)
    small.order("A", "fail", small.at(2), failure="disk_full")
    assert small.job("D").runs[0].ready == small.job("C").done < NEVER


def test_a_stream_follows_the_one_before_it_on_the_same_day() -> None:
    follows = (External("NIGHT", previous=True),)
    small = Small((stream(job("A", 90), externals=follows, starts=(120, 180, 240)),))
    first, second, third = small.builder.streams
    assert first.externals == [] and second.externals == [first] and third.externals == [second]
    assert second.gate == first.done > second.scheduled and third.gate == second.done


async def test_both_versions_show_conditions_and_joins() -> None:
    async with asked(EVENING - timedelta(hours=13, minutes=38)) as at:  # 08:22
        await _equal(at, "FRD_BLOCK_CARDS", "FRD_CLOSE_SCAN", "RATES_CONSOLIDATE", "FX_READ_DEALS")
        join = (await _whole(at, "RATES_CONSOLIDATE"))["dependencies"][0]
        told = (join["dependencyType"], join["joinName"], join["joinQuantity"], join["criteria"])
        assert told == ("JOIN", "TWO_VENDORS", 2, "AT_LEAST") and len(join["members"]) == 3
        condition = (await _whole(at, "FRD_BLOCK_CARDS"))["dependencies"][0]
        assert condition["conditional"] and condition["outputConditions"] == ["HITS_FOUND"]
        suppressed = {j["name"] for j in await at.jobs("jobruns.commonStatus IN ['SUPPRESS']")}
        old = await at.lines("job", {"statusList": ["SUPPRESS"]})
        assert suppressed == {line["name"] for line in old} and suppressed & {"FRD_BLOCK_CARDS", "FRD_CLOSE_SCAN"}


async def _whole(at: Asked, name: str) -> Any:
    return await at.get(f"/twsd/api/v2/plan/job/{(await at.job(name))['id']}")


async def _equal(at: Asked, *names: str) -> None:
    for name in names:
        new = [j["lastRunCommonStatus"] for j in await at.jobs(f"name = '{name}' ORDER BY name ASC")]
        old = [line["status"]["commonStatus"] for line in await at.lines("job", {"jobName": name})]
        assert sorted(new) == sorted(old) and new


async def test_the_first_of_a_day_waits_for_the_last_of_the_day_before_where_that_is_still_to_end() -> None:
    async with asked(EVENING - timedelta(minutes=13)) as at:  # 21:47
        failing = at.simulator.fail_next("FX_READ_DEALS", kind="disk_full")
        assert failing.astimezone(UTC) < EVENING
        at.hand.move(hours=9, minutes=13)  # 07:00 of the next day
        before, first = await _followed(at)
        assert before["jsDefinitionFlags"]["carriedForward"] and first["commonStatus"] == "WAITING"
        one = await at.get(f"/twsd/api/v2/plan/jobstream/{first['id']}")
        link = one["dependencies"][0]
        assert link["dependencyType"] == "EXTERNAL_JOBSTREAM" and link["jobStreamId"] == before["id"]
        job = (await at.jobs(f"jobStreamId = '{before['id']}' AND name = 'FX_READ_DEALS'"))[0]
        await at.put(f"/twsd/api/v2/plan/job/run/{job['jobruns'][-1]['id']}/action/rerun")
        at.hand.move(minutes=40)
        before, first = await _followed(at)
        assert before["commonStatus"] == "SUCCESSFUL" and first["commonStatus"] == "RUNNING"
        at.hand.move(hours=24)
        await _archived(at, first["id"])


async def _followed(at: Asked) -> tuple[Any, Any]:
    """The last FX_POSITIONS of the day before, and the first of this day."""
    found = (await at.get("/twsd/api/v2/plan/jobstream", oql=FX))["results"]
    return found[0], found[1]


async def _archived(at: Asked, stream_id: str) -> None:
    """The archived plan and the history tell of the same start."""
    wanted = {"filters": {"jobHistoryRunFilter": {"name": "FX_READ_DEALS"}}}
    rows = {row["actualStartTime"] for row in await at.post("/twsd/model/jobhistoryrun/query", wanted)}
    past = await at.jobs(f"jobStreamId = '{stream_id}' AND name = 'FX_READ_DEALS'", plan_id="202603050000")
    assert past[0]["jobruns"][0]["timeInfo"]["actualStartTime"].removesuffix("Z") in rows


async def test_on_a_day_without_trouble_the_first_of_the_next_day_waits_for_nothing() -> None:
    async with asked() as at:
        at.hand.move(hours=10)
        first = (await at.get("/twsd/api/v2/plan/jobstream", oql=FX))["results"][0]
        assert (await at.get(f"/twsd/api/v2/plan/jobstream/{first['id']}"))["dependencies"] == []
