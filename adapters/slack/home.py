"""The app's Home tab."""

from __future__ import annotations

from adapters.slack import phrases
from adapters.slack.elements import Json, context, header, section
from adapters.slack.words import mrkdwn


def home(command: str) -> Json:
    """A view for views.publish (docs.slack.dev/reference/methods/views.publish)."""
    hints = "\n".join(f"• `{mrkdwn(f'{command} {hint}')}`" for hint in phrases.HOME_HINTS)
    blocks = [header(phrases.HOME_TITLE), section(mrkdwn(phrases.HOME_TEXT)), section(hints)]
    return {"type": "home", "blocks": [*blocks, context("Answers say where their facts are from and as of when.")]}
