"""`resync manifest`: the app manifest for your address."""

from __future__ import annotations

import sys
from pathlib import Path

import click

EXAMPLE_URL = "https://resync.example.com"


@click.command("manifest")
@click.argument("platform", type=click.Choice(["slack"]))
@click.option("--url", default=EXAMPLE_URL, show_default=True, help="Where Slack reaches the bot, over https.")
def command(platform: str, url: str) -> None:
    """Print the app manifest to paste at api.slack.com/apps.

    Example: resync manifest slack --url https://resync.mybank.com > slack.json
    """
    if not url.startswith("https://"):
        click.echo("Slack needs an https address.", err=True)
        sys.exit(2)
    text = (Path(__file__).parents[2] / "manifest" / f"{platform}.json").read_text(encoding="utf-8")
    click.echo(text.replace(EXAMPLE_URL, url.rstrip("/")), nl=False)
