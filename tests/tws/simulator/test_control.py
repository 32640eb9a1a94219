"""The control interface: time, failures, workstations, scenarios, prompts and faults, in Python and over HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.tws.simulator.asking import EVENING, V1, V2, Asked, asked
from tws.simulator import Simulator

ROOT = "/simulator/control"


async def test_it_is_off_unless_asked_for() -> None:
    async with asked(jobs=0) as at:
        await at.get(ROOT, 404)
        await at.post(f"{ROOT}/advance", {"minutes": 1}, 404)


async def test_only_the_login_that_may_change_the_plan() -> None:
    async with asked(jobs=0, control=True) as at:
        await at.get(ROOT)
        for login, status in ((("viewer", "viewer"), 403), (("nobody", "x"), 401), (None, 401)):
            async with httpx.AsyncClient(base_url=at.http.base_url, auth=login) as other:
                assert (await other.get(ROOT)).status_code == status
                assert (await other.post(f"{ROOT}/advance", json={"minutes": 1})).status_code == status


async def test_the_state() -> None:
    async with asked(control=True, scenario="quiet-night") as at:
        state = await at.get(ROOT)
        assert state["now"] == "2026-03-05T01:00:00Z" and state["version"] == "10.2.5.00"
        assert sum(state["jobs"].values()) == state["plan"]["jobs"] >= 400
        station = next(s for s in state["workstations"] if s["name"] == "AGT_FIN01")
        assert station["linked"] and station["running"] and station["fence"] == 0
        assert state["scenarios"]["played"] == ["quiet-night"] and "storm" in state["scenarios"]["known"]
        assert state["faults"]["status"] == 0 and state["advanced_minutes"] == 0


async def test_the_clock_is_put_forward_and_logs_and_history_go_along() -> None:
    async with asked(control=True) as at:
        job = (await at.jobs("jobruns.commonStatus = 'RUNNING'"))[0]
        log = f"{V2}/plan/job/run/{job['jobruns'][-1]['id']}/joblog"
        assert "= Exit Status" not in await at.get(log)
        assert await at.post(f"{ROOT}/advance", {"minutes": 90}) == {"now": "2026-03-05T02:30:00Z"}
        assert "= Exit Status" in await at.get(log)
        assert (await at.get(ROOT))["advanced_minutes"] == 90
        at.simulator.advance(timedelta(hours=2))
        assert at.simulator.now == EVENING + timedelta(hours=3, minutes=30)
        history = {"filters": {"jobHistoryRunFilter": {"name": job["name"]}}}
        rows = await at.post(f"{V1}/model/jobhistoryrun/query", history)
        assert job["jobruns"][-1]["jobNumber"] in {row["jobNumber"] for row in rows}


async def test_a_job_fails_when_it_is_told_to() -> None:
    async with asked(EVENING + timedelta(hours=2, minutes=30), control=True, calm=True) as at:
        at.hand.move(minutes=45)
        told = await at.post(f"{ROOT}/fail", {"job": "TS_LOAD_HOURS", "kind": "disk_full", "again": True})
        assert told["fails_at"] > told["now"]
        await at.post(f"{ROOT}/advance", {"minutes": 120})
        job = await at.job("TS_LOAD_HOURS")
        assert job["lastRunCommonStatus"] == "ERROR"
        assert job["jobruns"][-1]["timeInfo"]["actualEndTime"] == told["fails_at"]


async def test_the_run_at_work_fails_in_a_second() -> None:
    async with asked(control=True, calm=True) as at:
        running = (await at.jobs("jobruns.commonStatus = 'RUNNING'"))[0]
        await at.post(f"{ROOT}/fail", {"job": running["name"], "kind": "disk_full"})
        at.hand.move(seconds=2)
        assert (await at.get(f"{V2}/plan/job/{running['id']}"))["lastRunCommonStatus"] == "ERROR"


async def test_workstations_are_unlinked_and_linked() -> None:
    async with asked(control=True) as at:

        async def linked() -> bool:
            line = await at.post(
                f"{V1}/plan/current/workstation/query",
                {"filters": {"workstationInPlanFilter": {"workstationName": "AGT_FIN01"}}},
            )
            return bool(line[0]["linkStatus"] == "LINKED")

        await at.post(f"{ROOT}/workstation", {"name": "AGT_FIN01", "action": "unlink"})
        assert not await linked()
        await asyncio.to_thread(at.simulator.link, "AGT_FIN01")
        assert await linked()
        await at.post(f"{ROOT}/workstation", {"name": "AGT_FIN01", "action": "limit", "number": 0})
        assert next(s for s in (await at.get(ROOT))["workstations"] if s["name"] == "AGT_FIN01")["limit"] == 0


async def test_a_scenario_is_played_on_top() -> None:
    async with asked(control=True, calm=True) as at:
        await at.post(f"{ROOT}/scenario", {"name": "agent-down"})
        state = await at.get(ROOT)
        assert state["scenarios"]["played"] == ["agent-down"]
        assert not next(s for s in state["workstations"] if s["name"] == "AGT_FIN01")["linked"]
        assert "8000" in (await at.post(f"{ROOT}/scenario", {"name": "storm"}, 400))["error"]


async def test_a_prompt_is_asked_and_answered() -> None:
    async with asked(control=True) as at:
        made = await at.post(f"{ROOT}/prompt", {"text": "May the night begin?", "job_stream": "NIGHT"})
        assert {"id": made["prompt_id"], "text": "May the night begin?", "job_stream": "NIGHT"} in (await at.get(ROOT))[
            "prompts"
        ]
        prompt = await at.get(f"{V2}/plan/prompt/{made['prompt_id']}")
        assert prompt["status"] == "ASKED"
        await at.put(f"{V2}/plan/prompt/{made['prompt_id']}/action/reply", 200, {"answer": True})
        await at.post(f"{ROOT}/advance", {"minutes": 1})
        assert (await at.get(f"{V2}/plan/prompt/{made['prompt_id']}"))["status"] == "ANSWERED_YES"


async def test_faults_over_http_do_not_meet_the_control_interface() -> None:
    async with asked(jobs=0, control=True) as at:
        await at.put(f"{ROOT}/faults", 200, {"status": 500, "latency": 0})
        await at.get(f"{V2}/engine/info", 500)
        assert (await at.get(ROOT))["faults"]["status"] == 500
        await at.http.delete(f"{ROOT}/faults")
        await at.get(f"{V2}/engine/info")


async def test_connections_are_refused_for_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tws.simulator.listening.ANSWERED", 0.01)
    async with asked(jobs=0, control=True) as at:
        await at.put(f"{ROOT}/faults", 200, {"refuse_seconds": 0.05})
        refused = 0
        for _ in range(200):
            try:
                await at.get(f"{V2}/engine/info")
                if refused:
                    break
            except httpx.TransportError:
                refused += 1
            await asyncio.sleep(0.002)
        assert refused
        await at.get(f"{V2}/engine/info")


WRONG: list[tuple[str, Any]] = [
    ("advance", {}),
    ("advance", {"minutes": -1}),
    ("advance", {"minutes": "ten"}),
    ("advance", {"minutes": 1e9}),
    ("advance", {"hours": 1}),
    ("advance", []),
    ("fail", {"job": "NOBODY"}),
    ("fail", {"job": "TS_LOAD_HOURS", "kind": "moon"}),
    ("fail", {"job": "TS_LOAD_HOURS", "at": "soon"}),
    ("fail", {"job": "TS_LOAD_HOURS", "at": "2020-01-01T00:00:00Z"}),
    ("workstation", {"name": "NOBODY", "action": "link"}),
    ("workstation", {"name": "AGT_FIN01", "action": "explode"}),
    ("scenario", {"name": "armageddon"}),
    ("prompt", {"text": ""}),
    ("prompt", {"text": "?", "job_stream": "1 2"}),
]


async def _error(at: Asked, method: str, path: str, **sent: Any) -> str:
    response = await at.http.request(method, f"{ROOT}/{path}", **sent)
    assert response.status_code == 400, (path, sent, response.status_code)
    text: str = response.json()["error"]
    return text


async def test_wrong_orders_get_words_and_change_nothing() -> None:
    async with asked(control=True) as at:
        before = await at.get(ROOT)
        for path, body in WRONG:
            assert await _error(at, "POST", path, json=body), path
        for body in ({"latency": -1}, {"sttus": 500}, {"content_type": "x\r\ny"}, {"every": 0}):
            assert await _error(at, "PUT", "faults", json=body)
        headers = {"Content-Type": "application/json"}
        assert "not JSON" in await _error(at, "POST", "advance", content=b"{", headers=headers)
        assert (await at.http.post(f"{ROOT}/advance", content=b"minutes=1")).status_code == 415
        assert await at.get(ROOT) == before


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="back"):
        Simulator(jobs=0).advance(timedelta(seconds=-1))
