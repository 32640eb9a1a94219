"""Posts the summaries that are due."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Services
from bot.delivery.outbox import Outbox, Urgency
from bot.faults import error_reply
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import SystemHealth
from bot.skills import system_health
from bot.watch.places import place_of, speaking
from bot.watch.summaries import Due
from tws.errors import SchedulerError

PATIENCE = timedelta(minutes=10)
"""How long a summary waits for a scheduler that does not answer; then it says so."""


class Reporter:
    def __init__(self, services: Services, outbox: Outbox) -> None:
        self._services, self._outbox = services, outbox

    async def round(self) -> None:
        """Raises SchedulerError: the time is then tried again at the next round, and after PATIENCE owned up to."""
        for due in await self._services.summaries.due():
            if not await self._outbox.known(due.name):
                place = place_of(due.scheduled.channel)
                await self._outbox.show(due.name, place, await self._summary(due), urgency=Urgency.ROUTINE)
            await self._services.summaries.posted(due)

    async def _summary(self, due: Due) -> Reply:
        wish = due.scheduled
        context = speaking(self._services, place_of(wish.channel), wish.language, wish.timezone)
        try:
            reply = await system_health.run(SystemHealth(), context)
        except SchedulerError as fault:
            if self._services.clock() < due.at + PATIENCE:
                raise
            reply = error_reply(fault, context.words)
        return titled(context.words("summary.title", when=context.words.day(due.at)), reply)


def titled(title: str, reply: Reply) -> Reply:
    """One heading: the summary's own, in the tone of the answer's, which becomes the first line."""
    first = next((b for b in reply.blocks if isinstance(b, Heading)), None)
    rest = tuple(Text(b.text) if b is first and isinstance(b, Heading) else b for b in reply.blocks)
    heading = Heading(title, first.tone if first else Tone.PLAIN)
    return Reply((heading, *rest), language=reply.language, as_of=reply.as_of)
