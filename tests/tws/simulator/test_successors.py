"""Reruns with successors: which, which not, and their runs one after the other (section 6.2 of the contract)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tws.simulator.asking import EVENING, V1, V2, Asked, Json, asked

FIRST = "TS_LOAD_HOURS"
LATER = EVENING + timedelta(hours=3, minutes=45)
"""00:45 of a night on which nothing fails."""


async def _line(at: Asked, name: str) -> Json:
    return (await at.lines("job", {"jobName": name}))[0]


async def _chain(at: Asked) -> tuple[Json, Json]:
    """A job that has ended well, with at least two that ran after it."""
    for line in await at.lines("job", {"statusList": ["SUCCESSFUL"]}):
        preview: Json = await at.get(f"{V1}/plan/current/job/{line['id']}/jobsuccessors/preview")
        words = [j["status"]["internalStatus"] for j in preview["values"]]
        if words.count("SUCC") == len(words) >= 2 and preview["sublist"]:
            return line, preview
    raise AssertionError("no such job")


async def test_the_preview_tells_what_would_run_and_changes_nothing() -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        assert preview["allAllowed"] and preview["internalAllowed"] and line["name"] in preview["question"]
        assert {j["id"] for j in preview["sublist"]} <= {j["id"] for j in preview["values"]}
        at.hand.move(minutes=30)
        assert (await _line(at, line["name"]))["rerunInstancesNumber"] == 0


@pytest.mark.parametrize("version", ["V1", "V2"])
async def test_each_runs_again_when_the_one_before_it_has_succeeded(version: str) -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        names = [j["name"] for j in preview["values"]]
        if version == "V1":
            await at.put(f"{V1}/plan/current/job/{line['id']}/jobsuccessors/action/rerun", 202)
        else:
            run = (await at.job(line["name"]))["jobruns"][-1]["id"]
            await at.put(f"{V2}/plan/job/run/{run}/action/rerun", 200, {"successorsInfo": {"depth": 99}})
        at.hand.move(hours=12)
        first = (await at.job(line["name"]))["jobruns"]
        again = [(await at.job(name))["jobruns"] for name in names]
        assert len(first) == 2 and {len(runs) for runs in again} == {2}
        starts = [runs[-1]["timeInfo"]["actualStartTime"] for runs in again]
        assert min(starts) >= first[-1]["timeInfo"]["actualEndTime"]


async def test_what_follows_a_failed_rerun_waits_for_its_repair() -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        await at.put(f"{V1}/plan/current/job/{line['id']}/jobsuccessors/action/rerun", 202)
        while (await _line(at, line["name"]))["status"]["internalStatus"] != "EXEC":
            at.hand.move(seconds=5)
        await at.put(f"{V1}/plan/current/job/{line['id']}/action/kill", 202)
        at.hand.move(hours=2)
        assert {(await _line(at, j["name"]))["rerunInstancesNumber"] for j in preview["values"]} == {0}
        await at.put(f"{V1}/plan/current/job/{line['id']}/action/rerun", 202)
        at.hand.move(hours=6)
        assert {(await _line(at, j["name"]))["rerunInstancesNumber"] for j in preview["values"]} == {1}


async def test_only_those_of_the_job_stream_or_those_chosen() -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        skipped = preview["values"][-1]
        path = f"{V1}/plan/current/job/{line['id']}/jobsuccessors"
        left = (await at.get(f"{path}/preview", toSkipJobId=skipped["id"]))["values"]
        assert skipped["id"] not in {j["id"] for j in left}
        await at.put(f"{path}/action/rerun", 202, internalOnly="true")
        at.hand.move(hours=12)
        home = {j["id"] for j in preview["sublist"]}
        for job in preview["values"]:
            runs = (await _line(at, job["name"]))["rerunInstancesNumber"]
            assert runs == (1 if job["id"] in home else 0), job["name"]


async def test_a_chosen_one_by_its_id() -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        run = (await at.job(line["name"]))["jobruns"][-1]["id"]
        chosen = await at.job(preview["values"][0]["name"])
        wrong: list[Json] = [{"successorsIds": ["nobody"]}, {"depth": -1}, {"depth": 1, "successorsIds": []}]
        for info in wrong:
            await at.put(f"{V2}/plan/job/run/{run}/action/rerun", 400, {"successorsInfo": info})
        body = {"successorsInfo": {"successorsIds": [chosen["id"]]}}
        await at.put(f"{V2}/plan/job/run/{run}/action/rerun", 200, body)
        at.hand.move(hours=12)
        assert len((await at.job(chosen["name"]))["jobruns"]) == 2
        others = [j["name"] for j in preview["values"][1:]]
        assert {len((await at.job(name))["jobruns"]) for name in others} == {1}


async def test_a_successor_that_runs_forbids_it_and_nothing_is_changed() -> None:
    async with asked(LATER, calm=True) as at:
        line, preview = await _chain(at)
        busy = preview["values"][-1]
        await at.put(f"{V1}/plan/current/job/{busy['id']}/action/rerun", 202)
        at.hand.move(seconds=4)
        path = f"{V1}/plan/current/job/{line['id']}/jobsuccessors"
        assert (await at.get(f"{path}/preview"))["allAllowed"] is False
        text = (await at.get(f"{path}/preview", 500, failOnNotInAction="true"))["messages"][0]
        assert "AWSBIN076E" in text and busy["name"] in text
        await at.put(f"{path}/action/rerun", 500)
        at.hand.move(hours=6)
        assert (await _line(at, line["name"]))["rerunInstancesNumber"] == 0


async def test_a_job_that_has_not_run_ends_the_way() -> None:
    async with asked() as at:
        waiting = await at.lines("job", {"statusList": ["WAITING"]})
        asked_for = [await at.get(f"{V1}/plan/current/job/{j['id']}/jobsuccessors/preview") for j in waiting[:20]]
        assert all(p["values"] == [] and p["allAllowed"] for p in asked_for)
