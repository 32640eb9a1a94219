"""A secret that is taught, told or typed by a reviewer is kept nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit import Entry, MemoryState
from bot.requests import Feedback
from bot.skills.blocks import button
from bot.skills.learning import mends
from bot.turn import Person, Place, Press
from knowledge import KnowledgeBase
from tests.bot.bench import OPS, REVIEWERS, Bench, open_bench
from tests.chat import ANA, labels, text
from tests.plans import DONE, RUNNING, job, night
from tws.fake import FakeScheduler

SECRET = "Banco@2024"
ANN = replace(ANA, locale="en-GB")
RITA = Person("U3", "Rita", "UTC", "en-GB")
KEPT = {"memories", "memory_history", "ledger", "said"}


@pytest.fixture
def plan() -> FakeScheduler:
    plan = night()
    plan.logs["run-CARDS_SETTLE"] = ("cp: error writing '/data/cards/tmp/a': No space left on device",)
    return plan


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, OPS, REVIEWERS) as opened:
        await opened.look()
        yield opened


async def written(bench: Bench) -> None:
    """What the ledger notes in the background is there once a later entry is."""
    await bench.app.services.ledger.record(Entry("barrier", "", "", "", {}))


async def tables_with(bench: Bench, secret: str) -> set[str]:
    """Read past the bot, from the file itself."""
    await written(bench)
    found: set[str] = set()
    file = bench.app.database.url.database
    assert file
    with sqlite3.connect(file) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert set(names) >= KEPT
        for name in names:
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
            found |= {name for row in rows if any(secret in str(value) for value in row)}
    return found


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"aprende: a senha do usuário tws é {SECRET}", "Há uma senha ou chave"),
        (f"remember: the password of tws is {SECRET}, use it for CARDS_SETTLE", "nothing was kept. Say it without"),
        (f"remember: CARDS_SETTLE fails, connect with sqlplus batch/{SECRET}@PROD and kill it", "password or key"),
    ],
)
async def test_a_secret_is_refused_and_written_nowhere(bench: Bench, said: str, told: str) -> None:
    person = ANA if said.startswith("aprende") else ANN
    assert told in text(await bench.chat.says(said, person))
    assert await bench.app.services.memories.queue(tuple(MemoryState)) == ()
    await written(bench)
    (row,) = await bench.app.services.ledger.events(kind="memory_refused")
    assert row.who == "Ana" and "secret" in row.body["reason"]
    assert await tables_with(bench, SECRET) <= {"said"}  # what was said lately is the conversation's own


async def test_what_fixed_it_is_asked_for_secrets_too(bench: Bench, plan: FakeScheduler) -> None:
    plan.replace_job(replace(job("CARDS_SETTLE", DONE, stream="CARDS")))
    await bench.look()
    form = await bench.chat.presses(bench.wall.find("CARDS_SETTLE has recovered"), "What fixed it?", ANN)
    told = await bench.chat.fills(form, "Tell the team", ANN, text=f"logged in with password {SECRET}x1 and purged")
    assert "Say it without" in text(told)
    assert await tables_with(bench, SECRET) == set()


@pytest.mark.parametrize("field", ["text", "reason"])
async def test_a_reviewer_cannot_write_one_in(bench: Bench, field: str) -> None:
    contrary = "remember: CARDS_SETTLE failed because the database password had expired, ask the DBA for a new one"
    await bench.chat.says(contrary, Person("U9", "Eve", "UTC", "en-GB"))
    await bench.look()
    card = bench.wall.find("needs a reviewer")
    press, send = ("Edit…", "Approve this text") if field == "text" else ("Reject…", "Reject")
    form = await bench.chat.presses(card, press, RITA)
    told = await bench.chat.fills(form, send, RITA, **{field: f"the password is {SECRET}"})
    assert "Say it without" in text(told)
    (memory,) = await bench.app.services.memories.queue(tuple(MemoryState))
    assert memory.state is MemoryState.FLAGGED
    assert await tables_with(bench, SECRET) == set()


async def test_feedback_with_a_secret_leaves_only_the_thumb(bench: Bench) -> None:
    pressed = button("Wrong", Feedback(False, f"that was wrong, the password is {SECRET}"))
    await bench.chat.sends(bench.chat.turn(Press(pressed.payload), ANN))
    assert await tables_with(bench, SECRET) == set()
    (row,) = await bench.app.services.ledger.events(kind="feedback")
    assert (row.body["good"], row.body["text"]) == ("no", "(withheld)")


async def test_the_ledger_keeps_the_beginning_of_a_lesson(bench: Bench) -> None:
    lesson = "CARDS_SETTLE failed with disk full, purge /data/cards/tmp and rerun it" + " and wait for it" * 10
    await bench.chat.says(f"remember: {lesson}", ANN)
    await written(bench)
    (row,) = await bench.app.services.ledger.events(kind="memory_taught")
    assert row.body["answer"] == lesson[:80] and len(row.body["memory"]) == 32


@pytest.mark.parametrize(
    ("said", "fix"),
    [
        ("FINANCE_PAYROLL runs at 3", False),
        ("o FINANCE_PAYROLL roda às 3", False),
        ("o dono do CARDS_SETTLE é o time de cartões", False),
        ("when CARDS_SETTLE fails, call the DBA", True),
        ("limpe /data/tmp e rode de novo", True),
        ("quando o CARDS_SETTLE falha, chame o DBA", True),
    ],
)
def test_what_speaks_of_mending(said: str, fix: bool) -> None:
    assert mends(said) is fix


async def test_what_is_told_of_a_job_is_no_fix(bench: Bench) -> None:
    note = "o CARDS_SETTLE roda às 3 para o time de cartões"
    await bench.chat.says(f"aprende: {note}", ANA)
    await bench.look()
    (memory,) = await bench.app.services.memories.queue(tuple(MemoryState))
    assert memory.question == "O que saber sobre CARDS_SETTLE?" and memory.state is MemoryState.FLAGGED
    await bench.app.services.review.decide(
        memory.id,
        version=memory.version,
        approve=True,
        member=bench.app.services.access.member(RITA, Place("slack", "COPS")),
    )
    assert "The team's" not in text(await bench.chat.says("explain CARDS_SETTLE", ANN, command=True))
    told = text(await bench.chat.says("ask who owns CARDS_SETTLE, cartões?", ANN, command=True))
    assert f"The team's note: {note}" in told


async def test_an_explanation_says_that_the_job_runs_again(bench: Bench, plan: FakeScheduler) -> None:
    fallen = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE")
    again = replace(fallen.runs[-1], id="again", status=RUNNING, return_code=None, ended=None)
    plan.replace_job(replace(fallen, status=RUNNING, runs=(*fallen.runs, again)))
    reply = await bench.chat.says("explain CARDS_SETTLE", ANN, command=True)
    assert "It is running again now: running (EXEC)." in text(reply) and "Rerun…" not in labels(reply)


@pytest.mark.parametrize(
    ("state", "taken", "told"),
    [
        ("warming", False, "still warming up"),
        ("lexical only: another process owns the vectors", True, "Another process of the bot has the semantic index"),
        ("lexical only: no model", False, "`resync doctor` says why"),
    ],
)
async def test_an_answer_by_words_says_why(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, state: str, taken: bool, told: str
) -> None:
    await bench.app.services.knowledge.add_text("disk", "Disk", "When the disk is full, purge /data/tmp.")
    monkeypatch.setattr(KnowledgeBase, "state", state)
    monkeypatch.setattr(KnowledgeBase, "taken", taken)
    assert told in text(await bench.chat.says("ask how do I get space on a full disk?", ANN, command=True))
