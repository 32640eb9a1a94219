"""Job logs by V1: pages in their order from the first, the interface has no other way (contract, 3.2)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from pydantic import TypeAdapter

from tws.client.dialect import in_path
from tws.client.logtext import MAX_LOG, split, window
from tws.client.transport import Question, Transport
from tws.client.wire_v1 import LogPageWire
from tws.errors import NoJobLog, NotInPlan, SchedulerRefused
from tws.models import Job, JobLogText

PAGE = 500
_LOG = TypeAdapter(LogPageWire)


@dataclass(frozen=True)
class Logs:
    """Of the jobs of one plan; `root` is the plan's path."""

    transport: Transport
    root: str

    async def window(self, job: Job, first_line: int, lines: int) -> JobLogText:
        """Reads one line more than wanted, to learn whether the log goes on."""
        text: list[str] = []
        size, ended = 0, False
        async for found, is_last in self._pages(job, PAGE):
            text += found
            size, ended = size + sum(map(len, found)), is_last
            if len(text) >= first_line + lines or size >= MAX_LOG:
                break
        return window(text[first_line - 1 :], first_line=first_line, lines_wanted=lines, ended=ended)

    async def pages(self, job: Job, first_line: int, lines: int) -> AsyncGenerator[JobLogText, None]:
        read = 0
        async for found, ended in self._pages(job, lines):
            skipped = min(max(first_line - 1 - read, 0), len(found))
            if found[skipped:]:
                yield JobLogText(tuple(found[skipped:]), read + skipped + 1, complete=ended)
            read += len(found)

    async def _pages(self, job: Job, lines: int) -> AsyncGenerator[tuple[list[str], bool], None]:
        """Each with whether it is the last; an engine that sends another page than asked for has no more."""
        number, file_id, more = 0, "", True
        while more:
            page = await self._page(job, lines, number, file_id)
            found = split(page.log) if page.pageNumber in (None, number) else []
            more = bool(found) and not page.lastPage
            if not found and number == 0:
                raise NoJobLog(f"{job.key} has no log")
            yield found, not more
            number, file_id = number + 1, page.fileId

    async def _page(self, job: Job, lines: int, number: int, file_id: str) -> LogPageWire:
        asked: dict[str, str | int] = {"lines": lines, "pageNumber": number}
        if file_id:
            asked["fileId"] = file_id
        try:
            return await self.transport.ask(_LOG, Question(f"{self.root}/job/{in_path(job.id)}/joblog", asked))
        except (NotInPlan, SchedulerRefused) as error:
            raise NoJobLog(f"{job.key} has no log", message_ids=error.message_ids, status=error.status) from error
