"""Kept connections, and what a failure of one means."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Mapping

import httpx
import structlog

from tws.client.settings import Connection
from tws.errors import OutcomeUnknown, SchedulerAway, SchedulerError

FAULTS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
"""All that httpx raises where no answer came."""
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_log = structlog.get_logger(__name__)


class NotSent(SchedulerAway):
    """No connection was made: nothing has left this side."""


def pooled(connection: Connection, trust: ssl.SSLContext | bool, *, kept: int) -> httpx.AsyncHTTPTransport:
    """Without the kit's client around it: redirects, cookies and proxies are not wanted, and cost a tenth of a read."""
    limits = httpx.Limits(max_connections=connection.max_connections, max_keepalive_connections=kept)
    return httpx.AsyncHTTPTransport(verify=trust, limits=limits, trust_env=False)


class Letters:
    """Makes requests with what they all have."""

    def __init__(self, connection: Connection) -> None:
        self._plain = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en",
            "User-Agent": "resync",
            **_login(connection),
        }
        self._headers = httpx.Headers(self._plain)
        timeout = httpx.Timeout(connection.read_timeout, connect=connection.connect_timeout)
        self._extensions = {"timeout": timeout.as_dict()}

    def write(
        self,
        verb: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Request:
        every = {**self._plain, **headers} if headers else self._headers
        return httpx.Request(verb, url, params=params, json=body, headers=every, extensions=self._extensions)


def _login(connection: Connection) -> dict[str, str]:
    """Written once: redirects are not followed, so it goes to the masters only."""
    if connection.api_key:
        return {"Authorization": f"Bearer {connection.api_key}"}
    if not connection.user:
        return {}
    pair = f"{connection.user}:{connection.password}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}


def trust_of(connection: Connection) -> ssl.SSLContext | bool:
    """Made once for reads and actions: reading the CAs takes some 30 ms. Plain http has nothing to check."""
    if connection.insecure:
        _log.warning("tls_not_checked", host=connection.host)
        return False
    if not connection.needs_tls:
        return False
    if connection.ca_bundle is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(connection.ca_bundle))
    except OSError as error:
        raise ValueError(f"The CA bundle {connection.ca_bundle} cannot be read") from error


def away(connection: Connection, host: str, error: Exception) -> SchedulerAway:
    """A read that got no answer."""
    told = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return SchedulerAway(f"The certificate of {host} is not trusted; name the CA bundle that signed it")
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return SchedulerAway(f"No connection to {host} within {connection.connect_timeout:g} s")
    if isinstance(error, httpx.TimeoutException):
        return SchedulerAway(f"{host} did not answer within {connection.read_timeout:g} s")
    if isinstance(error, httpx.ConnectError):
        return SchedulerAway(f"{host} cannot be reached")
    return SchedulerAway(f"The connection to {host} broke off ({type(error).__name__})")


def lost(connection: Connection, host: str, what: str, error: Exception) -> SchedulerError:
    """An action without an answer: not sent where no connection was made, else nobody knows."""
    told = str(away(connection, host, error))
    if isinstance(error, _NOT_SENT):
        return NotSent(f"The {what} was not sent. {told}")
    return OutcomeUnknown(f"The {what} was sent and its outcome is unknown. {told}")
