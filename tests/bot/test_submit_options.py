"""A submission with a name of its own, a time and variables: asked for, edited in the form, shown, and sent so."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import payload
from bot.approvals.options import BadOption, instant, variables
from bot.payload import decode, encode
from bot.reply import Ask, Field, Reply
from bot.requests import SendOrder, Submit
from bot.turn import Press
from tests.bot.test_orders import ACCESS, ANN, EVE, actions, shown
from tests.chat import ANA, BOB, Chat, buttons, labels, open_chat, text
from tests.plans import NOW, night
from tws.fake import FakeScheduler
from tws.models import Signed
from tws.names import JobName
from tws.records import Submission

WHY = "the file came late"
SAO = "America/Sao_Paulo"
TONIGHT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""23:00 of 1 March in São Paulo, half an hour from now."""


class Noting(FakeScheduler):
    """Keeps what was submitted."""

    wanted: list[Submission]

    async def submit_stream(self, wanted: Submission, signed: Signed) -> str:
        self.wanted.append(wanted)
        return await super().submit_stream(wanted, signed)

    async def submit_job(self, wanted: Submission, signed: Signed) -> str:
        self.wanted.append(wanted)
        return await super().submit_job(wanted, signed)


@pytest.fixture
def plan() -> Noting:
    small = night()
    made = Noting(small.all_jobs, small.all_streams, small.all_workstations)
    made.all_streams = (*made.all_streams, replace(made.all_streams[0], id="js-CARDS", name="CARDS"))
    made.wanted = []
    return made


@pytest.fixture
async def chat(plan: Noting, tmp_path: Path) -> AsyncIterator[Chat]:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS + '\n[[rule]]\nverbs = ["submit"]\nsecond = "critical"\n', encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as opened:
        yield opened


async def asked(chat: Chat, request: Submit, person=ANN) -> Reply:  # type: ignore[no-untyped-def]
    return await chat.sends(chat.turn(Press(encode(request)), person))


def fields(reply: Reply) -> dict[str, Field]:
    return {field.name: field for block in reply.blocks if isinstance(block, Ask) for field in block.fields}


async def test_the_form_alone_takes_them(chat: Chat, plan: Noting) -> None:
    form = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    assert list(fields(form)) == ["reason", "alias", "begins", "variables"]
    typed = {"alias": "cards_2", "begins": "23:00", "variables": "DAY=01\nMODE = full run"}
    await chat.fills(form, "Submit now", ANN, reason=WHY, **typed)
    (sent,) = plan.wanted
    assert sent.name == "CARDS" and sent.alias == "CARDS_2" and sent.at == TONIGHT
    assert sent.variables == {"DAY": "01", "MODE": "full run"}
    card = " ".join(text(await shown(chat)).split())
    assert "Name in the plan CARDS_2" in card and "Begins 1 Mar 23:00" in card
    assert "Variables DAY=01, MODE=full run" in card


async def test_what_was_asked_for_stands_in_the_form_and_may_be_taken_away(chat: Chat, plan: Noting) -> None:
    form = await asked(chat, Submit("CARDS", reason=WHY, alias="NEW", begins=TONIGHT, variables=(("DAY", "01"),)))
    values = {name: field.value for name, field in fields(form).items()}
    assert values == {"reason": WHY, "alias": "NEW", "begins": "2026-03-01 23:00", "variables": "DAY=01"}
    await chat.fills(form, "Submit now", ANN, **{**values, "alias": "", "begins": " "})
    assert [(w.alias, w.at, dict(w.variables)) for w in plan.wanted] == [("", None, {"DAY": "01"})]


async def test_a_yes_in_words_sends_what_was_asked_for(chat: Chat, plan: Noting) -> None:
    await asked(chat, Submit("CARDS", reason=WHY, alias="NEW", begins=TONIGHT))
    assert "Sent to the scheduler" in text(await chat.says("yes", ANN))
    assert [(w.alias, w.at) for w in plan.wanted] == [("NEW", TONIGHT)]


async def test_the_approver_sees_them_and_the_trail_keeps_them(chat: Chat, plan: Noting) -> None:
    form = await chat.says(f"submete o job stream PAYROLL porque {WHY}", ANA)
    await chat.fills(form, "Pedir aprovação", ANA, reason=WHY, alias="PAY2", begins="", variables="DIA=01")
    card = await shown(chat)
    assert "Nome no plano" in text(card) and "PAY2" in text(card) and "DIA=01" in text(card)
    assert plan.wanted == []
    await chat.presses(card, "Aprovar", BOB)
    assert [(w.alias, dict(w.variables)) for w in plan.wanted] == [("PAY2", {"DIA": "01"})]
    (row,) = await chat.app.services.ledger.events(kind="action.asked")
    assert (row.body["alias"], row.body["variables"]) == ("PAY2", "DIA=01")


WRONG = [
    ({"begins": "soon"}, "I do not understand that time"),
    ({"begins": "25:00"}, "I do not understand that time"),
    ({"begins": "2026-02-30 10:00"}, "I do not understand that time"),
    ({"begins": "9999-12-31 23:59"}, "I do not understand that time"),
    ({"begins": "2026-03-01 22:00"}, "That time has passed"),
    ({"alias": "PAY@"}, "That is no name"),
    ({"alias": "A" * 41}, "That is no name"),
    ({"variables": "DAY"}, "Write each variable once"),
    ({"variables": "DAY=1\nDAY=2"}, "Write each variable once"),
    ({"variables": "1X=2"}, "Write each variable once"),
    ({"variables": "\n".join(f"V{n}=1" for n in range(21))}, "Write each variable once"),
    ({"variables": "A=" + "x" * 600}, "all variables together take 600 characters"),
    ({"variables": "password=Secr3t!Pass99"}, "looks like a password"),
]


@pytest.mark.parametrize(("typed", "told"), WRONG)
async def test_what_cannot_be_sent_brings_the_form_back(
    chat: Chat, plan: Noting, typed: dict[str, str], told: str
) -> None:
    form = await chat.says("submit job stream CARDS", ANN)
    values = {"reason": WHY, "alias": "", "begins": "", "variables": "", **typed}
    again = await chat.fills(form, "Submit now", ANN, **values)
    assert again.replaces and told in text(again) and "nothing was sent" in text(again).lower()
    assert {name: field.value for name, field in fields(again).items()} == values, "nothing typed is lost"
    assert plan.wanted == []
    await chat.fills(again, "Submit now", ANN, **{**values, **dict.fromkeys(typed, "")})
    assert len(plan.wanted) == 1


async def test_nobody_else_sees_what_was_typed(chat: Chat, plan: Noting) -> None:
    form = await chat.says("submit job stream CARDS", ANN)
    stolen = await chat.fills(form, "Submit now", EVE, reason="mine", alias="@", begins="", variables="")
    assert "Only Ana can confirm" in text(stolen) and fields(stolen) == {} and actions(plan) == []


async def test_a_job_takes_no_time(chat: Chat, plan: Noting) -> None:
    form = await chat.says(f"submit CARDS_SETTLE because {WHY}", ANN)
    assert list(fields(form)) == ["reason", "alias", "variables"]
    await chat.fills(form, "Submit now", ANN, reason=WHY, alias="AGAIN", variables="")
    assert [w.alias for w in plan.wanted] == ["AGAIN"]
    told = await asked(chat, Submit("", JobName("CARDS_SETTLE"), reason=WHY, begins=TONIGHT))
    assert "Only a job stream can be given a time" in text(told) and fields(told) == {}


async def test_a_choice_of_definitions_keeps_them(chat: Chat, plan: Noting) -> None:
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[-1], id="js-2", workstation="/DR1"))
    which = await asked(chat, Submit("CARDS", reason=WHY, alias="NEW", begins=TONIGHT, variables=(("A", "1"),)))
    assert labels(which) == ["DR1#/FIN/CARDS", "MDM#/FIN/CARDS"]
    again = decode(buttons(which)[0].payload).request
    assert again == Submit("/DR1#/FIN/CARDS", reason=WHY, alias="NEW", begins=TONIGHT, variables=(("A", "1"),))


@pytest.mark.parametrize(
    "forged",
    [
        Submit("CARDS", begins=datetime(1, 1, 1, tzinfo=UTC)),
        Submit("CARDS", begins=datetime(2026, 3, 2, 12)),
        Submit("CARDS", alias="A'B"),
        Submit("CARDS", variables=(("A\nB", "1"),)),
        Submit("CARDS", begins=NOW - timedelta(seconds=1)),
    ],
)
async def test_a_forged_button_is_told_what_is_wrong(chat: Chat, plan: Noting, forged: Submit) -> None:
    told = await asked(chat, forged)
    assert "Nothing was sent" in text(told) and not told.error_id and fields(told) == {}


async def test_a_name_that_the_plan_has_is_not_given_again(chat: Chat, plan: Noting) -> None:
    form = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[-1], id="js-2", name="CARDS_2"))
    told = await chat.fills(form, "Submit now", ANN, reason=WHY, alias="CARDS_2", begins="", variables="")
    assert "nothing was sent" in text(told) and "the plan has that name already" in text(told)
    assert plan.wanted == []


async def test_its_own_name_is_no_other(chat: Chat, plan: Noting) -> None:
    form = await chat.says(f"submit job stream CARDS because {WHY}", ANN)
    await chat.fills(form, "Submit now", ANN, reason=WHY, alias="cards", begins="", variables="")
    assert [w.alias for w in plan.wanted] == [""]


async def test_a_rerun_takes_none_of_them(plan: Noting, tmp_path: Path) -> None:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as chat:
        form = await chat.says("rerun CARDS_SETTLE because freed", ANN)
    assert list(fields(form)) == ["reason"]
    (sends,) = (b.payload for block in form.blocks if isinstance(block, Ask) for b in block.buttons[:1])
    assert decode(sends).request == SendOrder(json.loads(sends)["order"])


def test_no_request_has_a_field_that_a_payload_keeps_for_itself() -> None:
    taken = [kind for kind in payload._NAMES.values() if {"do", "in", "at", "here"} & {f.name for f in fields_of(kind)}]
    assert taken == []


def test_times_are_of_the_persons_clock() -> None:
    assert instant("23:00", SAO, NOW) == TONIGHT
    assert instant("22:00", SAO, NOW) == TONIGHT + timedelta(hours=23), "tomorrow, for today's has passed"
    assert instant("22h15", SAO, NOW) == TONIGHT + timedelta(hours=23, minutes=15)
    assert instant("2026-03-02 08:00", "UTC", NOW) == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_clock_that_is_put_forward_keeps_its_hour() -> None:
    """Clocks in New York skip 02:00 to 03:00 of 8 March 2026."""
    eve = datetime(2026, 3, 8, 4, 0, tzinfo=UTC)
    assert instant("22:00", "America/New_York", eve) == datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


def test_variables_keep_their_order_and_values() -> None:
    assert variables(["B=2", "", "A = x=y "]) == (("B", "2"), ("A", "x=y"))
    with pytest.raises(BadOption, match="bad_variables"):
        variables(["A=\x00"])
