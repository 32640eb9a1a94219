"""Reads by V2 (contract, 4.1 and 4.2)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from tws.client import oql
from tws.client.dialect import CURRENT, MAX_OBJECTS, SCAN_PAGE, in_path
from tws.client.filters import job_terms, stream_terms, workstation_terms
from tws.client.logtext import MAX_LOG, lines_of, window
from tws.client.match import fits_state, has_window, sliced, stream_fits
from tws.client.read_v2 import job_of, job_stream_of, workstation_of
from tws.client.transport import Question, Transport
from tws.client.wire import Wire
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
from tws.off_loop import worked
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
    shape: TypeAdapter[SheetWire[W]]
    read: Callable[[W], M]
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every question, where it says nothing else."""


JOBS = Kind(f"{ROOT}/plan/job", TypeAdapter(SheetWire[JobWire]), job_of, _SCOPE)
NAMES = Kind(f"{ROOT}/plan/job", TypeAdapter(SheetWire[NameWire]), lambda wire: wire.name)
STREAMS = Kind(f"{ROOT}/plan/jobstream", TypeAdapter(SheetWire[StreamWire]), job_stream_of, _SCOPE)
WORKSTATIONS = Kind(f"{ROOT}/plan/workstation", TypeAdapter(SheetWire[WorkstationWire]), workstation_of)


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
        self, kind: Kind[W, M], filters: str, keep: Callable[[M], bool], offset: int, limit: int
    ) -> Page[M]:
        """A filter on `jobruns` also matches older runs: fetch, look at the last run, and page here."""
        found: list[M] = []
        async for page in self._pages(kind, filters, SCAN_PAGE):
            found += [item for item in page.items if keep(item)]
            reached = page.offset + len(page.items)
            if page.more and reached >= MAX_PAGE and len(found) > offset + limit:
                return sliced(found, offset, limit, complete=False)
        return sliced(found, offset, limit)

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
        sheet = await self._transport.ask(kind.shape, Question(kind.path, asked, headers=counted))
        wires = sheet.results[: max(limit, 0)]
        items = await worked(lambda: tuple(map(kind.read, wires)), len(wires))
        return Page(items, offset, _total(sheet, offset), bool(sheet.results) and _more(sheet, offset, limit))


def _total(sheet: SheetWire[W], offset: int) -> int | None:
    """The engine's count, unless it has only counted this page."""
    reached = offset + len(sheet.results)
    if sheet.count is None or sheet.count < reached or (sheet.next and sheet.count == reached):
        return None
    return sheet.count


def _more(sheet: SheetWire[W], offset: int, limit: int) -> bool:
    total, reached = _total(sheet, offset), offset + min(len(sheet.results), limit)
    if total is not None:
        return total > reached
    return bool(sheet.next) or len(sheet.results) >= limit
