"""What the endpoint lets in, and what happens when Slack or the bot is in trouble."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from adapters.slack import SlackAdapter, SlackRefused, SlackSettings
from adapters.slack.limits import BODY_BYTES
from bot.coordination.memory import InMemory
from bot.reply import Reply, Text
from tests.adapters.slack.conftest import Desk, Scripted, opened, until
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeClock, FakeSlack
from tests.fakes.slack.delivery import ByHttp
from tests.fakes.slack.payloads import event, message, signed

SAID = message("U1", "D1", "status", "1.1")


async def post(desk: Desk, body: bytes, headers: dict[str, str], kind: str = "application/json") -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(desk.url, data=body, headers={"Content-Type": kind, **headers}) as answer,
    ):
        return answer.status


async def test_forged_and_old_signatures_are_refused(http: Desk) -> None:
    assert await post(http, b"{}", signed(b"{}", "wrong")) == 401
    assert await post(http, b"{}", signed(b"{}", SECRET, int(time.time()) - 360)) == 401
    assert await post(http, b"{}", {}) == 401
    assert http.engine.turns == []


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe{", b"[1]", b'"x"', b'{"event": 5}', b"\x00", b""])
async def test_garbage_is_a_clients_error(http: Desk, body: bytes) -> None:
    assert await post(http, body, {}) in (400, 401)
    assert await post(http, body, signed(body, SECRET)) in (200, 400)


async def test_garbage_forms_are_a_clients_error(http: Desk) -> None:
    form = "application/x-www-form-urlencoded"
    assert await post(http, b"payload=%7B", {}, form) in (400, 401)
    assert await post(http, b"payload=[1]", {}, form) in (400, 401)


async def test_a_large_body_is_refused(http: Desk) -> None:
    assert await post(http, b"x" * (BODY_BYTES + 1), {}) == 413


async def test_url_verification_is_answered(http: Desk) -> None:
    body = b'{"type": "url_verification", "challenge": "abc", "token": "v"}'
    assert await post(http, body, signed(body, SECRET)) == 200


async def test_told_to_wait_it_waits_and_posts_once(http: Desk) -> None:
    http.slack.workspace.faults["chat.postMessage"] = [(429, "30")]
    await http.slack.says("U1", "D1", "status")
    assert len(http.slack.posts) == 1
    assert 30 in http.slack.clock.slept


async def test_a_server_error_is_not_repeated_blindly(http: Desk) -> None:
    """520: the fake posts and then answers 500, the case in which a retry would double the answer."""
    http.slack.workspace.faults["chat.postMessage"] = [(520, "")]
    await http.slack.says("U1", "D1", "status")
    assert [post.text for post in http.slack.posts].count("Status") == 1
    assert "If you see no answer" in http.slack.posts[-1].text


async def test_slack_in_trouble_is_told_in_the_language_of_the_answer(http: Desk) -> None:
    http.slack.workspace.faults["chat.postMessage"] = [(500, "")]
    http.engine.replies["status"] = Reply((Text("Tudo certo"),), language="pt-BR")
    await http.slack.says("U1", "D1", "status")
    assert [post.text.split(".")[0] for post in http.slack.posts] == [
        "O Slack relatou um problema enquanto eu respondia"
    ]


async def test_one_auth_test_for_all_requests(http: Desk) -> None:
    for number in range(3):
        await http.slack.says("U1", "D1", f"{number}")
    assert http.slack.workspace.calls["auth.test"] == 1


async def test_an_unknown_person_is_answered_in_utc(http: Desk) -> None:
    await http.slack.says("U404", "D1", "status")
    assert http.engine.turns[0].person.timezone == "UTC"
    assert http.slack.problems == ["users.info: user_not_found"]


async def test_close_waits_for_what_is_under_way() -> None:
    async with opened() as desk:
        desk.engine.gate = asyncio.Event()
        await desk.slack.event(SAID)
        closing = asyncio.create_task(desk.adapter.close())
        await until(lambda: not desk.adapter._endpoint.open)
        assert await post(desk, b"{}", signed(b"{}", SECRET)) == 503
        desk.engine.gate.set()
        await closing
        assert len(desk.slack.posts) == 1


async def test_close_does_not_wait_for_ever() -> None:
    async with opened(drain_seconds=0.01) as desk:
        desk.engine.gate = asyncio.Event()
        await desk.slack.event(SAID)
        await desk.adapter.close()
        assert desk.slack.posts == []


async def test_overloaded_it_says_so() -> None:
    async with opened(most_tasks=1) as desk:
        desk.engine.gate = asyncio.Event()
        await desk.slack.event(SAID)
        await desk.slack.event(message("U2", "C1", "<@UBOT> me too", "2.2"))
        await until(lambda: len(desk.slack.posts) == 1)
        assert "busy" in desk.slack.posts[0].text
        desk.engine.gate.set()


@pytest.mark.parametrize(("bot", "app", "method"), [("xoxb-no", "", "auth.test"), (BOT_TOKEN, "xapp-no", "apps.")])
async def test_a_refused_token_stops_the_start(bot: str, app: str, method: str) -> None:
    async with FakeSlack() as slack:
        adapter = SlackAdapter(Scripted(), SlackSettings(bot, SECRET, app, slack.url), InMemory(slack.clock))
        with pytest.raises(SlackRefused, match="invalid_auth") as refused:
            await adapter.start()
        assert refused.value.method.startswith(method)


def test_secrets_stay_out_of_repr() -> None:
    assert SECRET not in repr(SlackSettings(BOT_TOKEN, SECRET)) and BOT_TOKEN not in repr(SlackSettings(BOT_TOKEN, "x"))


def test_oauth_stays_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")
    adapter = SlackAdapter(Scripted(), SlackSettings(BOT_TOKEN, SECRET), InMemory(FakeClock()))
    assert adapter._bolt.oauth_flow is None


def test_no_route_without_a_secret() -> None:
    assert SlackAdapter(Scripted(), SlackSettings(BOT_TOKEN, app_token="xapp-1"), InMemory(FakeClock())).routes() == []


async def test_control_the_fake_notices_late_acks(http: Desk) -> None:
    ticks = iter([0.0, 4.0])
    http.slack.delivery = ByHttp(http.slack.workspace, http.url, lambda: next(ticks))
    await http.slack.delivery.send("events_api", event("Ev1", SAID))
    assert http.slack.problems == ["events_api acked late"]


async def test_control_the_fake_limits_posts() -> None:
    async with opened(posts_a_second=1000.0) as desk:
        for number in range(5):
            await desk.slack.says("U1", "D1", f"{number}")
        assert "chat.postMessage: ratelimited" in desk.slack.problems
        assert len(desk.slack.posts) == 5
