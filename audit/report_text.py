"""A report as Markdown, CSV or JSON. Cells are other people's text: escaped here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from audit.report import Asked, Done, Learned, Report

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets."""
DONE = ("seq", "at", "who", "where", "verb", "subject", "reason", "approved by", "outcome")
ASKED = ("who", "what", "times")
LEARNED = ("at", "memory", "subject", "taught by", "state", "by", "reason")

Cells = Sequence[str]


def as_markdown(of: Report) -> str:
    head = f"# Audit report\n\n{_time(of.since)} to {_time(of.until)}, {of.events} events.\n\n{_verdict(of)}"
    return "\n\n".join([head, *(f"## {title}\n\n{_table(names, rows)}" for title, names, rows in _sections(of))]) + "\n"


def as_csv(of: Report) -> str:
    """One table: the section first, then its columns, their names in a row of their own."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("report", _time(of.since), _time(of.until), str(of.events), _safe(_verdict(of))))
    for title, names, rows in _sections(of):
        writer.writerow((title, *names))
        writer.writerows([(title, *(_safe(cell) for cell in row)) for row in rows])
    return out.getvalue()


def as_json(of: Report) -> str:
    return json.dumps(asdict(of), ensure_ascii=False, indent=2, default=_plain)


def _sections(of: Report) -> list[tuple[str, Cells, list[Cells]]]:
    return [
        ("Asked", ASKED, [_asked(a) for a in of.asked]),
        ("Actions", DONE, [_done(d) for d in of.actions]),
        ("Refusals", DONE, [_done(d) for d in of.refusals]),
        ("Memories", LEARNED, [_learned(m) for m in of.learned]),
        ("Other events", ASKED, [_asked(a) for a in of.other]),
    ]


def _asked(of: Asked) -> Cells:
    return of.who, of.what, str(of.times)


def _done(of: Done) -> Cells:
    told = (of.who, of.where, of.verb, of.subject, of.reason, of.approved_by, of.outcome)
    return str(of.seq), _time(of.at), *told


def _learned(of: Learned) -> Cells:
    return _time(of.at), of.memory, of.subject, of.taught_by, of.state, of.decided_by, of.reason


def _verdict(of: Report) -> str:
    if of.verdict.ok:
        return f"The ledger's chain holds: {of.verdict.rows} rows."
    return f"THE LEDGER'S CHAIN IS BROKEN at row {of.verdict.broken_at}: {of.verdict.reason}."


def _table(names: Cells, rows: Iterable[Cells]) -> str:
    lines = [_line(row) for row in rows]
    return "\n".join([_line(names), "|" + " --- |" * len(names), *lines]) if lines else "None."


def _line(cells: Cells) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(cell: str) -> str:
    flat = " ".join(cell.split())
    for sign in "\\|`*_[]<>!#~":
        flat = flat.replace(sign, f"&#{ord(sign)};" if sign in "<>" else f"\\{sign}")
    return flat


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell.startswith(FORMULA) else cell


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
