"""For every test: no network beyond loopback, no real waiting."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
"""The suite tries the same examples each time; HYPOTHESIS_PROFILE=search tries others."""
LONGEST_SLEEP = 0.3
"""Seconds; a test that waits longer should move a clock instead."""


class ReachedOut(BaseException):
    """A test tried to leave this machine."""


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(real: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if not _is_local(address):
                raise ReachedOut(f"a test wanted to connect to {address!r}")
            return real(self, address)

        return call

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_local((name,)):
            raise ReachedOut(f"a test wanted to look up {name!r}")
        return lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What a test sets up of the log is not the next one's."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=True)
def no_real_sleep(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("emulator"):
        return
    real = asyncio.sleep

    async def sleep(delay: float, result: Any = None) -> Any:
        caller = __import__("sys")._getframe(1).f_globals.get("__name__", "")
        if delay > LONGEST_SLEEP and caller.startswith("tests."):
            raise AssertionError(f"{caller} sleeps {delay} s for real")
        return await real(delay, result)

    monkeypatch.setattr(asyncio, "sleep", sleep)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine must not reach a test."""
    from bot.settings import PLAIN

    for name in (*PLAIN, "APP_ENVIRONMENT", "APP_SECRETS_DIR", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
