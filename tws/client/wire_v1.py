"""Objects as V1 answers with them (contract, 3.3 and appendix A)."""

from __future__ import annotations

from tws.client.wire import Amount, Flag, Instant, Many, Maybe, Number, Span, Text, Wire
from tws.client.wire_v2 import LinkWire, RestrictionsWire, StreamStatsWire, TimesWire, WaitsWire


class StatusWire1(Wire):
    commonStatus: Text = ""
    internalStatus: Text = ""


class PlaceWire(Wire):
    name: Text = ""
    folderKey: Text = "/"


class DefinitionWire1(Wire):
    returnCode: Number = None


class StreamRefWire(Wire):
    id: Text = ""
    name: Text = ""
    startTime: Instant = None
    workstationKey: Maybe[PlaceWire] = PlaceWire()
    folderKey: Text = "/"


class AlertWire(Wire):
    alertLevel: Text = ""
    confidenceFactor: Amount = None
    appliedDeadlineTime: Instant = None


class CriticalWire(Wire):
    critical: Flag = False
    estimatedEndTime: Instant = None
    criticalJobInfo: Maybe[AlertWire] = AlertWire()


class LinksWire1(Wire):
    """Only with Context-PlanDependenciesScope: 1; each list holds one kind of dependency."""

    internalDependencies: Many[LinkWire] = ()
    externalDependencies: Many[LinkWire] = ()
    promptDependencies: Many[LinkWire] = ()
    resourceDependencies: Many[LinkWire] = ()
    fileDependencies: Many[LinkWire] = ()

    def all_kinds(self) -> tuple[LinkWire, ...]:
        other = self.promptDependencies + self.resourceDependencies + self.fileDependencies
        return self.internalDependencies + self.externalDependencies + other


class JobWire1(Wire):
    id: Text = ""
    name: Text = ""
    jobDefinition: Maybe[DefinitionWire1] = DefinitionWire1()
    workstationInPlan: Maybe[PlaceWire] = PlaceWire()
    jobStreamInPlan: Maybe[StreamRefWire] = StreamRefWire()
    dependenciesStats: Maybe[WaitsWire] = WaitsWire()
    dependencies: LinksWire1 | None = None
    priority: Number = 10
    timeInfo: Maybe[TimesWire] = TimesWire()
    timeRestriction: Maybe[RestrictionsWire] = RestrictionsWire()
    jobNumber: Number = None
    jobRunId: Text = ""
    actualWorkstation: Text = ""
    status: Maybe[StatusWire1] = StatusWire1()
    lastInRerunChain: Flag = True
    rerunType: Text = "REGULAR"
    criticalNetworkInfo: Maybe[CriticalWire] = CriticalWire()
    jobLate: Flag = False


class PathWire(CriticalWire):
    criticalStart: Instant = None
    estimatedStartTime: Instant = None


class PathJobWire(JobWire1):
    """JobInPlanOnCriticalNetwork."""

    criticalNetworkInfo: Maybe[PathWire] = PathWire()


class AgainWire(Wire):
    """JobInPlanSuccessorsResult."""

    values: Many[JobWire1] = ()
    allAllowed: Flag | None = None


class StreamKeyWire(Wire):
    name: Text = ""
    startTime: Instant = None
    workstationKey: Maybe[PlaceWire] = PlaceWire()
    folderKey: Text = "/"


class StreamWire1(Wire):
    id: Text = ""
    key: Maybe[StreamKeyWire] = StreamKeyWire()
    status: Maybe[StatusWire1] = StatusWire1()
    jobStreamStats: Maybe[StreamStatsWire] = StreamStatsWire()
    timeInfo: Maybe[TimesWire] = TimesWire()
    timeRestriction: Maybe[RestrictionsWire] = RestrictionsWire()
    lateJobStream: Flag = False
    dependencies: LinksWire1 | None = None
    priority: Number = 10
    limit: Number = None


class PromptKeyWire(Wire):
    name: Text = ""


class PromptWire1(Wire):
    id: Text = ""
    promptInPlanKey: Maybe[PromptKeyWire] = PromptKeyWire()
    number: Number = None
    text: Text = ""
    status: Text = ""
    jobId: Text = ""
    jobStreamId: Text = ""
    timeAsked: Instant = None


class HistoryWire(Wire):
    """A past run (`/model/jobhistoryrun/query`). The contract has no schema: names as in the filter and in jobs."""

    jobNumber: Number = None
    status: Text = ""
    returnCode: Number = None
    actualStartTime: Instant = None
    elapsedTime: Span = None
    estimatedDuration: Span = None
    workstationName: Text = ""
    rerunType: Text = "REGULAR"


class WorkstationWire1(Wire):
    id: Text = ""
    key: Maybe[PlaceWire] = PlaceWire()
    workstationInPlanKey: Maybe[PlaceWire] = PlaceWire()
    type: Text = ""
    linkStatus: Text = ""
    jobmanUp: Flag = False
    limit: Number = None
    fence: Number = 0
    nodeName: Text = ""
    os: Text = ""
    version: Text = ""


class EngineWire1(Wire):
    """`synphony` is how the product spells it."""

    displayVersion: Text = ""
    fullVersion: Text = ""
    version: Text = ""
    timezone: Text = ""
    workstationName: Text = ""
    masterWorkstation: Text = ""
    synphonyBatchManStatus: Text = ""
    synphonyRunNumber: Number = None
    synphonyScheduledDate: Instant = None
    synphonyPlanStart: Instant = None
    synphonyPlanEnd: Instant = None


class PlanKeyWire(Wire):
    type: Text = ""


class PlanWire(Wire):
    id: Text = ""
    key: Maybe[PlanKeyWire] = PlanKeyWire()
    active: Flag = False
    runNumber: Number = None
    validFrom: Instant = None
    validTo: Instant = None
    creationDate: Instant = None
    masterWorkstationName: Text = ""


class SummaryWire(Wire):
    numberOfCriticalJobsNoRisk: Number = 0
    numberOfCriticalJobsPotentialRisk: Number = 0
    numberOfCriticalJobsHighRisk: Number = 0
    lastCritPathRecalculation: Instant = None


class LogPageWire(Wire):
    log: Text = ""
    pageNumber: Number = None
    fileId: Text = ""
    lastPage: Flag = False
