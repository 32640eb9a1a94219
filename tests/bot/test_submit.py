"""A job stream or a job of the database is put into the plan: asked about whole, approved, sent once, and told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access import Access, Book, Listed, Role, Rule
from bot.payload import decode, encode
from bot.requests import JobStreamStatus, Submit, Verb
from bot.skills.submit import Definition
from bot.turn import Person, Place, Press
from tests.bot.test_orders import ACCESS, ANN, EVE, actions, shown
from tests.chat import ANA, BOB, Chat, buttons, labels, open_chat, text
from tests.plans import job, night
from tws.errors import NotInPlan, OutcomeUnknown
from tws.fake import FakeScheduler
from tws.names import JobName

WHY = "the file came late"


@pytest.fixture
def plan() -> FakeScheduler:
    """The stream CARDS has one job, which is not critical; PAYROLL has a critical one."""
    plan = night()
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[0], id="js-CARDS", name="CARDS"))
    return plan


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS + '\n[[rule]]\nverbs = ["submit"]\nsecond = "critical"\n', encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as opened:
        yield opened


async def test_a_job_stream_that_the_plan_has_is_found_there(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    said = text(form)
    assert "Submit CARDS?" in said and "MDM#/FIN/CARDS" in said
    assert "The plan has it once already: it would run once more." in said and actions(plan) == []
    done = await chat.fills(form, "Submit now", ANN, reason=WHY)
    assert done.replaces and "Sent to the scheduler; follow it on the card below." in text(done)
    assert actions(plan) == [("submit_stream", "CARDS")] and plan.actions[0][2].reason == WHY
    (seen,) = (b for b in buttons(await shown(chat)) if b.label == "Status of CARDS")
    assert decode(seen.payload).request == JobStreamStatus("CARDS", "MDM")
    assert "Already decided" in text(await chat.fills(form, "Submit now", ANN, reason=WHY))
    assert len(plan.actions) == 1


async def test_a_name_alone_may_be_a_jobs_or_a_job_streams(chat: Chat, plan: FakeScheduler) -> None:
    assert "AGT01#/FIN/CARDS_SETTLE" in text(await chat.says("submit CARDS_SETTLE", ANN))
    assert "MDM#/FIN/CARDS" in text(await chat.says("submit CARDS", ANN))


async def test_a_job_is_sent_as_a_job(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says(f"submit CARDS_SETTLE because {WHY}", ANN)
    await chat.fills(form, "Submit now", ANN, reason=WHY)
    assert actions(plan) == [("submit_job", "CARDS_SETTLE")]


async def test_what_the_plan_does_not_have_needs_its_workstation(chat: Chat, plan: FakeScheduler) -> None:
    asked = await chat.says("submit job stream YEAREND", ANN)
    assert "“submit job stream MDM#YEAREND”" in text(asked) and "Nothing was sent" in text(asked)
    form = await chat.says(f"submit job stream MDM#YEAREND because {WHY}", ANN)
    assert "The plan does not have it now." in text(form) and "its jobs are not known: a second person" in text(form)
    await chat.fills(form, "Ask for approval", ANN, reason=WHY)
    plan.action_fault = NotInPlan("The submission of /MDM#/YEAREND was not done: the database has no such object")
    failed = await chat.presses(await shown(chat), "Approve", BOB)
    assert "failed" in text(failed) and "the database has no such object" in text(failed)


async def test_a_rule_of_a_job_holds_for_the_stream_that_brings_it(plan: FakeScheduler, tmp_path: Path) -> None:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS + '\n[[rule]]\njobs = "CARDS_SETTLE"\nroles = []\n\n[[rule]]\n', encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as chat:
        assert "You may not submit jobs here." in text(await chat.says(f"submit job stream CARDS because {WHY}", ANN))


async def test_of_several_definitions_one_is_chosen(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[-1], id="js-2", workstation="/DR1"))
    asked = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    assert labels(asked) == ["DR1#/FIN/CARDS", "MDM#/FIN/CARDS"]
    form = await chat.presses(asked, "DR1#/FIN/CARDS", ANN)
    assert "Submit CARDS?" in text(form) and "DR1#/FIN/CARDS" in text(form) and WHY in text(form)


async def test_two_who_submit_the_same_do_not_run_it_twice(chat: Chat, plan: FakeScheduler) -> None:
    mine = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[-1], id="js-2"))
    late = await chat.fills(mine, "Submit now", ANN, reason=WHY)
    assert "the plan moved on, nothing was sent" in text(late) and "put into the plan meanwhile" in text(late)
    assert actions(plan) == []


async def test_what_is_critical_takes_two(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says(f"submete o job stream PAYROLL porque {WHY}", ANA)
    assert "Submeter PAYROLL?" in text(form) and "já o tem uma vez" in text(form)
    await chat.fills(form, "Pedir aprovação", ANA, reason=WHY)
    assert actions(plan) == []
    done = await chat.presses(await shown(chat), "Aprovar", BOB)
    assert actions(plan) == [("submit_stream", "PAYROLL")] and "aprovado por Bob" in text(done)


async def test_no_answer_is_told_and_not_sent_again(chat: Chat, plan: FakeScheduler) -> None:
    form = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    plan.action_fault = OutcomeUnknown("no answer")
    lost = await chat.fills(form, "Submit now", ANN, reason=WHY)
    assert "outcome unknown" in text(lost) and "Status of CARDS" in labels(lost)
    plan.action_fault = None
    await chat.app.services.approvals.round()
    assert actions(plan) == [] and plan.calls["submit_stream"] == 1


async def test_who_has_no_role_submits_nothing(chat: Chat, plan: FakeScheduler) -> None:
    assert "You may not submit jobs here. Nothing was changed." in text(await chat.says("submit CARDS_SETTLE", EVE))


@pytest.mark.parametrize("said", ["submit job stream PAY@", "submit job stream MDM#@"])
async def test_a_pattern_submits_nothing(chat: Chat, said: str) -> None:
    assert "One job stream or job is submitted at a time" in text(await chat.says(said, ANN))


@pytest.mark.parametrize(
    "forged",
    [Submit("A'B"), Submit("X", None, "MDM'"), Submit("../X", None, "MDM"), Submit(), Submit("", JobName("X", "A B"))],
)
async def test_a_forged_button_submits_nothing(chat: Chat, plan: FakeScheduler, forged: Submit) -> None:
    reply = await chat.sends(chat.turn(Press(encode(forged)), ANN))
    assert "Nothing was sent" in text(reply) and actions(plan) == []


@pytest.mark.parametrize("spelt", ["MDM#/FIN//CARDS", "MDM#FIN/CARDS", "/MDM#//FIN/CARDS", "mdm#/fin/cards"])
async def test_a_job_stream_is_known_however_its_folder_is_spelt(chat: Chat, spelt: str) -> None:
    assert "The plan has it once already" in text(await chat.sends(chat.turn(Press(encode(Submit(spelt))), ANN)))


async def test_orders_about_different_definitions_do_not_withdraw_each_other(chat: Chat, plan: FakeScheduler) -> None:
    one = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    await chat.says(f"submit CARDS_SETTLE because {WHY}", ANN)
    await chat.fills(one, "Submit now", ANN, reason=WHY)
    assert actions(plan) == [("submit_stream", "CARDS")]


def test_rules_see_the_definition() -> None:
    rules = (Rule(jobs="/MDM#/FIN/*", verbs=(Verb.SUBMIT,), workstations="MDM", second="never"),)
    book = Book(person=(Listed(name="Ana", ids=("slack:U1",), roles=(Role.OPERATOR,)),), rule=rules)
    access, place = Access(book), Place("slack", "C1")
    ana = access.member(Person("U1", "Ana"), place)
    assert access.judge(ana, Verb.SUBMIT, Definition("job_stream", "PAYROLL", "/MDM", "/FIN/"), place).allowed
    assert not access.judge(ana, Verb.SUBMIT, Definition("job_stream", "PAYROLL", "/MDM", "/HR/"), place).allowed
    assert not access.judge(ana, Verb.RERUN, job("FINANCE_PAYROLL"), place).allowed


def test_without_rules_a_submission_takes_two() -> None:
    access, place = Access(Book(), demo=True), Place("web", "desk", direct=True)
    anyone = access.member(Person("operator", "Operator"), place)
    assert access.judge(anyone, Verb.SUBMIT, Definition("job", "X", "/MDM"), place).second


async def test_the_plan_may_be_slow_to_show_what_another_submitted(chat: Chat, plan: FakeScheduler) -> None:
    mine = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    other = await chat.says(f"submit job stream CARDS because {WHY}", BOB)
    await chat.fills(other, "Submit now", BOB, reason=WHY)
    late = await chat.fills(mine, "Submit now", ANN, reason=WHY)
    assert "another order about the same job was first" in text(late) and len(plan.actions) == 1
    fresh = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    await chat.app.services.approvals.round()
    assert "Submit CARDS?" in text(fresh)
