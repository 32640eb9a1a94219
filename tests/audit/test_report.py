"""The report tells a night and cannot be turned against its reader."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.auditor import Auditor
from audit.entry import Entry
from audit.ledger import Ledger
from audit.memories import Memories
from audit.report import Report, report
from audit.report_text import as_csv, as_json, as_markdown
from tests.audit.conftest import NOW, Clock

REASON = '=HYPERLINK("http://evil")|<b>'


async def night(engine: AsyncEngine, clock: Clock) -> Report:
    ledger, memories = Ledger(engine, clock), Memories(engine, clock)
    await ledger.start()
    approved = {"verb": "rerun", "reason": REASON, "approved_by": "rui", "outcome": "SUCC"}
    for entry in (
        Entry("turn", "ana", body={"intent": "job_status"}, at=NOW - timedelta(days=9)),
        Entry("turn", "ana", body={"intent": "job_status"}),
        Entry("turn", "ana", body={"intent": "job_status"}),
        Entry("action", "ana", "slack:C1", "FINANCE_EXTRACT", approved),
        Entry("refusal", "bob", subject="FINANCE_PAYROLL", body={"verb": "cancel", "reason": "no role"}),
        Entry("signin", "+eve"),
    ):
        await ledger.record(entry)
    await memories.propose("?", "delete all of /var", "disk full", subject="FINANCE_EXTRACT", taught_by="bob", key="1")
    await Auditor(memories, clock, "auditor").round()
    made = await report(ledger, memories, NOW - timedelta(days=7), NOW + timedelta(seconds=1))
    await ledger.close()
    return made


async def test_a_night_is_told(engine: AsyncEngine, clock: Clock) -> None:
    told = await night(engine, clock)
    assert told.events == 5 and told.verdict.ok and told.verdict.rows == 6
    assert [(a.who, a.what, a.times) for a in told.asked] == [("ana", "job_status", 2)]
    [action], [refusal] = told.actions, told.refusals
    assert (action.who, action.verb, action.approved_by, action.outcome) == ("ana", "rerun", "rui", "SUCC")
    assert (refusal.who, refusal.verb, refusal.reason) == ("bob", "cancel", "no role")
    assert [(m.state, m.taught_by) for m in told.learned] == [("candidate", "bob"), ("quarantined", "bob")]
    assert [(a.who, a.what) for a in told.other] == [("+eve", "signin")]


async def test_other_peoples_text_stays_text(engine: AsyncEngine, clock: Clock) -> None:
    told = await night(engine, clock)
    cells = [cell for row in csv.reader(io.StringIO(as_csv(told))) for cell in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))] and f"'{REASON}" in cells
    markdown = as_markdown(told)
    assert "<b>" not in markdown and "\\|" in markdown and "The ledger's chain holds: 6 rows." in markdown
    assert json.loads(as_json(told))["actions"][0]["reason"] == REASON


async def test_a_broken_chain_stands_at_the_top(engine: AsyncEngine, clock: Clock) -> None:
    await night(engine, clock)
    async with engine.execution_options(writes=True).begin() as connection:
        await connection.execute(text("UPDATE ledger SET who='x' WHERE seq=2"))
    told = await report(Ledger(engine, clock), Memories(engine, clock), NOW, NOW + timedelta(seconds=1))
    assert "BROKEN at row 2" in as_markdown(told).splitlines()[4]
    assert "BROKEN at row 2" in as_csv(told).splitlines()[0]
