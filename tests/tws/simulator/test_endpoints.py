"""Critical chains, triggered actions, commands of a person, growing logs, and paths that are not there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import httpx
import pytest

from tests.tws.simulator.asking import EVENING, V1, V2, asked

CHAIN = f"{V1}/plan/current/criticaljob/{{}}/query_predecessors_chain"
EVENTS = f"{V1}/eventrule/engine"


async def test_the_critical_path_leads_to_the_critical_job() -> None:
    async with asked(EVENING + timedelta(hours=5), calm=True) as at:
        payroll = (await at.lines("criticaljob", {"jobName": "FINANCE_PAYROLL"}))[0]
        path = await at.post(CHAIN.format(payroll["id"]), {"option": "CRITICAL_PATH"}, How_Many="500")
        assert path[-1]["name"] == "FINANCE_PAYROLL" and len(path) > 2
        infos = [job["criticalNetworkInfo"] for job in path]
        assert all(info["onCriticalPath"] for info in infos)
        for before, after in pairwise(infos):
            assert before["estimatedEndTime"] <= after["estimatedStartTime"]
            assert before["criticalStart"] < after["criticalStart"]
        every = await at.post(CHAIN.format(payroll["id"]), {"option": "INCOMPLETE_PREDECESSORS"})
        assert {j["id"] for j in path} < {j["id"] for j in every}
        assert not any(j["status"]["commonStatus"] == "SUCCESSFUL" for j in every)


async def test_the_hot_list_holds_what_failed() -> None:
    async with asked(EVENING + timedelta(hours=6), scenario="payroll-late") as at:
        payroll = (await at.lines("criticaljob", {"jobName": "FINANCE_PAYROLL"}))[0]
        at.hand.move(hours=2)
        hot = await at.post(CHAIN.format(payroll["id"]), {"option": "HOT_LIST"})
        assert [j["name"] for j in hot] == ["TS_LOAD_HOURS"]


async def test_chains_of_what_is_not_critical_and_of_unknown_kinds() -> None:
    async with asked() as at:
        job = (await at.lines("job", {"critical": False}))[0]
        await at.post(CHAIN.format(job["id"]), {}, 404)
        payroll = (await at.lines("criticaljob"))[0]
        await at.post(CHAIN.format(payroll["id"]), {"option": "EVERYTHING"}, 400)
        await at.post(CHAIN.format("nobody"), {}, 404)


async def test_triggered_actions_and_messages_come_in_pages_and_across_midnight() -> None:
    async with asked(EVENING + timedelta(hours=2, minutes=50)) as at:
        kinds = {"action_run": "actionRunFilter", "message_log_record": "messageLogRecordFilter"}
        for kind, name in kinds.items():
            body = {"filters": {name: {"ruleName": "JOB_ABENDED"}}}
            found = await at.post(f"{EVENTS}/{kind}/header/query", body, How_Many="100")
            assert len(found) >= 3 and found == sorted(found, key=lambda r: r["timestamp"], reverse=True)
            more = {**body, "objectsKeys": [found[0]["id"]], "howMany": 2}
            assert await at.post(f"{EVENTS}/{kind}/header/query_next", more) == found[1:3]
            assert (await at.get(f"{EVENTS}/{kind}/{found[0]['id']}"))["header"] == found[0]
            await at.post(f"{EVENTS}/{kind}/header/query", body, 400)
            await at.get(f"{EVENTS}/{kind}/nothing", 404)
        at.hand.move(minutes=15)
        body = {"filters": {"messageLogRecordFilter": {}}}
        later = await at.post(f"{EVENTS}/message_log_record/header/query", body, How_Many="0")
        assert {r["id"] for r in found} <= {r["id"] for r in later}


async def test_actions_are_chosen_by_type_and_time() -> None:
    async with asked(calm=True) as at:
        at.simulator.fail("FINANCE_PAYROLL", at=EVENING + timedelta(hours=8, minutes=20), kind="sap_rfc")
        at.hand.move(hours=9)
        since = {"rangeStart": "2026-03-05T08:00:00", "rangeEnd": "2026-03-05T11:00:00"}
        wanted = {"actionTypeList": ["SendMail"], "timeRange": since}
        body = {"filters": {"actionRunFilter": wanted}}
        found = await at.post(f"{EVENTS}/action_run/header/query", body, How_Many="100")
        assert found and {r["pluginName"] for r in found} == {"MailSender"}
        assert any("FINANCE_PAYROLL" in r["message"] for r in found)


async def test_a_command_runs_once_and_its_name_is_taken_then() -> None:
    async with asked() as at:
        body = {"workstationKey": "/AGT_FIN01", "task": {"UNIX": {"taskString": "sleep 120", "userName": "batfin"}}}
        made = await at.post(f"{V2}/plan/job/submit-ad-hoc-job", body)
        assert made["id"] == "AGT_FIN01;JOBS;SLEEP"
        await at.post(f"{V2}/plan/job/submit-ad-hoc-job", body, 409)
        await at.post(f"{V2}/plan/job/submit-ad-hoc-job", body | {"alias": "SLEEP2"})
        at.hand.move(minutes=10)
        job = await at.job("SLEEP")
        assert job["jobStreamName"] == "JOBS" and job["workstation"] == "/AGT_FIN01"
        assert job["lastRunCommonStatus"] == "SUCCESSFUL"
        await at.put(f"{V2}/plan/job/{made['id']}/action/hold", 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"task": {}},
        {"task": "sleep"},
        {"task": {"UNIX": {"taskString": " "}}},
        {"task": {"UNIX": {"taskString": 5}}},
        {"task": {"COBOL": {"taskString": "x"}}},
        {"task": {"UNIX": {"taskString": "x"}}, "alias": "1 2"},
        {"task": {"UNIX": {"taskString": "x"}}, "priority": 200},
        {"task": {"UNIX": {"taskString": "x" * 5000}}},
        {"task": {"UNIX": {"taskString": "x"}}, "inputArrivalTime": "2031-01-01T00:00:00Z"},
    ],
)
async def test_wrong_commands(body: dict[str, object]) -> None:
    async with asked(jobs=0) as at:
        assert "messages" in await at.post(f"{V2}/plan/job/submit-ad-hoc-job", body, 400)


async def test_a_job_made_by_the_other_side_goes_into_the_plan_by_v1() -> None:
    async with asked() as at:
        job = {
            "name": "ONCE",
            "jobDefinition": {"taskType": "UNIX", "taskString": "/batch/bin/once.sh", "userLogin": "batfin"},
            "workstationInPlan": {"name": "AGT_FIN01"},
            "priority": 40,
        }
        made = await at.post(f"{V1}/plan/current/job/action/submit_ad_hoc_job", {"job": job}, 201)
        at.hand.move(seconds=5)
        line = await at.get(f"{V1}/plan/current/job/{made['id']}")
        assert (line["name"], line["priority"], line["jobStreamInPlan"]["name"]) == ("ONCE", 40, "JOBS")
        await at.post(f"{V1}/plan/current/job/action/submit_ad_hoc_job", {"job": {**job, "jobDefinition": {}}}, 400)
        elsewhere = {**job, "workstationInPlan": {"name": "NOWHERE"}}
        await at.post(f"{V1}/plan/current/job/action/submit_ad_hoc_job", {"job": elsewhere}, 404)


async def test_a_log_that_grows_is_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tws.simulator.logs.EVERY", 0.01)
    async with asked() as at:
        job = (await at.jobs("jobruns.commonStatus = 'RUNNING'"))[0]
        path = f"{V2}/plan/job/run/{job['jobruns'][-1]['id']}/joblog"
        before = await at.get(path)
        reading = asyncio.create_task(at.get(path, follow="true"))
        for _ in range(8):
            await asyncio.sleep(0.02)
            at.hand.move(minutes=10)
        whole = await asyncio.wait_for(reading, 5)
        assert whole.startswith(before) and "= Exit Status" in whole and "= Exit Status" not in before
        assert whole == await at.get(path)


async def test_the_log_without_header_and_footer() -> None:
    async with asked() as at:
        job = (await at.jobs("jobruns.compositeStatus.status = 'SUCC'"))[0]
        path = f"{V2}/plan/job/run/{job['jobruns'][-1]['id']}/joblog"
        whole, inside = (await at.get(path)).splitlines(), (await at.get(path, contentOnly="true")).splitlines()
        assert whole[9 : 9 + len(inside)] == inside and len(whole) == 9 + len(inside) + 8
        assert (await at.get(path, contentOnly="true", from_line=2, to_line=3)).splitlines() == inside[1:3]


async def test_neighbours_by_v2_are_of_10_1_only() -> None:
    async with asked(version="10.1.0.01") as at:
        job = await at.job("FINANCE_PAYROLL")
        near = (await at.get(f"{V2}/plan/job/{job['id']}/predecessors"))["results"]
        far = (await at.get(f"{V2}/plan/job/{job['id']}/predecessors", depth=9))["results"]
        assert near and {j["id"] for j in near} < {j["id"] for j in far}
        stream = f"{V2}/plan/jobstream/{job['jobStreamId']}"
        before = (await at.get(f"{stream}/predecessors"))["results"]
        assert before and {s["flowNodeType"] for s in before} == {"JOBSTREAM"}
        back = (await at.get(f"{V2}/plan/jobstream/{before[0]['id']}/successors", depth=3))["results"]
        assert job["jobStreamId"] in {s["id"] for s in back}
        assert (await at.get(f"{V2}/plan/jobstream/count"))["count"] > 50
    async with asked() as at:
        job = await at.job("FINANCE_PAYROLL")
        for path in (f"job/{job['id']}/predecessors", f"jobstream/{job['jobStreamId']}/successors", "jobstream/count"):
            await at.get(f"{V2}/plan/{path}", 404)


async def test_invented_paths_are_not_there() -> None:
    async with asked(jobs=0) as at:
        for path in ("/twsd/v1/plan/job", "/twsd/plan/current/query", "/twsd/model/query", f"{V2}/login"):
            await at.get(path, 404, oql="name = 'A'")
        await at.post("/twsd/model/workstation/query", {}, 404)
        assert await at.post(f"{V1}/plan/current/workstation/query", {"columns": ["name"]})


async def test_an_older_engine_has_no_v2() -> None:
    async with asked(version="10.1.0.00", jobs=0) as at:
        await at.get(f"{V2}/engine/info", 404)
        assert (await at.get(f"{V1}/engine/info"))["displayVersion"] == "10.1.0.00"


async def test_actions_by_filter_touch_one_object_unless_more_are_allowed() -> None:
    async with asked() as at:
        path, oql = f"{V2}/plan/job/action/hold", "jobruns.commonStatus = 'WAITING'"
        waiting = await at.jobs(oql)
        await at.put(path, 400)
        await at.put(path, 400, oql=oql)
        one = await at.put(path, oql=f"id = '{waiting[0]['id']}'")
        assert [r["id"] for r in one["successfulResourceResponses"]] == [waiting[0]["id"]]
        some = await at.put(path, oql="jobruns.commonStatus IN ['WAITING', 'SUCCESSFUL']", max_object_affected=900)
        assert len(some["successfulResourceResponses"]) == len(waiting)
        assert {r["isError"] for r in some["failedResourceResponses"]} == {True}
        assert all("AWSBIN076E" in r["message"] for r in some["failedResourceResponses"])
        at.hand.move(seconds=3)
        assert {j["lastRunCommonStatus"] for j in [await at.get(f"{V2}/plan/job/{waiting[1]['id']}")]} == {"HELD"}


async def test_job_streams_by_filter_and_nothing_for_a_reader() -> None:
    async with asked() as at:
        path = f"{V2}/plan/jobstream/action/hold"
        held = await at.put(path, plan_filter="/MDM#/FIN/PAYROLL", max_object_affected=5)
        assert len(held["successfulResourceResponses"]) + len(held["failedResourceResponses"]) == 1
        at.http.auth = httpx.BasicAuth("viewer", "viewer")
        text = await at.put(path, 403, plan_filter="/MDM#/FIN/PAYROLL", max_object_affected=5)
        assert "AWSJDB817E" in text["messages"][0]


async def test_one_prompt_by_v1() -> None:
    async with asked() as at:
        prompts = await at.lines("prompt")
        assert await at.get(f"{V1}/plan/current/prompt/{prompts[0]['id']}") == prompts[0]
        await at.get(f"{V1}/plan/current/prompt/nobody", 404)


async def test_the_limit_of_a_job_stream_is_told_by_both() -> None:
    async with asked(jobs=0) as at:
        streams = (await at.get(f"{V2}/plan/jobstream"))["results"]
        limits = {(s["name"], s["schedTime"]): s["limit"] for s in streams}
        assert limits == {
            (s["key"]["name"], s["key"]["startTime"] + "Z"): s["limit"] for s in await at.lines("jobstream")
        }
        assert -1 in limits.values() and max(limits.values()) > 0


async def test_the_quantity_of_a_resource_is_changed() -> None:
    async with asked(jobs=0, calm=True) as at:
        resource = (await at.get(f"{V2}/plan/resource"))["results"][0]
        change = f"{V2}/plan/resource/{resource['id']}/action/update-quantity"
        await at.put(change, quantity=7)
        at.hand.move(seconds=5)
        assert (await at.get(f"{V2}/plan/resource/{resource['id']}"))["quantity"] == 7
        body = {"filters": {"resourceInPlanFilter": {"resourceName": resource["name"]}}}
        (record,) = await at.post(f"{V1}/plan/current/resource/query", body)
        one = f"{V1}/plan/current/resource/{record['id']}"
        assert record["quantityDefined"] == 7 and await at.get(one) == record
        await at.put(one, body={**record, "quantityDefined": 2})
        at.hand.move(seconds=5)
        assert (await at.get(one))["quantityDefined"] == 2


async def test_a_quantity_that_is_none_and_a_resource_that_is_not_there() -> None:
    async with asked(jobs=0, calm=True) as at:
        resource = (await at.get(f"{V2}/plan/resource"))["results"][0]
        change = f"{V2}/plan/resource/{resource['id']}/action/update-quantity"
        await at.put(change, 400)
        await at.put(change, 400, quantity=1025)
        await at.put(f"{V2}/plan/resource/nobody/action/update-quantity", 404, quantity=1)
        record = (await at.post(f"{V1}/plan/current/resource/query", {"filters": {"resourceInPlanFilter": {}}}))[0]
        for wrong in ({}, {"quantityDefined": "2"}, {"quantityDefined": True}, {"quantityDefined": -1}):
            await at.put(f"{V1}/plan/current/resource/{record['id']}", 400, body=wrong)
