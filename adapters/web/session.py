"""One browser: who it is, what it asked lately, and what it has been answered."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from aiohttp import web

from adapters.web.limits import BURST_SECONDS, BURST_TURNS, REMEMBERED_MESSAGES, SESSIONS
from bot.turn import Person, Place

COOKIE = "resync_session"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(slots=True)
class Letter:
    """One message of the client. Its answer is kept, so that a client whose socket broke can have it again."""

    id: str
    of: str = ""
    socket: web.WebSocketResponse | None = None
    frame: str = ""

    async def deliver(self) -> None:
        """Sends the answer if there is one and the socket is open; otherwise it waits for the client's next try."""
        if not self.frame or self.socket is None or self.socket.closed:
            return
        try:
            await self.socket.send_str(self.frame)
        except (ConnectionError, RuntimeError):
            self.socket = None


@dataclass(eq=False, slots=True)
class Listener:
    """An open socket; `still` says whether its person is signed in yet."""

    socket: web.WebSocketResponse
    still: Callable[[], Awaitable[bool]]

    async def tell(self, cards: Mapping[str, str], *messages: str) -> None:
        """Cards as they are when they leave. Nothing is told to whoever signed out; a broken socket opens again."""
        if self.socket.closed or not await self.still():
            return
        try:
            for frame in filter(None, map(cards.get, messages)):
                await self.socket.send_str(frame)
        except (ConnectionError, RuntimeError):
            return


@dataclass(slots=True)
class Session:
    channel: str
    person: Person
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a turn is handled; waiters are served in the order they came."""
    letters: OrderedDict[str, Letter] = field(default_factory=OrderedDict)
    cards: OrderedDict[str, str] = field(default_factory=OrderedDict)
    """Frames of what was posted unasked, by their message's id."""
    listeners: set[Listener] = field(default_factory=set)
    _recent: deque[datetime] = field(default_factory=deque)

    @property
    def place(self) -> Place:
        return Place(platform="web", channel=self.channel, direct=True)

    def speak_as(self, timezone: str, locale: str) -> Person:
        """The person, with the zone and locale the browser told last."""
        self.person = replace(
            self.person, timezone=timezone or self.person.timezone, locale=locale or self.person.locale
        )
        return self.person

    def admit(self, now: datetime) -> bool:
        """False where this session has had its turns for the moment."""
        while self._recent and now - self._recent[0] >= timedelta(seconds=BURST_SECONDS):
            self._recent.popleft()
        if len(self._recent) >= BURST_TURNS:
            return False
        self._recent.append(now)
        return True

    @property
    def idle(self) -> bool:
        return not self.listeners and not self.order.locked()

    def keep_card(self, message: str, frame: str, most: int) -> None:
        self.cards[message] = frame
        while len(self.cards) > most:
            self.cards.popitem(last=False)

    def open_letter(self, letter: Letter) -> None:
        self.letters[letter.id] = letter
        while len(self.letters) > REMEMBERED_MESSAGES:
            self.letters.popitem(last=False)


class Sessions:
    """The sessions of this process, the least used forgotten first. Their people are in `timezone` until they name
    their own."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._known: OrderedDict[str, Session] = OrderedDict()
        self._by_channel: dict[str, Session] = {}

    def of(self, person: Person, token: str) -> Session:
        """Two people at one browser have a session each."""
        key = f"{person.id}\0{token}"
        session = self._known.setdefault(key, Session(_channel(key), replace(person, timezone=self._timezone)))
        self._known.move_to_end(key)
        self._by_channel[session.channel] = session
        if len(self._known) > SESSIONS:
            self._forget_one()
        return session

    def at(self, channel: str) -> Session | None:
        """The session that a `Place` names."""
        return self._by_channel.get(channel)

    def _forget_one(self) -> None:
        idle = next((key for key, session in self._known.items() if session.idle), None)
        if idle is not None:
            del self._by_channel[self._known.pop(idle).channel]


def _channel(key: str) -> str:
    """What the ledger may know of a session: never the cookie itself."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def token_of(request: web.Request) -> str:
    """The session cookie's value, or a new one where there is none or it was not ours."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else secrets.token_urlsafe(32)


def keep_token(request: web.Request, response: web.StreamResponse, token: str) -> None:
    if request.cookies.get(COOKIE) != token:
        response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.secure, path="/")
