"""Teams' limits, each with where it is from. The renderer cuts to them, the tests' fake refuses past them."""

from __future__ import annotations

from typing import Final

CARD_VERSION: Final = "1.5"
"""The newest that Teams shows: learn.microsoft.com/microsoftteams/platform, cards-reference."""
CARD_BYTES: Final = 28_000
"""Of a card's JSON, other letters than ASCII escaped. Microsoft's figure for cards through connectors, the smallest
(format-your-bot-messages allows bots about 100 KB, counted as UTF-16, and advises 80 KB): right on every way."""
ACTIONS: Final = 6
"""Of one set: learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model; more go into a next set."""
BUTTON_DATA: Final = 2_000
"""Characters of a payload: our own, `bot.payload.LIMIT`."""

BUTTON_TITLE: Final = 60
HEADING: Final = 200
TEXT: Final = 6_000
LABEL: Final = 120
VALUE: Final = 1_000
CELL: Final = 200
TABLE_COLUMNS: Final = 8
TABLE_ROWS: Final = 60
TABLE_BYTES: Final = 14_000
LOG_LINE: Final = 500
LOG_BYTES: Final = 10_000
FACTS: Final = 40
FACTS_BYTES: Final = 10_000
POINTS: Final = 30
BAR_WIDTH: Final = 10
FIELDS: Final = 12
FIELD_TEXT: Final = 4_000
SUMMARY: Final = 250
"""These from BUTTON_TITLE on are our own: what can be read in a chat and leaves room for the rest of the message."""

BODY_BYTES: Final = 262_144
"""Our own; Teams' messages stay under about 100 KB."""
SAID: Final = 8_000
"""Characters of a person's message that are passed on: our own."""
KEYS_BYTES: Final = 1_000_000
"""Our own; Microsoft's list of signing keys is some tens of kilobytes."""

KEYS_SECONDS: Final = 86_400.0
"""Signing keys are fetched anew at least daily: learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication."""
KEYS_GAP_SECONDS: Final = 300.0
"""Our own: how often an unknown key id may make us ask again."""
KEYS_RETRY_SECONDS: Final = 5.0
"""Our own: how soon after a failure."""
SKEW_SECONDS: Final = 300.0
"""Between Microsoft's clock and ours: the same page, "industry-standard clock-skew of 5 minutes"."""

INVOKE_SECONDS: Final = 4.0
"""A card's button is answered in the HTTP response; Teams gives up after 5 to 15 seconds."""
TYPING_SECONDS: Final = 1.5
TYPING_AGAIN_SECONDS: Final = 8.0
"""Our own: when a slow answer is announced, and announced again."""
POSTS_A_SECOND: Final = 2.0
POST_BURST: Final = 7
"""A conversation: 7 in 1 s, 60 in 30 s: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit."""
RETRIED: Final = (412, 429, 502, 503, 504)
"""The same page: 412, 429, 502, 504; 503 is as safe. A 500 may have been posted."""
TRIES: Final = 4
LONGEST_WAIT: Final = 60.0
WIRES: Final = 4
"""Our own: requests to the connector at a time; the kit takes a thread for each."""
