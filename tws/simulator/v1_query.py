"""Queries of REST V1: the body, its filter, and the part of the answer that is asked for (sections 1.5 and 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import bad_request, whole_number
from tws.simulator.bodies import json_of
from tws.simulator.forms import Json
from tws.simulator.off_loop import array, json_text, written
from tws.simulator.v1_filters import Member, compiled

T = TypeVar("T")
DEFAULT_HOW_MANY = 10_000
"""Where How-Many is absent; the product's own default is not known."""


async def filter_of(request: web.Request, name: str) -> Mapping[str, Any]:
    """The filter object of the body, with or (`query_next`) without its envelope."""
    return filter_in(await json_of(request), name)


def filter_in(body: object, name: str) -> Mapping[str, Any]:
    filters = body.get("filters", body) if isinstance(body, dict) else None
    wanted = (filters or {}).get(name) if isinstance(filters or {}, dict) else None
    if not isinstance(body, dict) or not isinstance(wanted or {}, dict):
        bad_request("The body is no query")
    if body.get("complexFilters"):
        bad_request("complexFilters are not known to the simulator")
    return wanted or {}


async def listing(
    request: web.Request,
    items: Sequence[T],
    wanted: Mapping[str, Any],
    members: Mapping[str, Member[T]],
    shape: Callable[[T], Json],
    identify: Callable[[T], str],
    looked_at: int = 0,
) -> web.Response:
    """`looked_at`: how many other objects are behind each."""
    matches = compiled(wanted, members)
    size, offset = page_of(request)

    def work() -> web.Response:
        found = [item for item in items if matches(item)]
        first = offset + following(request, found, identify)
        page = found[first : first + size] if size else found[first:]
        last = identify(page[-1]) if page else ""
        pieces = written(map(shape, page))
        return json_text(array(pieces), headers={"How-Many-Returned": str(len(pieces)), "Last-Object": last})

    return await worked(work, max(len(items), looked_at))


def page_of(request: web.Request) -> tuple[int, int]:
    """Size (0 for everything) and offset; Query-PageNumber is an offset despite its name."""
    headers = request.headers
    paged = "Query-PageSize" in headers or "Query-PageNumber" in headers
    if paged and "How-Many" in headers:
        bad_request("How-Many excludes Query-PageSize and Query-PageNumber")
    size = whole_number(headers.get("Query-PageSize" if paged else "How-Many"), DEFAULT_HOW_MANY, "How-Many")
    return min(size, DEFAULT_HOW_MANY), whole_number(headers.get("Query-PageNumber"), 0, "Query-PageNumber")


def following(request: web.Request, found: list[T], identify: Callable[[T], str]) -> int:
    """How many to leave out before the ones that come after Last-Object."""
    last = request.headers.get("Last-Object", "")
    if not request.path.endswith("query_next"):
        return 0
    if not last:
        bad_request("Last-Object is missing")
    places = (n for n, item in enumerate(found, 1) if identify(item) == last)
    return next(places, len(found))
