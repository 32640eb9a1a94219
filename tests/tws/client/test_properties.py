"""What must hold for any input: queries that cannot be injected, times that never break, two versions that agree."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tws.client.conftest import Time
from tests.tws.client.engines import MARIA, V1, V2, Night, OlderClient, night
from tws.client import Connection, HwaClient, oql
from tws.client.filters import job_terms, stream_terms, workstation_terms
from tws.client.match import fits_place
from tws.client.read_v2 import job_of
from tws.client.wire import read_instant, read_number, read_span, read_text
from tws.client.wire_v2 import JobWire
from tws.errors import NotInPlan, SchedulerError, SchedulerRefused
from tws.models import CommonStatus, JobQuery, JobStreamQuery
from tws.simulator import Simulator
from tws.simulator.forms import iso_duration, v1_instant, v2_instant
from tws.simulator.oql import parse_oql
from tws.simulator.oql_fields import job_fields
from tws.simulator.v2_view import V2View

NASTY = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["' OR '1'='1", "A' OR name LIKE '@", "x\\' OR 1=1 --", "'", "A\n' ORDER BY id", "A B", "é", "A@*?"]
    ),
    st.from_regex(r"[A-Z_@*?/-]{1,12}", fullmatch=True),
)
WORDS = st.sampled_from(["", "FINANCE_PAYROLL", "PAY_@", "*HOURS*", "GL_?XTRACT", "@", "NO_SUCH", "TS_@"])
PLACES = st.sampled_from(["", "/AGT_FIN01", "AGT_@", "/SAP_XA", "MDM", "/@"])
TERM = re.compile(r"[A-Za-z.]+ (=|LIKE) '[A-Za-z0-9_@?/-]+'")


@given(NASTY)
def test_a_name_stays_a_name(name: str) -> None:
    try:
        term = oql.named("name", name, path=True)
    except SchedulerRefused:
        return
    assert TERM.fullmatch(term)


@given(NASTY)
def test_an_id_stays_an_id(identifier: str) -> None:
    try:
        term = oql.same_id("id", identifier)
    except NotInPlan:
        return
    assert re.fullmatch(r"id = '[A-Za-z0-9-]+'", term)


@pytest.fixture(scope="module")
def view() -> V2View:
    simulator = Simulator(clock=Time(), jobs=0)
    return V2View(simulator.engine.snapshot(), "10.2.5.00")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=NASTY | WORDS, stream=NASTY | WORDS, place=NASTY | PLACES, folder=st.sampled_from(["", "/", "/FIN/", "/FIN"])
)
def test_a_query_finds_what_it_says_and_nothing_else(
    view: V2View, name: str, stream: str, place: str, folder: str
) -> None:
    query = JobQuery(name=name, job_stream=stream, workstation=place, folder=folder)
    try:
        asked = oql.query(job_terms(query))
    except SchedulerRefused:
        return
    parsed = parse_oql(asked, job_fields(view.snapshot))
    jobs = view.snapshot.plan.jobs[::7]
    found = {j.id for j in jobs if parsed.matches(j)}
    models = [job_of(JobWire.model_validate(view.job(j))) for j in jobs]
    assert found == {m.id for m in models if fits_place(m, query)}


@given(NASTY, NASTY, NASTY)
def test_other_objects_cannot_be_injected_either(name: str, place: str, folder: str) -> None:
    for make in (lambda: stream_terms(JobStreamQuery(name, place, folder)), lambda: workstation_terms(name)):
        try:
            asked = oql.query(make())
        except SchedulerRefused:
            continue
        inside = re.sub(r"'[A-Za-z0-9_@?/-]+'", "", asked)
        assert "'" not in inside


@given(st.integers(0, 4_102_444_800))
def test_both_ways_of_writing_an_instant(seconds: int) -> None:
    expected = datetime.fromtimestamp(seconds, UTC)
    assert read_instant(v1_instant(seconds)) == read_instant(v2_instant(seconds)) == expected
    assert read_instant(seconds * 1000) == expected or seconds * 1000 < 2e10, "milliseconds"


@given(st.integers(0, 10_000_000))
def test_both_ways_of_writing_a_duration(seconds: int) -> None:
    assert read_span(seconds * 1000) == read_span(iso_duration(seconds)) == timedelta(seconds=seconds)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2))
def test_odd_values_are_unknown_and_no_fault(value: object) -> None:
    at, span, number = read_instant(value), read_span(value), read_number(value)
    assert at is None or at.utcoffset() == timedelta(0)
    assert span is None or isinstance(span, timedelta)
    assert number is None or isinstance(number, int)
    assert isinstance(read_text(value), str)


QUERIES = st.builds(
    JobQuery,
    name=WORDS,
    job_stream=WORDS,
    workstation=PLACES,
    folder=st.sampled_from(["", "/FIN/", "/", "/NO/"]),
    statuses=st.lists(st.sampled_from([c for c in CommonStatus if c.name != "UNKNOWN"]), max_size=2).map(tuple),
    critical=st.none() | st.booleans(),
    late=st.none() | st.booleans(),
    ended_since=st.none() | st.integers(0, 24).map(lambda h: datetime(2026, 3, 1, h % 24, tzinfo=UTC)),
)


@settings(max_examples=3)
@given(st.lists(QUERIES, min_size=10, max_size=10))
def test_v1_and_v2_agree(queries: list[JobQuery]) -> None:
    asyncio.run(_agree(queries))


async def _agree(queries: list[JobQuery]) -> None:
    time = Time()
    simulator = Simulator(clock=time, jobs=0)
    connection = Connection(await simulator.start(), simulator.user, simulator.password)
    clients = [HwaClient(connection, clock=time), OlderClient(connection, clock=time)]
    for query in queries:
        older, newer = [(await c.jobs(query, limit=500)).items for c in clients]
        assert [(j.key, j.status.common, j.priority, j.late) for j in older] == [
            (j.key, j.status.common, j.priority, j.late) for j in newer
        ]
    for client in clients:
        await client.close()
    await simulator.stop()


REFUSED = "refused"
STATES = {
    "HOLD": {"confirm succ": "HOLD", "confirm abend": "HOLD", "rerun": REFUSED},
    "READY": {"confirm succ": "READY", "confirm abend": "READY", "rerun": REFUSED},
    "EXEC": {"confirm succ": "SUCC", "confirm abend": "ABEND", "rerun": REFUSED},
    "ABEND": {"confirm succ": "SUCC", "confirm abend": "ABEND", "rerun": "EXEC"},
    "FAIL": {"confirm succ": REFUSED, "confirm abend": REFUSED, "rerun": "EXEC"},
    "SUCC": {"confirm succ": REFUSED, "confirm abend": REFUSED, "rerun": "EXEC"},
}
"""Section 6.2 of the contract."""


async def _brought_to(state: str, now: Night) -> None:
    kind = {"ABEND": "disk_full", "FAIL": "missing_script"}.get(state)
    if kind:
        now.simulator.fail("TS_LOAD_HOURS", at=now.at(1, 10), kind=kind)
    if state == "READY":
        now.go_to(0, 35)  # what it waits for is at work there
        now.simulator.unlink("AGT_FIN01")
    times = {"HOLD": (0, 10), "READY": (1, 0), "EXEC": (1, 0), "ABEND": (1, 11), "FAIL": (1, 11), "SUCC": (4, 0)}
    now.go_to(*times[state])


async def _done(now: Night, verb: str) -> str:
    job = await now.job("TS_LOAD_HOURS")
    try:
        if verb == "rerun":
            await now.client.rerun(job, MARIA)
        else:
            await now.client.confirm(job, MARIA, successful=verb == "confirm succ")
    except SchedulerError:
        return REFUSED
    now.wait(60)
    return await now.word("TS_LOAD_HOURS")


@pytest.mark.parametrize("version", [V2, V1])
@pytest.mark.parametrize("state", STATES)
async def test_confirm_and_rerun_in_each_state(version: str, state: str) -> None:
    seen = {}
    for verb in STATES[state]:
        async with night(version) as now:
            await _brought_to(state, now)
            assert await now.word("TS_LOAD_HOURS") == state
            seen[verb] = await _done(now, verb)
    assert seen == STATES[state]
