"""HTTP to one engine: login, deadlines, retries of reads, masters in turn, actions sent once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

import httpx
from pydantic import TypeAdapter, ValidationError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from tws.client.breaker import State
from tws.client.bulkhead import Bulkhead
from tws.client.guard import LoginGuard
from tws.client.masters import Master, Masters, Resting
from tws.client.meter import count_bytes
from tws.client.novelties import Novelties
from tws.client.orders import Order
from tws.client.pool import FAULTS, Letters, NotSent, away, lost, pooled, trust_of
from tws.client.refusals import action_refusal, refusal
from tws.client.settings import Connection
from tws.client.tables import Table, Told
from tws.clock import Clock
from tws.errors import OutcomeUnknown, SchedulerAway, UnreadableAnswer
from tws.off_loop import worked

T = TypeVar("T")
D = TypeVar("D")
W = TypeVar("W")
M = TypeVar("M")
Sleep = Callable[[float], Awaitable[None]]

TRIES = 3
MAX_BODY = 128 * 1024 * 1024
"""A page of 10,000 jobs is some 30 MB; what is bigger is not read."""
MAX_REFUSAL = 64 * 1024
BYTES_AN_OBJECT = 500
"""The smallest jobs of an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One read. `body` is sent as JSON with POST; without it the verb is GET."""

    path: str
    params: Mapping[str, str | int] | None = None
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] | None = None
    max_bytes: int = MAX_BODY


@dataclass(frozen=True, slots=True)
class Answer:
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False
    """The body was longer than asked for."""


@dataclass(slots=True)
class Posted:
    order: Order
    sent: bool = False
    """Some of it may have left this side."""


class Transport:
    def __init__(self, connection: Connection, *, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._connection = connection
        self._guard = LoginGuard(clock)
        self._masters = Masters(connection, clock)
        self._novelties = Novelties(clock)
        self._sleep = sleep
        self._letters = Letters(connection)
        trust = trust_of(connection)
        most, waiting = connection.max_connections, connection.max_waiting
        self._reads = pooled(connection, trust, kept=most)
        self._orders = pooled(connection, trust, kept=0)
        self._reading = Bulkhead(connection.host, at_once=most, waiting=waiting)
        self._ordering = Bulkhead(connection.host, at_once=most, waiting=waiting)

    @property
    def host(self) -> str:
        return self._connection.host

    @property
    def deadline(self) -> float:
        """Seconds that one call may take."""
        return self._connection.deadline

    @property
    def long_deadline(self) -> float:
        """Seconds that one question of many calls may take."""
        return self._connection.long_deadline

    @property
    def breakers(self) -> Mapping[str, State]:
        return self._masters.states()

    async def read(self, question: Question) -> Answer:
        """Ask, up to three times where the engine does not answer; every question here changes nothing."""
        try:
            async with asyncio.timeout(self._connection.deadline), self._reading:
                try:
                    return await self._attempt(question)
                except Resting:
                    raise
                except SchedulerAway as fault:
                    return await self._again(question, fault)
        except TimeoutError:
            raise SchedulerAway(f"{self.host} did not answer within {self._connection.deadline:g} s") from None

    async def _again(self, question: Question, fault: SchedulerAway) -> Answer:
        """The other tries, with growing pauses of full jitter; the first one has failed already."""
        failed = [fault]

        async def attempt() -> Answer:
            if failed:
                raise failed.pop()
            return await self._attempt(question)

        tries = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.25, max=4),
            retry=retry_if_exception(_worth_a_try),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return await tries(attempt)
        except Resting:
            raise fault from None

    async def ask(self, shape: TypeAdapter[T], question: Question) -> T:
        return await self.decode(shape, await self.read(question))

    async def decode(self, shape: TypeAdapter[T], answer: Answer) -> T:
        """The answer in its shape, or UnreadableAnswer."""
        value = await self._read(answer, partial(shape.validate_json, answer.body))
        self._novelties.look(value, answer.body)
        return value

    async def table(self, table: Table[D, W], answer: Answer, make: Callable[[Sequence[W]], list[M]]) -> Told[D, M]:
        """A long list, and what `make` makes of its objects; `make` runs on a thread where they are many."""
        told = await self._read(answer, partial(table.read, answer.body, make))
        self._novelties.look(told.rest, answer.body)
        return told

    async def _read(self, answer: Answer, read: Callable[[], T]) -> T:
        if answer.cut:
            raise UnreadableAnswer(f"{self.host} sent more than can be read at once")
        try:
            return await worked(read, len(answer.body) // BYTES_AN_OBJECT)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(p) for p in first["loc"])
            told = f"{first['msg']} at {place}" if place else first["msg"]
            raise UnreadableAnswer(f"{self.host} sent an answer that cannot be read ({told})") from None

    async def order(self, order: Order) -> bytes:
        """Sends an action once; a backup is asked only where no connection was made. Gives the answer's body."""
        late = f"{self.host} did not answer within {self._connection.deadline:g} s"
        posted = Posted(order)
        try:
            async with asyncio.timeout(self._connection.deadline), self._ordering:
                return await self._order_at_one(posted)
        except TimeoutError:
            if posted.sent:
                raise OutcomeUnknown(f"The {order.what} was sent and its outcome is unknown. {late}") from None
            raise NotSent(f"The {order.what} was not sent. {late}") from None

    async def _order_at_one(self, posted: Posted) -> bytes:
        fault: NotSent | None = None
        try:
            for master in self._masters.admitted():
                try:
                    return await self._order_at(master, posted)
                except NotSent as error:
                    fault = error
        except Resting as error:
            raise NotSent(f"The {posted.order.what} was not sent. {error}") from None
        assert fault is not None  # noqa: S101 (at least one was admitted)
        raise fault

    async def _order_at(self, master: Master, posted: Posted) -> bytes:
        """Over a connection of its own: a kept one may be dead without anybody knowing."""
        with master.breaker.passage():
            return await self._guard.pass_through(lambda: self._sent(master, posted))

    async def _sent(self, master: Master, posted: Posted) -> bytes:
        posted.sent = True
        try:
            return await self._send(master, posted.order)
        except FAULTS as error:
            raise lost(self._connection, master.host, posted.order.what, error) from error

    async def _send(self, master: Master, order: Order) -> bytes:
        """Once the status is here the answer is known, whatever becomes of its body."""
        request = self._letters.write(
            order.verb, master.root + order.path, params=order.params, body=order.body, headers=order.all_headers
        )
        response = await self._orders.handle_async_request(request)
        try:
            said = await _readable(response, self._connection.read_timeout)
        finally:
            await response.aclose()
        if not response.is_success:
            raise action_refusal(master.host, order.what, response.status_code, said)
        return said

    async def close(self) -> None:
        await self._reads.aclose()
        await self._orders.aclose()

    async def _attempt(self, question: Question) -> Answer:
        """At the master; where nobody is there, at its backups. A refusal is an answer."""
        fault: SchedulerAway | None = None
        for master in self._masters.admitted():
            try:
                return await self._ask(master, question)
            except SchedulerAway as error:
                if error.status is not None:
                    raise
                fault = error
        assert fault is not None  # noqa: S101 (at least one was admitted)
        raise fault

    async def _ask(self, master: Master, question: Question) -> Answer:
        with master.breaker.passage():
            return await self._guard.pass_through(lambda: self._answered(master, question))

    async def _answered(self, master: Master, question: Question) -> Answer:
        try:
            return await self._exchange(master, question)
        except FAULTS as error:
            raise away(self._connection, master.host, error) from error

    async def _exchange(self, master: Master, question: Question) -> Answer:
        request = self._letters.write(
            "GET" if question.body is None else "POST",
            master.root + question.path,
            params=question.params,
            body=question.body,
            headers=question.headers,
        )
        response = await self._reads.handle_async_request(request)
        try:
            body, cut = await _body(response, question.max_bytes)
        finally:
            await response.aclose()
        if not response.is_success:
            raise refusal(master.host, response.status_code, body)
        count_bytes(len(body))
        return Answer(response.headers, body, cut)


def _worth_a_try(error: BaseException) -> bool:
    return isinstance(error, SchedulerAway) and not isinstance(error, Resting)


async def _body(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """No more than `most`, and whether there was more."""
    pieces: list[bytes] = []
    left = most
    async for piece in _pieces(response):
        pieces.append(piece[:left])
        left -= len(piece)
        if left < 0:
            return b"".join(pieces), True
    return b"".join(pieces), False


def _pieces(response: httpx.Response) -> AsyncIterable[bytes]:
    """Past the kit's decoders where nothing is packed: they cost a fortieth of a read."""
    if "content-encoding" in response.headers:
        return response.aiter_bytes()
    return cast("AsyncIterable[bytes]", response.stream)


async def _readable(response: httpx.Response, seconds: float) -> bytes:
    """What can be had in time of a body that matters less than its status."""
    try:
        async with asyncio.timeout(seconds):
            return (await _body(response, MAX_REFUSAL))[0]
    except (httpx.HTTPError, TimeoutError):
        return b""
