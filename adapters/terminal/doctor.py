"""`resync doctor`: each part checked, with what to do about each fault."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.app import App, open_app
from bot.logs import configure
from bot.settings import Log, Settings, UnsafeSettings
from tws.errors import SchedulerDenied, SchedulerError


@click.command("doctor")
def command() -> None:
    """Check settings, scheduler, database and Slack; exit 1 where something is wrong.

    Example: TWS_HOST=mdm.bank.example TWS_USER=resync TWS_PASSWORD=… resync doctor
    """
    configure(Log(level="ERROR"))
    settings = Settings()
    click.echo(f"[ok] settings       environment {settings.environment}, data in {settings.data_dir}")
    sys.exit(0 if asyncio.run(_check(settings)) else 1)


async def _check(settings: Settings) -> bool:
    try:
        async with open_app(settings) as app:
            click.echo("[ok] database       opened and its tables are there")
            fine = await _scheduler(app)
    except UnsafeSettings as fault:
        click.echo(f"[x]  settings       {fault}")
        return False
    return _slack(settings) and fine


async def _scheduler(app: App) -> bool:
    try:
        engine = await app.scheduler.engine_info()
        plan = await app.scheduler.plan_info()
    except SchedulerError as fault:
        advice = "set TWS_USER and TWS_PASSWORD" if isinstance(fault, SchedulerDenied) else "check TWS_HOST, TWS_PORT"
        click.echo(f"[x]  scheduler      {fault}\n     what to do     {advice}")
        return False
    click.echo(f"[ok] scheduler      {app.scheduler.source}, version {engine.version}, plan #{plan.run_number}")
    return True


def _slack(settings: Settings) -> bool:
    slack = settings.slack
    if not slack.bot_token.get_secret_value():
        click.echo("[--] Slack          not set up (SLACK_BOT_TOKEN)")
        return True
    if not (slack.signing_secret.get_secret_value() or slack.app_token.get_secret_value()):
        click.echo(
            "[x]  Slack          a token but no way in\n     what to do     set SLACK_SIGNING_SECRET (HTTP)"
            " or SLACK_APP_TOKEN (Socket Mode)"
        )
        return False
    click.echo("[ok] Slack          tokens are set (not tried: that would post nothing but needs the network)")
    return True
