"""`resync serve`: the bot, with the web chat and, where tokens are set, Slack and Teams."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable

import click

from adapters.host import Host, Mount, PortTaken
from adapters.mounting import mounts
from bot.app import App, open_app
from bot.logs import configure
from bot.settings import Settings, UnsafeSettings


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port of the web chat, Slack's and Teams' events; 8080 unless set."
)
def command(port: int | None) -> None:
    """Run the bot. With no settings at all: simulator, web chat on 127.0.0.1:8080, SQLite.

    Example: TWS_HOST=mdm.bank.example TWS_USER=resync TWS_PASSWORD=… resync serve
    """
    settings = Settings()
    configure(settings.log)
    try:
        asyncio.run(_serve(settings, settings.web.port if port is None else port))
    except UnsafeSettings as fault:
        click.echo(f"Not started: {fault}", err=True)
        sys.exit(1)
    except PortTaken:
        click.echo("Not started: another program has the port. Stop it, or choose one with --port.", err=True)
        sys.exit(1)


async def _serve(settings: Settings, port: int) -> None:
    async with open_app(settings) as app:
        _settle_down()
        host = Host(
            app.engine,
            bind=settings.web.bind,
            port=port,
            mounts=[*mounts(app), Watchful(app)],
            on_ready=_say_ready(app),
        )
        await host.run()


def _settle_down() -> None:
    """What was made at start stays: later collections need not look at it (a full one took 140 ms)."""
    gc.collect()
    gc.freeze()


class Watchful(Mount):
    """The background rounds start when every platform can be posted to, and stop before the platforms do."""

    def __init__(self, app: App) -> None:
        self._rounds = app.rounds

    def add_to(self, app: object) -> None:
        return

    async def start(self) -> None:
        self._rounds.start()

    async def close(self) -> None:
        await self._rounds.close()


def _say_ready(app: App) -> Callable[[str], None]:
    def ready(address: str) -> None:
        plan = "a simulated bank's day" if not app.settings.tws.host else app.scheduler.source
        click.echo(f"Resync is ready: {address}   (plan: {plan}; Ctrl+C stops)")

    return ready
