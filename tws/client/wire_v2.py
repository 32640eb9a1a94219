"""Objects as V2 answers with them (contract, 4.5)."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field

from tws.client.wire import Flag, Instant, Many, Maybe, Number, Span, Text, Wire, or_empty

W = TypeVar("W", bound=Wire)


class StatusWire(Wire):
    status: Text = ""
    substatus: Text = ""


class TimesWire(Wire):
    estimatedDuration: Span = None
    actualStartTime: Instant = None
    elapsedTime: Span = None
    actualEndTime: Instant = None


class RestrictionsWire(Wire):
    startTime: Instant = None
    deadlineTime: Instant = None


class WaitsWire(Wire):
    numberOfUnresolvedDependencies: Number = 0


class RunWire(Wire):
    id: Text = ""
    jobNumber: Number = None
    actualWorkstation: Text = ""
    compositeStatus: Maybe[StatusWire] = StatusWire()
    commonStatus: Text = ""
    returnCode: Number = None
    rerunType: Text = "REGULAR"
    lastInRerunChain: Flag = False
    timeInfo: Maybe[TimesWire] = TimesWire()


class JobFlagsWire(Wire):
    jobLate: Flag = False


class JobOptionsWire(Wire):
    critical: Flag = False


class LinkWire(Wire):
    """All kinds of dependencies; `dependencyType` decides which members there are."""

    dependencyType: Text = ""
    dependencyStatus: Text = ""
    satisfied: Flag = False
    jobId: Text = ""
    jobName: Text = ""
    jobStreamId: Text = ""
    jobStreamName: Text = ""
    name: Text = ""
    text: Text = ""
    promptName: Text = ""
    joinName: Text = ""
    file: Text = ""


class JobWire(Wire):
    id: Text = ""
    name: Text = ""
    folder: Text = "/"
    workstation: Text = ""
    jobStreamId: Text = ""
    jobStreamName: Text = ""
    jobStreamWorkstation: Text = ""
    jobStatusFlags: Maybe[JobFlagsWire] = JobFlagsWire()
    jobOptions: Maybe[JobOptionsWire] = JobOptionsWire()
    lastRunCompositeStatus: Maybe[StatusWire] = StatusWire()
    lastRunCommonStatus: Text = ""
    priority: Number = 10
    schedTime: Instant = None
    jobruns: Many[RunWire] = ()
    timeRestrictions: Maybe[RestrictionsWire] = RestrictionsWire()
    dependencies: Many[LinkWire] = ()
    dependenciesStats: Maybe[WaitsWire] = WaitsWire()


class NameWire(Wire):
    name: Text = ""


class StreamFlagsWire(Wire):
    lateJobStream: Flag = False


class StreamStatsWire(Wire):
    """`numberOfSuccessfullJob` is how the product spells it; V1 has the same members."""

    numberOfJob: Number = 0
    numberOfSuccessfullJob: Number = 0
    numberOfExecutingJob: Number = 0
    numberOfAbendedJob: Number = 0
    numberOfFailedJob: Number = 0
    numberOfNotRunningJob: Number = 0


class StreamWire(Wire):
    id: Text = ""
    name: Text = ""
    folder: Text = "/"
    workstation: Text = ""
    compositeStatus: Maybe[StatusWire] = StatusWire()
    commonStatus: Text = ""
    jobStreamStats: Maybe[StreamStatsWire] = StreamStatsWire()
    jsStatusFlags: Maybe[StreamFlagsWire] = StreamFlagsWire()
    schedTime: Instant = None
    timeInfo: Maybe[TimesWire] = TimesWire()
    timeRestrictions: Maybe[RestrictionsWire] = RestrictionsWire()
    priority: Number = 10
    limit: Number = None
    dependencies: Many[LinkWire] = ()


class WorkstationWire(Wire):
    id: Text = ""
    name: Text = ""
    folder: Text = "/"
    type: Text = ""
    activeStates: Many[Text] = ()
    limit: Number = None
    fence: Number = 0
    nodeName: Text = ""
    os: Text = ""
    version: Text = ""


class PromptWire(Wire):
    id: Text = ""
    number: Number = None
    name: Text = ""
    text: Text = ""
    status: Text = ""
    jobId: Text = ""
    jobKey: Text = ""
    jobStreamId: Text = ""
    jobStreamKey: Text = ""
    timeAsked: Instant = None


class EngineWire(Wire):
    displayVersion: Text = ""
    fullVersion: Text = ""
    timezone: Text = ""


class CountsWire(Wire):
    count: Number = 0
    groupedCount: Annotated[dict[str, Number], BeforeValidator(or_empty)] = Field(default_factory=dict)


class SheetWire(Wire, Generic[W]):
    """The envelope of every list."""

    count: Number = None
    results: Many[W] = ()
    next: Text = ""
