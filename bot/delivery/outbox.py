"""Cards: messages with a name, kept in the database. Each is posted once, and edited in place when it changes.

A card says what a message should show; a worker on any replica makes it so. It takes a card by a lease that ends
by itself, so a replica that dies between taking and posting loses nothing. One that dies after the platform took a
post and before the database knows it, within one statement, is the only way to a second post.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.blocks_json import reply_as_json, reply_from_json
from bot.delivery.sender import NEVER, Sender, Undeliverable
from bot.payload import in_its_language
from bot.reply import Reply
from bot.storage.database import insert_into
from bot.storage.tables import cards
from bot.turn import Place, Platform
from tws.clock import Clock

log = structlog.get_logger()

LEASE = timedelta(seconds=30)
"""Longest that one delivery may take before another replica tries."""
LONGEST_SEND = 25.0
"""Seconds for one delivery: less than the lease, so that a platform that hangs does not make two of it."""
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
TRIES = 40
"""Then a card is given up; with the waits above after about five hours."""


class Urgency(IntEnum):
    """What is sent first."""

    ALERT = 0
    ANSWER = 1
    ROUTINE = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One delivery to make: `message` is empty for a post, else what to edit."""

    name: str
    place: Place
    reply: Reply
    version: int
    message: str
    tries: int


class Outbox:
    def __init__(self, engine: AsyncEngine, clock: Clock, holder: str) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._clock, self._holder = clock, holder
        self.senders: dict[str, Sender] = {}
        """By platform; the host hands them in."""

    def serves(self, platform: Platform) -> bool:
        """Whether cards get there, as far as this process knows: a command has no senders, the service has."""
        return platform not in NEVER and (not self.senders or platform in self.senders)

    async def show(self, name: str, place: Place, reply: Reply, *, urgency: Urgency = Urgency.ANSWER) -> None:
        """The card of this name shall show `reply`; the same again changes nothing. Durable when it returns."""
        async with self._writing.begin() as connection:
            await self.show_in(connection, name, place, reply, urgency=urgency)

    async def show_in(
        self,
        connection: AsyncConnection,
        name: str,
        place: Place,
        reply: Reply,
        *,
        urgency: Urgency = Urgency.ANSWER,
    ) -> None:
        """As `show`, in the transaction of the caller: the card is there exactly when its cause is.

        For a place where nothing can ever be posted there is no card: it would wait for ever.
        """
        if place.platform in NEVER:
            return
        now, wanted = self._clock(), json.dumps(reply_as_json(in_its_language(reply)), ensure_ascii=False)
        if await _insert(connection, name, place, wanted, urgency, now):
            return
        changed = (cards.c.name == name) & (cards.c.reply != wanted)
        values = {"reply": wanted, "version": cards.c.version + 1, "due": now, "tries": 0, "failed": ""}
        await connection.execute(update(cards).where(changed).values(values))

    async def known(self, name: str) -> bool:
        async with self._reading.connect() as connection:
            return await connection.scalar(select(cards.c.version).where(cards.c.name == name)) is not None

    async def waiting(self) -> int:
        """How many cards do not show yet what they should."""
        async with self._reading.connect() as connection:
            behind = (cards.c.shown < cards.c.version) & (cards.c.failed == "")
            return await connection.scalar(select(func.count()).select_from(cards).where(behind)) or 0

    async def round(self) -> int:
        """Delivers what is due here; gives how many were taken. A platform that is slow keeps no other back."""
        return sum(await asyncio.gather(*(self._to(platform) for platform in list(self.senders))))

    async def _to(self, platform: str) -> int:
        taken = 0
        while (card := await self.take((platform,))) is not None:
            taken += 1
            await self.deliver(card)
        return taken

    async def take(self, platforms: Collection[str] = ()) -> Card | None:
        """The most urgent card that is due and nobody holds; held by us for LEASE from now. None named means all."""
        now = self._clock()
        free = (cards.c.until.is_(None)) | (cards.c.until <= now)
        due = (cards.c.shown < cards.c.version) & (cards.c.failed == "") & (cards.c.due <= now) & free
        async with self._writing.begin() as connection:
            query = (
                select(cards)
                .where(due & cards.c.platform.in_(platforms or self.senders))
                .order_by(cards.c.urgency, cards.c.due)
                .limit(1)
            )
            row = (await connection.execute(query.with_for_update(skip_locked=True))).first()
            if row is None:
                return None
            held = {"holder": self._holder, "until": now + LEASE}
            await connection.execute(update(cards).where(cards.c.name == row.name).values(held))
        return _card(row)

    async def deliver(self, card: Card) -> None:
        """Posts or edits; a failure is tried again later, and a final one is kept and logged."""
        sender = self.senders[card.place.platform]
        try:
            message = card.message
            async with asyncio.timeout(LONGEST_SEND):
                if message:
                    await sender.update(card.place, message, card.reply)
                else:
                    message = await sender.post(card.place, card.reply)
        except Undeliverable as fault:
            await self._give_up(card, str(fault))
        except Exception as fault:
            await self._later(card, type(fault).__name__)
        else:
            await self._note(card, shown=card.version, message=message, tries=0)

    async def _later(self, card: Card, why: str) -> None:
        if card.tries + 1 >= TRIES:
            await self._give_up(card, why)
            return
        wait = min(FIRST_WAIT * 2 ** min(card.tries, 12), LONGEST_WAIT)
        log.warning("card_delayed", card=card.name, why=why, tries=card.tries + 1)
        await self._note(card, tries=card.tries + 1, due=self._clock() + wait)

    async def _give_up(self, card: Card, why: str) -> None:
        log.error("card_undeliverable", card=card.name, why=why)
        await self._note(card, failed=why[:300] or "undeliverable")

    async def _note(self, card: Card, **values: object) -> None:
        """Only while the lease is ours; the lease is given back with it."""
        mine = (cards.c.name == card.name) & (cards.c.holder == self._holder)
        free = {"holder": "", "until": None}
        async with self._writing.begin() as connection:
            await connection.execute(update(cards).where(mine).values(**free, **values))


async def _insert(
    connection: AsyncConnection, name: str, place: Place, reply: str, urgency: Urgency, now: datetime
) -> bool:
    """False where a card of this name is there already."""
    values = {
        "name": name,
        "platform": place.platform,
        "place": json.dumps(asdict(place), ensure_ascii=False),
        "reply": reply,
        "version": 1,
        "shown": 0,
        "message": "",
        "urgency": int(urgency),
        "holder": "",
        "tries": 0,
        "due": now,
        "failed": "",
        "made": now,
    }
    made = await connection.execute(insert_into(connection, cards).values(values).on_conflict_do_nothing())
    return made.rowcount == 1


def _card(row: Row[Any]) -> Card:
    place, reply = Place(**json.loads(row.place)), reply_from_json(json.loads(row.reply))
    return Card(row.name, place, reply, row.version, row.message, row.tries)
