"""Why a job failed, without a model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.skills.explain import source_of
from bot.words import Words
from knowledge import KnowledgeError, Passage
from tests.chat import ANA, Chat, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job
from tws.errors import SchedulerAway, SchedulerRefused
from tws.fake import FakeScheduler
from tws.models import CommonStatus, Status

NO_SPACE = ("start", "cp: write error: No space left on device", "exit status 1")


async def test_a_known_cause_with_its_evidence_and_steps(chat: Chat, plan: FakeScheduler) -> None:
    plan.logs["run-CARDS_SETTLE"] = NO_SPACE
    reply = await chat.says("why did CARDS_SETTLE fail?")
    said = text(reply)
    assert "Why CARDS_SETTLE failed: Disk full" in said and "2: cp: write error: No space left on device" in said
    assert "What to do:" in said and "No language model is set up" in said
    assert labels(reply) == ["Log", "Rerun…"]


async def test_an_unknown_cause_is_not_guessed(chat: Chat) -> None:
    said = text(await chat.says("why did CARDS_SETTLE fail?"))
    assert "Disk full" not in said and "12" in said


async def test_a_job_without_a_log_is_explained_from_its_return_code(chat: Chat) -> None:
    said = text(await chat.says("por que o DWH_LOAD falhou?", ANA))
    assert "Por que o DWH_LOAD falhou" in said and "Código de retorno" in said and "Evidência" not in said


async def test_a_log_that_cannot_be_had_costs_no_answer(
    chat: Chat, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: Any, **__: Any) -> None:
        raise SchedulerRefused("the agent is not reachable")

    monkeypatch.setattr(plan, "job_log", refused)
    assert "Why CARDS_SETTLE failed" in text(await chat.says("why did CARDS_SETTLE fail?"))


async def test_a_knowledge_base_that_fails_costs_no_answer(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise KnowledgeError("the index is broken")

    monkeypatch.setattr(chat.app.services.knowledge, "search", broken)
    assert "Why CARDS_SETTLE failed" in text(await chat.says("why did CARDS_SETTLE fail?"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("FINANCE_EXTRACT", "FINANCE_EXTRACT has not failed: it is successful (SUCC)."),
        ("FINANCE_REPORT", "FINANCE_REPORT has not failed: it is waiting (HOLD)."),
        ("FINANCE_PAYROLL", "FINANCE_PAYROLL has not failed: it is running (EXEC)."),
        ("NOPE", "No job named NOPE is in the current plan."),
    ],
)
async def test_what_has_not_failed(chat: Chat, name: str, told: str) -> None:
    assert told in text(await chat.says(f"explain {name}", command=True))


async def test_an_earlier_run_that_failed_is_explained_after_a_good_one(chat: Chat, plan: FakeScheduler) -> None:
    bad, good = job("X", FAILED, ago=50).runs[0], job("X", DONE, ago=5).runs[0]
    plan.all_jobs = (replace(job("X"), runs=(replace(bad, id="bad", last=False), replace(good, id="good"))),)
    plan.logs["bad"] = NO_SPACE
    reply = await chat.says("explain X", command=True)
    assert "Disk full" in text(reply) and "Rerun…" not in labels(reply)


async def test_a_job_that_failed_before_it_began(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (replace(job("X", WAITING), status=Status(CommonStatus.ERROR, "FAIL")),)
    assert "Why X failed" in text(await chat.says("explain X", command=True))


async def test_of_many_instances_the_one_that_failed_is_meant(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("BACKUP", FAILED, stream="NIGHT"),)
    assert "Why BACKUP failed" in text(await chat.says("explain BACKUP", command=True))


async def test_of_many_that_failed_one_is_chosen(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("X", FAILED, stream="S1"), job("X", FAILED, stream="S2"), job("X", RUNNING, stream="S3"))
    asked = await chat.says("explain X", command=True)
    assert "2 jobs are named X. Which one?" in text(asked)
    assert "Why X failed" in text(await chat.presses(asked, "S2.X · failed (ABEND)"))


async def test_the_scheduler_away_explains_nothing(chat: Chat, plan: FakeScheduler) -> None:
    plan.fault = SchedulerAway("Connection refused.")
    said = text(await chat.says("explain CARDS_SETTLE", command=True))
    assert "does not answer" in said and "Why" not in said


@pytest.mark.parametrize(
    ("title", "source", "locator", "shown"),
    [
        ("runbook", "runbook.xlsx", "Runbook!2", "runbook.xlsx, linha 2"),
        ("runbook", "runbook.xlsx", "Disks!7", "runbook.xlsx, Disks, linha 7"),
        ("Disk runbook", "docs/disks.pdf", "page 3", "Disk runbook · docs/disks.pdf, página 3"),
        ("notes", "notes.md", "", "notes.md"),
        ("notes", "notes.md", "§ 2", "notes.md, § 2"),
    ],
)
def test_where_a_passage_is_from(title: str, source: str, locator: str, shown: str) -> None:
    passage = Passage("d", title, source, locator, "text", 1.0, "document")
    assert source_of(passage, Words("pt", "UTC", NOW)) == shown
