"""A rerun with what ran behind the job: looked at first, shown on every card, sent only as it was shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.reply import Reply
from tests.bot.test_orders import ACCESS, ANN, actions, shown
from tests.chat import BOB, Chat, labels, open_chat, text
from tests.plans import DONE, FAILED, RUNNING, job, night
from tws.fake import FakeScheduler
from tws.records import RerunPreview

SETTLE = "id-CARDS-CARDS_SETTLE"
POST, MAIL = job("CARDS_POST", DONE, stream="CARDS"), job("CARDS_MAIL", DONE, stream="MAIL")


@pytest.fixture
def plan() -> FakeScheduler:
    plan = night()
    plan.all_jobs = (*plan.all_jobs, POST, MAIL)
    plan.previews[SETTLE] = RerunPreview((POST, MAIL), True)
    return plan


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    file = tmp_path / "access.toml"
    rule = '\n[[rule]]\nverbs = ["kill", "rerun_successors"]\nsecond = "always"\n\n[[rule]]\n'
    file.write_text(ACCESS + rule, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as opened:
        yield opened


async def wider(chat: Chat, person=ANN) -> Reply:  # type: ignore[no-untyped-def]
    form = await chat.says("rerun CARDS_SETTLE because the file was wrong", person)
    label = "With successors…" if "With successors…" in labels(form) else "Com sucessores…"
    return await chat.presses(form, label, person)


async def test_what_would_run_again_is_shown_before_anything_is_asked(chat: Chat, plan: FakeScheduler) -> None:
    form = await wider(chat)
    said = text(form)
    assert form.replaces and "Rerun with successors CARDS_SETTLE?" in said and "Run again with it (2)" in said
    assert "CARDS_POST" in said and "CARDS_MAIL" in said and "the file was wrong" in said
    assert "always needs a second person" in said and actions(plan) == []


async def test_the_approver_sees_the_jobs_and_it_is_sent_once(chat: Chat, plan: FakeScheduler) -> None:
    form = await wider(chat)
    await chat.fills(form, "Ask for approval", ANN, reason="the file was wrong")
    card = await shown(chat)
    assert "CARDS_POST" in text(card) and "CARDS_MAIL" in text(card)
    done = await chat.presses(card, "Approve", BOB)
    assert "CARDS_POST, CARDS_MAIL" in text(done)
    assert actions(plan) == [("rerun_with_successors", SETTLE)]
    rerun = replace(next(j for j in plan.all_jobs if j.id == SETTLE), status=DONE)
    again = replace(rerun.runs[0], id="run-2", status=DONE)
    plan.replace_job(replace(rerun, runs=(replace(rerun.runs[0], last=False), again)))
    await chat.app.services.approvals.round()
    assert "ended well (SUCC)" in text(await shown(chat))


async def test_others_than_were_shown_are_never_rerun(chat: Chat, plan: FakeScheduler) -> None:
    form = await wider(chat)
    await chat.fills(form, "Ask for approval", ANN, reason="the file was wrong")
    card = await shown(chat)
    plan.previews[SETTLE] = RerunPreview((POST, MAIL, job("CARDS_NEW", DONE, stream="CARDS")), True)
    assert "nothing was sent" in text(await chat.presses(card, "Approve", BOB)) and actions(plan) == []


async def test_one_that_refuses_is_named_and_nothing_can_be_ordered(chat: Chat, plan: FakeScheduler) -> None:
    busy = job("CARDS_MAIL", RUNNING, stream="MAIL")
    plan.previews[SETTLE] = RerunPreview((POST, busy), False, (busy,))
    reply = await wider(chat)
    assert "cannot be rerun with its successors now: 1 of them" in text(reply) and "CARDS_MAIL" in text(reply)
    assert "CARDS_POST" not in text(reply) and labels(reply) == ["Rerun it alone"]
    assert "Rerun CARDS_SETTLE?" in text(await chat.presses(reply, "Rerun it alone", ANN))


async def test_nothing_behind_it_has_run(chat: Chat, plan: FakeScheduler) -> None:
    plan.previews.clear()
    assert "a plain rerun is enough. Nothing was sent." in text(await wider(chat))


async def test_a_job_that_is_running_again_is_not_asked_about(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says("rerun CARDS_SETTLE because", ANN)
    plan.replace_job(job("CARDS_SETTLE", RUNNING, stream="CARDS"))
    assert "cannot be changed that way" in text(await chat.presses(form, "With successors…", ANN))
    assert not plan.calls["rerun_preview"]


async def test_many_jobs_are_counted(chat: Chat, plan: FakeScheduler) -> None:
    plan.previews[SETTLE] = RerunPreview(tuple(job(f"J{n:02}", FAILED) for n in range(40)), True)
    said = text(await wider(chat))
    assert "Run again with it (40)" in said and "J14" in said and "J15" not in said and "… and 25 more." in said
