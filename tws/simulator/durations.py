"""How long runs last, against what was said of them (`maxdur`, `mindur`), in the words of both APIs.

The contract gives the actions of V2 (section 4.6); those of V1 are written in its style, in capitals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from tws.simulator.chance import KILLED, failed
from tws.simulator.definitions import CONTINUE, Durations
from tws.simulator.forms import Json, iso_duration, milliseconds
from tws.simulator.timeline import ABEND, PEND, SUCC, JobInstance, Run

KILL = "KILL"
_V2: Mapping[str, str] = MappingProxyType(
    {CONTINUE: "continue", KILL: "kill", "ABEND": "abend", "CONFIRMED": "confirmed"}
)


def bounded(wanted: Durations, run: Run) -> Run:
    """The run as it goes under its longest duration, where it is killed then, and its shortest one."""
    if wanted.kills and wanted.most is not None and run.end > run.start + wanted.most * 60:
        return failed(run, run.start + wanted.most * 60, KILLED)
    short = wanted.least is not None and run.outcome == SUCC and run.end - run.start < wanted.least * 60
    if not short or wanted.on_short == CONTINUE:
        return run
    return replace(run, outcome=ABEND if wanted.on_short == ABEND else PEND)


def is_too_long(job: JobInstance, run: Run | None, now: float) -> bool:
    """`maxDurationGone`: it has run for that time, or runs still."""
    most = job.definition.durations.most
    return most is not None and run is not None and run.start + most * 60 <= min(now, run.end)


def is_too_short(job: JobInstance, run: Run | None, now: float) -> bool:
    """`minDurationNotReached`: it has ended before."""
    least = job.definition.durations.least
    return least is not None and run is not None and run.end <= now and run.end - run.start < least * 60


def flags(job: JobInstance, run: Run | None, now: float) -> Json:
    """Of a run; nothing where no time was set."""
    wanted = job.definition.durations
    told: Json = {}
    if wanted.most is not None:
        told["maxDurationGone"] = is_too_long(job, run, now)
    if wanted.least is not None:
        told["minDurationNotReached"] = is_too_short(job, run, now)
    return told


def v1_members(wanted: Durations) -> Json:
    """Of `timeRestriction`: milliseconds."""
    told: Json = {}
    if wanted.most is not None:
        told |= {"maxDuration": milliseconds(wanted.most * 60), "maxDurationAction": _on_long(wanted)}
    if wanted.least is not None:
        told |= {"minDuration": milliseconds(wanted.least * 60), "minDurationAction": wanted.on_short}
    return told


def v2_members(job: JobInstance, run: Run | None, now: float) -> Json:
    """Of `timeRestrictions`."""
    wanted = job.definition.durations
    told: Json = {}
    if wanted.most is not None:
        told["maxDuration"] = iso_duration(wanted.most * 60)
        told |= {"maxDurationAction": _V2[_on_long(wanted)], "maxDurationSatisfied": not is_too_long(job, run, now)}
    if wanted.least is not None:
        told["minDuration"] = iso_duration(wanted.least * 60)
        told |= {"minDurationAction": _V2[wanted.on_short], "minDurationSatisfied": not is_too_short(job, run, now)}
    return told


def _on_long(wanted: Durations) -> str:
    return KILL if wanted.kills else CONTINUE
