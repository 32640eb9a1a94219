"""What a submission sends, by both versions: the same wishes of the caller."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine
from tests.tws.client.engines import MARIA
from tws.client import HwaClient
from tws.records import AdHocJob, Submission

AT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
TOLD = "2026-03-02T22:30:00.000Z"
WANTED = Submission("PAY01", "/AGT01", "/FIN/", alias="PAYX", variables={"DAY": "01"}, at=AT)
V1_TABLE = [{"key": "DAY", "value": "01"}]
DONE = {"successfulResourceResponses": [{"id": "x"}], "failedResourceResponses": []}
NOTHING: dict[str, object] = {"results": []}


class Sent:
    """Bodies by path."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.bodies = engine, dict[str, dict[str, object]]()

    def says(self, path: str, answer: object) -> None:
        async def handler(request: web.Request) -> web.StreamResponse:
            self.bodies[path.rpartition("/")[2]] = json.loads(await request.text())
            return web.json_response(answer)

        self.engine.answers[path] = handler


@pytest.fixture
def v2(engine: Engine) -> Sent:
    for kind in ("job", "jobstream"):
        engine.says(f"/api/v2/plan/{kind}", NOTHING)
    return Sent(engine)


@pytest.fixture
def v1(engine: Engine) -> Sent:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    for kind in ("job", "jobstream"):
        engine.says(f"/plan/current/{kind}/query", [])
    for kind in ("jobdefinition", "jobstream"):
        engine.says(f"/model/{kind}/header/query", [{"id": "m1"}])
    return Sent(engine)


async def test_a_job_by_v2(v2: Sent, client: HwaClient) -> None:
    v2.says("/api/v2/plan/job/submit", DONE)
    await client.submit_job(WANTED, MARIA)
    assert v2.bodies["submit"] == {"alias": "PAYX", "parameters": {"DAY": "01"}, "earliestDate": TOLD}
    assert v2.engine.asked[-1].query["model_filter"] == "/AGT01#/FIN/PAY01"


async def test_a_job_by_v1(v1: Sent, client: HwaClient) -> None:
    template = {"name": "PAYX", "taskType": "UNIX", "timeRestriction": {"timeDependent": False}}
    v1.says("/plan/current/jobstream/AGT01;JOBS/action/submit_job", template)
    v1.says("/plan/current/job/action/submit_ad_hoc_job", {"id": "x"})
    await client.submit_job(WANTED, MARIA)
    assert v1.bodies["submit_job"] == {"jobDefinitionId": "m1", "alias": "PAYX", "variableTable": V1_TABLE}
    sent = v1.bodies["submit_ad_hoc_job"]["job"]
    assert sent == {**template, "timeRestriction": {"startTime": TOLD}}


async def test_a_stream_by_v2(v2: Sent, client: HwaClient) -> None:
    v2.says("/api/v2/plan/jobstream/submit", DONE)
    await client.submit_stream(WANTED, MARIA)
    assert v2.bodies["submit"] == {"alias": "PAYX", "parameters": {"DAY": "01"}, "inputArrivalTime": TOLD}


async def test_a_stream_by_v1(v1: Sent, client: HwaClient) -> None:
    v1.says("/plan/current/jobstream/m1/action/submit_jobstream", ["AGT01;0AAA"])
    assert await client.submit_stream(WANTED, MARIA) == "AGT01;0AAA"
    assert v1.bodies["submit_jobstream"] == {"alias": "PAYX", "variableTable": V1_TABLE, "inputArrivalTime": TOLD}


async def test_a_command_has_the_same_name_in_both(v2: Sent, engine: Engine, client: HwaClient) -> None:
    engine.says("/api/v2/plan/workstation", {"results": [{"id": "w", "name": "AGT01", "type": "AGENT"}]})
    v2.says("/api/v2/plan/job/submit-ad-hoc-job", {"id": "AGT01;JOBS;CLEAN_SH"})
    await client.submit_command(AdHocJob("AGT01", "/batch/clean.sh -v"), MARIA)
    older = Sent(engine)
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    engine.says("/plan/current/workstation/query", [{"id": "w", "key": {"name": "AGT01"}}])
    engine.says("/plan/current/job/query", [])
    older.says("/plan/current/job/action/submit_ad_hoc_job", {"id": "x"})
    before = engine.client()
    await before.submit_command(AdHocJob("AGT01", "/batch/clean.sh -v"), MARIA)
    await before.close()
    job = older.bodies["submit_ad_hoc_job"]["job"]
    assert isinstance(job, dict) and job["name"] == v2.bodies["submit-ad-hoc-job"]["alias"] == "CLEAN_SH"
