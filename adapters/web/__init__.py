"""The web chat: a page, its WebSocket and one HTTP call, mounted on the host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime

from aiohttp import web

from adapters.web.api import Api
from adapters.web.chat import Chat
from adapters.web.desk import Clock, Desk
from adapters.web.limits import DRAIN_SECONDS
from adapters.web.origin import our_name, same_origin
from adapters.web.pages import add_headers, pages
from adapters.web.problem import Problem
from adapters.web.session import Sessions
from bot.engine_face import Answers
from bot.turn import Person

__all__ = ["OPERATOR", "WebChat"]

OPERATOR = Person(id="operator (web)", name="operator (web)")
"""Who speaks in development: the chat has no login of its own."""
UNKNOWN_NAME = Problem(403, "This host name is not one of the chat's.", "List it in the web settings.")
OTHER_SITE = Problem(403, "Another site may not use this chat.", "Open the chat's own page.")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _now() -> datetime:
    return datetime.now(UTC)


class WebChat:
    """A mount of the host. `names` are the DNS names it may be reached by; addresses and local names always may."""

    def __init__(
        self,
        engine: Answers,
        *,
        clock: Clock = _now,
        person: Person = OPERATOR,
        names: Collection[str] = (),
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        self._desk = Desk(engine, clock)
        sessions = Sessions(person)
        self._chat = Chat(self._desk, sessions)
        self._api = Api(self._desk, sessions)
        self._names = frozenset(name.casefold() for name in names)
        self._drain_seconds = drain_seconds

    def add_to(self, app: web.Application) -> None:
        app.on_response_prepare.append(add_headers)
        for route, page in pages().items():
            app.router.add_get(route, page.serve)
        app.router.add_get("/ws", self._guarded(self._chat.serve), allow_head=False)
        app.router.add_post("/api/chat", self._guarded(self._api.serve))

    async def start(self) -> None:
        """Nothing to open: the first browser brings the first session."""

    async def close(self) -> None:
        """Lets running turns finish and be delivered, then says goodbye (1001) to every socket."""
        await self._desk.finish(self._drain_seconds)
        await self._chat.close()

    def _guarded(self, handler: Handler) -> Handler:
        async def guard(request: web.Request) -> web.StreamResponse:
            if not our_name(request, self._names):
                return Problem(
                    403, "This host name is not one of the chat's.", "List it in the web settings."
                ).response()
            if not same_origin(request):
                return Problem(403, "Another site may not use this chat.", "Open the chat's own page.").response()
            return await handler(request)

        return guard
