"""Fields in a message: what was typed comes with the button that sends it, and only with that."""

from __future__ import annotations

import pytest

from adapters.slack import limits
from adapters.slack.incoming import Asked, read
from bot.reply import Ask, Button, Buttons, Field, Reply, Text
from bot.turn import Form, Press
from tests.adapters.slack.conftest import Desk
from tests.fakes.slack.workspace import Json, Post

FORM = Reply(
    (
        Text("Rerun FINANCE_PAYROLL?"),
        Ask(
            (Field("reason", "Reason", hint="why now", long=True), Field("ticket", "Ticket", "INC1", longest=10)),
            (Button("Send", "order:7", "primary"), Button("Never mind", "drop:7")),
        ),
        Buttons((Button("Log", "log:7"),)),
    )
)


async def shown(desk: Desk, channel: str = "C1") -> Post:
    desk.engine.replies["rerun"] = FORM
    await desk.slack.says("U1", channel, "<@BOT> rerun")
    return desk.slack.posts[-1]


def said(desk: Desk) -> object:
    return desk.engine.turns[-1].said


async def test_it_reads_as_a_form(desk: Desk) -> None:
    assert (await shown(desk)).shown.splitlines() == [
        "Rerun FINANCE_PAYROLL?",
        "Reason: [why now]",
        "Ticket: [INC1]",
        "[Send] [Never mind]",
        "[Log]",
    ]


async def test_what_was_typed_is_sent(desk: Desk) -> None:
    post = await shown(desk)
    desk.slack.types("U1", post, "Reason", "disk was cleaned\nby <ops> & me")
    await desk.slack.press("U1", post, "Send")
    assert said(desk) == Form("order:7", {"reason": "disk was cleaned\nby <ops> & me", "ticket": "INC1"})


async def test_an_empty_field_is_empty_text(desk: Desk) -> None:
    await desk.slack.press("U1", await shown(desk), "Never mind")
    assert said(desk) == Form("drop:7", {"reason": "", "ticket": "INC1"})


async def test_what_another_person_typed_is_theirs(desk: Desk) -> None:
    post = await shown(desk)
    desk.slack.types("U2", post, "Reason", "not mine")
    await desk.slack.press("U1", post, "Send")
    assert said(desk) == Form("order:7", {"reason": "", "ticket": "INC1"})


async def test_a_button_beside_the_form_sends_nothing_typed(desk: Desk) -> None:
    post = await shown(desk)
    desk.slack.types("U1", post, "Reason", "typed")
    await desk.slack.press("U1", post, "Log")
    assert said(desk) == Press("log:7")


async def test_a_form_of_a_command_is_answered_in_place(desk: Desk) -> None:
    desk.engine.replies |= {"rerun": FORM, "order:7": Reply((Text("Ordered"),), replaces=True)}
    await desk.slack.command("U1", "C1", "rerun")
    (post,) = desk.slack.posts
    desk.slack.types("U1", post, "Reason", "why not")
    await desk.slack.press("U1", post, "Send")
    assert said(desk) == Form("order:7", {"reason": "why not", "ticket": "INC1"})
    assert post.shown == "Ordered" and desk.slack.posts == [post]


def pressed(values: object) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "container": {"type": "message", "channel_id": "C1", "message_ts": "1.1"},
        "actions": [{"action_id": "send:0", "value": "order:7", "action_ts": "2.2"}],
        "state": {"values": values},
    }


@pytest.mark.parametrize("values", [None, [], "x", {"b": []}, {"b": {"ask:a": 5}}, {"b": {"other": {"value": "x"}}}])
def test_a_broken_state_is_a_form_with_nothing_in_it(values: object) -> None:
    asked = read(pressed(values), "UBOT")
    assert isinstance(asked, Asked) and isinstance(asked.said, Form)
    assert not any(asked.said.values.values())


def test_what_comes_back_is_bounded() -> None:
    values = {f"b{i}": {f"ask:f{i}": {"value": "x" * 9_999}} for i in range(100)}
    asked = read(pressed(values), "UBOT")
    assert isinstance(asked, Asked) and isinstance(asked.said, Form)
    assert len(asked.said.values) == limits.INPUTS
    assert max(map(len, asked.said.values.values())) == limits.INPUT_TEXT
