"""Nonsense of every kind, at every path: an answer with words, never a fault of the simulator."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from aiohttp import web

from tests.tws.simulator.asking import Asked, Json, asked

BODIES: list[Any] = [
    None,
    [],
    "text",
    5,
    {},
    {"filters": None},
    {"filters": []},
    {"filters": 5},
    {"filters": {"jobInPlanFilter": []}},
    {"filters": {"jobInPlanFilter": {"jobName": 5}}},
    {"filters": {"jobInPlanFilter": {"statusList": 7}}},
    {"filters": {"jobInPlanFilter": {"actualStartTimeRange": "now"}}},
    {"filters": {"jobHistoryRunFilter": {"name": {"a": 1}, "runDateRange": 5}}},
    {"filters": {"actionRunFilter": {"ruleName": 5, "timeRange": {"rangeStart": 5}}}, "objectsKeys": 5, "howMany": {}},
    {"filters": {"auditRecordFilter": {"userName": {}, "timeRange": []}}, "objectsKeys": [{}], "howMany": "x"},
    {"option": {}, "filter": 5},
    {"job": 5},
    {"job": {"jobDefinition": 5, "name": {}, "workstationInPlan": []}},
    {"job": {"modelId": {}}},
    {"jobDefinitionId": {}, "alias": 5},
    {"jobIdList": [5, None, {}]},
    {"successorsInfo": {"depth": "x"}},
    {"successorsInfo": {"successorsIds": [{}]}},
    {"task": {"UNIX": {"taskString": {}, "userName": 5}}, "workstationKey": {}, "alias": [], "priority": "x"},
    {"answer": "yes"},
    {"priority": {}},
]
QUERIES: list[Json] = [
    {},
    {"oql": "name = ", "plan_id": "current"},
    {"oql": "\x00", "plan_filter": "###"},
    {"limit": "-1", "offset": "x", "depth": "1e9", "from_line": "0x1", "lines": "-5", "pageNumber": "nine"},
    {"plan_id": "../../etc", "model_filter": "[", "max_object_affected": "-", "toSkipJobId": "%00", "priority": "٣"},
]


def _paths(application: web.Application) -> list[tuple[str, str]]:
    found = []
    for route in application.router.routes():
        resource = route.resource
        if resource is not None and route.method != "HEAD" and resource.canonical != "/metrics":
            found.append((route.method, resource.canonical))
    return sorted(set(found))


async def _ids(at: Asked) -> list[str]:
    job = (await at.jobs("jobruns.commonStatus = 'SUCCESSFUL'"))[0]
    line = (await at.lines("job", {"jobName": job["name"]}))[0]
    critical = (await at.lines("criticaljob"))[0]["id"]
    return [job["id"], job["jobStreamId"], job["jobruns"][-1]["id"], line["id"], critical, "nobody", "%00", "a;b", "=="]


def _is_worded(status: int, text: str) -> bool:
    """Business errors of the product come as 500 with a message id."""
    return status < 500 or (status in (500, 503) and "AWSJ" in text)


@pytest.mark.parametrize("version", ["10.2.5.00", "10.1.0.01"])
async def test_every_path_answers_nonsense_with_words(version: str) -> None:
    rng = random.Random(5)
    async with asked(jobs=0, version=version) as at:
        ids = await _ids(at)
        for method, path in _paths(at.simulator.application()):
            for body, query in zip(rng.sample(BODIES, 3), rng.sample(QUERIES, 3), strict=True):
                filled = path.replace("{plan}", "current").replace("{id}", rng.choice(ids)).replace("{run}", ids[2])
                response = await at.http.request(
                    method,
                    filled,
                    params=query,
                    content=json.dumps(body),
                    headers={"Content-Type": "application/json", "How-Many": rng.choice(["5", "5", "0", "x", "-1"])},
                )
                told = (method, filled, query, body, response.status_code, response.text[:300])
                assert _is_worded(response.status_code, response.text), told
