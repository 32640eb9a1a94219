"""Plans of earlier days: what is told of them agrees with history and logs, and nothing in them can be changed."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.tws.simulator.asking import EVENING, V1, V2, Asked, Json, asked
from tws.simulator import Simulator

YESTERDAY = "202603030000"


async def _plans(at: Asked) -> list[dict[str, object]]:
    found: list[dict[str, object]] = await at.post(f"{V1}/plan/query", {"filters": {"symphonyInPlanFilter": {}}})
    return found


async def test_the_plans_of_a_week_are_listed() -> None:
    async with asked() as at:
        current, *past = await _plans(at)
        assert current["id"] == "current" and current["key"] == {"name": "Symphony", "type": "CURRENT"}
        assert [p["id"] for p in past] == [f"202603{day:02d}0000" for day in (3, 2, 1)] + [
            f"202602{day}0000" for day in (28, 27, 26, 25)
        ]
        assert all(p["key"] == {"name": f"M{p['id']}", "type": "ARCHIVED"} and p["active"] is False for p in past)
        assert past[0]["validTo"] == current["validFrom"] and past[0]["runNumber"] == int(str(current["runNumber"])) - 1


async def test_the_plans_come_in_pages() -> None:
    async with asked() as at:
        whole = await _plans(at)
        body: Json = {"filters": {"symphonyInPlanFilter": {}}}
        first = await at.post(f"{V1}/plan/query", body, How_Many="3")
        rest = await at.post(f"{V1}/plan/query_next", body, How_Many="50", Last_Object=str(first[-1]["id"]))
        assert first + rest == whole


async def test_both_versions_tell_the_same_of_a_past_plan() -> None:
    async with asked() as at:
        new = {j["name"]: j["lastRunCommonStatus"] for j in await at.jobs("", plan_id=YESTERDAY)}
        old = {j["name"]: j["status"]["commonStatus"] for j in await at.lines("job", plan=YESTERDAY)}
        assert new == old and len(new) > 200
        counts = await at.get(f"{V2}/plan/job/count", plan_id=YESTERDAY, grouping_filters="status")
        assert counts["count"] == len(await at.lines("job", plan=YESTERDAY))
        failed = {"filters": {"jobInPlanFilter": {"statusList": ["ERROR"]}}}
        assert await at.post(f"{V1}/plan/{YESTERDAY}/job/count", failed, 202) == str(counts["groupedCount"]["ERROR"])
        streams = (await at.get(f"{V2}/plan/jobstream", plan_id=YESTERDAY))["results"]
        assert len(streams) == len(await at.lines("jobstream", plan=YESTERDAY))
        assert {j["archived"] for j in streams} == {True}


async def test_single_objects_of_a_past_plan() -> None:
    async with asked() as at:
        job, line = (
            await at.job("TS_LOAD_HOURS", plan_id=YESTERDAY),
            (await at.lines("job", {"jobName": "TS_LOAD_HOURS"}, plan=YESTERDAY))[0],
        )
        one = await at.get(f"{V2}/plan/job/{job['id']}", plan_id=YESTERDAY)
        assert one["planId"] == YESTERDAY and one["archived"] and one["jobruns"] == job["jobruns"]
        assert (await at.get(f"{V1}/plan/{YESTERDAY}/job/{line['id']}"))["planId"] == YESTERDAY
        stream = await at.get(f"{V2}/plan/jobstream/{job['jobStreamId']}", plan_id=YESTERDAY)
        assert stream["name"] == job["jobStreamName"]
        await at.get(f"{V2}/plan/job/{job['id']}", 404)


async def test_history_archive_and_logs_agree() -> None:
    async with asked() as at:
        body: Json = {"filters": {"jobHistoryRunFilter": {}}}
        history = {r["jobNumber"]: r for r in await at.post(f"{V1}/model/jobhistoryrun/query", body)}
        lines = await at.lines("job", plan=YESTERDAY, Context_JobHistoryScope="0")
        ended = [j for j in lines if "actualEndTime" in j["timeInfo"]]
        assert len(ended) > 250
        for job in ended:
            row = history[job["jobNumber"]]
            assert row["rerunType"] == job["rerunType"]
            assert job["rerunType"] == "RECOVERY" or row["name"] == job["name"]
            assert row["actualStartTime"] == job["timeInfo"]["actualStartTime"]
            assert row["elapsedTime"] == job["timeInfo"]["elapsedTime"]
            assert (row["status"] == "SUCCESSFUL") == (job["status"]["internalStatus"] == "SUCC"), job
        for job in [j for j in ended if j["status"]["internalStatus"] == "ABEND"][:5] + ended[:5]:
            log = (await at.get(f"{V1}/plan/{YESTERDAY}/job/{job['id']}/joblog", lines=10_000))["log"]
            assert re.search(rf"^= Job Number: {job['jobNumber']}$", log, re.M)
            assert re.search(rf"^= Exit Status +: {job['jobDefinition']['returnCode']}$", log, re.M)


async def test_nothing_in_it_can_be_changed() -> None:
    async with asked() as at:
        line = (await at.lines("job", {"jobName": "TS_LOAD_HOURS"}, plan=YESTERDAY))[0]
        for action in ("rerun", "cancel", "confirm_succ", "release_all_dependencies"):
            text = await at.put(f"{V1}/plan/{YESTERDAY}/job/{line['id']}/action/{action}", 500)
            assert "AWSJSY404E" in text["messages"][0] and YESTERDAY in text["messages"][0]
        await at.put(f"{V1}/plan/{YESTERDAY}/job/{line['id']}", 500, {"priority": 5})
        await at.post(f"{V1}/plan/{YESTERDAY}/job/action/submit_ad_hoc_job", {"job": {}}, 500)


async def test_a_plan_that_is_not_there() -> None:
    async with asked() as at:
        for plan in ("202501010000", "202603040000", "garbage", "202603030001"):
            await at.get(f"{V2}/plan/job", 404, plan_id=plan)
            await at.post(f"{V1}/plan/{plan}/job/query", {}, 404)


async def test_a_run_that_goes_over_midnight_is_at_work_in_the_past_plan_and_ended_in_the_next() -> None:
    async with asked(EVENING + timedelta(hours=6)) as at:
        past = await at.jobs("jobruns.commonStatus IN ['RUNNING']", plan_id="202603040000")
        assert past and {len(j["actions"]) for j in past} == {0}
        for job in past:
            now = await at.get(f"{V2}/plan/job/{job['id']}")
            assert now["jobruns"][0]["timeInfo"]["actualStartTime"] == job["jobruns"][0]["timeInfo"]["actualStartTime"]


async def test_the_day_before_is_told_as_it_was_whether_the_engine_still_holds_it_or_not() -> None:
    async with asked() as at:
        held = at.simulator.engine.snapshot().plan
        one = await at.jobs("", plan_id=YESTERDAY)
        at.simulator.engine.archive.forget()
        at.simulator.engine.book.forget_days()
        again = await at.jobs("", plan_id=YESTERDAY)
        assert one == again and len(one) > 200
        assert at.simulator.engine.snapshot().plan is not held


async def test_what_was_carried_into_a_past_plan_is_whole_though_its_day_was_taken_apart() -> None:
    async with asked() as at:
        past = await at.lines("jobstream", plan=YESTERDAY)
        carried = [line for line in past if line["carriedForward"]]
        jobs = [
            job
            for line in carried
            for job in await at.jobs(f"jobStreamName = '{line['key']['name']}'", plan_id=YESTERDAY)
        ]
        assert carried and len(jobs) >= sum(line["jobStreamStats"]["numberOfJob"] for line in carried)


def test_plans_are_not_written_out_where_something_that_holds_them_is_logged() -> None:
    engine = Simulator(jobs=0).engine
    snapshot = engine.snapshot()
    assert max(len(repr(one)) for one in (snapshot, engine, snapshot.plan, snapshot.plan.jobs[0])) < 2000
