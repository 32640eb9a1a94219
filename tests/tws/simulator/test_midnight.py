"""A reader across the switch of plans at midnight."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.tws.simulator.asking import V1, V2, Asked, Json, asked

BEFORE = datetime(2026, 3, 5, 2, 50, tzinfo=UTC)
"""23:50 of 4 March in the bank's time zone."""
ENDED = "202603040000"


async def _plans(at: Asked) -> list[Json]:
    found: list[Json] = await at.post(f"{V1}/plan/query", {"filters": {}})
    return found


async def test_the_plan_of_the_day_before_appears_and_the_run_number_goes_up() -> None:
    async with asked(BEFORE) as at:
        before, old = (await _plans(at))[0], await at.get(f"{V1}/engine/info")
        at.hand.move(minutes=11)
        after, *past = await _plans(at)
        new = await at.get(f"{V1}/engine/info")
        assert past[0]["id"] == ENDED and past[0]["runNumber"] == before["runNumber"]
        assert after["runNumber"] == before["runNumber"] + 1 == new["synphonyRunNumber"]
        assert after["validFrom"] == before["validTo"] == new["synphonyPlanStart"] == old["synphonyPlanEnd"]
        stations = (await at.get(f"{V2}/plan/workstation"))["results"]
        assert {s["runNumber"] for s in stations} == {after["runNumber"]}


async def test_what_is_carried_forward_keeps_its_ids_and_its_runs() -> None:
    async with asked(BEFORE) as at:
        at.hand.move(minutes=9)
        running = await at.jobs("jobruns.commonStatus = 'RUNNING'")
        lines = {line["name"]: line["id"] for line in await at.lines("job", {"statusList": ["RUNNING"]})}
        at.hand.move(minutes=2)
        carried = {s["id"] for s in (await at.get(f"{V2}/plan/jobstream"))["results"] if _is_carried(s)}
        still = [job for job in running if job["jobStreamId"] in carried]
        assert still
        for job in still:
            now = await at.get(f"{V2}/plan/job/{job['id']}")
            assert [r["id"] for r in now["jobruns"]][: len(job["jobruns"])] == [r["id"] for r in job["jobruns"]]
            assert (await at.get(f"{V1}/plan/current/job/{lines[job['name']]}"))["name"] == job["name"]
            log = f"{V2}/plan/job/run/{job['jobruns'][-1]['id']}/joblog"
            assert (await at.get(log)).startswith("=" * 63)


def _is_carried(stream: Json) -> bool:
    return bool(stream["jsDefinitionFlags"]["carriedForward"])


async def test_what_has_ended_is_in_the_archive_only() -> None:
    async with asked(BEFORE) as at:
        jobs = await at.jobs("jobruns.commonStatus = 'SUCCESSFUL'")
        at.hand.move(minutes=20)
        current = {job["id"] for job in await at.jobs("")}
        gone = [job for job in jobs if job["id"] not in current]
        assert len(gone) > 200
        for job in gone[::40]:
            await at.get(f"{V2}/plan/job/{job['id']}", 404)
            kept = await at.get(f"{V2}/plan/job/{job['id']}", plan_id=ENDED)
            assert kept["jobruns"][0]["timeInfo"] == job["jobruns"][0]["timeInfo"]
            log = f"{V2}/plan/job/run/{job['jobruns'][0]['id']}/joblog"
            await at.get(log, 404)
            assert "= Exit Status" in await at.get(log, plan_id=ENDED)


async def test_a_job_that_is_carried_forward_can_be_rerun_and_history_knows() -> None:
    async with asked(BEFORE, calm=True) as at:
        job = (await at.jobs("jobruns.commonStatus = 'RUNNING'"))[0]
        at.simulator.fail_next(job["name"], kind="disk_full", succeeds_on_rerun=True)
        history = {"filters": {"jobHistoryRunFilter": {"name": job["name"]}}}
        at.hand.move(minutes=15)
        before = await at.post(f"{V1}/model/jobhistoryrun/query", history)
        failed = next(j for j in await at.jobs(f"name = '{job['name']}'") if j["lastRunCommonStatus"] == "ERROR")
        await at.put(f"{V2}/plan/job/run/{failed['jobruns'][-1]['id']}/action/rerun")
        at.hand.move(hours=8)
        after = await at.post(f"{V1}/model/jobhistoryrun/query", history)
        assert [r["rerunType"] for r in after if r not in before] == ["RERUN"]
        past = await at.get(f"{V2}/plan/job/{failed['id']}", plan_id=ENDED)
        assert len(past["jobruns"]) == 1 and past["lastRunCommonStatus"] == "ERROR"
