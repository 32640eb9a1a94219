"""A command that is no job of the database, run once in the job stream JOBS (contract, 4.4 and A.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tws.client import oql
from tws.client.acts import HIGHEST_PRIORITY, within
from tws.client.orders import Order
from tws.client.ranges import told
from tws.client.transport import Transport
from tws.client.wire_records import id_in
from tws.errors import NotInPlan, SchedulerRefused
from tws.models import Page, Signed, Workstation
from tws.names import WILDCARDS
from tws.records import AdHocJob

LONGEST_COMMAND = 4_095
LONGEST_NAME = 40
"""Characters of a job name."""
_LOGIN = re.compile(r"[\w.@\\/ -]{1,47}\Z", re.ASCII)
_NO_NAME = re.compile(r"[^A-Z0-9_-]+")


async def by_v2(transport: Transport, wanted: AdHocJob, station: Workstation, signed: Signed) -> str:
    login = {"userName": wanted.login} if wanted.login else {}
    task = {_system(station): {"taskString": wanted.command, "isCommand": "true", **login}}
    options = {
        "alias": named(wanted),
        "priority": wanted.priority,
        "earliestDate": told(wanted.at) if wanted.at else None,
    }
    body = {"workstationKey": station.key, "task": task, **_given(options)}
    order = Order("/api/v2/plan/job/submit-ad-hoc-job", what_of(station), signed, body, verb="POST")
    return id_in(await transport.order(order))


async def by_v1(transport: Transport, wanted: AdHocJob, station: Workstation, signed: Signed) -> str:
    """The job is made on this side.

    How V1 names a workstation in a folder is not documented, and the same name may be in the root: refused.
    """
    if station.folder != "/":
        raise SchedulerRefused(f"This engine takes no commands for {station.key}: it is in a folder; nothing was sent")
    body = {"job": _job(wanted, station)}
    order = Order("/plan/current/job/action/submit_ad_hoc_job", what_of(station), signed, body, verb="POST")
    return id_in(await transport.order(order))


def _job(wanted: AdHocJob, station: Workstation) -> dict[str, object]:
    place, name = {"name": station.name}, named(wanted)
    definition = {
        "jobDefinitionInPlanKey": {"name": name, "workstationInPlanKey": place},
        "taskType": _system(station),
        "taskString": wanted.command,
        "command": True,
        "userLogin": wanted.login or None,
        "recoveryOption": "STOP",
    }
    stream = {"id": f"{station.name};JOBS", "name": "JOBS", "workstationKey": place}
    members = {"name": name, "jobDefinition": _given(definition), "workstationInPlan": place, "jobStreamInPlan": stream}
    at = {"startTime": told(wanted.at)} if wanted.at else None
    return {**members, **_given({"priority": wanted.priority, "timeRestriction": at})}


def _given(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


def named(wanted: AdHocJob) -> str:
    """Made on this side where none is given: a job whose answer is lost can be looked for by it."""
    return wanted.alias or name_of(wanted.command)


def name_of(command: str) -> str:
    """`/batch/bin/clean-up.sh -v` becomes CLEAN-UP_SH; a name begins with a letter."""
    program = re.split(r"[/\\]", command.split()[0])[-1].upper()
    name = _NO_NAME.sub("_", program)
    return (name if name[:1].isalpha() else f"J{name}").rstrip("_-")[:LONGEST_NAME]


def check(wanted: AdHocJob) -> None:
    """Raises SchedulerRefused, and nothing is sent."""
    command = wanted.command
    if not command.strip() or len(command) > LONGEST_COMMAND or not command.isprintable():
        raise SchedulerRefused(f"A command is one line of 1 to {LONGEST_COMMAND} characters; nothing was sent")
    if wanted.login and not _LOGIN.match(wanted.login):
        raise SchedulerRefused("That is not the name of a user of a workstation; nothing was sent")
    named = wanted.workstation.strip("/") and len(wanted.alias) <= LONGEST_NAME
    if not named or any(c in WILDCARDS for c in wanted.workstation + wanted.alias):
        raise SchedulerRefused("A command runs on one workstation, under one name of 40 characters; nothing was sent")
    if wanted.alias:
        oql.checked(wanted.alias)
    if wanted.priority is not None:
        within("priority", wanted.priority, HIGHEST_PRIORITY)


def one_of(wanted: AdHocJob, found: Page[Workstation]) -> Workstation:
    """Raises NotInPlan for none, SchedulerRefused for several in different folders."""
    if not found.items:
        raise NotInPlan(f"The plan has no workstation {wanted.workstation}; nothing was sent")
    if len(found.items) > 1:
        names = ", ".join(sorted(w.key for w in found.items)[:5])
        raise SchedulerRefused(f"Several workstations are called that: {names}; nothing was sent")
    return found.items[0]


def _system(station: Workstation) -> str:
    """TaskType: what the workstation runs."""
    return "WINDOWS" if station.os.upper().startswith("WIN") else "UNIX"


def what_of(station: Workstation) -> str:
    """For people."""
    return f"submission of a command on {station.key}"
