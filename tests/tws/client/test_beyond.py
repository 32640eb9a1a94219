"""Critical path, reruns with successors, commands, statistics, triggered actions: the same on V2 and on V1."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine
from tests.tws.client.engines import MARIA, V1, V2, Night, night
from tests.tws.client.test_once import JOB
from tws.client import HwaClient
from tws.client.adhoc import name_of
from tws.client.transport import Question
from tws.errors import NotInPlan, SchedulerError, SchedulerRefused
from tws.models import CommonStatus, CriticalJob, JobQuery, JobRun, RiskLevel, Status
from tws.records import AdHocJob, RerunOptions, RunStatistics, Submission

EVERY = pytest.mark.parametrize("version", [V2, V1])
REFUSE = SchedulerRefused("not here")


async def payroll(now: Night) -> CriticalJob:
    return next(c for c in await now.client.critical_jobs() if c.name == "FINANCE_PAYROLL")


def without(monkeypatch: pytest.MonkeyPatch, now: Night, part: str) -> None:
    """The engine refuses every question whose path has this part."""
    ask = now.client._transport.read

    async def read(question: Question) -> object:
        if part in question.path:
            raise REFUSE
        return await ask(question)

    monkeypatch.setattr(now.client._transport, "read", read)


@EVERY
async def test_critical_path(version: str) -> None:
    async with night(version) as now:
        now.go_to(1, 0)
        steps = await now.client.critical_path(await payroll(now))
        assert steps[-1].job.name == "FINANCE_PAYROLL" and len({s.job.id for s in steps}) == len(steps) > 3
        assert all(s.job.status.common is not CommonStatus.SUCCESSFUL for s in steps)
        starts = [s.estimated_start for s in steps if s.estimated_start]
        assert len(starts) == len(steps) and starts == sorted(starts)
        assert all(s.critical_start and s.estimated_end for s in steps)
        for one, after in pairwise(steps):
            assert one.job.id in {d.job.id for d in await now.client.predecessors(after.job, depth=2) if d.job}
        assert (await now.client.job(steps[0].job.id)).name == steps[0].job.name, "its id is good for other calls"


@EVERY
@pytest.mark.parametrize("hour", [1, 4])
async def test_a_path_found_on_this_side_is_that_of_the_engine(
    version: str, hour: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with night(version) as now:
        now.go_to(hour, 0)
        told = await now.client.critical_path(await payroll(now))
        now.wait(0.001)
        without(monkeypatch, now, "query_predecessors_chain")
        now.client._cache.forget(["path"])
        found = await now.client.critical_path(await payroll(now))
        assert [s.job.name for s in found] == [s.job.name for s in told]
        assert found[-1].critical_start == told[-1].critical_start
        ends = [(a.estimated_end, b.estimated_end) for a, b in zip(found, told, strict=True)]
        assert all(a and b and abs(a - b) < timedelta(minutes=2) for a, b in ends), ends


async def test_the_path_of_a_job_that_has_ended_or_left(engine: Engine) -> None:
    async with night(V2) as now:
        critical = await payroll(now)
        now.go_to(9, 30)
        assert [s.job.name for s in await now.client.critical_path(critical)] == ["FINANCE_PAYROLL"]
        with pytest.raises(NotInPlan):
            await now.client.critical_path(replace(critical, job_id="3b9e5cb1-0000-3000-8000-000000000000"))


@EVERY
async def test_rerun_with_successors(version: str) -> None:
    async with night(version) as now:
        now.go_to(3, 30)
        job = await now.job("TS_LOAD_HOURS")
        preview = await now.client.rerun_preview(job)
        names = {j.name for j in preview.jobs}
        assert {"TS_CHECK_HOURS", "TS_OVERTIME"} <= names and "TS_LOAD_HOURS" not in names
        assert preview.allowed and preview.refused == ()
        assert {j.id for j in preview.jobs} <= {j.id for j in (await now.client.jobs(JobQuery(), limit=999)).items}
        await now.client.rerun(job, MARIA, RerunOptions(with_successors=True))
        now.go_to(6, 0)
        for name in ("TS_LOAD_HOURS", *names):
            assert len(await now.client.job_history(await now.job(name))) >= 2
            assert (await now.job(name)).last_run.kind == "RERUN"  # type: ignore[union-attr]


@EVERY
async def test_a_preview_found_on_this_side_is_that_of_the_engine(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with night(version) as now:
        now.go_to(1, 40)
        job = await now.job("TS_COLLECT_HQ")
        told = await now.client.rerun_preview(job)
        without(monkeypatch, now, "jobsuccessors")
        now.client._cache.forget(["preview"])
        found = await now.client.rerun_preview(job)
        assert {j.id for j in found.jobs} == {j.id for j in told.jobs}
        assert {j.id for j in found.refused} == {j.id for j in told.refused} and found.allowed == told.allowed


@EVERY
async def test_no_rerun_with_successors_that_run(version: str) -> None:
    async with night(version) as now:
        now.go_to(1, 0)
        job = await now.job("TS_COLLECT_HQ")
        preview = await now.client.rerun_preview(job)
        assert not preview.allowed and [j.name for j in preview.refused] == ["TS_LOAD_HOURS"]
        with pytest.raises(SchedulerRefused, match="AWSBIN076E"):
            await now.client.rerun(job, MARIA, RerunOptions(with_successors=True))
        now.wait(60)
        assert len((await now.job("TS_COLLECT_HQ")).runs) == 1


async def test_v1_takes_no_options_with_successors() -> None:
    async with night(V1) as now:
        now.go_to(3, 30)
        with pytest.raises(SchedulerRefused, match=r"was not sent.*Rerun the job alone"):
            await now.client.rerun(await now.job("TS_LOAD_HOURS"), MARIA, RerunOptions(20, with_successors=True))


@EVERY
async def test_a_command_is_run_once(version: str) -> None:
    async with night(version) as now:
        wanted = AdHocJob("AGT_FIN01", "/batch/bin/clean_up.sh -v 'a b'", login="batch", alias="CLEAN", priority=50)
        assert "CLEAN" in await now.client.submit_command(wanted, MARIA) or version == V1
        now.wait(30)
        job = await now.job("CLEAN")
        assert (job.job_stream, job.workstation, job.priority) == ("JOBS", "/AGT_FIN01", 50)
        now.wait(900)
        done = await now.job("CLEAN")
        assert done.status.common is CommonStatus.SUCCESSFUL and done.last_run
        log = await now.client.job_log(done, done.last_run)
        assert any("/batch/bin/clean_up.sh -v 'a b'" in line for line in log.lines)
        assert any("USER" in line and line.endswith(" batch") for line in log.lines)
        with pytest.raises(SchedulerRefused):
            await now.client.submit_command(wanted, MARIA)


@EVERY
async def test_a_command_without_a_name_and_for_later(version: str) -> None:
    async with night(version) as now:
        at = now.time.now + timedelta(hours=2)
        await now.client.submit_command(AdHocJob("/AGT_FIN02", "df -h", at=at), MARIA)
        now.wait(60)
        found = (await now.client.jobs(JobQuery(job_stream="JOBS"))).items
        assert len(found) == 1 and found[0].runs == () and found[0].name.startswith("DF")


@pytest.mark.parametrize(
    "wanted",
    [
        AdHocJob("AGT_FIN01", ""),
        AdHocJob("AGT_FIN01", " \t"),
        AdHocJob("AGT_FIN01", "ls\nrm -rf /"),
        AdHocJob("AGT_FIN01", "x" * 5000),
        AdHocJob("AGT_@", "ls"),
        AdHocJob("", "ls"),
        AdHocJob("AGT'; --", "ls"),
        AdHocJob("AGT_FIN01", "ls", login="root;id"),
        AdHocJob("AGT_FIN01", "ls", alias="A B"),
        AdHocJob("AGT_FIN01", "ls", alias="A" * 41),
        AdHocJob("AGT_FIN01", "ls", priority=102),
        AdHocJob("NO_SUCH", "ls"),
    ],
)
async def test_what_is_no_command_is_not_sent(wanted: AdHocJob) -> None:
    async with night(V2) as now:
        before = (await now.client.jobs(JobQuery(), limit=0)).total
        with pytest.raises(SchedulerError):
            await now.client.submit_command(wanted, MARIA)
        now.wait(10)
        assert (await now.client.jobs(JobQuery(), limit=0)).total == before


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("/batch/bin/clean-up.sh -v", "CLEAN-UP_SH"),
        ("C:\\tools\\x.exe", "X_EXE"),
        ("7z a", "J7Z"),
        ("ção", "J_O"),
        ("…", "J"),
    ],
)
def test_names_made_of_commands(command: str, name: str) -> None:
    assert name_of(command) == name


@EVERY
async def test_whether_the_plan_shows_an_action(version: str) -> None:
    async with night(version) as now:
        now.client._sleep = slept = Slept(now)
        job = await now.job("FINANCE_PAYROLL")
        assert not await now.client.settled(job, "hold"), "nothing was ordered"
        await now.client.hold(job, MARIA)
        assert await now.client.settled(job, "hold")
        held = await now.job("FINANCE_PAYROLL")
        assert held.status.common is CommonStatus.HELD, "what it saw is not hidden by older answers"
        await now.client.change_priority(held, MARIA, priority=60)
        assert await now.client.settled(held, "change_priority")
        assert max(slept.pauses) <= 5


class Slept:
    def __init__(self, now: Night) -> None:
        self.now, self.pauses = now, list[float]()

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now.wait(seconds)


@EVERY
async def test_statistics(version: str) -> None:
    async with night(version) as now:
        now.go_to(12, 0)
        seen = await now.client.job_statistics(await now.job("TS_LOAD_HOURS"))
        assert seen.runs > 10 and seen.typical and seen.slow and seen.typical <= seen.slow < timedelta(hours=3)


def run(minutes: float | None, good: bool = True, day: int = 1, common: CommonStatus | None = None) -> JobRun:
    status = Status(common or (CommonStatus.SUCCESSFUL if good else CommonStatus.ERROR), "")
    elapsed = None if minutes is None else timedelta(minutes=minutes)
    return JobRun("", 1, status, ended=datetime(2026, 3, day, tzinfo=UTC), elapsed=elapsed)


def test_statistics_of_runs() -> None:
    assert RunStatistics.of([]) == RunStatistics(0, 0, None, None)
    unfinished = [run(99, common=c) for c in (CommonStatus.RUNNING, CommonStatus.WAITING, CommonStatus.CANCELED)]
    seen = RunStatistics.of([run(1), run(3), run(50, good=False, day=2), run(9, good=False, day=1), *unfinished])
    assert (seen.runs, seen.failed, seen.typical, seen.slow) == (4, 2, timedelta(minutes=2), timedelta(minutes=3))
    assert seen.last_failed == datetime(2026, 3, 2, tzinfo=UTC)
    many = RunStatistics.of([run(n) for n in range(1, 101)])
    assert (many.typical, many.slow) == (timedelta(minutes=50.5), timedelta(minutes=95))
    began = JobRun("", 1, Status(CommonStatus.SUCCESSFUL, ""), started=datetime(2026, 3, 1, tzinfo=UTC))
    assert RunStatistics.of([began]).typical is None
    assert RunStatistics.of([replace(began, ended=datetime(2026, 3, 1, 1, tzinfo=UTC))]).typical == timedelta(hours=1)


@EVERY
async def test_triggered_actions(version: str) -> None:
    async with night(version) as now:
        now.simulator.fail("TS_LOAD_HOURS", at=now.at(1, 10), kind="disk_full")
        now.go_to(2, 0)
        seen = await now.client.triggered_actions(since=now.time.now - timedelta(hours=2))
        assert seen and all(a.at and a.kind and a.rule and a.status for a in seen)
        assert [a.at for a in seen] == sorted((a.at for a in seen if a.at), reverse=True)
        assert any("TS_LOAD_HOURS" in a.text for a in seen)
        assert await now.client.triggered_actions(since=now.time.now, limit=5) == ()


async def as_v1(engine: Engine) -> None:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})


async def counts(request: web.Request) -> web.Response:
    wanted = (await request.json())["filters"]["jobInPlanFilter"]
    numbers = {"SUCCESSFUL": 7, "ERROR": 2}
    return web.json_response(str(numbers.get(wanted["statusList"][0], 0)), status=202)


async def test_v1_counts_without_reading_the_plan(engine: Engine, client: HwaClient) -> None:
    await as_v1(engine)
    engine.answers["/plan/current/job/count"] = counts
    assert await client.job_counts() == {CommonStatus.SUCCESSFUL: 7, CommonStatus.ERROR: 2}
    assert not any(r.path.endswith("/query") for r in engine.asked)


@pytest.mark.parametrize(("answer", "status"), [("", 404), ("", 405), ("many", 202), ({"count": 3}, 200), ("9", 202)])
async def test_v1_reads_the_plan_where_it_cannot_count(
    engine: Engine, client: HwaClient, answer: object, status: int
) -> None:
    """The last one counts everything, whatever the filter says."""
    await as_v1(engine)
    engine.says("/plan/current/job/count", answer, status)
    jobs = [{"id": str(n), "name": "A", "status": {"commonStatus": "READY"}} for n in range(3)]
    engine.says("/plan/current/job/query", jobs)
    assert await client.job_counts() == {CommonStatus.READY: 3}


async def test_the_path_of_an_engine_whose_jobs_wait_for_each_other(engine: Engine, client: HwaClient) -> None:
    def job(identifier: str, *before: str) -> dict[str, object]:
        links = [{"dependencyType": "INTERNAL", "jobId": b, "jobStreamId": "s1"} for b in before]
        return {"id": identifier, "name": identifier, "jobStreamId": "s1", "dependencies": links}

    engine.says("/api/v2/plan/job", {"results": [job("j1", "j2"), job("j2", "j1")]})
    engine.says("/api/v2/plan/job/j1", job("j1", "j2"))
    with pytest.raises(SchedulerError, match="wait for each other"):
        await client.critical_path(CriticalJob("j1", "j1", "", "", None, RiskLevel.UNKNOWN))


async def test_a_preview_without_a_word_on_what_is_allowed(engine: Engine, client: HwaClient) -> None:
    await as_v1(engine)
    state = {"commonStatus": "RUNNING", "internalStatus": "EXEC"}
    engine.says("/plan/current/job/j1/jobsuccessors/preview", {"values": [{"id": "j1"}, {"id": "j2", "status": state}]})
    seen = await client.rerun_preview(JOB)
    assert [j.id for j in seen.jobs] == ["j2"] == [j.id for j in seen.refused] and not seen.allowed


@pytest.mark.parametrize("submit", ["submit_stream", "submit_job"])
async def test_v1_does_not_choose_between_two_of_one_name(engine: Engine, client: HwaClient, submit: str) -> None:
    """It cannot ask by folder: the other one may be another team's."""
    await as_v1(engine)
    for kind in ("jobstream", "jobdefinition"):
        engine.says(f"/model/{kind}/header/query", [{"id": "m1"}, {"id": "m2"}])
    with pytest.raises(SchedulerRefused, match="was not sent: the database has several of that name"):
        await getattr(client, submit)(Submission("PAYROLL", "/MDM", "/FIN/"), MARIA)
    assert not any("/action/" in request.path for request in engine.asked)


async def test_v1_runs_no_command_on_a_workstation_in_a_folder(engine: Engine, client: HwaClient) -> None:
    await as_v1(engine)
    key = {"name": "AGT01", "folderKey": {"path": "/FIN/"}}
    engine.says("/plan/current/workstation/query", [{"id": "w1", "key": key}])
    with pytest.raises(SchedulerRefused, match="/FIN/AGT01: it is in a folder; nothing was sent"):
        await client.submit_command(AdHocJob("/FIN/AGT01", "ls"), MARIA)
    assert not any("/action/" in request.path for request in engine.asked)
