"""The filter objects of REST V1 bodies (section 3.1 of the contract): members are ANDed, lists ORed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tws.simulator.answers import bad_request
from tws.simulator.definitions import ResourceDef, WorkstationDef
from tws.simulator.dependencies import recovery_word, until_gone
from tws.simulator.oql_values import instant, like_pattern
from tws.simulator.prompts import Prompt
from tws.simulator.timeline import REGULAR, StreamInstance
from tws.simulator.v1_view import JobRecord, V1View, resource_id, v1_word

T = TypeVar("T")
Test = Callable[[T], bool]
Member = Callable[[Any], Test[T]]


def compiled(wanted: Mapping[str, Any], members: Mapping[str, Member[T]]) -> Test[T]:
    unknown = wanted.keys() - members.keys()
    if unknown:
        bad_request(f"Unrecognized or unsupported filter members: {', '.join(sorted(unknown))}")
    try:
        tests = [members[name](value) for name, value in wanted.items() if value is not None]
    except (ValueError, TypeError, AttributeError, KeyError):
        bad_request("A filter member has a value of the wrong kind")
    return lambda item: all(test(item) for test in tests)


def named(value: Callable[[T], str]) -> Member[T]:
    """`*` and `@` stand for any text, `?` for one character."""

    def member(pattern: str) -> Test[T]:
        fits = like_pattern(pattern, any_sign="@*").fullmatch
        return lambda item: fits(value(item)) is not None

    return member


def listed(value: Callable[[T], str]) -> Member[T]:
    def member(wanted: object) -> Test[T]:
        if not isinstance(wanted, list):
            raise TypeError
        return lambda item: not wanted or value(item) in wanted

    return member


def equal(value: Callable[[T], object]) -> Member[T]:
    return lambda wanted: lambda item: value(item) == wanted


def within(value: Callable[[T], float | None]) -> Member[T]:
    def member(limits: object) -> Test[T]:
        first, last = range_of(limits, "A range of times")
        return lambda item: (moment := value(item)) is not None and first <= moment <= last

    return member


def range_of(limits: object, name: str) -> tuple[float, float]:
    """From `rangeStart` to `rangeEnd`, each of which may be missing; 400 where one is no instant."""
    given = {} if limits is None else limits
    try:
        if not isinstance(given, dict):
            raise TypeError
        first, last = given.get("rangeStart"), given.get("rangeEnd")
        return (instant(first) if first else float("-inf"), instant(last) if last else float("inf"))
    except (ValueError, TypeError, AttributeError):
        bad_request(f"{name} has a value of the wrong kind")


def job_members(view: V1View) -> dict[str, Member[JobRecord]]:
    now = view.snapshot.now

    def started(record: JobRecord) -> float | None:
        return record.run.start if record.run and record.run.start <= now else None

    def ended(record: JobRecord) -> float | None:
        return record.run.end if record.run and record.run.end <= now else None

    return {
        "jobName": named(lambda r: r.job.definition.name),
        "jobStreamName": named(lambda r: r.job.stream.definition.name),
        "workstationName": named(lambda r: r.job.definition.workstation.name),
        "jobId": equal(lambda r: view.id(r.composite_id)),
        "statusList": listed(lambda r: view.state(r).common),
        "internalStatusList": listed(lambda r: v1_word(view.state(r).internal)),
        "priority": equal(lambda r: view.snapshot.priority(r.job)),
        "critical": equal(lambda r: r.job.definition.critical),
        "late": equal(lambda r: view.snapshot.is_late(r.job)),
        "canceled": equal(lambda r: r.job.is_canceled(now)),
        "lastInRerunChain": equal(lambda r: r.last),
        "rerunType": equal(lambda r: r.run.kind if r.run else REGULAR),
        "recoveryOptionList": listed(lambda r: recovery_word(r.job.definition.recovery)),
        "every": equal(lambda r: r.job.definition.every is not None),
        "confirmed": equal(lambda r: r.job.definition.confirmed),
        "untilAction": equal(lambda r: r.job.definition.on_until if r.job.until else None),
        "untilExpired": equal(lambda r: until_gone(r.job, now)),
        "untilTimeRange": within(lambda r: r.job.until),
        "jobNumber": equal(lambda r: r.run.job_number if r.run else None),
        "returnCode": lambda text: lambda r: bool(r.run and ended(r) and str(r.run.return_code) == str(text)),
        "actualStartTimeRange": within(started),
        "actualEndTimeRange": within(ended),
        "deadlineTimeRange": within(lambda r: r.job.deadline),
    }


def stream_members(view: V1View) -> dict[str, Member[StreamInstance]]:
    snapshot = view.snapshot
    return {
        "jobStreamName": named(lambda s: s.definition.name),
        "workstationName": named(lambda s: s.definition.workstation.name),
        "jobStreamId": equal(lambda s: view.id(s.composite_id)),
        "statusList": listed(lambda s: snapshot.stream(s).common),
        "internalStatusList": listed(lambda s: v1_word(snapshot.stream(s).internal)),
        "carriedForward": equal(lambda s: s in snapshot.plan.carried),
        "priority": equal(lambda s: s.definition.priority),
        "actualStartTimeRange": within(snapshot.began),
        "actualEndTimeRange": within(snapshot.ended),
        "scheduledTimeRange": within(lambda s: s.scheduled),
        "deadlineTimeRange": within(lambda s: s.deadline),
    }


def workstation_members(view: V1View) -> dict[str, Member[WorkstationDef]]:
    return {
        "workstationName": named(lambda w: w.name),
        "workstationId": equal(lambda w: view.id(w.name)),
        "linkStatusList": listed(lambda w: str(view.workstation(w)["linkStatus"])),
        "workstationTypeList": listed(lambda w: str(view.workstation(w)["type"])),
        "jobmanUp": equal(lambda w: w.linked and w.running),
        "limit": equal(lambda w: w.limit),
    }


def prompt_members(view: V1View) -> dict[str, Member[Prompt]]:
    return {
        "statusList": listed(lambda p: p.status(view.snapshot.now)),
        "promptText": named(lambda p: p.text),
        "promptNumber": equal(lambda p: p.number),
        "promptType": equal(lambda p: p.kind),
        "promptTypeList": listed(lambda p: p.kind),
    }


def resource_members(view: V1View) -> dict[str, Member[ResourceDef]]:
    return {
        "resourceId": equal(lambda r: view.id(resource_id(r))),
        "resourceName": named(lambda r: r.name),
        "workstatioName": named(lambda r: r.workstation),
        "status": equal(lambda r: view.resource(r)["status"]),
    }
