"""What a job waits for beside other jobs, its latest start and its recovery options, in the shapes of both APIs.

Sections 3.3, 4.5 and 4.6 of the contract; of the V1 dependencies it tells the lists, so their members are V2's.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tws.simulator.definitions import CANCEL, CONTINUE, SUPPRESS, Recovery
from tws.simulator.forms import Json, without_nulls
from tws.simulator.identifiers import uuid_of
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance

V2_UNTIL: Mapping[str, str] = MappingProxyType({SUPPRESS: "doNotRun", CONTINUE: "continue", CANCEL: "cancel"})
"""`LateStartAction`."""
STATS = tuple(
    f"numberOf{what}Dependencies"
    for what in ("", "Job", "JobStream", "Prompt", "Resource", "File", "Unresolved", "NonResourceUnresolved")
)


def satisfaction(satisfied: bool) -> Json:
    return {"dependencyStatus": "SATISFIED" if satisfied else "UNSATISFIED", "satisfied": satisfied}


def on_resource(snapshot: Snapshot, job: JobInstance) -> list[Json]:
    """Satisfied from the launch on."""
    need = job.definition.need
    if need is None:
        return []
    resource = snapshot.plan.resources[need.resource]
    run = snapshot.job(job).run
    launched = run is not None and run.ready <= snapshot.now
    held = need.units if job.holds_units(snapshot.now) else 0
    return [
        {
            "dependencyType": "RESOURCE",
            "id": uuid_of(job.id, resource.key),
            **satisfaction(job.released <= snapshot.now or launched),
            "name": resource.name,
            "folder": "/",
            "workstation": f"/{resource.workstation}",
            "quantity": need.units,
            "quantityHeld": held,
            "available": snapshot.available(resource) >= need.units,
            "actionOnComplete": "DEFAULT",
        }
    ]


def on_file(snapshot: Snapshot, job: JobInstance) -> list[Json]:
    file, now = job.definition.file, snapshot.now
    if file is None:
        return []
    there = job.arrives <= now
    asked = there or snapshot.job(job).reason == "HOLD_WAITING_FOR_FILE"
    return [
        {
            "dependencyType": "FILE",
            "id": uuid_of(job.id, file.path),
            **satisfaction(there or job.released <= now),
            "file": {
                "name": file.path,
                "workstation": f"/{file.workstation}",
                "qualifier": "-f %p",
                "status": "Exists" if there else "Checking" if asked else "Not Checked",
            },
        }
    ]


def stats(snapshot: Snapshot, job: JobInstance) -> Json:
    definition = job.definition
    jobs = len(definition.predecessors) + len(definition.conditional) + len(definition.joins)
    prompts = int(bool(definition.prompt))
    resources, files = int(definition.need is not None), int(definition.file is not None)
    unresolved = snapshot.waits_for(job)
    return {
        "numberOfDependencies": jobs + prompts + resources + files,
        "numberOfJobDependencies": jobs,
        "numberOfJobStreamDependencies": 0,
        "numberOfPromptDependencies": prompts,
        "numberOfResourceDependencies": resources,
        "numberOfFileDependencies": files,
        "numberOfUnresolvedDependencies": unresolved,
        "numberOfNonResourceUnresolvedDependencies": unresolved - snapshot.lacks(job),
    }


def recovery_word(recovery: Recovery) -> str:
    """`RecoveryOptionV2`; of V1 the contract gives STOP alone."""
    asks = recovery.prompt and recovery.option != "STOP"
    return f"{recovery.option}_PROMPT" if asks else recovery.option


def recovery_members(job: JobInstance) -> Json:
    recovery = job.definition.recovery
    return without_nulls(
        {
            "recoveryOption": recovery_word(recovery),
            "abendPromptText": recovery.prompt or None,
            "recoveryJobName": recovery.job or None,
            "recoveryJobWorkstation": job.definition.workstation.key if recovery.job else None,
            "recoveryRepeatOccurrences": recovery.attempts if recovery.option == "RERUN" else None,
            "recoveryRepeatInterval": f"PT{recovery.pause}M" if recovery.pause else None,
        }.items()
    )


def until_gone(job: JobInstance, now: float) -> bool:
    """Its latest start has passed without a launch."""
    until = job.until
    return until is not None and until <= now and not any(run.intro <= until for run in job.runs)
