from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.agents.book import offered
from bot.agents.messages import ToolCall
from bot.agents.plain import plain
from bot.agents.tools import WrongCall, request_of, schema, tools
from bot.reply import Ask, Button, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text
from bot.requests import ListJobs, Rerun, Window
from bot.skills import registry
from tests.fakes.model.strict import Offer
from tws.models import CommonStatus
from tws.names import JobName

SKILLS = offered(registry())


def call(name: str, arguments: object) -> ToolCall:
    return ToolCall("1", name, arguments if isinstance(arguments, str) else json.dumps(arguments))


def test_every_tool_has_a_schema_that_endpoints_take() -> None:
    for tool in tools(tuple(SKILLS), SKILLS):
        assert Offer(name=tool.name, description=tool.purpose, parameters=dict(tool.schema)).description


def test_a_job_is_a_plain_string_and_ids_are_not_offered() -> None:
    found = schema(SKILLS["job_log"].request)
    assert set(found["properties"]) == {"job", "first_line", "window", "before_last"}  # type: ignore[call-overload]
    assert found["required"] == ["job"] and found["additionalProperties"] is False


def test_arguments_become_a_request() -> None:
    window = {"since": "2026-03-01T22:00:00-03:00"}
    given = {"job": "fin.pay@", "statuses": ["ERROR"], "window": window, "limit": 9000}
    assert request_of(call("list_jobs", given), SKILLS["list_jobs"]) == ListJobs(
        job=JobName("PAY@", "FIN"),
        statuses=(CommonStatus.ERROR,),
        window=Window(datetime(2026, 3, 2, 1, tzinfo=UTC)),
        limit=50,
    )
    assert request_of(call("rerun", {"job": "PAY01"}), SKILLS["rerun"]) == Rerun(JobName("PAY01"))


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("job_status", "{broken", "not JSON"),
        ("job_status", "[" * 5_000, "not JSON"),
        ("job_status", "[1]", "must be a JSON object"),
        ("job_status", "", "job: Field required"),
        ("job_status", {"job": "A", "job_id": "x"}, "no argument 'job_id'"),
        ("job_status", {"job": 5}, "job"),
        ("job_status", {"job": None}, "job"),
        ("list_jobs", {"statuses": ["ROTTEN"]}, "statuses.0"),
        ("list_jobs", {"window": {"since": "2026-03-01T00:00:00"}}, "need their offset"),
        ("list_jobs", {"window": "yesterday"}, "window"),
        ("list_jobs", {"workstation": "A" * 600}, "at most 500"),
        ("list_jobs", {"limit": "many"}, "limit"),
    ],
    ids=str,
)
def test_wrong_arguments_are_told(name: str, arguments: object, told: str) -> None:
    with pytest.raises(WrongCall, match=told.replace(".", r"\.")):
        request_of(call(name, arguments), SKILLS[name])


def test_every_block_reads_as_text() -> None:
    reply = Reply(
        (
            Heading("One job failed"),
            Text("It happens."),
            Facts((("Status", "ABEND"), ("Code", "12"))),
            Table("Jobs", ("Job", "Status"), (("A", "ABEND"), ("B", "SUCC"))),
            Log("Log", ("first", "second"), 7),
            Progress("Stream", 3, 5),
            Chart("Runs", (("A", 4.0),), "min"),
            Buttons((Button("Log", "{}"),)),
            Ask((), ()),
            Note("Source: plan"),
        )
    )
    assert plain(reply, 1000).splitlines() == [
        "One job failed",
        "It happens.",
        "Status: ABEND; Code: 12",
        "Jobs",
        "Job | Status",
        "A | ABEND",
        "B | SUCC",
        "Log",
        "7: first",
        "8: second",
        "Stream: 3 / 5",
        "Runs",
        "A: 4 min",
        "(A form for the person to fill in and confirm; nothing was done yet.)",
        "Source: plan",
    ]
    assert plain(reply, 30).endswith("It happens.\n(more was left out)")
