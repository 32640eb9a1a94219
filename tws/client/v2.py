"""Reads by V2 (contract, 4.1 and 4.2)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from tws.client import oql
from tws.client.dialect import CURRENT, MAX_OBJECTS, SCAN_PAGE, in_path
from tws.client.filters import job_terms, stream_terms, workstation_terms
from tws.client.logtext import MAX_LOG, lines_of, window
from tws.client.match import fits_state, has_window, sliced, stream_fits
from tws.client.read_v2 import job_of, job_stream_of, workstation_of
from tws.client.scan import K, Scan
from tws.client.tables import Table, Told
from tws.client.transport import Question, Transport
from tws.client.wire import Many, Wire
from tws.client.wire_v2 import CountsWire, EngineWire, JobWire, NameWire, SheetWire, StreamWire, WorkstationWire
from tws.client.words import common_status
from tws.errors import NoJobLog, NotInPlan, SchedulerRefused
from tws.models import (
    CommonStatus,
    Job,
    JobLogText,
    JobQuery,
    JobRun,
    JobStream,
    JobStreamQuery,
    Page,
    StatusCounts,
    Workstation,
)
from tws.scheduler import MAX_PAGE

W = TypeVar("W", bound=Wire)
M = TypeVar("M")

ROOT = "/api/v2"
_ENGINE = TypeAdapter(EngineWire)
_JOB = TypeAdapter(JobWire)
_COUNTS = TypeAdapter(CountsWire)
_EVERY_JOB = "/@/@#/@/@.@"
_TEXT = {"Accept": "text/plain"}
_UNCOUNTED = {"Include-Count": "false"}
_SCOPE = {"scope": "WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES"}
_LIGHT = {**_SCOPE, **_UNCOUNTED}
_COUNTED = {"Include-Count": "true"}


@dataclass(frozen=True)
class Kind(Generic[W, M]):
    """A sort of object: where it is listed, how it is read."""

    path: str
    table: Table[SheetWire[W], W]
    read: Callable[[W], M]
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every question, where it says nothing else."""

    def read_all(self, wires: Sequence[W]) -> list[M]:
        return list(map(self.read, wires))


def _sheet(whole: TypeAdapter[SheetWire[W]], rows: TypeAdapter[tuple[W, ...]]) -> Table[SheetWire[W], W]:
    return Table(whole, rows, lambda sheet: sheet.results)


_JOBS = _sheet(TypeAdapter(SheetWire[JobWire]), TypeAdapter(Many[JobWire]))
_NAMES = _sheet(TypeAdapter(SheetWire[NameWire]), TypeAdapter(Many[NameWire]))
_STREAMS = _sheet(TypeAdapter(SheetWire[StreamWire]), TypeAdapter(Many[StreamWire]))
_WORKSTATIONS = _sheet(TypeAdapter(SheetWire[WorkstationWire]), TypeAdapter(Many[WorkstationWire]))
JOBS = Kind(f"{ROOT}/plan/job", _JOBS, job_of, _SCOPE)
NAMES = Kind(f"{ROOT}/plan/job", _NAMES, lambda wire: wire.name)
STREAMS = Kind(f"{ROOT}/plan/jobstream", _STREAMS, job_stream_of, _SCOPE)
WORKSTATIONS = Kind(f"{ROOT}/plan/workstation", _WORKSTATIONS, workstation_of)


class V2:
    def __init__(self, transport: Transport, plan: str = CURRENT) -> None:
        self._transport = transport
        self._plan = {} if plan == CURRENT else {"plan_id": plan}

    async def engine(self) -> EngineWire:
        return await self._transport.ask(_ENGINE, Question(f"{ROOT}/engine/info"))

    async def jobs(self, query: JobQuery, offset: int, limit: int) -> Page[Job]:
        filters = oql.query(job_terms(query))
        if query.statuses or query.late is not None or has_window(query):
            return await self._filtered(JOBS, filters, lambda job: fits_state(job, query), offset, limit)
        return await self._page(JOBS, filters, offset, limit)

    async def job(self, job_id: str) -> Job:
        return job_of(await self._transport.ask(_JOB, Question(f"{ROOT}/plan/job/{in_path(job_id)}", self._plan)))

    async def runs(self, job: Job) -> tuple[JobRun, ...]:
        return (await self.job(job.id)).runs

    async def job_counts(self) -> StatusCounts:
        asked: dict[str, str | int] = {"plan_filter": _EVERY_JOB, "grouping_filters": "status", **self._plan}
        wire = await self._transport.ask(_COUNTS, Question(f"{ROOT}/plan/job/count", asked))
        counts: dict[CommonStatus, int] = {}
        for word, count in wire.groupedCount.items():
            family = common_status(word)
            counts[family] = counts.get(family, 0) + (count or 0)
        return counts

    async def job_names(self) -> tuple[str, ...]:
        pages = self._pages(NAMES, oql.query(()), SCAN_PAGE, _LIGHT)
        names = {name async for page in pages for name in page.items}
        return tuple(sorted(names - {""}))

    async def job_log(self, job: Job, run: JobRun, first_line: int, lines: int) -> JobLogText:
        """Asks for one line more than wanted, to learn whether the log goes on."""
        asked: dict[str, str | int] = {"from_line": first_line, "to_line": first_line + lines, **self._plan}
        path = f"{ROOT}/plan/job/run/{in_path(run.id)}/joblog"
        try:
            answer = await self._transport.read(Question(path, asked, headers=_TEXT, max_bytes=MAX_LOG))
        except (NotInPlan, SchedulerRefused) as error:
            raise NoJobLog(f"{job.key} has no log", message_ids=error.message_ids, status=error.status) from error
        found = lines_of(answer.body, cut=answer.cut)
        if not found and first_line == 1:
            raise NoJobLog(f"{job.key} has no log")
        if len(found) > lines + 1:  # an engine that ignores the range sends all of it
            found = found[first_line - 1 :]
        return window(found, first_line=first_line, lines_wanted=lines, ended=not answer.cut)

    async def log_pages(self, job: Job, run: JobRun, first_line: int, lines: int) -> AsyncGenerator[JobLogText, None]:
        """Ends also where the log has become shorter meanwhile."""
        page = await self.job_log(job, run, first_line, lines)
        yield page
        while not page.complete and page.lines:
            try:
                page = await self.job_log(job, run, page.first_line + len(page.lines), lines)
            except NoJobLog:
                return
            if page.lines:
                yield page

    async def job_streams(self, query: JobStreamQuery, offset: int, limit: int) -> Page[JobStream]:
        filters = oql.query(stream_terms(query))
        if CommonStatus.UNKNOWN in query.statuses:
            return await self._filtered(STREAMS, filters, lambda s: stream_fits(s, query), offset, limit)
        return await self._page(STREAMS, filters, offset, limit)

    async def workstations(self, name: str, offset: int, limit: int) -> Page[Workstation]:
        return await self._page(WORKSTATIONS, oql.query(workstation_terms(name)), offset, limit)

    async def every(self, kind: Kind[W, M], terms: list[str], headers: dict[str, str]) -> list[M]:
        """All objects that fit, page after page."""
        pages = self._pages(kind, oql.query(terms), SCAN_PAGE, {**_UNCOUNTED, **headers})
        return [item async for page in pages for item in page.items]

    async def _pages(
        self, kind: Kind[W, M], filters: str, size: int, headers: dict[str, str] | None = None
    ) -> AsyncIterator[Page[M]]:
        """Page after page; ends also where an engine repeats a page, and after a million objects."""
        seen, before = 0, None
        while seen < MAX_OBJECTS:
            page = await self._page(kind, filters, seen, size, headers)
            if page.items == before:
                return
            yield page
            seen, before = seen + len(page.items), page.items
            if not (page.more and page.items):
                return

    async def _filtered(
        self, kind: Kind[W, K], filters: str, keep: Callable[[K], bool], offset: int, limit: int
    ) -> Page[K]:
        """A filter on `jobruns` also matches older runs: fetch, look at the last run, and page here."""
        scan = await self._scanned(kind, filters, keep, offset + limit)
        if scan.moved:
            scan = await self._scanned(kind, filters, keep, offset + limit)
        return sliced(scan.found, offset, limit, complete=scan.complete)

    async def _scanned(self, kind: Kind[W, K], filters: str, keep: Callable[[K], bool], wanted: int) -> Scan[K]:
        scan = Scan(keep)
        async for page in self._pages(kind, filters, SCAN_PAGE):
            scan.add(page)
            reached = page.offset + len(page.items)
            if page.more and reached >= MAX_PAGE and len(scan.found) > wanted:
                scan.complete = False
                break
        return scan

    async def _page(
        self,
        kind: Kind[W, M],
        filters: str,
        offset: int,
        limit: int,
        headers: dict[str, str] | None = None,
    ) -> Page[M]:
        asked: dict[str, str | int] = {"oql": filters, "limit": max(limit, 1), "offset": offset, **self._plan}
        counted = {**kind.headers, **(_COUNTED if headers is None else headers)}
        answer = await self._transport.read(Question(kind.path, asked, headers=counted))
        told = await self._transport.table(kind.table, answer, kind.read_all)
        total = _total(told, offset)
        return Page(tuple(told.items[: max(limit, 0)]), offset, total, told.count > 0 and _more(told, offset, limit))


def _total(told: Told[SheetWire[W], M], offset: int) -> int | None:
    """The engine's count, unless it has only counted this page."""
    reached, counted = offset + told.count, told.rest.count
    if counted is None or counted < reached or (told.rest.next and counted == reached):
        return None
    return counted


def _more(told: Told[SheetWire[W], M], offset: int, limit: int) -> bool:
    total, reached = _total(told, offset), offset + min(told.count, limit)
    if total is not None:
        return total > reached
    return bool(told.rest.next) or told.count >= limit
