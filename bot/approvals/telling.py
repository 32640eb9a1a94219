"""Shows an order wherever it concerns somebody: in the place where it was asked, and to approvers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.order import NO_ANSWER, Order, State
from bot.approvals.store import Told
from bot.delivery.outbox import Outbox, Urgency
from bot.reply import Reply
from bot.requests import Verb
from bot.settings import Channel
from bot.skills.order_card import card
from bot.turn import Place
from bot.watch.incidents import Incidents
from bot.watch.places import place_of
from bot.words import Words
from tws.clock import Clock

_SILENT = frozenset({State.DRAFT})
"""The form itself is answer enough."""


class OrderCards:
    def __init__(self, outbox: Outbox, channels: Sequence[Channel], clock: Clock, main: str = "") -> None:
        self._outbox, self._clock, self._main = outbox, clock, main
        self._channels = tuple(c for c in channels if c.approvals)

    def told(self, incidents: Incidents) -> Told:
        return _Telling(self, incidents)

    def is_of_main(self, order: Order) -> bool:
        """Failures are known of the main engine alone, and ids of jobs are of their engine."""
        return order.target.engine in ("", self._main)

    def reaches(self, place: Place) -> bool:
        """In a channel others see the card; a direct chat is the asker's alone."""
        shared = not place.direct and self._outbox.serves(place.platform)
        return shared or any(self._outbox.serves(place_of(c.place).platform) for c in self._channels)

    async def show(self, connection: AsyncConnection, order: Order, incident: str) -> None:
        """A card appears with the first state worth telling; later states change it."""
        if order.state in _SILENT:
            return
        home = Words(order.language, order.timezone, self._clock())
        shown = card(order, home, incident=incident)
        await self._tell(connection, f"order:{order.id}", order.place, shown, first=_worth(order))
        for channel in self._channels:
            place = place_of(channel.place)
            if (place.platform, place.channel) == (order.place.platform, order.place.channel):
                continue
            words = Words(channel.language, channel.timezone, self._clock())
            name = f"order:{order.id}:{channel.place}"
            await self._tell(connection, name, place, card(order, words), first=order.state is State.WAITING)

    async def _tell(self, connection: AsyncConnection, name: str, place: Place, shown: Reply, *, first: bool) -> None:
        if first or await self._outbox.known(name):
            await self._outbox.show_in(connection, name, place, shown, urgency=Urgency.ALERT)


class _Telling:
    def __init__(self, cards: OrderCards, incidents: Incidents) -> None:
        self._cards, self._incidents = cards, incidents

    async def __call__(self, connection: AsyncConnection, order: Order) -> None:
        cured = await _cured(order, self._incidents) if self._cards.is_of_main(order) else ""
        await self._cards.show(connection, order, cured)

    def reaches(self, place: Place) -> bool:
        return self._cards.reaches(place)


def _worth(order: Order) -> bool:
    """What the form's own answer does not tell: a wait for somebody, a run that goes on, an order that was cut off."""
    lost = order.state is State.UNKNOWN and order.outcome != NO_ANSWER
    return lost or order.state in (State.WAITING, State.SENT)


async def _cured(order: Order, incidents: Incidents) -> str:
    """The failure that a rerun has cured."""
    if order.verb != Verb.RERUN or order.state is not State.SUCCEEDED:
        return ""
    incident = await incidents.of_job(order.target.job_id)
    return incident.id if incident else ""
