"""The web as the settings want it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.web import Services, Signing, WebChat
from adapters.web.safety import open_to_all, passwords
from adapters.web.services import Rights
from bot.coordination.face import Coordination
from bot.engine_face import Answers
from bot.settings import Settings
from tws.clock import Clock


def web_chat(
    engine: Answers,
    settings: Settings,
    *,
    clock: Clock,
    database: AsyncEngine,
    coordination: Coordination,
    rights: Rights | None = None,
    services: Services | None = None,
    origins: Collection[str] = (),
    metrics_token: str = "",
) -> WebChat:
    """`origins` are other sites whose pages may call the API with a token, `metrics_token` is Prometheus' own.

    Ask `adapters.web.safety.unsafe` first; with settings that it refuses nobody gets in.
    """
    signing = None if open_to_all(settings) else _signing(settings, clock, database, coordination)
    return WebChat(
        engine,
        clock=clock,
        names=settings.web.names,
        signing=signing,
        rights=rights,
        services=services,
        origins=origins,
        metrics_token=metrics_token,
        timezone=settings.timezone,
    )


def _signing(settings: Settings, clock: Clock, database: AsyncEngine, coordination: Coordination) -> Signing:
    key = settings.web.secret_key.get_secret_value()
    return Signing(passwords(settings), key, database, coordination, clock)
