"""`resync manifest`: what to give Slack or Teams so that they know the bot at your address."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from adapters.terminal.teams_package import package

EXAMPLE_URL = "https://resync.example.com"


@click.command("manifest")
@click.argument("platform", type=click.Choice(["slack", "teams"]))
@click.option("--url", default=EXAMPLE_URL, show_default=True, help="Slack: where it reaches the bot, over https.")
@click.option("--app-id", default="", help="Teams: id of the bot's app registration.")
@click.option("--host", default="", help="Teams: the bot's public name, such as bot.example.com.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Teams: the zip to write.")
def command(platform: str, url: str, app_id: str, host: str, out: Path | None) -> None:
    """Print the app manifest for api.slack.com/apps, or write the app package for Teams.

    Example: resync manifest slack --url https://resync.mybank.com > slack.json

    Example: resync manifest teams --app-id 3f6c0c5e-8b0a-4d3e-9f6e-1c2d3e4f5a6b --host bot.example.com --out resync.zip
    """
    if platform == "slack":
        _slack(url)
    elif out is None:
        _wrong("Teams needs a file to write: --out resync-teams.zip")
    else:
        _teams(app_id, host, out)


def _slack(url: str) -> None:
    if not url.startswith("https://"):
        _wrong("Slack needs an https address.")
    text = (Path(__file__).parents[2] / "manifest" / "slack.json").read_text(encoding="utf-8")
    click.echo(text.replace(EXAMPLE_URL, url.rstrip("/")), nl=False)


def _teams(app_id: str, host: str, out: Path) -> None:
    try:
        made = package(app_id, host)
    except ValueError as fault:
        _wrong(f"{fault} Nothing was written.")
    else:
        out.write_bytes(made)
        click.echo(f"{out} is written: upload it in Teams, Apps, Manage your apps.")


def _wrong(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(2)
