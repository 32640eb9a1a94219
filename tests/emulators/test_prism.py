"""The client against a server that nobody here wrote: npm @stoplight/prism-cli 5.16 makes one of the vendor's V2 file.

Needs the package (in node_modules, or PRISM_CLI names its dist/index.js) and HWA_V2_SPEC. Prism refuses requests that
the specification does not allow, and answers with what it makes up from the schemas.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tws.client import Connection, HwaClient, Keeping
from tws.errors import SchedulerError
from tws.models import CommonStatus, Job, JobQuery, JobRun, JobStream, JobStreamCounts, JobStreamQuery, Signed, Status
from tws.models import Workstation as Station
from tws.records import RerunOptions, Submission

ROOT = Path(__file__).parents[2]
PRISM = Path(os.environ.get("PRISM_CLI") or ROOT / "node_modules/@stoplight/prism-cli/dist/index.js")
OWN_NODE = ROOT / "node_modules" / "node" / "bin" / "node"
NODE = str(OWN_NODE) if OWN_NODE.exists() else shutil.which("node")
SPEC = os.environ.get("HWA_V2_SPEC", "")

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(not (PRISM.exists() and NODE), reason="npm @stoplight/prism-cli is missing (PRISM_CLI)"),
    pytest.mark.skipif(not SPEC, reason="HWA_V2_SPEC does not name the vendor's specification of V2"),
]
ID = "ca15f24a-0e6b-3f1b-9251-854d8d0d3639"
MARIA = Signed("Maria", "disk was full", "INC0012345")
ABEND = Status(CommonStatus.ERROR, "ABEND")
JOB = Job(ID, "PAY01", "/AGT", "PAYROLL", ID, "/MDM", "/", ABEND, (JobRun(ID, 1, ABEND),))
STREAM = JobStream(ID, "PAYROLL", "/MDM", "/", ABEND, JobStreamCounts())
STATION = Station(ID, "AGT", "/", "AGENT", True, True)
NOW = datetime(2026, 3, 5, tzinfo=UTC)


def without_security(path: str) -> dict[str, Any]:
    """Operations name a scheme that the file does not define; Prism stops at that."""
    spec: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    for operation in _operations(spec):
        operation.pop("security", None)
    spec.pop("security", None)
    return spec


def _operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for verbs in spec["paths"].values():
        yield from (operation for operation in verbs.values() if isinstance(operation, dict))


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@pytest.fixture
async def prism(tmp_path: Path) -> AsyncIterator[str]:
    copy, port = tmp_path / "v2.json", free_port()
    copy.write_text(json.dumps(without_security(SPEC)), encoding="utf-8")
    command = [str(NODE), str(PRISM), "mock", "--host", "127.0.0.1", "--port", str(port), str(copy)]
    quiet = asyncio.subprocess.DEVNULL
    running = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    try:
        yield await _up(f"http://127.0.0.1:{port}")
    finally:
        running.kill()
        await running.wait()


async def _up(url: str) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(300):
            try:
                await client.get(f"{url}/twsd/api/v2/engine/info")
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
            else:
                return url
    raise AssertionError("prism did not start")


Work = Callable[[HwaClient], Awaitable[object]]
WORKS: dict[str, Work] = {
    "jobs": lambda c: c.jobs(JobQuery("PAY@", statuses=(CommonStatus.ERROR,), ended_since=NOW, critical=True)),
    "job": lambda c: c.job(ID),
    "counts": lambda c: c.job_counts(),
    "names": lambda c: c.job_names(),
    "log": lambda c: c.job_log(JOB, JOB.runs[0]),
    "streams": lambda c: c.job_streams(JobStreamQuery("PAY@", "/MDM", "/FIN")),
    "workstations": lambda c: c.workstations("/AGT@"),
    "resources": lambda c: c.resources("@"),
    "predecessors": lambda c: c.predecessors(JOB),
    "issues": lambda c: c.issues(JOB),
    "rerun": lambda c: c.rerun(JOB, MARIA, RerunOptions(priority=20, at=NOW + timedelta(hours=1))),
    "hold": lambda c: c.hold(JOB, MARIA),
    "release": lambda c: c.release(JOB, MARIA),
    "cancel": lambda c: c.cancel(JOB, MARIA),
    "cancel pending": lambda c: c.cancel_pending(JOB, MARIA),
    "kill": lambda c: c.kill(JOB, MARIA),
    "confirm": lambda c: c.confirm(JOB, MARIA, successful=True),
    "release dependencies": lambda c: c.release_dependencies(JOB, MARIA),
    "priority": lambda c: c.change_priority(JOB, MARIA, priority=50),
    "hold a stream": lambda c: c.hold_stream(STREAM, MARIA),
    "cancel a stream": lambda c: c.cancel_stream(STREAM, MARIA, pending=True),
    "link": lambda c: c.link(STATION, MARIA),
    "stop": lambda c: c.stop(STATION, MARIA),
    "limit": lambda c: c.change_limit(STATION, MARIA, limit=3),
    "submit a stream": lambda c: c.submit_stream(Submission("PAYROLL", "MDM", alias="AGAIN", at=NOW), MARIA),
    "submit a job": lambda c: c.submit_job(Submission("PAY01", "MDM", variables={"A": "1"}), MARIA),
}


async def test_a_server_of_the_vendors_file_understands_all_of_it(prism: str) -> None:
    """A request that is not allowed would be 400, 422 or 404."""
    client = HwaClient(Connection(prism, "op", "pw"), clock=lambda: NOW, keeping=Keeping(patience=0))
    faults = {}
    for what, work in WORKS.items():
        try:
            await work(client)
        except SchedulerError as error:
            faults[what] = f"{type(error).__name__} {error.status}: {error}"
    await client.close()
    assert faults == {}


async def test_it_would_refuse_what_is_not_allowed(prism: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.put(f"{prism}/twsd/api/v2/plan/job/{ID}/action/update-priority?priority=high")
    assert answer.status_code in (400, 422)
