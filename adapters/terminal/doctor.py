"""`resync doctor`: each part checked, with what to do about each fault."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping

import click
from sqlalchemy.exc import SQLAlchemyError

from adapters.web.safety import unsafe
from bot.app import open_app
from bot.health import Finding, State
from bot.logs import configure
from bot.settings import Log, Settings, UnsafeSettings

SIGNS: Mapping[State, str] = {State.OK: "[ok]", State.DEGRADED: "[!]", State.DOWN: "[x]", State.OFF: "[--]"}
NAMES: Mapping[str, str] = {"app": "rounds", "tws": "scheduler"}
"""What people call a part whose check has another name."""
ADVICE: Mapping[str, str] = {
    "start": "check the file, folder or address it names; for the database that is DATABASE_URL or APP_DATA_DIR",
    "rounds": "the log has the reason under the round's name",
    "scheduler": "check TWS_HOST and TWS_PORT, then TWS_USER with TWS_PASSWORD, or TWS_API_KEY",
    "engine": "check its table in the settings (host, port, user, password); the others are answered from all the same",
    "database": "check DATABASE_URL, or that APP_DATA_DIR may be written to",
    "redis": "start it, or correct REDIS_URL",
    "knowledge": "found by words only: `make weights` gets the model; one process owns the vectors; or see CHROMA_URL",
    "model": "check LLM_ENDPOINT, LLM_API_KEY and LLM_MODEL; all but the model's prose works without",
    "outbox": "messages wait for Slack or Teams: check their tokens and the way out of the house",
    "ledger": "check the disk and the database: changes are refused while they cannot be written down",
    "web": "resync serve does not start before that is set",
    "Slack": "set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode), and SLACK_BOT_TOKEN",
    "Teams": "set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID",
    "channels": "set that platform's tokens, or take the channel out of the settings",
}


@click.command("doctor")
def command() -> None:
    """Check settings, scheduler, database, Redis, knowledge, model, Slack and Teams; exit 1 where something is wrong.

    Example: TWS_HOST=mdm.bank.example TWS_USER=resync TWS_PASSWORD=… resync doctor
    """
    configure(Log(level="ERROR"))
    settings = Settings()
    where = f"environment {settings.environment}, data in {settings.data_dir}"
    read = {"settings": Finding(State.OK, where)}
    found = {**read, **asyncio.run(_parts(settings)), **dict(_by_reading(settings))}
    for name, finding in found.items():
        _tell(name, finding)
    sys.exit(1 if State.DOWN in {finding.state for finding in found.values()} else 0)


async def _parts(settings: Settings) -> Mapping[str, Finding]:
    """What the parts say when they are opened and tried."""
    try:
        async with open_app(settings) as app:
            await app.services.knowledge.ready()
            found = await app.services.health.checks()
            return {NAMES.get(name, name): finding for name, finding in found.items()}
    except UnsafeSettings as fault:
        return {"settings": Finding(State.DOWN, str(fault))}
    except (SQLAlchemyError, OSError) as fault:
        return {"start": Finding(State.DOWN, str(fault).partition("\n")[0] or type(fault).__name__)}
    except Exception as fault:  # a driver's own, or a fault of the program: named, and the rest is checked all the same
        return {"start": Finding(State.DOWN, type(fault).__name__)}


def _by_reading(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """What the settings alone tell; nobody is called."""
    if fault := unsafe(settings):
        yield "web", Finding(State.DOWN, fault)
    yield "Slack", _slack(settings)
    yield "Teams", _teams(settings)
    yield "access", _access(settings)
    yield "channels", _channels(settings)


def _slack(settings: Settings) -> Finding:
    slack = settings.slack
    token, secret, app = (s.get_secret_value() for s in (slack.bot_token, slack.signing_secret, slack.app_token))
    if not (token or secret or app):
        return Finding(State.OFF, "not set up (SLACK_BOT_TOKEN)")
    if not token:
        return Finding(State.DOWN, "a way in but no token to answer with")
    if not (secret or app):
        return Finding(State.DOWN, "a token but no way in")
    return Finding(State.OK, f"set up over {'Socket Mode' if app else 'HTTP'} (not called)")


def _teams(settings: Settings) -> Finding:
    teams = settings.teams
    given = {
        "MICROSOFT_APP_ID": teams.app_id,
        "MICROSOFT_APP_PASSWORD": teams.app_password.get_secret_value(),
        "MICROSOFT_APP_TENANT_ID": teams.tenant_id,
    }
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return Finding(State.OFF, "not set up (MICROSOFT_APP_ID)")
    if missing:
        return Finding(State.DOWN, f"{', '.join(missing)} missing")
    return Finding(State.OK, "set up (not called)")


def _access(settings: Settings) -> Finding:
    """A file that cannot be read has been told of already: the bot does not open with it."""
    if settings.access_file is None:
        return Finding(State.OFF, "no roles given: everybody may read (APP_ACCESS_FILE)")
    return Finding(State.OK, f"roles and rules from {settings.access_file}")


def _channels(settings: Settings) -> Finding:
    speaks = {"slack": bool(settings.slack.bot_token.get_secret_value()), "teams": bool(settings.teams.app_id)}
    platforms = {channel.place: channel.place.partition(":")[0] for channel in settings.channels}
    mute = [place for place, platform in platforms.items() if not speaks.get(platform, True)]
    if mute:
        return Finding(State.DOWN, f"cannot be posted to: {', '.join(mute)}")
    if not any(channel.alerts for channel in settings.channels):
        return Finding(State.OFF, "no channel hears of failures (channels with alerts = true)")
    return Finding(State.OK, f"{len(settings.channels)} in the settings")


def _tell(name: str, finding: Finding) -> None:
    click.echo(f"{SIGNS[finding.state]:<4} {name:<14} {finding.detail}".rstrip())
    advice = ADVICE.get(name.partition(" ")[0])
    if finding.state in (State.DOWN, State.DEGRADED) and advice:
        click.echo(f"     what to do     {advice}")
