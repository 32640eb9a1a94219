"""Failures that were seen, one for each root cause, in the database: replicas and restarts find the same ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import insert_into
from bot.storage.tables import incidents, marks
from tws.clock import Clock
from tws.models import Job, JobRun

OBSERVER = "observer"
"""Its mark: since when it looks."""
ASKED = 500
"""Runs in one query."""
ROWS = 100
"""Incidents in one insert: databases bound the number of values."""


class Stage(StrEnum):
    OPEN = "open"
    RECOVERED = "recovered"
    CANCELLED = "cancelled"
    """Its job was cancelled, or is not to run any more."""
    GONE = "gone"
    """Its job left the plan and nobody saw how it went on."""
    FOLDED = "folded"
    """One of several failures of one cause; the card is another incident's."""
    FLOODED = "flooded"
    """One of a storm: told by number alone; its `ended` is when it was seen."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan and the log said when it was seen; nothing here is typed by a person."""

    key: str
    job_stream: str
    workstation: str
    status: str
    return_code: int | None
    ended: str
    cause: str
    """The failure in a sentence, in English: for the auditor."""
    evidence: tuple[str, ...]
    critical: bool
    waiting: int
    at_risk: tuple[str, ...]
    """`FINANCE_PAYROLL 2026-11-21T09:00:00+00:00` each."""
    also: tuple[str, ...] = ()
    """Other jobs that fell for the same cause."""
    also_ids: tuple[str, ...] = ()
    failures: int = 1
    """Runs of the job itself that failed for this cause: more than one after reruns in vain."""


@dataclass(frozen=True, slots=True)
class Incident:
    id: str
    run: str
    stage: Stage
    job_id: str
    job: str
    family: str
    facts: Facts
    began: datetime
    ended: datetime | None = None


def run_key(job: Job, run: JobRun) -> str:
    """One run of one job instance, whatever the API gives to name it."""
    began = run.started.isoformat() if run.started else ""
    return f"{job.id}|{run.id or run.number or began}"[:300]


def incident_id(run: str) -> str:
    """The same for the same run on every replica."""
    return hashlib.sha256(run.encode()).hexdigest()[:12]


Shown = Callable[[AsyncConnection, Incident], Awaitable[None]]
"""Puts an incident's cards into the outbox, in the transaction that changes it: no crash comes between."""


class Incidents:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._clock = clock

    async def add(self, incident: Incident, shown: Shown | None = None) -> bool:
        """False where its run is known already: then nothing is shown."""
        async with self._writing.begin() as connection:
            if not await _insert(connection, [incident]):
                return False
            if shown:
                await shown(connection, incident)
        return True

    async def fold(self, first: Incident, fresh: Incident, shown: Shown) -> bool:
        """`fresh` has the cause of `first`, whose card then tells of both. False where its run is known already."""
        async with self._writing.begin() as connection:
            if not await _insert(connection, [replace(fresh, stage=Stage.FOLDED)]):
                return False
            mine = incidents.c.id == first.id
            row = (await connection.execute(select(incidents).where(mine).with_for_update())).mappings().one()
            wider = widened(_incident(row), fresh)
            await connection.execute(update(incidents).where(mine).values(_columns(wider)))
            await shown(connection, wider)
        return True

    async def flood(self, storm: Sequence[Incident], since: datetime, shown: Callable[..., Awaitable[None]]) -> None:
        """Keeps all of a storm; `shown(connection, count)` tells how many were flooded since then."""
        async with self._writing.begin() as connection:
            await _insert(connection, storm)
            flooded = (incidents.c.state == Stage.FLOODED) & (incidents.c.ended >= since)
            count = await connection.scalar(select(func.count()).select_from(incidents).where(flooded))
            await shown(connection, count or 0)

    async def end(self, incident: Incident, stage: Stage, ended: datetime, shown: Shown) -> bool:
        """False where another replica ended it."""
        open_still = (incidents.c.id == incident.id) & (incidents.c.state == Stage.OPEN)
        async with self._writing.begin() as connection:
            done = await connection.execute(update(incidents).where(open_still).values(state=stage, ended=ended))
            if done.rowcount != 1:
                return False
            await shown(connection, replace(incident, stage=stage, ended=ended))
        return True

    async def get(self, number: str) -> Incident | None:
        found = await self._some(select(incidents).where(incidents.c.id == number))
        return found[0] if found else None

    async def open(self) -> list[Incident]:
        """Oldest first."""
        return await self._some(select(incidents).where(incidents.c.state == Stage.OPEN).order_by(incidents.c.began))

    async def known(self, runs: Sequence[str]) -> set[str]:
        """Which of these runs were seen."""
        found: set[str] = set()
        async with self._reading.connect() as connection:
            for at in range(0, len(runs), ASKED):
                some = incidents.c.run.in_(runs[at : at + ASKED])
                found.update((await connection.execute(select(incidents.c.run).where(some))).scalars())
        return found

    async def of_job(self, job_id: str) -> Incident | None:
        """The latest failure of a job that was seen."""
        mine = select(incidents).where(incidents.c.job_id == job_id)
        found = await self._some(mine.order_by(incidents.c.began.desc()).limit(1))
        return found[0] if found else None

    async def since(self, first: datetime) -> datetime:
        """Since when the observer looks: from the first start on, over restarts."""
        kept = select(marks.c.at).where(marks.c.name == OBSERVER)
        async with self._reading.connect() as connection:
            at: datetime | None = await connection.scalar(kept)
        if at is not None:
            return at
        async with self._writing.begin() as connection:
            await connection.execute(
                insert_into(connection, marks).values(name=OBSERVER, at=first).on_conflict_do_nothing()
            )
            return await connection.scalar(kept) or first

    async def _some(self, query: Select[Any]) -> list[Incident]:
        async with self._reading.connect() as connection:
            return [_incident(row) for row in (await connection.execute(query)).mappings()]


def widened(first: Incident, fresh: Incident) -> Incident:
    """`first` with what another failure of its cause adds; of a job that failed again, the newest facts."""
    known, new = first.facts, fresh.facts
    risk = tuple(dict.fromkeys((*known.at_risk, *new.at_risk)))
    waiting = max(known.waiting, new.waiting)
    if fresh.job_id == first.job_id:
        again = replace(new, also=known.also, also_ids=known.also_ids, failures=known.failures + 1)
        return replace(first, facts=replace(again, waiting=waiting, at_risk=risk))
    wider = replace(known, waiting=waiting, at_risk=risk)
    if fresh.job_id in known.also_ids:
        return replace(first, facts=wider)
    also = {"also": (*known.also, fresh.job), "also_ids": (*known.also_ids, fresh.job_id)}
    return replace(first, facts=replace(wider, **also))  # type: ignore[arg-type]


async def _insert(connection: AsyncConnection, new: Sequence[Incident]) -> int:
    """How many of them were not there."""
    insert = insert_into(connection, incidents)
    made = 0
    for at in range(0, len(new), ROWS):
        rows = [_columns(incident) for incident in new[at : at + ROWS]]
        made += (await connection.execute(insert.values(rows).on_conflict_do_nothing())).rowcount
    return made


def _columns(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "run": incident.run,
        "state": incident.stage,
        "job_id": incident.job_id,
        "job": incident.job,
        "family": incident.family,
        "facts": json.dumps(asdict(incident.facts), ensure_ascii=False),
        "began": incident.began,
        "ended": incident.ended,
    }


def _incident(row: Any) -> Incident:
    stored = json.loads(row["facts"])
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    facts = Facts(**{**stored, **lists})
    stage = Stage(row["state"])
    return Incident(
        row["id"], row["run"], stage, row["job_id"], row["job"], row["family"], facts, row["began"], row["ended"]
    )
