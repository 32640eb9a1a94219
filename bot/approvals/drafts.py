"""Orders that wait for their requester's yes, and which of them a yes in words means."""

from __future__ import annotations

from datetime import timedelta

from audit import Ledger
from bot.access import Member
from bot.approvals.order import Order, State
from bot.approvals.store import OrderStore
from bot.requests import Verb
from bot.turn import Place
from tws.clock import Clock

SPOKEN_MINUTES = 2
"""How long a bare yes or no in words is taken for the answer to a form; its buttons last longer."""

_ABOUT = frozenset({*Verb, "confirm_prompt", "send_order", "withdraw_order"})
"""Intents of turns that are about an order."""


class Drafts:
    def __init__(self, store: OrderStore, ledger: Ledger, clock: Clock) -> None:
        self._store, self._ledger, self._clock = store, ledger, clock

    async def open(self, member: Member, place: Place) -> list[Order]:
        """Of this person in this place, oldest first."""
        mine = await self._store.within({State.DRAFT}, asked_by=member.key)
        return [o for o in mine if o.place == place and o.expires > self._clock()]

    async def meant(self, member: Member, place: Place, shown: str = "") -> Order | None:
        """The order that a bare yes or no can only mean.

        That of the form `shown` last, else the newest of this person in this place; still to be confirmed, asked
        within SPOKEN_MINUTES, and nothing else talked about since: whoever asks for a status and then says yes may
        mean anything.
        """
        since = self._clock() - timedelta(minutes=SPOKEN_MINUTES)
        here = [o for o in await self._store.newest(member.key, since) if o.place == place]
        at = max((o.asked_at for o in here), default=None)
        latest = [o for o in here if (o.id == shown if shown else o.asked_at == at)]
        if len(latest) != 1 or latest[0].state is not State.DRAFT or await self._talked_since(latest[0], member):
            return None
        return latest[0]

    async def _talked_since(self, order: Order, member: Member) -> bool:
        turns = await self._ledger.events(kind="turn", who=member.name, since=order.asked_at)
        here = order.place.address
        return any(t.where == here and t.at > order.asked_at and t.body.get("intent") not in _ABOUT for t in turns)
