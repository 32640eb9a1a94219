"""How many jobs there are in each status, by V1: one small question for each (contract, 3.2: 202, a string)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tws.client.side_by_side import side_by_side
from tws.client.transport import Question, Transport
from tws.errors import UnreadableAnswer
from tws.models import CommonStatus, StatusCounts

_ASKED = tuple(status for status in CommonStatus if status is not CommonStatus.UNKNOWN)
"""The engine has no word for what this client does not know."""


async def counted(transport: Transport, root: str) -> StatusCounts:
    """`root` is the plan's path. Raises UnreadableAnswer where the answers are no counts by status."""
    numbers = await side_by_side(partial(_count, transport, root), _ASKED)
    if numbers[0] and len(set(numbers)) == 1:
        raise UnreadableAnswer("The engine counts without looking at the status")
    return {status: number for status, number in zip(_ASKED, numbers, strict=True) if number}


async def _count(transport: Transport, root: str, status: CommonStatus) -> int:
    return await count(transport, root, {"lastInRerunChain": True, "statusList": [str(status)]})


async def count(transport: Transport, root: str, filters: Mapping[str, object]) -> int:
    """How many jobs fit."""
    wanted = {"filters": {"jobInPlanFilter": dict(filters)}}
    answer = await transport.read(Question(f"{root}/job/count", body=wanted))
    told = answer.body.decode("ascii", "replace").strip().strip('"')
    if not told.isdecimal():
        raise UnreadableAnswer("The engine answers with something that is no count")
    return int(told)
