"""REST V1 below /twsd/eventrule/engine: operator messages, triggered actions, the audit trail (section 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import bad_request, not_found, whole_number
from tws.simulator.bodies import body_of
from tws.simulator.forms import Json
from tws.simulator.notices import Row, actions, messages
from tws.simulator.oql_values import like_pattern
from tws.simulator.timeline import JobInstance
from tws.simulator.v1_filters import range_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

ROOT = "/twsd/eventrule/engine"
_MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "ruleName": "ruleName",
        "ruleTypeList": "ruleType",
        "actionTypeList": "actionType",
        "actionStatusList": "actionStatus",
        "eventTypeList": "eventType",
        "objectType": "objectType",
        "actionType": "actionType",
        "userName": "userName",
        "objectName": "objectName",
        "workstationName": "workstationName",
    }
)
"""Members of the filters, and what of a record each speaks of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a body asks for, of `query` or of `query_next`."""

    wanted: Mapping[str, Any]
    most: int
    after: str

    def rows(self, found: Iterable[Row]) -> list[Json]:
        """Newest first."""
        since, until = range_of(self.wanted.get("timeRange"), "timeRange")
        tests = [_test(_MEMBERS[name], value) for name, value in self.wanted.items() if name in _MEMBERS and value]
        newest = sorted(found, key=lambda row: row[0], reverse=True)
        rows = [row for at, row in newest if since <= at <= until and all(test(row) for test in tests)]
        first = next((n for n, row in enumerate(rows, 1) if row["id"] == self.after), len(rows)) if self.after else 0
        return rows[first : first + self.most] if self.most else rows[first:]


class EventRules:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        kinds: dict[str, tuple[str, Callable[[], Iterable[Row]]]] = {
            "message_log_record": ("messageLogRecordFilter", lambda: messages(self._jobs(), self.engine.now())),
            "action_run": ("actionRunFilter", lambda: actions(self._jobs(), self.engine.now())),
            "audit_record": ("auditRecordFilter", self._audits),
        }
        return [
            *(web.post(f"{ROOT}/{kind}/header/query", self._query(*of)) for kind, of in kinds.items()),
            *(web.post(f"{ROOT}/{kind}/header/query_next", self._query(*of)) for kind, of in kinds.items()),
            *(web.get(f"{ROOT}/{kind}/{{id}}", self._one(kind, rows)) for kind, (_, rows) in kinds.items()),
        ]

    def _jobs(self) -> Sequence[JobInstance]:
        """Of the current plan, and those of the day before that are not in it any more."""
        book, plan = self.engine.book, self.engine.snapshot().plan
        before = book.days.get(plan.day - timedelta(days=1))
        gone = [s for s in before.streams if s not in plan.carried] if before else []
        return [*plan.jobs, *(job for stream in gone for job in stream.jobs)]

    def _audits(self) -> list[Row]:
        return [(a.at, a.row()) for a in self.engine.notices.audits]

    def _query(self, name: str, rows: Callable[[], Iterable[Row]]) -> Callable[[web.Request], Any]:
        async def query(request: web.Request) -> web.Response:
            asked = await _asked(request, name)
            found = await worked(lambda: asked.rows(rows()), self.engine.book.bank.jobs_a_day)
            last = str(found[-1]["id"]) if found else ""
            return web.json_response(found, headers={"How-Many-Returned": str(len(found)), "Last-Object": last})

        return query

    def _one(self, kind: str, rows: Callable[[], Iterable[Row]]) -> Callable[[web.Request], Any]:
        async def one(request: web.Request) -> web.Response:
            identifier = request.match_info["id"]
            find = partial(next, (row for _, row in rows() if row["id"] == identifier), None)
            found = await worked(find, self.engine.book.bank.jobs_a_day)
            return web.json_response({"header": found or not_found(f"{kind}={identifier}")})

        return one


async def _asked(request: web.Request, name: str) -> Asked:
    """How-Many is mandatory in `query`; `query_next` has `howMany` and `objectsKeys` in its body."""
    following = request.path.endswith("query_next")
    if not following and "How-Many" not in request.headers:
        bad_request("The header How-Many is missing")
    body = await body_of(request)
    filters = body.get("filters")
    wanted = filters.get(name) if isinstance(filters, dict) else None
    if not isinstance(wanted, dict):
        bad_request("The body is no query")
    keys = body.get("objectsKeys") if following else None
    after = str(keys[-1]) if isinstance(keys, list) and keys else request.headers.get("Last-Object", "")
    if following and not after:
        bad_request("objectsKeys is missing")
    most = request.headers.get("How-Many") or str(body.get("howMany") or "")
    return Asked(wanted, whole_number(most, 0, "How-Many"), after if following else "")


def _test(member: str, value: object) -> Callable[[Json], bool]:
    """A list names what is allowed; a text may have `*` and `@` for any text."""
    if isinstance(value, list):
        return lambda row: row.get(member) in value
    fits = like_pattern(str(value), any_sign="@*").fullmatch
    return lambda row: fits(str(row.get(member, ""))) is not None
