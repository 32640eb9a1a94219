"""Waits, recoveries and confirmations as both APIs show them, and as they are acted upon."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tws.simulator import Simulator

ZONE = ZoneInfo("America/Sao_Paulo")
V1, V2 = "/twsd/plan/current", "/twsd/api/v2/plan"
Json = dict[str, Any]
MIDNIGHT = "2026-03-05T03"


@dataclass
class Hand:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Screen:
    simulator: Simulator
    hand: Hand
    client: httpx.AsyncClient

    def go_to(self, hour: int, minute: int) -> None:
        self.hand.now = datetime(2026, 3, 5, hour, minute, tzinfo=ZONE)

    async def v2(self, name: str) -> Json:
        found = await self.client.get(f"{V2}/job", params={"oql": f"name = '{name}'"}, headers={"scope": "WHOLE"})
        jobs: list[Json] = found.json()["results"]
        return min((job for job in jobs if job["schedTime"] > MIDNIGHT), key=lambda job: str(job["schedTime"]))

    async def v1(self, name: str) -> Json:
        body = {"filters": {"jobInPlanFilter": {"jobName": name}}}
        headers = {"Id-Encoding": "0", "Context-PlanDependenciesScope": "1"}
        jobs: list[Json] = (await self.client.post(f"{V1}/job/query", json=body, headers=headers)).json()
        today = {str(job["jobStreamInPlan"]["startTime"]): job for job in jobs}
        return today[min(start for start in today if start > MIDNIGHT)]

    async def issues(self, name: str) -> list[str]:
        body = {"jobIdList": [(await self.v1(name))["id"]]}
        return [i["value"]["issueMessage"] for i in (await self.client.post(f"{V1}/job/issues", json=body)).json()]

    async def act(self, name: str, verb: str) -> httpx.Response:
        self.hand.now += timedelta(seconds=5)
        answer = await self.client.put(f"{V2}/job/{(await self.v2(name))['id']}/action/{verb}")
        self.hand.now += timedelta(seconds=5)
        return answer

    async def prompts(self, kind: str) -> list[Json]:
        return [p for p in (await self.client.get(f"{V2}/prompt")).json()["results"] if p["type"] == kind]


@asynccontextmanager
async def screen(hour: int, minute: int) -> AsyncIterator[Screen]:
    hand = Hand(datetime(2026, 3, 5, hour, minute, tzinfo=ZONE))
    simulator = Simulator(clock=hand, calm=True, jobs=0)
    base = await simulator.start()
    async with httpx.AsyncClient(base_url=base, auth=("wauser", "wauser")) as client:
        yield Screen(simulator, hand, client)
    await simulator.stop()


def kind(dependencies: list[Json], wanted: str) -> Json:
    return next(d for d in dependencies if d["dependencyType"] == wanted)


async def test_a_job_that_waits_for_a_resource_and_who_holds_it() -> None:
    async with screen(2, 5) as at:
        job = await at.v2("GLP_POST_CREDIT")
        assert job["lastRunCompositeStatus"]["substatus"] == "READY_WAITING_FOR_RESOURCES"
        need = kind(job["dependencies"], "RESOURCE")
        assert (need["name"], need["quantity"], need["quantityHeld"], need["satisfied"]) == ("SAP_BATCH", 4, 0, False)
        assert need["available"] is False and job["dependenciesStats"]["numberOfUnresolvedDependencies"] == 1
        rows = (await at.client.get(f"{V2}/resource", params={"oql": "name = 'SAP_BATCH'"})).json()["results"]
        assert [(r["quantityInUse"], r["quantityAvailable"]) for r in rows] == [(3, 3)]
        assert [(h["job"], h["quantity"]) for h in rows[0]["holders"]] == [("GLP_POST_DEBIT", 3)]
        assert ["3 of 6 are free" in text for text in await at.issues("GLP_POST_CREDIT")] == [True]
        v1 = await at.v1("GLP_POST_CREDIT")
        assert v1["dependencies"]["resourceDependencies"][0]["quantity"] == 4
        held = (await at.v1("GLP_POST_DEBIT"))["dependencies"]["resourceDependencies"][0]
        assert held["quantityHeld"] == 3 and held["satisfied"]


async def test_a_job_that_waits_for_a_file() -> None:
    async with screen(6, 0) as at:
        at.go_to(20, 30)
        job = await at.v2("CLI_RECEIVE")
        assert job["lastRunCompositeStatus"]["substatus"] == "HOLD_WAITING_FOR_FILE"
        file = kind(job["dependencies"], "FILE")["file"]
        assert file["name"].endswith("returns.dat") and file["status"] == "Checking"
        assert (await at.issues("CLI_RECEIVE"))[0].startswith("Waiting for file /batch/in/clearing/returns.dat")
        at.go_to(21, 30)
        job = await at.v2("CLI_RECEIVE")
        assert kind(job["dependencies"], "FILE")["file"]["status"] == "Exists"
        assert job["lastRunCommonStatus"] == "SUCCESSFUL"


async def test_the_latest_start_is_shown() -> None:
    async with screen(12, 0) as at:
        job, v1 = await at.v2("ATM_ORDERS"), await at.v1("ATM_ORDERS")
        assert job["timeRestrictions"]["lateStartAction"] == "doNotRun"
        assert job["timeRestrictions"]["latestStartTime"] == "2026-03-05T21:30:00Z"
        assert v1["timeRestriction"]["untilAction"] == "SUPPRESS" and v1["untilGone"] is False
        await at.act("ATM_FORECAST", "hold")
        at.go_to(18, 31)
        job = await at.v2("ATM_ORDERS")
        assert job["jobStatusFlags"]["untilGone"] and not job["timeRestrictions"]["latestStartSatisfied"]
        assert "latest start time has passed" in (await at.issues("ATM_ORDERS"))[0]


async def test_a_recovery_prompt_is_asked_and_answered_by_both_apis() -> None:
    async with screen(7, 6) as at:
        for answer, ends in (("false", ["REGULAR"]), ("true", ["REGULAR", "RECOVERY_RERUN"])):
            hour = 7 if answer == "false" else 10
            at.go_to(hour, 6)
            at.simulator.fail("CASH_READ_SWIFT", at=at.hand.now + timedelta(minutes=2), kind="disk_full")
            at.go_to(hour, 9)
            asked = [p for p in await at.prompts("Restart Prompt") if p["status"] == "ASKED"][-1]
            assert asked["jobKey"].endswith(".CASH_READ_SWIFT") and "Rerun?" in asked["text"]
            if answer == "true":
                reply = await at.client.put(f"{V2}/prompt/{asked['id']}/action/reply", json={"answer": True})
                assert reply.status_code == 200
            else:
                rows = (await at.client.post(f"{V1}/prompt/query", json={}, headers={"Id-Encoding": "1"})).json()
                prompt = next(p["id"] for p in rows if p["type"] == "Restart Prompt")
                reply = await at.client.put(f"{V1}/prompt/{prompt}/action/reply", headers={"Answer": answer})
                assert reply.status_code == 202
            at.go_to(hour, 30)
            rows = (await at.client.get(f"{V2}/job", params={"oql": "name = 'CASH_READ_SWIFT'"})).json()["results"]
            run = next(r for r in rows if r["id"] == asked["jobId"])
            assert [r["rerunType"] for r in run["jobruns"]] == ends
            assert run["lastRunCommonStatus"] == ("ERROR" if answer == "false" else "SUCCESSFUL")
            assert run["jobDefinition"]["recoveryOption"] == "RERUN_PROMPT"


async def test_a_recovery_job_is_a_run_beside_the_rerun_chain() -> None:
    async with screen(10, 16) as at:
        at.simulator.fail("REF_DELTA_ACCOUNTS", at=at.hand.now + timedelta(minutes=4), kind="ora_login_denied")
        at.go_to(10, 22)
        job = await at.v2("REF_DELTA_ACCOUNTS")
        assert [(r["rerunType"], r["lastInRerunChain"]) for r in job["jobruns"]] == [
            ("REGULAR", True),
            ("RECOVERY", False),
        ]
        assert job["lastRunCommonStatus"] == "ERROR" and job["jobDefinition"]["recoveryJobName"] == "REF_RESET_DELTA"
        assert "its recovery job REF_RESET_DELTA runs" in (await at.issues("REF_DELTA_ACCOUNTS"))[0]
        refused = await at.client.put(f"{V2}/job/run/{job['jobruns'][0]['id']}/action/rerun", json={})
        assert refused.status_code == 500 and "AWSBIN076E" in refused.text
        log = await at.client.get(f"{V2}/job/run/{job['jobruns'][1]['id']}/joblog")
        assert "ref_reset_delta.sh" in log.text
        v1 = await at.v1("REF_DELTA_ACCOUNTS")
        assert v1["status"]["commonStatus"] == "ERROR" and v1["lastInRerunChain"]


@pytest.mark.parametrize(("verdict", "common"), [("confirm-succ", "SUCCESSFUL"), ("confirm-abend", "ERROR")])
async def test_a_job_waits_to_be_confirmed(verdict: str, common: str) -> None:
    async with screen(6, 30) as at:
        for _ in range(240):
            at.hand.now += timedelta(minutes=1)
            job = await at.v2("LN_SEND_CLEARING")
            if job["lastRunCompositeStatus"]["status"] == "PEND":
                break
        assert job["lastRunCommonStatus"] == "WAITING" and job["jobOptions"]["requiresConfirmation"]
        assert await at.issues("LN_SEND_CLEARING") == ["The job has ended and waits for somebody to confirm how"]
        assert (await at.act("LN_SEND_CLEARING", verdict)).status_code == 200
        assert (await at.v2("LN_SEND_CLEARING"))["lastRunCommonStatus"] == common


@pytest.mark.parametrize("verb", ["confirm-succ", "confirm-abend"])
async def test_what_has_ended_well_or_never_began_is_not_confirmed(verb: str) -> None:
    async with screen(0, 5) as at:
        at.simulator.fail("TS_COLLECT_HQ", at=datetime(2026, 3, 5, 0, 25, tzinfo=ZONE), kind="missing_script")
        at.go_to(1, 0)
        assert (await at.v2("TS_COLLECT_HQ"))["lastRunCompositeStatus"]["status"] == "FAIL"
        for name in ("TS_COLLECT_BRANCHES", "TS_COLLECT_HQ"):
            refused = await at.act(name, verb)
            assert refused.status_code == 500 and "AWSBIN076E" in refused.text


async def test_a_cancel_that_is_pending_is_shown() -> None:
    async with screen(2, 0) as at:
        assert (await at.act("PAY_CALC_GROSS", "cancel-pending")).status_code == 200
        shown = (await at.v2("PAY_CALC_GROSS"))["lastRunCompositeStatus"]
        assert shown["cancelPending"] and not shown["canceled"] and shown["status"] == "HOLD"
        at.go_to(6, 30)
        shown = (await at.v2("PAY_CALC_GROSS"))["lastRunCompositeStatus"]
        assert shown["canceled"] and not shown["cancelPending"]
