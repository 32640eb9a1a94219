"""A job log as the scheduler keeps it: header, what the program printed, trailer. Any run of `=` is a separator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.failures.clean import Line, clean

SEPARATOR = re.compile(r"={5,}\s*$")
HEADER_START = re.compile(r"= JOB\s*:")
JOB = re.compile(r"= JOB\s*:\s*(?P<station>[^#]+)#(?P<stream>.+?)\[\((?P<scheduled>[^)]*)\)[^\]]*\]\.(?P<job>.+)$")
MEMBER = re.compile(r"= (?P<name>USER|JCLFILE|AGENT|Job Number)\s*:\s*(?P<value>.*)$")
DATE = re.compile(r"= (?P<date>[A-Z][a-z]{2} [A-Z][a-z]{2} +\d.*)$")
EXIT = re.compile(r"= Exit Status\s*:\s*(?P<code>-?\d{1,10})")
ELAPSED = re.compile(r"Elapsed Time \((?:hh:mm:ss|Minutes)\)\s*:\s*(?P<elapsed>\S+)")
LONGEST_TRAILER = 40
"""Lines; output conditions may add some to the usual ten."""


@dataclass(frozen=True, slots=True)
class Header:
    job: str = ""
    job_stream: str = ""
    workstation: str = ""
    user: str = ""
    script: str = ""
    number: str = ""
    scheduled: str = ""
    """As printed, hhmm mm/dd/yy."""
    started: str = ""
    """As printed, in the zone of the agent."""


@dataclass(frozen=True, slots=True)
class Trailer:
    exit_status: int | None = None
    elapsed: str = ""
    """hh:mm:ss, or whole minutes on old agents."""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class JobLog:
    body: tuple[Line, ...]
    header: Header | None = None
    trailer: Trailer | None = None


def read_job_log(lines: Sequence[str]) -> JobLog:
    """The last run in the text; a text without header or trailer is all body."""
    cleaned = [Line(number, clean(text)) for number, text in enumerate(lines, 1)]
    start, first = _header_span(cleaned)
    last = _trailer_start(cleaned, first)
    return JobLog(
        body=tuple(line for line in cleaned[first:last] if line.text.strip()),
        header=_header(cleaned[start:first]) if first else None,
        trailer=_trailer(cleaned[last:]) if last < len(cleaned) else None,
    )


def _header_span(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the last header starts and where the body after it starts; (0, 0) where there is none."""
    start = next((i for i in range(len(lines) - 1, -1, -1) if HEADER_START.match(lines[i].text)), None)
    if start is None:
        return 0, 0
    end = next((i for i in range(start, len(lines)) if SEPARATOR.match(lines[i].text)), None)
    return start, start + 1 if end is None else end + 1


def _trailer_start(lines: Sequence[Line], first: int) -> int:
    lowest = max(first, len(lines) - LONGEST_TRAILER)
    for i in range(len(lines) - 1, lowest - 1, -1):
        if EXIT.match(lines[i].text):
            return i - 1 if i > first and SEPARATOR.match(lines[i - 1].text) else i
    return len(lines)


def _header(lines: Sequence[Line]) -> Header:
    members = {m["name"]: m["value"].strip() for line in lines if (m := MEMBER.match(line.text))}
    date = next((m["date"].strip() for line in lines if (m := DATE.match(line.text))), "")
    job = JOB.match(lines[0].text)
    return Header(
        job=job["job"].strip() if job else "",
        job_stream=job["stream"].strip() if job else "",
        workstation=job["station"].strip() if job else members.get("AGENT", ""),
        user=members.get("USER", ""),
        script=members.get("JCLFILE", ""),
        number=members.get("Job Number", ""),
        scheduled=job["scheduled"] if job else "",
        started=date,
    )


def _trailer(lines: Sequence[Line]) -> Trailer:
    text = "\n".join(line.text for line in lines)
    code, elapsed = EXIT.search(text), ELAPSED.search(text)
    date = next((m["date"].strip() for line in lines if (m := DATE.match(line.text))), "")
    return Trailer(int(code["code"]) if code else None, elapsed["elapsed"] if elapsed else "", date)
