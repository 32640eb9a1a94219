"""Cards: each posted once, edited in place, tried again, and taken over from a replica that died."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.outbox import LEASE, TRIES, Outbox, Urgency
from bot.delivery.sender import Undeliverable
from bot.reply import Ask, Button, Buttons, Field, Heading, Note, Reply, Table, Text, Tone
from bot.storage.database import create_tables, open_database, sqlite_url
from bot.turn import Place

HERE = Place("slack", "C1", "171.5")


@dataclass
class Channel:
    """A platform that keeps what it shows."""

    shows: dict[str, Reply] = field(default_factory=dict)
    posts: int = 0
    faults: list[Exception] = field(default_factory=list)

    async def post(self, place: Place, reply: Reply) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.posts += 1
        self.shows[f"m{self.posts}"] = reply
        return f"m{self.posts}"

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.shows[message] = reply


@dataclass
class Bench:
    now: datetime
    channel: Channel
    a: Outbox
    b: Outbox

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    database = open_database(sqlite_url(tmp_path))
    await create_tables(database)
    made = Bench(datetime(2026, 11, 21, tzinfo=UTC), Channel(), None, None)  # type: ignore[arg-type]
    made.a, made.b = Outbox(database, made.clock, "a"), Outbox(database, made.clock, "b")
    made.a.senders["slack"] = made.b.senders["slack"] = made.channel
    yield made
    await database.dispose()


def says(text: str) -> Reply:
    return Reply((Text(text),))


async def test_a_card_is_posted_once_by_two_replicas(bench: Bench) -> None:
    await bench.a.show("x", HERE, says("hello"))
    await bench.b.show("x", HERE, says("hello"))
    assert await bench.a.round() + await bench.b.round() == 1
    assert bench.channel.shows == {"m1": says("hello")}


async def test_a_changed_card_is_edited_in_place(bench: Bench) -> None:
    await bench.a.show("x", HERE, says("running"))
    await bench.a.round()
    await bench.b.show("x", HERE, says("ended"))
    await bench.b.round()
    assert bench.channel.shows == {"m1": says("ended")}
    assert await bench.a.waiting() == 0


async def test_a_replica_that_died_holding_a_card_is_taken_over(bench: Bench) -> None:
    await bench.a.show("x", HERE, says("hello"))
    assert await bench.a.take() is not None
    assert await bench.b.round() == 0
    bench.now += LEASE + timedelta(seconds=1)
    assert await bench.b.round() == 1
    assert bench.channel.posts == 1


async def test_what_fails_is_tried_again_later(bench: Bench) -> None:
    bench.channel.faults = [TimeoutError(), ConnectionError()]
    await bench.a.show("x", HERE, says("hello"))
    await bench.a.round()
    assert await bench.a.round() == 0
    bench.now += timedelta(seconds=3)
    await bench.a.round()
    bench.now += timedelta(seconds=5)
    await bench.a.round()
    assert bench.channel.posts == 1


async def test_a_channel_that_is_gone_is_given_up_and_others_go_on(bench: Bench) -> None:
    bench.channel.faults = [Undeliverable("the channel is archived")]
    await bench.a.show("x", HERE, says("lost"))
    await bench.a.show("y", HERE, says("found"), urgency=Urgency.ROUTINE)
    await bench.a.round()
    assert list(bench.channel.shows.values()) == [says("found")]
    assert await bench.a.waiting() == 0


async def test_alerts_go_first(bench: Bench) -> None:
    await bench.a.show("later", HERE, says("summary"), urgency=Urgency.ROUTINE)
    await bench.a.show("first", HERE, says("alert"), urgency=Urgency.ALERT)
    await bench.a.round()
    assert list(bench.channel.shows.values()) == [says("alert"), says("summary")]


async def test_a_platform_without_a_sender_waits(bench: Bench) -> None:
    await bench.a.show("x", Place("teams", "19:abc"), says("hello"))
    assert await bench.a.round() == 0
    assert await bench.a.waiting() == 1


async def test_every_kind_of_block_survives_the_database(bench: Bench) -> None:
    form = Ask((Field("reason", "Why?", long=True),), (Button("Send", '{"do":"help","in":"pt-BR"}', "primary"),))
    blocks = (
        Heading("T", Tone.BAD),
        Table("c", ("a",), (("1",),), (Tone.GOOD,)),
        form,
        Buttons((Button("x", '{"do":"help","in":"pt-BR"}'),)),
        Note("n"),
    )
    reply = Reply(blocks, language="pt-BR", as_of=bench.now)
    await bench.a.show("x", HERE, reply)
    await bench.a.round()
    assert bench.channel.shows == {"m1": reply}


class Hanging(Channel):
    """A platform that takes a message and never answers."""

    async def post(self, place: Place, reply: Reply) -> str:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_platform_that_hangs_keeps_no_other_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.outbox.LONGEST_SEND", 0.05)
    bench.a.senders["teams"] = Hanging()
    await bench.a.show("x", Place("teams", "19:abc"), says("stuck"), urgency=Urgency.ALERT)
    await bench.a.show("y", HERE, says("through"))
    delivering = asyncio.create_task(bench.a.round())
    await asyncio.sleep(0)
    assert await delivering == 2
    assert list(bench.channel.shows.values()) == [says("through")]
    assert await bench.a.waiting() == 1, "the other is tried again"


async def test_a_card_in_the_transaction_of_its_cause_falls_with_it(bench: Bench) -> None:
    with pytest.raises(RuntimeError):
        async with bench.a._writing.begin() as connection:
            await bench.a.show_in(connection, "x", HERE, says("hello"))
            raise RuntimeError
    assert await bench.a.round() == 0 and not await bench.a.known("x")


async def test_a_card_that_was_given_up_is_tried_again_when_it_changes(bench: Bench) -> None:
    bench.channel.faults = [Undeliverable("the bot is not in the channel")]
    await bench.a.show("x", HERE, says("lost"))
    await bench.a.round()
    await bench.a.show("x", HERE, says("invited meanwhile"))
    await bench.a.round()
    assert list(bench.channel.shows.values()) == [says("invited meanwhile")]


async def test_what_fails_for_hours_is_given_up_at_last(bench: Bench) -> None:
    bench.channel.faults = [ConnectionError() for _ in range(TRIES)]
    await bench.a.show("x", HERE, says("lost"))
    for _ in range(TRIES):
        await bench.a.round()
        bench.now += timedelta(minutes=11)
    assert await bench.a.waiting() == 0 and bench.channel.posts == 0 and bench.channel.faults == []


async def test_a_change_while_it_is_being_sent_is_shown_next(bench: Bench) -> None:
    await bench.a.show("x", HERE, says("first"))
    card = await bench.a.take()
    assert card is not None
    await bench.b.show("x", HERE, says("second"))
    await bench.a.deliver(card)
    await bench.a.round()
    assert bench.channel.shows == {"m1": says("second")} and bench.channel.posts == 1
