"""Failures that were seen, one for each root cause, in the database: replicas and restarts find the same ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables import incidents, marks
from tws.clock import Clock
from tws.models import Job, JobRun


class Stage(StrEnum):
    OPEN = "open"
    RECOVERED = "recovered"
    FOLDED = "folded"
    """One of several failures of one cause; the card is another incident's."""


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


class Incidents:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._clock = clock

    async def add(self, incident: Incident) -> bool:
        """False where its run is known already."""
        async with self._writing.begin() as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(incidents)
            made = await connection.execute(insert.values(_columns(incident)).on_conflict_do_nothing())
        return made.rowcount == 1

    async def save(self, incident: Incident) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(update(incidents).where(incidents.c.id == incident.id).values(_columns(incident)))

    async def recovered(self, incident: Incident, ended: datetime) -> Incident:
        done = replace(incident, stage=Stage.RECOVERED, ended=ended)
        await self.save(done)
        return done

    async def get(self, number: str) -> Incident | None:
        found = await self._some(incidents.c.id == number)
        return found[0] if found else None

    async def open(self) -> list[Incident]:
        """Oldest first."""
        return await self._some(incidents.c.state == Stage.OPEN)

    async def known(self, runs: list[str]) -> set[str]:
        async with self._reading.connect() as connection:
            rows = await connection.execute(select(incidents.c.run).where(incidents.c.run.in_(runs)))
            return set(rows.scalars())

    async def of_job(self, job_id: str) -> Incident | None:
        """The latest failure of a job that was seen."""
        found = await self._some(incidents.c.job_id == job_id)
        return found[-1] if found else None

    async def since(self, name: str, first: datetime) -> datetime:
        """Since when the observer looks: from the first start on, over restarts."""
        async with self._writing.begin() as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(marks)
            await connection.execute(insert.values(name=name, at=first).on_conflict_do_nothing())
            return await connection.scalar(select(marks.c.at).where(marks.c.name == name)) or first

    async def _some(self, which: Any) -> list[Incident]:
        async with self._reading.connect() as connection:
            rows = await connection.execute(select(incidents).where(which).order_by(incidents.c.began))
            return [_incident(row) for row in rows.mappings()]


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
    lists = {name: tuple(stored[name]) for name in ("evidence", "at_risk", "also")}
    facts = Facts(**{**stored, **lists})
    stage = Stage(row["state"])
    return Incident(
        row["id"], row["run"], stage, row["job_id"], row["job"], row["family"], facts, row["began"], row["ended"]
    )
