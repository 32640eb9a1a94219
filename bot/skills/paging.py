"""Previous and next page of a list."""

from __future__ import annotations

from dataclasses import replace

from bot.reply import Button
from bot.requests import FailedJobs, JobStreamStatus, ListJobs
from bot.skills.blocks import button
from bot.words import Words


def pager(request: FailedJobs | ListJobs, total: int, words: Words) -> list[Button]:
    """Buttons for the pages before and after `request`'s own, where there are any."""
    return pages_of(request, total, request.limit, words)


def pages_of(request: FailedJobs | ListJobs | JobStreamStatus, total: int, size: int, words: Words) -> list[Button]:
    """As `pager`, for pages of `size` rows."""
    row = []
    if request.offset > 0:
        before = replace(request, offset=max(0, request.offset - size))
        row.append(button(words("button.previous"), before, here=True))
    left = total - request.offset - size
    if left > 0:
        after = replace(request, offset=request.offset + size)
        row.append(button(words("button.next", count=min(left, size)), after, here=True))
    return row
