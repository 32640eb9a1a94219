"""Workstations: linked, running, open for work."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Reply, Table, Text, Tone
from bot.requests import WorkstationStatus
from bot.skills.blocks import answer, button, buttons, facts, refresh, short
from bot.words import Words
from tws.models import Workstation

SHOWN = 50
FENCE_NORMAL = 0
_POOLS = ("POOL", "D-POOL")


def problem_of(station: Workstation, words: Words) -> str:
    """Why work would not start there; empty where nothing is wrong (contract 6.6)."""
    pool = station.kind in _POOLS
    if not station.linked and not pool:
        return words("workstation.unlinked")
    if not station.running and not pool:
        return words("workstation.agent_down")
    if station.limit == 0:
        return words("workstation.limit_zero")
    if station.fence > FENCE_NORMAL:
        return words("workstation.fenced", fence=station.fence)
    return ""


async def run(request: WorkstationStatus, context: Context) -> Reply:
    found = await context.scheduler.workstations(request.workstation, limit=SHOWN)
    if not found.items:
        text = context.words("workstation.none", name=request.workstation)
        every = button(context.words("button.workstations"), WorkstationStatus())
        return answer(context, Heading(text, Tone.WARN), buttons(every))
    if len(found.items) == 1:
        return _card(found.items[0], request, context)
    return _table(found.items, found.total or len(found.items), request, context)


def _card(station: Workstation, request: WorkstationStatus, context: Context) -> Reply:
    words = context.words
    problem = problem_of(station, words)
    title = words("workstation.title", name=station.name, state=problem or words("workstation.fine"))
    again = buttons(refresh(words, request))
    return answer(context, Heading(title, Tone.BAD if problem else Tone.GOOD), _facts(station, words), again)


def _facts(station: Workstation, words: Words) -> Facts:
    yes, no = words("word.yes"), words("word.no")
    rows = [
        ("linked", yes if station.linked else no),
        ("running", words("word.up") if station.running else words("word.down")),
        ("limit", "–" if station.limit is None else str(station.limit)),
        ("fence", str(station.fence)),
        ("kind", " ".join(filter(None, (station.kind, station.os)))),
        ("version", station.version),
    ]
    return facts(words, rows)


def _table(stations: tuple[Workstation, ...], total: int, request: WorkstationStatus, context: Context) -> Reply:
    words = context.words
    judged = sorted(((problem_of(s, words), s) for s in stations), key=lambda p: (not p[0], p[1].name))
    bad = sum(bool(problem) for problem, _ in judged)
    columns = tuple(words("label." + c) for c in ("workstation", "status", "kind", "limit", "fence"))
    rows = tuple(_row(problem or words("workstation.fine"), station) for problem, station in judged)
    tones = tuple(Tone.BAD if problem else Tone.GOOD for problem, _ in judged)
    title = Heading(words("workstation.all", count=total, bad=bad), Tone.WARN if bad else Tone.GOOD)
    more = Text(f"{len(stations)} / {total}", Tone.QUIET) if total > len(stations) else None
    table = Table(words("workstation.caption"), columns, rows, tones)
    return answer(context, title, table, more, buttons(refresh(words, request)))


def _row(state: str, station: Workstation) -> tuple[str, ...]:
    limit = "–" if station.limit is None else str(station.limit)
    return (short(station.key), state, station.kind, limit, str(station.fence))


SKILL = Skill(
    intent="workstation_status",
    request=WorkstationStatus,
    run=run,
    summary={"en": "say which workstations work", "pt": "dizer quais estações funcionam"},
    examples={
        "en": ("are any agents down?", "status of workstation MDM"),
        "pt": ("alguma estação fora do ar?", "status da estação MDM"),
    },
    slash="workstations [NAME]",
)
