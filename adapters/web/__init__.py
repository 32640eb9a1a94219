"""The web: a chat page, its WebSocket, REST, signing in and the review queue, mounted on the host."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

from adapters.web.api import Api
from adapters.web.cards import Cards
from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.door import Door
from adapters.web.limits import DRAIN_SECONDS
from adapters.web.login import Signing
from adapters.web.login.csrf import Csrf
from adapters.web.login.gate import OpenGate
from adapters.web.metrics import Metrics
from adapters.web.pages import add_headers, pages
from adapters.web.paper import error_page
from adapters.web.rest import Rest
from adapters.web.review import PATH, ReviewPage
from adapters.web.services import ReadersOnly, Rights, Services
from adapters.web.session import Sessions
from adapters.web.start_page import StartPage
from adapters.web.starters import Starters
from bot.access import Role
from bot.engine_face import Answers
from bot.turn import Person
from tws.clock import Clock, system_clock

__all__ = ["OPERATOR", "Services", "Signing", "WebChat"]

OPERATOR = Person(id="operator", name="operator (web)")
"""Who speaks in development, where nobody signs in."""


class WebChat:
    """A mount of the host. `names` are the DNS names it may be reached by; addresses and local names always may.

    Without `signing` everybody is `person`: for development on loopback only (`adapters.web.safety`).
    `timezone` (IANA) is that of people who name none. `origins` are other sites whose pages may call the API with a
    token; `metrics_token` is Prometheus' own.
    """

    def __init__(
        self,
        engine: Answers,
        *,
        clock: Clock = system_clock,
        person: Person = OPERATOR,
        names: Collection[str] = (),
        origins: Collection[str] = (),
        signing: Signing | None = None,
        rights: Rights | None = None,
        services: Services | None = None,
        metrics_token: str = "",
        timezone: str = "UTC",
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        self._clock, self._timezone, self._drain_seconds = clock, timezone, drain_seconds
        self._signing, self._services = signing, services or Services()
        metrics = Metrics()
        self._gate = signing.gate if signing else OpenGate(person)
        self._door = Door(self._gate, rights or ReadersOnly(), names=names, origins=origins, metrics=metrics)
        self._rest = Rest(self._services, self._door, clock, metrics, metrics_token)
        self._desk, sessions = Desk(engine, clock), Sessions(timezone)
        self.cards = Cards(sessions, clock)
        """What delivery posts through."""
        self._chat, self._api = Chat(self._desk, sessions, self._gate), Api(self._desk, sessions)

    def add_to(self, app: web.Application) -> None:
        app.on_response_prepare.append(add_headers)
        for route, page in pages().items():
            app.router.add_get(route, page.serve)
        self._add_chat(app)
        self._add_login(app)
        self._add_review(app)
        self._rest.add_to(app)

    async def start(self) -> None:
        """Nothing to do: the first browser brings the first session."""

    async def close(self) -> None:
        """Lets running turns finish and be delivered, then says goodbye (1001) to every socket."""
        await self._desk.finish(self._drain_seconds)
        await self._chat.close()

    def _add_chat(self, app: web.Application) -> None:
        door, start = self._door, StartPage(Starters(self._services.scheduler, self._clock), self._gate.asks)
        app.router.add_get("/", door.own_page(start.serve, error_page))
        app.router.add_get("/ws", door.person(self._chat.serve), allow_head=False)
        app.router.add_post("/api/chat", door.person(self._api.serve))

    def _add_login(self, app: web.Application) -> None:
        if self._signing is None:
            return
        desk, door = self._signing.desk, self._door
        app.router.add_post("/token", door.anyone(desk.token))
        app.router.add_get("/login", door.page(desk.show, error_page))
        app.router.add_post("/login", door.page(desk.sign_in, error_page))
        app.router.add_get("/logout", door.page(desk.ask, error_page))
        app.router.add_post("/logout", door.page(desk.sign_out, error_page))

    def _add_review(self, app: web.Application) -> None:
        reviews = self._services.reviews
        if reviews is None:
            return
        csrf = self._signing.csrf if self._signing else Csrf("")
        page = ReviewPage(reviews, csrf, self._clock, self._timezone, self._gate.asks)
        app.router.add_get(PATH, self._door.own_page(page.show, error_page, Role.REVIEWER))
        app.router.add_post(PATH, self._door.own_page(page.take, error_page, Role.REVIEWER))
