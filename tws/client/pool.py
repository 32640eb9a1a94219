"""Kept connections, and what a failure of one means."""

from __future__ import annotations

import ssl

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


def pooled(connection: Connection, trust: ssl.SSLContext | bool, *, kept: int) -> httpx.AsyncClient:
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
