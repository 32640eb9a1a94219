"""The door of every route: names and origins of ours only, a known person with the right, one shape for errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from time import perf_counter
from urllib.parse import quote

import structlog
from aiohttp import web

from adapters.web.login.gate import Gate
from adapters.web.metrics import Metrics
from adapters.web.origin import listed, our_name, same_origin, sharing
from adapters.web.paper import again
from adapters.web.problem import Problem, new_id
from adapters.web.services import Rights
from bot.access import Role
from bot.turn import Person

log = structlog.get_logger()

Anyone = Callable[[web.Request], Awaitable[web.StreamResponse]]
Known = Callable[[web.Request, Person], Awaitable[web.StreamResponse]]
ErrorPage = Callable[[web.Request, Problem], web.Response]

WRONG = "Something went wrong here; it is in the log."
UNKNOWN_NAME = Problem(403, "This host name is not one of the chat's.", "List it in the web settings.")
OTHER_SITE = Problem(403, "Another site may not use this chat.", "Open the chat's own page.")
STRANGER = Problem(
    401, "This needs a known person.", "Sign in at /login, or get a token with POST /token.", WWW_Authenticate="Bearer"
)


class Door:
    def __init__(
        self, gate: Gate, rights: Rights, *, names: Collection[str], origins: Collection[str], metrics: Metrics
    ) -> None:
        self.gate = gate
        self._rights, self._metrics = rights, metrics
        self._names = frozenset(name.casefold() for name in names)
        self._origins = frozenset(origin.casefold().rstrip("/") for origin in origins)

    def anyone(self, handler: Anyone) -> Anyone:
        """A route of the API that a stranger may use."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._guarded(request, handler, Problem.response)

        return self._measured(answer)

    def person(self, handler: Known, *roles: Role) -> Anyone:
        """A route of the API for people who hold one of the roles; without roles the engine checks rights itself."""

        async def let_in(request: web.Request) -> web.StreamResponse:
            return await handler(request, await self._known(request, roles))

        return self.anyone(let_in)

    def page(self, handler: Anyone, error_page: ErrorPage) -> Anyone:
        """A page that a stranger may see; its errors are pages too."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._guarded(request, handler, lambda problem: error_page(request, problem))

        return self._measured(answer)

    def own_page(self, handler: Known, error_page: ErrorPage, *roles: Role) -> Anyone:
        """A page for people: strangers are sent to sign in and come back."""

        async def let_in(request: web.Request) -> web.StreamResponse:
            if await self.gate.who(request) is None:
                return again(request) if _came_from_elsewhere(request) else self.to_login(request)
            return await handler(request, await self._known(request, roles))

        return self.page(let_in, error_page)

    def to_login(self, request: web.Request) -> web.Response:
        return web.Response(status=303, headers={"Location": f"/login?next={quote(request.path, safe='/')}"})

    async def preflight(self, request: web.Request) -> web.StreamResponse:
        """OPTIONS: what a browser asks before another site's page may call."""
        if not listed(request, self._origins):
            return OTHER_SITE.response()
        return web.Response(status=204, headers=sharing(request))

    async def _known(self, request: web.Request, roles: tuple[Role, ...]) -> Person:
        person = await self.gate.who(request)
        if person is None:
            raise STRANGER
        if roles and not any(self._rights.has(person, role) for role in roles):
            raise Problem(
                403, f"This needs the role {' or '.join(roles)}.", "Ask whoever keeps the bot's roles for it."
            )
        return person

    async def _guarded(
        self, request: web.Request, handler: Anyone, show: Callable[[Problem], web.Response]
    ) -> web.StreamResponse:
        shared = listed(request, self._origins)
        try:
            if not our_name(request, self._names):
                raise UNKNOWN_NAME
            if not (shared or same_origin(request)):
                raise OTHER_SITE
            response = await handler(request)
        except Problem as problem:
            response = show(problem)
        except web.HTTPException:
            raise
        except Exception:
            error_id = new_id()
            log.exception("route_failed", route=_route(request), correlation_id=error_id)
            response = show(Problem(500, WRONG, "Try again, and tell the id.", correlation=error_id))
        if shared and not response.prepared:
            response.headers.update(sharing(request))
        return response

    def _measured(self, answer: Anyone) -> Anyone:
        async def measure(request: web.Request) -> web.StreamResponse:
            begin = perf_counter()
            response = await answer(request)
            if response.status != 101:
                self._metrics.http(_route(request), request.method, response.status, perf_counter() - begin)
            return response

        return measure


def _came_from_elsewhere(request: web.Request) -> bool:
    """Followed from another site, such as a link in a chat: the browser kept our cookie back (SameSite=Strict)."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method == "GET"


def _route(request: web.Request) -> str:
    """The route's pattern: a bounded set."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
