"""Messages that nobody asked for: posted, edited in place, and refusals that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.app import NotConnected
from bot.coordination.memory import InMemory
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Sender, Undeliverable
from bot.reply import Button, Buttons, Heading, Reply, Tone
from bot.storage.database import open_database
from bot.storage.tables import metadata
from bot.turn import Place, Press
from tests.adapters.slack.conftest import Desk, Scripted
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeClock

FAILED = Reply((Heading("FINANCE_DISK failed", Tone.BAD), Buttons((Button("Explain", '{"do":"help"}'),))))
DONE = Reply((Heading("FINANCE_DISK ended well", Tone.GOOD),))
CHANNEL = Place("slack", "C1", team="T1")


async def test_a_card_is_posted_and_edited_in_place(desk: Desk) -> None:
    sender: Sender = desk.adapter
    ts = await sender.post(CHANNEL, FAILED)
    assert desk.slack.reads("U2", "C1") == "❌ FINANCE_DISK failed\n[Explain]"
    await sender.update(CHANNEL, ts, DONE)
    assert desk.slack.reads("U2", "C1") == "✅ FINANCE_DISK ended well"
    assert desk.slack.posts[0].past == ["❌ FINANCE_DISK failed\n[Explain]"]


async def test_a_button_of_a_card_is_answered_in_its_thread(desk: Desk) -> None:
    ts = await desk.adapter.post(CHANNEL, FAILED)
    await desk.slack.press("U1", desk.slack.find("C1", "FINANCE_DISK"), "Explain")
    assert desk.engine.turns[0].said == Press('{"do":"help"}') and desk.engine.turns[0].place.thread == ts
    assert 'You said: {"do":"help"}' in desk.slack.reads("U1", "C1", thread=ts)
    await desk.slack.says("U1", "C1", "<@BOT> and now?", thread=ts)
    assert [post.thread for post in desk.slack.posts] == ["", ts, ts]


async def test_a_thread_and_a_person_are_places_too(desk: Desk) -> None:
    await desk.adapter.post(Place("slack", "C1", "100.1"), FAILED)
    told = Place("slack", "U2", direct=True)
    ts = await desk.adapter.post(told, FAILED)
    await desk.adapter.update(told, ts, DONE)
    assert desk.slack.reads("U1", "C1", thread="100.1") == "❌ FINANCE_DISK failed\n[Explain]"
    assert desk.slack.reads("U2", desk.slack.workspace.direct("U2")) == "✅ FINANCE_DISK ended well"
    assert desk.slack.workspace.calls["conversations.open"] == 1


async def test_cards_of_a_channel_are_paced(desk: Desk) -> None:
    for _ in range(8):
        await desk.adapter.post(CHANNEL, FAILED)
    assert sum(desk.slack.clock.slept) >= 4


@pytest.mark.parametrize(
    ("channel", "advice"),
    [("C404", "has no channel C404"), ("C8", "C8 is archived"), ("C9", "Invite it"), ("U404", "no person U404")],
)
async def test_what_no_further_try_will_help_says_what_to_do(http: Desk, channel: str, advice: str) -> None:
    with pytest.raises(Undeliverable, match=advice):
        await http.adapter.post(Place("slack", channel), FAILED)
    assert http.slack.posts == []


async def test_a_deleted_card_is_not_posted_again(http: Desk) -> None:
    ts = await http.adapter.post(CHANNEL, FAILED)
    http.slack.posts.clear()
    with pytest.raises(Undeliverable, match="was deleted"):
        await http.adapter.update(CHANNEL, ts, DONE)
    assert http.slack.posts == []


async def test_told_to_wait_it_leaves_the_waiting_to_delivery(http: Desk) -> None:
    http.slack.workspace.faults["chat.postMessage"] = [(429, "30")]
    with pytest.raises(SlackApiError):
        await http.adapter.post(CHANNEL, FAILED)
    assert 30 not in http.slack.clock.slept
    await http.adapter.post(CHANNEL, FAILED)
    assert len(http.slack.posts) == 1


async def test_a_server_error_is_for_a_later_try(http: Desk) -> None:
    http.slack.workspace.faults["chat.update"] = [(500, "")]
    ts = await http.adapter.post(CHANNEL, FAILED)
    with pytest.raises(SlackApiError):
        await http.adapter.update(CHANNEL, ts, DONE)


async def test_blocks_that_slack_refuses_leave_one_line(http: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fakes.slack.api.lint", lambda blocks, surface: ["a rule of tomorrow"] * bool(blocks))
    await http.adapter.post(CHANNEL, FAILED)
    assert http.slack.reads("U1", "C1") == "FINANCE_DISK failed"
    assert http.slack.workspace.calls["chat.postMessage"] == 2


async def test_a_missing_scope_is_noticed_by_the_fake(http: Desk) -> None:
    http.slack.api.scopes.remove("im:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await http.adapter.post(Place("slack", "U2", direct=True), FAILED)


async def test_before_the_start_and_after_the_end_nothing_is_lost(http: Desk) -> None:
    clock = FakeClock()
    adapter = SlackAdapter(Scripted(), SlackSettings(BOT_TOKEN, SECRET), InMemory(clock), clock=clock)
    with pytest.raises(NotConnected):
        await adapter.post(CHANNEL, FAILED)
    await http.adapter.close()
    with pytest.raises(NotConnected):
        await http.adapter.update(CHANNEL, "1.1", DONE)


async def test_through_the_outbox_a_card_is_posted_edited_and_given_up(http: Desk, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'cards.sqlite'}")
    async with database.begin() as connection:
        await connection.run_sync(metadata.create_all)
    outbox = Outbox(database, http.slack.clock, "replica-1")
    outbox.senders["slack"] = http.adapter
    http.slack.workspace.faults["chat.postMessage"] = [(429, "1")]
    await outbox.show("incident:1", CHANNEL, FAILED)
    await outbox.show("nowhere", Place("slack", "C9"), FAILED)
    await outbox.round()
    assert (http.slack.reads("U1", "C1"), await outbox.waiting()) == ("", 1)
    http.slack.clock.move(seconds=5)
    await outbox.round()
    await outbox.show("incident:1", CHANNEL, DONE)
    await outbox.round()
    assert (http.slack.reads("U1", "C1"), await outbox.waiting()) == ("✅ FINANCE_DISK ended well", 0)
    await database.dispose()
