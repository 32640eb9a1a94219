"""Objects as V2 answers with them (contract, 4.5)."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import Field

from tws.client.wire import Flag, Instant, Number, Span, Text, Wire

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
    compositeStatus: StatusWire = StatusWire()
    commonStatus: Text = ""
    returnCode: Number = None
    rerunType: Text = "REGULAR"
    lastInRerunChain: Flag = False
    timeInfo: TimesWire = TimesWire()


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
    file: Text = ""


class JobWire(Wire):
    id: Text = ""
    name: Text = ""
    folder: Text = "/"
    workstation: Text = ""
    jobStreamId: Text = ""
    jobStreamName: Text = ""
    jobStreamWorkstation: Text = ""
    jobStatusFlags: JobFlagsWire = JobFlagsWire()
    jobOptions: JobOptionsWire = JobOptionsWire()
    lastRunCompositeStatus: StatusWire = StatusWire()
    lastRunCommonStatus: Text = ""
    priority: Number = 10
    schedTime: Instant = None
    jobruns: tuple[RunWire, ...] = ()
    timeRestrictions: RestrictionsWire = RestrictionsWire()
    dependencies: tuple[LinkWire, ...] = ()
    dependenciesStats: WaitsWire = WaitsWire()


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
    compositeStatus: StatusWire = StatusWire()
    commonStatus: Text = ""
    jobStreamStats: StreamStatsWire = StreamStatsWire()
    jsStatusFlags: StreamFlagsWire = StreamFlagsWire()
    schedTime: Instant = None
    timeInfo: TimesWire = TimesWire()
    timeRestrictions: RestrictionsWire = RestrictionsWire()
    priority: Number = 10
    limit: Number = None
    dependencies: tuple[LinkWire, ...] = ()


class WorkstationWire(Wire):
    id: Text = ""
    name: Text = ""
    folder: Text = "/"
    type: Text = ""
    activeStates: tuple[Text, ...] = ()
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
    groupedCount: dict[str, Number] = Field(default_factory=dict)


class SheetWire(Wire, Generic[W]):
    """The envelope of every list."""

    count: Number = None
    results: tuple[W, ...] = ()
    next: Text = ""
