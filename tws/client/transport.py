"""HTTP to one engine: login, time-outs, retries of reads, actions sent once. The only module that knows httpx."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx
import structlog
from pydantic import TypeAdapter, ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from tws.client.guard import LoginGuard
from tws.client.orders import Order
from tws.client.refusals import action_refusal, refusal
from tws.client.settings import Connection
from tws.clock import Clock
from tws.errors import OutcomeUnknown, SchedulerAway, SchedulerError, UnreadableAnswer

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

TRIES = 3
MAX_BODY = 128 * 1024 * 1024
"""A page of 10,000 jobs is some 30 MB; what is bigger is not read."""
MAX_REFUSAL = 64 * 1024
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """One read. `body` is sent as JSON with POST; without it the verb is GET."""

    path: str
    params: Mapping[str, str | int] | None = None
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] | None = None
    accept: str = "application/json"
    max_bytes: int = MAX_BODY


@dataclass(frozen=True, slots=True)
class Answer:
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False
    """The body was longer than asked for."""


class Transport:
    def __init__(self, connection: Connection, *, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._connection = connection
        self._guard = LoginGuard(clock)
        self._sleep = sleep
        trust = _trust(connection)
        self._client = _pooled(connection, trust, kept=connection.max_connections)
        self._orders = _pooled(connection, trust, kept=0)

    @property
    def host(self) -> str:
        return self._connection.host

    async def read(self, question: Question) -> Answer:
        """Ask, up to three times where the engine does not answer; every question here changes nothing."""
        tries = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.25, max=4),
            retry=retry_if_exception_type(SchedulerAway),
            sleep=self._sleep,
            reraise=True,
        )
        return await tries(self._attempt, question)

    async def ask(self, shape: TypeAdapter[T], question: Question) -> T:
        return self.decode(shape, await self.read(question))

    def decode(self, shape: TypeAdapter[T], answer: Answer) -> T:
        """The answer in its shape, or UnreadableAnswer."""
        if answer.cut:
            raise UnreadableAnswer(f"{self.host} sent more than can be read at once")
        try:
            return shape.validate_json(answer.body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(p) for p in first["loc"])
            told = f"{first['msg']} at {place}" if place else first["msg"]
            raise UnreadableAnswer(f"{self.host} sent an answer that cannot be read ({told})") from None

    async def order(self, order: Order) -> None:
        """Sends an action once, over a connection of its own: a kept one may be dead without anybody knowing."""
        async with self._guard.passage():
            try:
                await self._put(order)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise _lost(self._connection, order, error) from error

    async def _put(self, order: Order) -> None:
        """Once the status is here the answer is known, whatever becomes of its body."""
        request = self._orders.build_request(
            "PUT",
            self._connection.root + order.path,
            json=order.body,
            headers={"Accept": "application/json", "Accept-Language": "en", **order.all_headers},
        )
        response = await self._orders.send(request, stream=True)
        try:
            if not response.is_success:
                raise action_refusal(self.host, order.what, response.status_code, await _readable(response))
        finally:
            await response.aclose()

    async def close(self) -> None:
        await self._client.aclose()
        await self._orders.aclose()

    async def _attempt(self, question: Question) -> Answer:
        async with self._guard.passage():
            try:
                return await self._exchange(question)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise _away(self._connection, error) from error

    async def _exchange(self, question: Question) -> Answer:
        request = self._client.build_request(
            "GET" if question.body is None else "POST",
            self._connection.root + question.path,
            params=question.params,
            json=question.body,
            headers={"Accept": question.accept, "Accept-Language": "en", **(question.headers or {})},
        )
        response = await self._client.send(request, stream=True)
        try:
            body, cut = await _body(response, question.max_bytes)
        finally:
            await response.aclose()
        if not response.is_success:
            raise refusal(self.host, response.status_code, body)
        return Answer(response.headers, body, cut)


async def _body(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    read = bytearray()
    async for piece in response.aiter_bytes():
        read += piece
        if len(read) > most:
            return bytes(read[:most]), True
    return bytes(read), False


async def _readable(response: httpx.Response) -> bytes:
    """What can be had of the body of a refusal."""
    try:
        return (await _body(response, MAX_REFUSAL))[0]
    except httpx.HTTPError:
        return b""


_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


def _lost(connection: Connection, order: Order, error: Exception) -> SchedulerError:
    """An action without an answer: not sent where no connection was made, else nobody knows."""
    told = str(_away(connection, error))
    if isinstance(error, _NOT_SENT):
        return SchedulerAway(f"The {order.what} was not sent. {told}")
    return OutcomeUnknown(f"The {order.what} was sent and its outcome is unknown. {told}")


def _away(connection: Connection, error: Exception) -> SchedulerAway:
    host, told = connection.host, str(error)
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return SchedulerAway(f"The certificate of {host} is not trusted; name the CA bundle that signed it")
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return SchedulerAway(f"No connection to {host} within {connection.connect_timeout:g} s")
    if isinstance(error, httpx.TimeoutException):
        return SchedulerAway(f"{host} did not answer within {connection.read_timeout:g} s")
    if isinstance(error, httpx.ConnectError):
        return SchedulerAway(f"{host} cannot be reached")
    return SchedulerAway(f"The connection to {host} broke off ({type(error).__name__})")


def _pooled(connection: Connection, trust: ssl.SSLContext | bool, *, kept: int) -> httpx.AsyncClient:
    bearer = {"Authorization": f"Bearer {connection.api_key}"} if connection.api_key else {}
    basic = httpx.BasicAuth(connection.user, connection.password) if connection.user and not bearer else None
    most = connection.max_connections
    return httpx.AsyncClient(
        auth=basic,
        headers=bearer,
        verify=trust,
        timeout=httpx.Timeout(connection.read_timeout, connect=connection.connect_timeout),
        limits=httpx.Limits(max_connections=most, max_keepalive_connections=kept),
        follow_redirects=False,
        trust_env=False,
    )


def _trust(connection: Connection) -> ssl.SSLContext | bool:
    """Made once for reads and actions: reading the CAs takes some 30 ms. Plain http has nothing to check."""
    if connection.insecure:
        _log.warning("tls_not_checked", host=connection.host)
        return False
    if connection.root.startswith("http:"):
        return False
    if connection.ca_bundle is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(connection.ca_bundle))
    except OSError as error:
        raise ValueError(f"The CA bundle {connection.ca_bundle} cannot be read") from error
