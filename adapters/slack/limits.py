"""Slack's limits, each with where it is from. The renderer cuts to them, the tests' fake refuses past them.

blocks.validate: figures probed by the authors of PyPI slackblocks 3.0.0 (September 2026).
"""

from __future__ import annotations

from typing import Final

BLOCKS: Final = 50
"""Blocks of a message: docs.slack.dev/reference/block-kit/blocks."""
MESSAGE_CHARACTERS: Final = 12_000
"""Together over all blocks; msg_blocks_too_long was seen from about 13,200 (slackapi/bolt-js#2509)."""
SECTION_TEXT: Final = 3_000
"""docs.slack.dev/reference/block-kit/blocks/section-block."""
FIELDS: Final = 10
FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
"""docs.slack.dev/reference/block-kit/blocks/header-block; plain_text only."""
CONTEXT_ELEMENTS: Final = 10
ACTIONS: Final = 25
"""Elements of one actions block."""
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_LABEL: Final = 75
"""accessibility_label of a button (blocks.validate)."""
INPUT_LABEL: Final = 200
"""Our own; Slack takes 2,000 (docs.slack.dev/reference/block-kit/blocks/input-block)."""
INPUT_HINT: Final = 150
"""Placeholder of a plain_text_input (blocks.validate)."""
INPUT_TEXT: Final = 3_000
"""max_length of a plain_text_input, at most (blocks.validate)."""
INPUTS: Final = 8
"""Our own: fields of a form, and values read back from one."""
TABLES: Final = 1
TABLE_ROWS: Final = 100
"""The header row counts too (blocks.validate)."""
TABLE_COLUMNS: Final = 20
SUMMARY: Final = 500
"""Our own: the top-level text. Slack asks for under 4,000; chat.update counts bytes."""

LOG_CHARACTERS: Final = 6_000
"""Our own: leaves room for the rest of the message."""
TABLE_CHARACTERS: Final = 6_000
BAR_WIDTH: Final = 10
"""Our own: cells of a bar; a narrow phone shows about 30 fixed-width characters a line."""

ACK_SECONDS: Final = 3.0
"""docs.slack.dev/apis/events-api: later counts as failed."""
BODY_BYTES: Final = 1_000_000
"""Our own; Slack's deliveries are a few kilobytes."""
POSTS_A_SECOND: Final = 1.0
"""chat.postMessage, a channel: docs.slack.dev/apis/web-api/rate-limits."""
POST_BURST: Final = 3
"""'Short bursts' are allowed there without a number: this one is ours."""
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 1_800.0
"""docs.slack.dev/interactivity/handling-user-interaction."""
