"""Chats in which most of what is meant stands before: narrowed, corrected, left out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.turn import Press
from tests.bot.test_conversation import ACCESS, ANN, Talk
from tests.chat import ANA, buttons, open_chat, text
from tests.plans import FAILED, RUNNING, job, night


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    plan, file = night(), tmp_path / "access.toml"
    plan.all_jobs += (
        replace(job("GL_POST_01", FAILED, ago=50, stream="LEDGER"), workstation="/AGT07"),
        replace(job("GL_POST_02", RUNNING, ago=5, stream="LEDGER"), workstation="/AGT07"),
    )
    plan.logs |= {"run-GL_POST_01": ("posting",), "run-GL_POST_02": ("posting too",)}
    file.write_text(ACCESS, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as chat:
        yield Talk(chat, plan)


async def test_a_list_and_its_jobs(talk: Talk) -> None:
    assert "3 failed jobs" in await talk.says("what failed?")
    assert "1 failed job on AGT07" in await talk.says("only the ones on AGT07")
    assert "1 job with status running on AGT07" in await talk.says("and the running ones?")
    assert "GL_POST_01: failed" in await talk.says("how is GL_POST_01?")
    assert "GL_POST_02: running" in await talk.says("02?")
    assert "Log of GL_POST_02" in await talk.says("and its log?")
    assert "Log of GL_POST_01" in await talk.says("sorry, wrong one. GL_POST_01")
    assert "Why GL_POST_01 failed" in await talk.says("no not the log, the reason")
    assert "GL_POST_01: failed" in await talk.says("and now?")


async def test_an_order_that_is_corrected_is_the_other_ones(talk: Talk) -> None:
    assert "Rerun CARDS_SETTLE?" in await talk.says("rerun CARDS_SETTLE because the file is there")
    assert "Rerun GL_POST_01?" in await talk.says("oops, make it GL_POST_01")
    assert "Sent to the scheduler" in await talk.says("yes")
    assert [(verb, of) for verb, of, _ in talk.plan.actions] == [("rerun", "id-LEDGER-GL_POST_01")]


async def test_of_two_orders_a_yes_means_the_one_shown_last(talk: Talk) -> None:
    first = await talk.asks("rerun CARDS_SETTLE because the file is there")
    assert "Rerun GL_POST_01?" in await talk.says("rerun GL_POST_01 because the file is there")
    assert "Sent to the scheduler" in await talk.says("yes")
    await talk.chat.fills(first, "Rerun now", ANN, reason="the file is there")
    assert [of for _, of, _ in talk.plan.actions] == ["id-LEDGER-GL_POST_01", "id-CARDS-CARDS_SETTLE"]


async def test_the_form_of_what_was_wrong_cannot_be_sent_any_more(talk: Talk) -> None:
    first = await talk.asks("rerun CARDS_SETTLE because the file is there")
    await talk.says("sorry, I meant GL_POST_01")
    assert "withdrawn" in text(await talk.chat.fills(first, "Rerun now", ANN, reason="the file is there"))
    assert talk.plan.actions == []


async def test_a_pressed_button_is_spoken_of_too(talk: Talk) -> None:
    listed = await talk.asks("what failed?")
    payload = next(b.payload for b in buttons(listed) if b.label == "Log of DWH_LOAD")
    await talk.chat.sends(talk.chat.turn(Press(payload), ANN, thread="1"))
    assert "DWH_LOAD: failed" in await talk.says("and now?")


async def test_in_portuguese(talk: Talk) -> None:
    conversa = replace(talk, person=ANA)
    assert "3 jobs com falha" in await conversa.says("o que falhou?")
    assert "1 job com falha em AGT07" in await conversa.says("só os da máquina AGT07")
    assert "GL_POST_02: em execução" in await conversa.says("e o GL_POST_02, tá rodando?")
    assert "GL_POST_01: com falha" in await conversa.says("e o 01?")
    assert "Log de GL_POST_01" in await conversa.says("e o log?")
    assert "Log de GL_POST_02" in await conversa.says("ops, era o GL_POST_02")
