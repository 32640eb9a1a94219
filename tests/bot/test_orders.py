"""Changes in the chat: asked, confirmed, approved by another, sent once, followed to their end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.turn import Person
from tests import plans
from tests.chat import ANA, BOB, Chat, buttons, labels, open_chat, text
from tests.plans import DONE, RUNNING, job, night
from tws.errors import OutcomeUnknown, SchedulerRefused
from tws.fake import FakeScheduler

EVE = Person("U9", "Eve")
ANN = replace(ANA, locale="en-GB")

ACCESS = """
[[person]]
name = "Ana"
ids = ["slack:U1"]
roles = ["operator"]

[[person]]
name = "Bob"
ids = ["slack:U2", "teams:b"]
roles = ["operator", "approver"]

[[person]]
name = "Cid"
ids = ["slack:U3"]
roles = ["approver"]
"""


@pytest.fixture
def plan() -> FakeScheduler:
    return night()


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as opened:
        yield opened


def actions(plan: FakeScheduler) -> list[tuple[str, str]]:
    return [(verb, of) for verb, of, _ in plan.actions]


async def test_a_rerun_is_asked_with_its_consequences_and_sent_once(chat: Chat, plan: FakeScheduler) -> None:
    asked = await chat.says("rerun CARDS_SETTLE because space was freed", ANN)
    assert "Rerun CARDS_SETTLE?" in text(asked) and "It is sent as soon as you confirm." in text(asked)
    assert actions(plan) == []
    sent = await chat.fills(asked, "Rerun now", ANN, reason="space was freed")
    assert sent.replaces and "Sent to the scheduler" in text(sent)
    assert actions(plan) == [("rerun", "id-CARDS-CARDS_SETTLE")]
    assert plan.actions[0][2].reason == "space was freed" and plan.actions[0][2].by == "Ana"
    again = await chat.fills(asked, "Rerun now", ANN, reason="space was freed")
    assert "Already decided" in text(again)
    assert len(plan.actions) == 1


async def test_a_reason_is_needed(chat: Chat, plan: FakeScheduler) -> None:
    asked = await chat.says("rerun CARDS_SETTLE", ANN)
    refused = await chat.fills(asked, "Rerun now", ANN, reason="  ")
    assert "A reason is needed" in text(refused) and "Nothing was sent" in text(refused)
    assert "Sent to the scheduler" in text(await chat.fills(asked, "Rerun now", ANN, reason="freed"))


async def test_who_has_no_role_changes_nothing(chat: Chat, plan: FakeScheduler) -> None:
    reply = await chat.says("rerun CARDS_SETTLE because I can", EVE)
    assert "You may not rerun jobs here. Nothing was changed." in text(reply) and "Ana, Bob" in text(reply)
    asked = await chat.says("rerun CARDS_SETTLE because space was freed", ANN)
    stolen = await chat.fills(asked, "Rerun now", EVE, reason="mine")
    assert "Only Ana can confirm" in text(stolen)
    assert actions(plan) == []
    trail = await chat.app.services.ledger.events(kind="refusal.order")
    assert [(row.who, row.body["verb"]) for row in trail] == [("Eve", "rerun")]


@pytest.fixture
def fallen(plan: FakeScheduler) -> FakeScheduler:
    """FINANCE_PAYROLL, which is critical, has failed."""
    plan.replace_job(job("FINANCE_PAYROLL", plans.FAILED, ago=5, critical=True))
    return plan


async def test_a_critical_job_needs_a_second_person(chat: Chat, fallen: FakeScheduler) -> None:
    asked = await chat.says("reexecuta o FINANCE_PAYROLL porque liberei espaço", ANA)
    assert "outra pessoa precisa aprovar" in text(asked)
    waiting = await chat.fills(asked, "Pedir aprovação", ANA, reason="liberei espaço")
    assert "Pedido enviado aos aprovadores (Bob, Cid); acompanhe no cartão abaixo." in text(waiting)
    card = await shown(chat)
    own = await chat.presses(card, "Aprovar", ANA)
    assert "Você não é aprovador" in text(own)
    no_approver = await chat.presses(card, "Aprovar", EVE)
    assert "não é aprovador" in text(no_approver) and actions(fallen) == []
    done = await chat.presses(card, "Aprovar", BOB)
    assert done.replaces and "aprovado por Bob" in text(done)
    assert "⏳ Reexecutar FINANCE_PAYROLL: enviado, em execução" in text(done)
    assert actions(fallen) == [("rerun", "id-PAYROLL-FINANCE_PAYROLL")]
    late = await chat.presses(card, "Recusar", BOB)
    assert "Já decidido" in text(late) and "por Bob" in text(late)


async def test_an_approver_cannot_approve_the_own_order(chat: Chat, fallen: FakeScheduler) -> None:
    asked = await chat.says("rerun FINANCE_PAYROLL because freed", BOB)
    await chat.fills(asked, "Ask for approval", BOB, reason="freed")
    refused = await chat.presses(await shown(chat), "Approve", BOB)
    assert "You asked for it yourself" in text(refused) and actions(fallen) == []


async def test_what_moved_on_is_not_sent(chat: Chat, fallen: FakeScheduler) -> None:
    asked = await chat.says("rerun FINANCE_PAYROLL because freed", ANN)
    await chat.fills(asked, "Ask for approval", ANN, reason="freed")
    card = await shown(chat)
    fallen.replace_job(job("FINANCE_PAYROLL", RUNNING, ago=1, critical=True))
    stale = await chat.presses(card, "Approve", BOB)
    assert "the plan moved on, nothing was sent" in text(stale) and actions(fallen) == []


async def test_an_order_expires(chat: Chat, fallen: FakeScheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await chat.says("rerun FINANCE_PAYROLL because freed", ANN)
    await chat.fills(asked, "Ask for approval", ANN, reason="freed")
    card = await shown(chat)
    monkeypatch.setattr(chat.app.services.approvals, "_clock", lambda: plans.NOW + timedelta(minutes=31))
    refused = await chat.presses(card, "Approve", BOB)
    assert "has expired. Nothing was sent" in text(refused) and actions(fallen) == []


async def test_the_outcome_is_followed_and_asks_what_fixed_it(chat: Chat, plan: FakeScheduler) -> None:
    await chat.app.services.incidents.since(plans.NOW - timedelta(hours=6))
    await chat.app.rounds.once()
    asked = await chat.says("rerun CARDS_SETTLE because freed", ANN)
    await chat.fills(asked, "Rerun now", ANN, reason="freed")
    ran = job("CARDS_SETTLE", DONE, ago=1, stream="CARDS")
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    plan.replace_job(replace(ran, runs=(replace(first, last=False), replace(ran.runs[0], id="run-2", number=1002))))
    await chat.app.rounds.once()
    card = await shown(chat)
    assert "Rerun CARDS_SETTLE: ended well (SUCC)" in text(card) and "What fixed it?" in text(card)
    thanks = await chat.fills(card, "Tell the team", ANN, text="Removed old extracts from /data/cards/tmp.")
    assert "It is checked before it is told to anybody" in text(thanks)
    assert [m.taught_by for m in await chat.app.services.memories.queue(("candidate",))] == ["Ana"]  # type: ignore[arg-type]


async def test_a_refusal_of_the_engine_is_told(chat: Chat, plan: FakeScheduler) -> None:
    plan.action_fault = SchedulerRefused("AWSJSY403E the job cannot be rerun", message_ids=("AWSJSY403E",))
    asked = await chat.says("rerun CARDS_SETTLE because freed", ANN)
    told = await chat.fills(asked, "Rerun now", ANN, reason="freed")
    assert "Rerun CARDS_SETTLE: failed" in text(told) and "AWSJSY403E" in text(told)


async def test_no_answer_is_owned_up_to_and_never_sent_again(chat: Chat, plan: FakeScheduler) -> None:
    plan.action_fault = OutcomeUnknown("no answer came")
    asked = await chat.says("rerun CARDS_SETTLE because freed", ANN)
    told = await chat.fills(asked, "Rerun now", ANN, reason="freed")
    assert "outcome unknown" in text(told) and "I do not send it again" in text(told)
    await chat.app.rounds.once()
    assert len(plan.actions) <= 1


async def test_a_job_in_the_wrong_state_is_not_asked_about(chat: Chat, plan: FakeScheduler) -> None:
    reply = await chat.says("rerun FINANCE_PAYROLL because why not", ANN)
    assert "FINANCE_PAYROLL cannot be changed that way: it is running (EXEC)" in text(reply)
    assert labels(reply) == []


async def test_no_withdraws_and_yes_needs_the_reason(chat: Chat, plan: FakeScheduler) -> None:
    await chat.says("rerun CARDS_SETTLE", ANN)
    assert "Reason" in text(await chat.says("yes", ANN))
    assert "withdrawn" in text(await chat.says("no", ANN))
    assert "There is no open question here" in text(await chat.says("yes", ANN))
    assert actions(plan) == []


async def shown(chat: Chat):  # type: ignore[no-untyped-def]
    """The card that stands in the asker's thread."""
    outbox = chat.app.outbox
    outbox.senders.setdefault("slack", _Nowhere())
    card = await outbox.take()
    found = None
    while card is not None:
        await outbox.deliver(card)
        found = card.reply if card.name.startswith("order:") else found
        card = await outbox.take()
    assert found is not None and buttons(found) is not None
    return found


class _Nowhere:
    async def post(self, place: object, reply: object) -> str:
        return "m1"

    async def update(self, place: object, message: str, reply: object) -> None:
        return
