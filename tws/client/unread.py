"""Members that engines send and this client does not read (contract, 3.3, 4.5 and A.*): what is beyond them is new."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tws.client.wire import Wire
from tws.client.wire_records import AuditWire, IssuesWire, MessageWire, ResourceWire, ResourceWire1, TriggeredWire
from tws.client.wire_v1 import EngineWire1, JobWire1, PathJobWire, PlanWire, PromptWire1, StreamWire1, WorkstationWire1
from tws.client.wire_v2 import EngineWire, JobWire, PromptWire, StreamWire, WorkstationWire

_FLOW_V2 = """flowNodeType engineId persistentId planId folderId key workstationId cpuFolderId origPriority
    cpuTime timeZone archived actions endTime"""
_JOB_V2 = f"""{_FLOW_V2} jobStreamWorkstationId position jobDefinitionFlags jobDefinitionRefId jobDefinition
    confidenceInterval criticalStart repeatInterval skipLateAction"""
_STREAM_V2 = f"""{_FLOW_V2} originalJobStreamName aliasJobStreamName jobStreamModelId variableTableId
    jsDefinitionFlags jsOptions scheduledDate dependenciesStats jobs serviceName serviceContact submitter
    internalIdentifier approvalInfo followsDepSequenceNum workstationClass outputProperties"""
_STATION_V2 = """engineId persistentId planId folderId key symId runNumber description activeFlags hostType
    timeZone tcpPort domainName agentId userInfo requested createdTimestamp timeStarted securityLevel sslPort
    host hostWorkstation mailmanServerId actions ignore archived"""
_PROMPT_V2 = "folder key symId workstation workstationId type timeRespond planId actions archived"
_JOB_V1 = """description taskType originalPriority repeatInterval cpuTime rerunInstancesNumber monitored every
    rerunJob recoveryRerunJob running untilGone requiresConfirmation minDurationNotReached maxDurationGone
    noOperation jobStreamId planId position actualKey originalKey"""
_STREAM_V1 = """description originalJobStreamName aliasJobStreamName workstationClass internalIdentifier
    workstation productionDate scheduledDate carriedForward carryForward heldByUser pendingPredecessor zombie
    jobs origPriority monitored timeZone dependenciesStats submitter planId"""
_STATION_V1 = """hostType domainInPlanKey securityLevel applicationServerStatus tcpPort sslPort symRunNumber
    requestedJobs tcpLink writerUp initialized mailReceived fullStatus autoLink behindFirewall evtProcRunning
    ssmRunning configUpdated jobLauncherDisabled timeStarted licenseType certificateExpiryDate description
    timeZone remoteEnginePort elapsedTime monmanCurrentCfg monmanNewCfg writerDs symDwnld initExec
    resolveDependencies accessMethod server userInfo planId"""
_PLAN = """dbId timeFirstJobStarted lastTimeOpened size criticalPathEnabled whatIfEnabled startOfDay
    companyName timezoneEnabled eventProcessorWorkstationName eventProcessorEIFPort masterDomainName numberOfCpu
    untilDays"""
_ENGINE_V1 = """hasDatabasePlan locale timezoneEnable roleBasedSecurityEnabled type apiLevel featureLevel
    hasModel hasPlan enableRerunOpt engineType ltpStartDate ltpEndDate dbTimezone planTimezone domainName
    masterDomain synphonyStartOfDay synphonyFileName synphonySize synphonyStartTime synphonyFound dbStartOfDay
    fipsEnabled auditStore auditModel auditPlan licenseType licenseError licenseJobNumber referenceId
    capabilities adminRoles regardlessOfStatusFilterEnabled executorList"""
_RULE = "scope actionScope ruleFolderName ruleType informationType source lineOfBusiness group"
_AUDIT = """auditType workstationName wksNameRelatedObject folderName cpuFolderName actionData version
    labelVersion objectId planObjectId differences relatedObjName"""

UNREAD: Mapping[type[Wire], frozenset[str]] = MappingProxyType(
    {
        kind: frozenset(words.split())
        for kind, words in (
            (JobWire, _JOB_V2),
            (StreamWire, _STREAM_V2),
            (WorkstationWire, _STATION_V2),
            (PromptWire, _PROMPT_V2),
            (ResourceWire, "folder key description holders actions"),
            (EngineWire, "capabilities adminRoles referenceId licenseType locale"),
            (IssuesWire, ""),
            (JobWire1, _JOB_V1),
            (PathJobWire, _JOB_V1),
            (StreamWire1, _STREAM_V1),
            (WorkstationWire1, _STATION_V1),
            (PromptWire1, "type timeRespond"),
            (ResourceWire1, "holders"),
            (PlanWire, _PLAN),
            (EngineWire1, _ENGINE_V1),
            (MessageWire, _RULE),
            (TriggeredWire, _RULE),
            (AuditWire, _AUDIT),
        )
    }
)
"""Kinds that are not here are not looked at: of a name list the rest of the job is left alone on purpose."""
