"""The scheduler in memory follows the same rules as the real one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tws.errors import NotInPlan, OutcomeUnknown, SchedulerAway
from tws.fake import FakeScheduler
from tws.models import (
    CommonStatus,
    CriticalJob,
    Job,
    JobQuery,
    JobRun,
    PathStep,
    PlanInfo,
    Prompt,
    RiskLevel,
    Signed,
    Status,
)
from tws.records import AdHocJob, RerunOptions, RerunPreview
from tws.scheduler import Scheduler

ME = Signed("ana", "because")


def job(name: str) -> Job:
    return Job(name, name, "/A", "S", "s", "/M", "/", Status(CommonStatus.WAITING, "HOLD"))


A, B, C, D = map(job, "ABCD")


@pytest.fixture
def plan() -> FakeScheduler:
    return FakeScheduler((A, B, C, D), waits={"B": ("A",), "C": ("A", "B"), "D": ("C",)})


async def test_walks(plan: FakeScheduler) -> None:
    scheduler: Scheduler = plan
    assert [(d.name, d.distance) for d in await scheduler.successors(A)] == [("B", 1), ("C", 1)]
    assert [(d.name, d.distance) for d in await scheduler.successors(A, depth=9)] == [("B", 1), ("C", 1), ("D", 2)]
    assert len(await scheduler.successors(A, depth=9, most=2)) == 2
    assert [(d.name, d.distance) for d in await scheduler.predecessors(D, depth=2)] == [("C", 1), ("A", 2), ("B", 2)]


async def test_actions_are_noted_and_may_change_the_plan(plan: FakeScheduler) -> None:
    done = Status(CommonStatus.SUCCESSFUL, "SUCC")
    plan.on_action = lambda verb, target: plan.replace_job(replace(target, status=done))
    await plan.confirm(A, ME, successful=True)
    assert plan.actions == [("confirm_succ", "A", ME)] and (await plan.job("A")).status == done


async def test_an_action_that_fails_is_not_noted(plan: FakeScheduler) -> None:
    plan.action_fault = OutcomeUnknown("nobody knows")
    with pytest.raises(OutcomeUnknown):
        await plan.rerun(A, ME)
    assert plan.actions == [] and plan.calls["rerun"] == 1
    assert await plan.job("A") == A
    plan.fault = SchedulerAway("gone")
    with pytest.raises(SchedulerAway):
        await plan.hold(A, ME)


async def test_prompts(plan: FakeScheduler) -> None:
    own, streams = Prompt("1", 1, "", "Go?", "ASKED", "A", "S"), Prompt("2", 2, "", "All?", "ASKED", "", "S")
    plan.all_prompts = (
        own,
        streams,
        Prompt("3", 3, "", "Old?", "YES", "A", "S"),
        Prompt("4", 4, "", "?", "ASKED", "B", "S"),
    )
    assert await plan.prompts(job=A) == (own, streams)
    assert len(await plan.prompts(asked_only=False)) == 4
    await plan.reply_prompt(own, ME, yes=True)
    assert plan.actions == [("reply_yes", "1", ME)]


async def test_what_else_it_can_tell(plan: FakeScheduler) -> None:
    day = FakeScheduler((A,))
    path = (PathStep(B, None, None, None), PathStep(C, None, None, None))
    plan.past = {"202603010359": (PlanInfo(1, None, None, id="202603010359"), day)}
    plan.paths, plan.previews = {"C": path}, {"A": RerunPreview((B, C), False, (C,))}
    scheduler: Scheduler = plan
    assert [p.id for p in await scheduler.archived_plans()] == ["202603010359"]
    assert (await scheduler.archived("202603010359").jobs(JobQuery())).items == (A,)
    with pytest.raises(NotInPlan):
        scheduler.archived("202601010359")
    critical = CriticalJob("C", "C", "S", "/A", None, RiskLevel.HIGH)
    assert await scheduler.critical_path(critical) == path
    assert not (await scheduler.rerun_preview(A)).allowed and (await scheduler.rerun_preview(B)).jobs == ()
    await scheduler.rerun(A, ME, RerunOptions(with_successors=True))
    assert await scheduler.submit_command(AdHocJob("/A", "df -h"), ME) == "df -h"
    assert [verb for verb, _, _ in plan.actions] == ["rerun_with_successors", "submit_command"]
    assert await scheduler.settled(A, "rerun")


async def test_logs_come_in_pages(plan: FakeScheduler) -> None:
    plan.logs["r"] = tuple("abcde")
    run = JobRun("r", 1, A.status)
    pages = [page async for page in plan.log_pages(A, run, lines=2, follow=True)]
    assert [(p.lines, p.complete) for p in pages] == [(("a", "b"), False), (("c", "d"), False), (("e",), True)]


async def test_statistics_are_of_the_runs_it_has(plan: FakeScheduler) -> None:
    failed = JobRun("r", 1, Status(CommonStatus.ERROR, "ABEND"))
    plan.all_jobs = (replace(A, runs=(failed,)),)
    assert (await plan.job_statistics(await plan.job("A"))).failed == 1
