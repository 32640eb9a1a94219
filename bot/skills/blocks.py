"""Parts of a reply that several skills draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.context import Context
from bot.payload import encode
from bot.reply import Block, Button, Buttons, Facts, Reply, Text, Tone
from bot.requests import JobStatus, Request, ShowJobLog, Window
from bot.words import Words
from tws.models import CommonStatus, Job, Status
from tws.names import JobName

LABEL = 75
"""Characters of a label: what every platform shows."""
_TONES = {
    CommonStatus.ERROR: Tone.BAD,
    CommonStatus.BLOCKED: Tone.BAD,
    CommonStatus.SUCCESSFUL: Tone.GOOD,
    CommonStatus.HELD: Tone.WARN,
    CommonStatus.UNDECIDED: Tone.WARN,
    CommonStatus.CANCELED: Tone.QUIET,
    CommonStatus.SUPPRESS: Tone.QUIET,
}


def tone_of(status: Status, *, late: bool = False) -> Tone:
    tone = _TONES.get(status.common, Tone.PLAIN)
    return Tone.WARN if late and tone is Tone.PLAIN else tone


def answer(context: Context, *blocks: Block | None, private: bool = False) -> Reply:
    """The blocks with their source; one that a button asked for takes the place of its message."""
    shown = tuple(b for b in blocks if b is not None)
    now = context.services.clock()
    return Reply(
        (*shown, context.source()),
        language=context.words.tag,
        replaces=context.here,
        private=private,
        as_of=now,
    )


def plain(context: Context, *blocks: Block | None) -> Reply:
    """Words that hold no fact of the plan and so need no source."""
    return Reply(tuple(b for b in blocks if b is not None), language=context.words.tag)


def facts(words: Words, rows: Iterable[tuple[str, str]]) -> Facts:
    """Rows of a label's key and its value; those without a value are left out."""
    return Facts(tuple((words("label." + label), value) for label, value in rows if value))


def short(name: str) -> str:
    """A key, stream or workstation as operators write it: no slash before what is in the root folder."""
    station, mark, rest = name.partition("#")
    return (station[1:] if station.rfind("/") == 0 else station) + mark + rest


def button(label: str, request: Request, *, style: str = "", description: str = "", here: bool = False) -> Button:
    """`here`: the answer takes the place of the message."""
    return Button(label, encode(request, here=here), style, description)


def refresh(words: Words, request: Request) -> Button:
    """The same question again, in place."""
    return button(words("button.refresh"), request, here=True)


def buttons(*row: Button | None) -> Buttons | None:
    kept = tuple(b for b in row if b is not None)
    return Buttons(kept) if kept else None


def and_more(words: Words, left: int) -> Text | None:
    """What a table leaves out; nothing where it leaves nothing out."""
    return Text(words("relations.more", count=left), Tone.QUIET) if left > 0 else None


def some(names: Sequence[str], left: int, words: Words) -> str:
    """These names, and how many more there are."""
    return ", ".join([*names, *([words("relations.more", count=left)] if left > 0 else [])])


def status_button(words: Words, name: str, request: Request) -> Button:
    return button(words("button.status_of", job=name)[:LABEL], request)


def log_button(context: Context, job: Job, plan: str = "") -> Button | None:
    """The end of the log of the job's last run, where it has run; `plan` where it stands in an archived one."""
    run = job.last_run
    if run is None or run.started is None:
        return None
    request = ShowJobLog(JobName(job.name), job_id=job.id, run_id=run.id, plan=plan)
    label = context.words("button.log")
    return button(label, request, description=context.words("button.log_of", job=job.name))


def named_log_button(context: Context, job: Job, plan: str = "") -> Button | None:
    made = log_button(context, job, plan)
    return made and Button(context.words("button.log_of", job=job.name)[:LABEL], made.payload)


def name_button(context: Context, name: str) -> Button:
    """For a name that may be meant."""
    return button(name[-LABEL:], JobStatus(JobName(name)), description=context.words("button.status_of", job=name))


def instance_button(context: Context, job: Job, plan: str = "") -> Button:
    """For one of several jobs of like name: what tells them apart is the stream and its time."""
    label = f"{job.job_stream}.{job.name} {context.words.when(job.scheduled) if job.scheduled else ''}".strip()
    request = JobStatus(JobName(job.name), job_id=job.id, plan=plan)
    return button(label[-LABEL:], request, description=context.words("button.status_of", job=job.key))


def window_words(context: Context, window: Window | None) -> str:
    words = context.words
    if window is None:
        return words("window.plan")
    if window.until is None:
        return words("window.since", since=words.when(window.since))
    return words.span(window.since, window.until)
