"""The web chat's own limits, in one place, for the code and the tests."""

from __future__ import annotations

TEXT_CHARACTERS = 8_000
"""One message of an operator; longer texts are refused with a sentence."""
FRAME_BYTES = 2 * 1024 * 1024
"""A WebSocket message beyond this closes the socket (1009); below it even a bad one gets an answer."""
BODY_BYTES = 64 * 1024
"""A body of POST /api/chat: 8,000 characters, each escaped as \\uXXXX, and room to spare."""
PAYLOAD_CHARACTERS = 2_000
"""The same number as `bot.reply.Button.payload`."""
BURST_TURNS = 20
BURST_SECONDS = 10.0
HEARTBEAT_SECONDS = 30.0
DRAIN_SECONDS = 8.0
"""How long a stop waits for running turns; less than the host's own ten."""
REMEMBERED_MESSAGES = 200
"""Answers a session keeps for a client that lost its socket before it saw them."""
REMEMBERED_CARDS = 30
"""Cards a session keeps for a page that is loaded again."""
SESSIONS = 2_000
FORM_FIELDS = 30
"""Fields of one form, of the page or of a reply."""
LOGIN_TRIES = 5
LOGIN_SECONDS = 15 * 60.0
"""So many tries in that time for an account and an address together."""
ADDRESS_TRIES = 60
"""And so many for an address, whatever the account."""
LOGIN_HOURS = 12
"""A sign-in of the page ends after that, used or not."""
TOKEN_MINUTES = 30
PASSWORD_CHARACTERS = 1_000
NAME_CHARACTERS = 100
REVIEW_PAGE = 50
"""Memories on one review page; the rest is counted."""
DECIDED_DAYS = 7
"""How far back the review page shows decisions."""
EVENTS_PAGE = 500
REPORT_DAYS = 400
