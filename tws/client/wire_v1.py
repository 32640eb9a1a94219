"""Objects as V1 answers with them (contract, 3.3 and appendix A)."""

from __future__ import annotations

from tws.client.wire import Flag, Instant, Number, Text, Wire
from tws.client.wire_v2 import RestrictionsWire, StreamStatsWire, TimesWire, WaitsWire


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
    workstationKey: PlaceWire = PlaceWire()
    folderKey: Text = "/"


class CriticalWire(Wire):
    critical: Flag = False


class JobWire1(Wire):
    id: Text = ""
    name: Text = ""
    jobDefinition: DefinitionWire1 = DefinitionWire1()
    workstationInPlan: PlaceWire = PlaceWire()
    jobStreamInPlan: StreamRefWire = StreamRefWire()
    dependenciesStats: WaitsWire = WaitsWire()
    priority: Number = 10
    timeInfo: TimesWire = TimesWire()
    timeRestriction: RestrictionsWire = RestrictionsWire()
    jobNumber: Number = None
    jobRunId: Text = ""
    actualWorkstation: Text = ""
    status: StatusWire1 = StatusWire1()
    lastInRerunChain: Flag = True
    rerunType: Text = "REGULAR"
    criticalNetworkInfo: CriticalWire = CriticalWire()
    jobLate: Flag = False


class StreamKeyWire(Wire):
    name: Text = ""
    startTime: Instant = None
    workstationKey: PlaceWire = PlaceWire()
    folderKey: Text = "/"


class StreamWire1(Wire):
    id: Text = ""
    key: StreamKeyWire = StreamKeyWire()
    status: StatusWire1 = StatusWire1()
    jobStreamStats: StreamStatsWire = StreamStatsWire()
    timeInfo: TimesWire = TimesWire()
    timeRestriction: RestrictionsWire = RestrictionsWire()
    lateJobStream: Flag = False
    priority: Number = 10
    limit: Number = None


class WorkstationWire1(Wire):
    id: Text = ""
    key: PlaceWire = PlaceWire()
    workstationInPlanKey: PlaceWire = PlaceWire()
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
    key: PlanKeyWire = PlanKeyWire()
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
    fileId: Text = ""
    lastPage: Flag = False
