"""From an answer to what it showed: read from the answer itself, so that every skill's lists are remembered alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from bot.payload import UnreadablePayload, decode
from bot.reply import Ask, Buttons, Chart, Facts, Log, Reply, Table
from bot.requests import (
    Ambiguous,
    FailedJobs,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    Request,
    SendOrder,
    Submit,
    UseEngine,
    WorkstationStatus,
)
from bot.shown import Item, Kind, Option, Shown
from bot.words import Words
from tws.names import JobName

MOST = 50
"""Rows of one list that are remembered."""
TOLD = 200
"""Characters of a row's words."""
_KINDS: tuple[Kind, ...] = ("job", "job_stream", "workstation")
_ANSWERS = (Facts, Log, Ask, Chart)
"""Blocks that no question has."""
_LISTS = (FailedJobs, ListJobs, LateJobs)


def showing(request: Request, reply: Reply, words: Words, engine: str) -> Shown | None:
    """What is worth remembering of the answer to this request; None where nothing is."""
    asked = _asked(request, reply)
    if isinstance(request, UseEngine) and not asked:
        return Shown(engine=request.engine, uses=request.engine)
    rows, is_list = _items(reply, words), isinstance(request, _LISTS)
    items = rows if is_list and rows else tuple(_subjects(asked)) or rows
    about = _run(_about(request), reply) or (items[0] if len(items) == 1 else None)
    form = _form(reply)
    if not (asked or items or about or form):
        return None
    kept = items if is_list or len(items) > 1 else ()
    return Shown(kept, about, asked, engine, form=form, more=_more(request, reply), is_list=is_list)


def together(seen: list[Shown]) -> Shown | None:
    """Of an answer with several parts: its lists one after the other; it was about one thing only where all were."""
    if len(seen) < 2:
        return seen[0] if seen else None
    about = {part.about for part in seen}
    items = tuple(item for part in seen for item in part.items or ([part.about] if part.about else []))
    one = about.pop() if len(about) == 1 else None
    last = seen[-1]
    return Shown(items[:MOST], one, last.asked, last.engine, form=last.form, more=last.more)


def _about(request: Request) -> Item | None:
    """The one thing that was asked about, answered or not."""
    if isinstance(request, JobStreamStatus | Submit) and request.job_stream.strip("@*"):
        return Item("job_stream", request.job_stream)
    if isinstance(request, WorkstationStatus) and request.workstation:
        return Item("workstation", request.workstation)
    if isinstance(request, Ambiguous):
        jobs = {getattr(choice.request, "job", None) for choice in request.choices}
        return _job(jobs.pop(), "") if len(jobs) == 1 else None
    of_past = bool(getattr(request, "plan", ""))
    return _job(getattr(request, "job", None), "" if of_past else getattr(request, "job_id", ""))


def _run(about: Item | None, reply: Reply) -> Item | None:
    """With the run that the answer showed, where a name alone would not tell which."""
    return replace(about, job_id=reply.job_id) if about and about.kind == "job" and reply.job_id else about


def _job(job: object, job_id: str) -> Item | None:
    return Item("job", str(job), job_id) if isinstance(job, JobName) and not job.has_wildcard else None


def _asked(request: Request, reply: Reply) -> tuple[Option, ...]:
    """The buttons of a question: of one put back, or those that all go on with what was asked, of one of several."""
    row = next((block.buttons for block in reply.blocks if isinstance(block, Buttons)), ())
    if isinstance(request, Ambiguous):
        return tuple(Option(b.label, b.payload) for b in row) if request.choices else ()
    rows = next((len(block.rows) for block in reply.blocks if isinstance(block, Table)), len(row))
    if rows != len(row) or any(isinstance(block, _ANSWERS) for block in reply.blocks):
        return ()
    goes_on = all(type(_request(b.payload)) is type(request) for b in row)
    return tuple(Option(b.label, b.payload) for b in row) if goes_on and not getattr(request, "job_id", "") else ()


def _more(request: Request, reply: Reply) -> str:
    """What the button of the next page says."""
    row = (button for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons)
    here = getattr(request, "offset", 0)
    for button in row:
        other = _request(button.payload)
        if type(other) is type(request) and getattr(other, "offset", 0) > here:
            return button.payload
    return ""


def _form(reply: Reply) -> str:
    """The order that the answer asks to confirm."""
    row = (button for block in reply.blocks if isinstance(block, Ask) for button in block.buttons)
    sent = (_request(button.payload) for button in row)
    return next((request.order for request in sent if isinstance(request, SendOrder)), "")


def _request(payload: str) -> Request | None:
    try:
        return decode(payload).request
    except UnreadablePayload:
        return None


def _subject(payload: str) -> Item | None:
    """Whom or what a button is about."""
    request = _request(payload)
    return None if request is None else _about(request)


def _subjects(asked: tuple[Option, ...]) -> Iterator[Item]:
    for option in asked:
        if item := _subject(option.payload):
            yield Item(item.kind, item.name, item.job_id, option.label[:TOLD])


def _items(reply: Reply, words: Words) -> tuple[Item, ...]:
    """The rows of every table whose first column names jobs, job streams or workstations."""
    rows = [item for block in reply.blocks if isinstance(block, Table) for item in _rows(block, words)]
    return tuple(rows[:MOST])


def _rows(table: Table, words: Words) -> Iterator[Item]:
    labels = {words("label." + kind): kind for kind in _KINDS}
    kind = labels.get(table.columns[0]) if table.columns else None
    if kind is None:
        return
    stream = words("label.job_stream")
    at = table.columns.index(stream) if kind == "job" and stream in table.columns else 0
    count = Counter(row[0] for row in table.rows)
    for row, number in zip_longest(table.rows, table.ids[: len(table.rows)], fillvalue=""):
        told, beside = " | ".join(row)[:TOLD], row[at] if at else ""
        name = row[0] if number and count[row[0]] == 1 else _key(row[0], beside)
        yield Item(kind, name.rpartition("/")[2] if kind != "job" else name, number, told)


def _key(name: str, job_stream: str) -> str:
    """With the job stream, where a name alone would not tell which."""
    stream = job_stream.rpartition("#")[2].strip("–")
    return f"{stream}.{name}" if stream else name
