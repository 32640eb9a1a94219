"""An order says which run it is about and what it will do; what is not clear is asked and never guessed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.order import State, Target
from bot.reply import Reply
from bot.skills.order_card import card
from bot.words import Words
from tests.bot.test_orders import ACCESS
from tests.chat import ANA, BOB, Chat, buttons, labels, open_chat, text
from tests.plans import DONE, FAILED, NOW, WAITING, job, night
from tws.fake import FakeScheduler
from tws.models import Prompt

ANN = replace(ANA, locale="en-GB")
"""São Paulo, where it is 22:30 of Sunday, 1 March."""


@pytest.fixture
def plan() -> FakeScheduler:
    plan = night()
    plan.all_jobs += (
        job("CATALOG", FAILED, ago=30, stream="BKP", scheduled=NOW - timedelta(hours=1)),
        job("LEDGER", DONE, ago=60, stream="NIGHT", scheduled=NOW - timedelta(hours=2)),
    )
    return plan


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as opened:
        yield opened


def facts(reply: Reply) -> str:
    return " ".join(text(reply).split())


async def ordered(chat: Chat, said: str) -> Reply:
    """Pressed once more where the words alone do not tell for sure that it is an order."""
    reply = await chat.says(said, ANN)
    return await chat.presses(reply, "Rerun CATALOG", ANN) if "Rerun CATALOG" in labels(reply) else reply


async def test_the_form_and_the_card_say_which_run(chat: Chat) -> None:
    form = await chat.says("rerun CATALOG because freed", ANN)
    for shown in (form, await chat.fills(form, "Rerun now", ANN, reason="freed")):
        assert "Sent" in text(shown) or "Scheduled 1 Mar 21:30" in facts(shown)
    assert "Last run failed (ABEND), 22:00" in facts(form) and "ended well" not in text(form)
    orders = await chat.app.services.approvals._store.within(tuple(State))
    shown = facts(card(orders[0], Words("pt", "America/Sao_Paulo", NOW)))
    assert "Previsto 1 mar. 21:30" in shown and "Última execução" in shown
    noted = await chat.app.services.ledger.events(kind="action.sending")
    asked = await chat.says("audit report of the last 24 hours", ANN)
    assert "BKP.CATALOG 1 Mar 21:30" in facts(asked) or "may" in text(asked)
    assert noted[0].body["scheduled"] == (NOW - timedelta(hours=1)).isoformat()


async def test_a_rerun_of_what_ended_well_says_so(chat: Chat) -> None:
    assert "This run ended well (SUCC): a rerun runs it once more." in text(await chat.says("rerun LEDGER", ANN))
    assert "Esta execução terminou bem (SUCC)" in text(await chat.says("reexecuta o LEDGER", ANA))


def test_orders_of_before_have_no_run() -> None:
    assert Target("PAY01", job_id="1").scheduled == ""


@pytest.mark.parametrize(
    "said",
    ["rerun CATALOG from monday", "rerun yesterday's CATALOG because freed", "reexecuta o CATALOG de sexta"],
)
async def test_a_run_of_another_day_is_not_todays(chat: Chat, plan: FakeScheduler, said: str) -> None:
    reply = await ordered(chat, said)
    assert "not in the current plan" in text(reply) or "não está no plano atual" in text(reply)
    assert "Nothing was done." in text(reply) or "Nada foi feito." in text(reply)
    assert plan.actions == [] and "Rerun now" not in text(reply)


async def test_a_slash_command_names_the_time_after_the_job(chat: Chat) -> None:
    assert "not in the current plan" in text(await chat.says("rerun CATALOG yesterday", ANN, command=True))
    form = await chat.says("rerun CATALOG the file of yesterday is here", ANN, command=True)
    assert "Rerun CATALOG?" in text(form)


async def test_the_run_of_the_time_is_taken(chat: Chat, plan: FakeScheduler) -> None:
    second = job("CATALOG", FAILED, ago=600, stream="BKP", scheduled=NOW - timedelta(hours=11))
    plan.all_jobs += (replace(second, id="id-BKP-2"),)
    form = await ordered(chat, "rerun CATALOG that failed in the last 2 hours")
    assert "Rerun CATALOG?" in text(form) and "1 Mar 21:30" in text(form)
    asked = await ordered(chat, "rerun CATALOG that failed today")
    assert "2 jobs" in text(asked) and len(labels(asked)) == 2
    earlier = next(b.label for b in buttons(asked) if "11:30" in b.label)
    assert "Scheduled 1 Mar 11:30" in facts(await chat.presses(asked, earlier, ANN))


async def test_the_reasons_time_is_not_the_runs(chat: Chat) -> None:
    assert "Rerun CATALOG?" in text(await chat.says("rerun CATALOG because it failed on monday too", ANN))


async def test_a_prompt_shows_the_answer_and_what_waits(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("BEGIN", WAITING, stream="EOD"), job("CLOSE", WAITING, stream="EOD"))
    plan.waits = {"id-EOD-CLOSE": ("id-EOD-BEGIN",)}
    plan.all_prompts = (Prompt("p1", 12, "GO", "Begin?", "ASKED", "BEGIN", "EOD"),)
    form = await chat.says("reply no to prompt 12", BOB)
    assert "Answer no to the prompt “Begin?”" in text(form) and "??" not in text(form)
    assert "EOD.BEGIN waits for the answer. 1 job waits for it." in text(form) and "Nothing waits" not in text(form)
    assert "Begin? → no" in facts(form)
    await chat.fills(form, "Answer no to the prompt now", BOB, reason="not today")
    assert [(verb, of) for verb, of, _ in plan.actions] == [("reply_no", "p1")]
    noted = await chat.app.services.ledger.events(kind="action.sending")
    assert noted[0].body["answer"] == "no"


async def test_a_prompt_of_a_job_stream_and_one_of_nobody(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("BEGIN", WAITING, stream="EOD"), job("CLOSE", WAITING, stream="EOD"))
    plan.all_prompts = (
        Prompt("p1", 12, "GO", "Begin?", "ASKED", "", "EOD"),
        Prompt("p2", 13, "ALL", "All right?", "ASKED"),
    )
    told = text(await chat.says("responde sim ao prompt 12", ANA))
    assert "Responder sim ao prompt “Begin?”" in told and "EOD espera pela resposta. 2 jobs esperam por ele." in told
    assert "The plan does not tell what waits" in text(await chat.says("reply yes to prompt 13", BOB))


@pytest.mark.parametrize("said", ["cancel", "cancela", "cancelar", "never mind", "Cancel it please"])
async def test_a_bare_cancel_leaves_the_form(chat: Chat, plan: FakeScheduler, said: str) -> None:
    form = await chat.says("rerun CATALOG because freed", ANN)
    left = text(await chat.says(said, ANN))
    assert "withdrawn" in left or "retirado" in left
    assert "Already decided" in text(await chat.fills(form, "Rerun now", ANN, reason="freed")) and not plan.actions


async def test_a_bare_cancel_leaves_the_choice(chat: Chat, plan: FakeScheduler) -> None:
    asked = await chat.says("hold BACKUP", ANN)
    plan.all_jobs += (job("BACKUP", WAITING, stream="NOON"),)
    asked = await chat.says("hold BACKUP", ANN)
    assert len(labels(asked)) == 2
    left = text(await chat.says("cancela", ANN))
    assert "BACKUP" not in left and not plan.actions


async def test_after_a_question_cancel_is_an_order(chat: Chat) -> None:
    await chat.says("status of CATALOG", ANN)
    assert "Cancel CATALOG?" in text(await chat.says("cancel it", ANN))


async def test_a_rerun_on_its_way_is_told(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says("rerun CATALOG because freed", ANN)
    await chat.fills(form, "Rerun now", ANN, reason="freed")
    said = "Rerun sent 22:30 by Ana; the plan does not show it yet."
    assert said in text(await chat.says("status of CATALOG", ANN))
    again = await chat.says("rerun CATALOG because freed", ANN)
    assert said in text(again) and "Nothing more was sent." in text(again) and len(plan.actions) == 1
    assert "Reexecutar: enviado às 22:30 por Ana; o plano ainda não mostra." in text(
        await chat.says("qual o status do CATALOG?", ANA)
    )
    plan.replace_job(job("CATALOG", DONE, ago=0, stream="BKP"))
    run = next(j for j in plan.all_jobs if j.name == "CATALOG").runs[0]
    plan.replace_job(replace(job("CATALOG", DONE, stream="BKP"), runs=(replace(run, last=False), replace(run, id="2"))))
    assert "does not show it yet" not in text(await chat.says("status of CATALOG", ANN))


@pytest.mark.parametrize(
    "said", ["rerun everything that failed", "rerun all failed jobs", "reexecuta tudo que falhou", "rerun what failed"]
)
async def test_reruns_are_one_at_a_time(chat: Chat, plan: FakeScheduler, said: str) -> None:
    await chat.says("status of LEDGER", ANN)
    asked = await chat.says(said, ANN)
    assert "I rerun one job at a time" in text(asked) or "Reexecuto um job por vez" in text(asked)
    verb = labels(asked)[0].split()[0]
    assert labels(asked) == [f"{verb} CARDS_SETTLE", f"{verb} CATALOG", f"{verb} DWH_LOAD"]
    assert "CATALOG?" in text(await chat.presses(asked, f"{verb} CATALOG", ANN)) and not plan.actions


async def test_of_many_failures_five_have_a_button(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs += tuple(job(f"LOAD_{n}", FAILED, ago=n, stream="DWH") for n in range(1, 6))
    asked = await chat.says("rerun all failed jobs", ANN)
    assert [label for label in labels(asked) if label.startswith("Rerun")] == [f"Rerun LOAD_{n}" for n in range(1, 6)]
    assert "8 jobs have failed" in text(asked) and "LOAD_1" in text(await chat.presses(asked, "Failed jobs", ANN))


async def test_where_nothing_failed_nothing_is_rerun(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("LEDGER", DONE, stream="NIGHT"),)
    assert "No job of the current plan has failed" in text(await chat.says("rerun everything that failed", ANN))
