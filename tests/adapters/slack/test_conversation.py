"""What people see, over HTTP and over Socket Mode alike."""

from __future__ import annotations

from bot.payload import Pressed, decode
from bot.reply import Reply, Text
from bot.requests import Help
from bot.turn import Press
from tests.adapters.slack.conftest import Desk
from tests.fakes.slack.shown import lines


async def test_a_direct_message_is_answered_flat(desk: Desk) -> None:
    await desk.slack.says("U1", "D1", "status of PAYROLL")
    (post,) = desk.slack.posts
    assert (post.channel, post.thread, post.to) == ("D1", "", "")
    assert "You said: status of PAYROLL" in post.words
    assert post.text == "Status"


async def test_a_mention_is_answered_once_in_its_thread(desk: Desk) -> None:
    ts = await desk.slack.says("U1", "C1", "<@BOT> status of X")
    (post,) = desk.slack.posts
    assert post.thread == ts
    assert desk.engine.turns[0].said == "status of X"


async def test_a_thread_stays_a_thread(desk: Desk) -> None:
    await desk.slack.says("U1", "C1", "<@BOT> and now?", thread="100.1")
    assert [post.thread for post in desk.slack.posts] == ["100.1"]
    assert desk.engine.turns[0].place.thread == "100.1"


async def test_who_asks_comes_from_the_profile(desk: Desk) -> None:
    await desk.slack.says("U1", "D1", "one")
    await desk.slack.says("U1", "D1", "two")
    person = desk.engine.turns[0].person
    assert (person.id, person.name, person.timezone, person.locale) == ("U1", "Ann", "America/Sao_Paulo", "pt-BR")
    assert desk.slack.workspace.calls["users.info"] == 1


async def test_a_channel_message_without_a_mention_is_not_ours(desk: Desk) -> None:
    await desk.slack.says("U1", "C1", "lunch?")
    assert desk.engine.turns == []


async def test_bots_edits_and_joins_are_not_answered(desk: Desk) -> None:
    for more in ({"bot_id": "B9"}, {"subtype": "message_changed"}, {"subtype": "channel_join"}):
        await desk.slack.says("U1", "D1", "hello", **more)
    await desk.slack.says("UBOT", "D1", "hello")
    assert desk.engine.turns == []
    await desk.slack.says("U1", "D1", "see file", subtype="file_share")
    assert len(desk.slack.posts) == 1


async def test_a_command_is_answered_for_the_asker_only(desk: Desk) -> None:
    key = await desk.slack.command("U1", "C1", "failed-jobs 4h")
    (post,) = desk.slack.posts
    assert post.to == "U1"
    assert desk.slack.workspace.urls[key].uses == 1
    turn = desk.engine.turns[0]
    assert turn.command and turn.said == "failed-jobs 4h"


async def test_an_empty_command_asks_for_help(desk: Desk) -> None:
    await desk.slack.command("U1", "C1", "  ")
    assert desk.engine.turns[0].said == "help"


async def test_a_button_updates_its_message(desk: Desk) -> None:
    await desk.slack.says("U1", "C1", "<@BOT> status")
    await desk.slack.press("U1", desk.slack.posts[0], "Refresh")
    (post,) = desk.slack.posts
    assert post.edits == 1 and "You said: refresh" in post.words
    assert desk.engine.turns[1].said == Press("refresh")


async def test_a_button_may_post_anew_in_the_thread(desk: Desk) -> None:
    ts = await desk.slack.says("U1", "C1", "<@BOT> status")
    await desk.slack.press("U2", desk.slack.posts[0], "More")
    assert [post.thread for post in desk.slack.posts] == [ts, ts]


async def test_a_button_of_an_ephemeral_message_replaces_it(desk: Desk) -> None:
    await desk.slack.command("U1", "C1", "status")
    await desk.slack.press("U1", desk.slack.posts[0], "Refresh")
    (post,) = desk.slack.posts
    assert post.edits == 1 and post.to == "U1"


async def test_a_deleted_message_is_answered_anew(desk: Desk) -> None:
    await desk.slack.says("U1", "D1", "status")
    gone = desk.slack.posts.pop()
    await desk.slack.press("U1", gone, "Refresh")
    assert len(desk.slack.posts) == 1
    assert desk.slack.problems.pop() == "chat.update: message_not_found"


async def test_private_in_a_channel_is_ephemeral(desk: Desk) -> None:
    await desk.slack.says("U1", "C1", "<@BOT> whoami")
    assert [post.to for post in desk.slack.posts] == ["U1"]


async def test_home_speaks_the_language_of_the_profile(desk: Desk) -> None:
    for user in ("U1", "U2"):
        await desk.slack.opens_home(user)
    ann, bob = ("\n".join(lines(desk.slack.workspace.homes[user]["blocks"])) for user in ("U1", "U2"))
    assert "O que sei fazer" in ann and "[Jobs com falha] [Está tudo bem?] [Ajuda]" in ann and "“ajuda”" in ann
    assert "What I can do" in bob and "[Failed jobs] [Is everything all right?] [Help]" in bob and "“help”" in bob


async def test_a_button_of_home_is_answered_as_a_direct_message(desk: Desk) -> None:
    await desk.slack.opens_home("U1")
    await desk.slack.press_at_home("U1", "Ajuda")
    (turn,) = desk.engine.turns
    assert isinstance(turn.said, Press) and decode(turn.said.payload) == Pressed("help", Help(), "pt")
    assert (turn.place.channel, turn.place.direct) == ("D1", True)
    assert [(post.channel, post.thread) for post in desk.slack.posts] == [("D1", "")]


async def test_unknown_deliveries_are_acked(desk: Desk) -> None:
    assert await desk.slack.event({"type": "reaction_added", "user": "U1", "item": {}}) == 200
    for kind in ("view_submission", "block_suggestion", "shortcut", "message_action", "view_closed"):
        body = {"type": kind, "user": {"id": "U1"}, "team": {"id": "T1"}, "view": {}, "callback_id": "x"}
        assert await desk.slack.interact(body) == 200
    assert desk.slack.posts == []


async def test_delivered_three_times_answered_once(desk: Desk) -> None:
    said = {"type": "message", "user": "U1", "channel": "D1", "channel_type": "im", "text": "x", "ts": "1.1"}
    for retry in range(3):
        assert await desk.slack.event(said, "Ev-same", retry) == 200
    assert await desk.slack.event(said, "Ev-other") == 200
    await desk.slack.settle()
    assert len(desk.slack.posts) == 1


async def test_a_crash_is_told_with_an_id_and_without_detail(desk: Desk) -> None:
    await desk.slack.says("U1", "D1", "boom")
    (post,) = desk.slack.posts
    assert post.shown.startswith("Algo deu errado do meu lado.") and "secret" not in post.words


async def test_a_crash_is_told_in_english_where_the_profile_says_nothing(desk: Desk) -> None:
    await desk.slack.says("U2", "D1", "boom")
    assert desk.slack.posts[0].shown.startswith("Something went wrong on my side.")


async def test_names_in_a_reply_are_never_live(desk: Desk) -> None:
    desk.engine.replies["x"] = Reply((Text("<!channel> <@U2> *bold* ```x```"),))
    await desk.slack.says("U1", "D1", "x")
    assert "<!channel>" not in desk.slack.posts[0].words
    assert "*bold*" not in desk.slack.posts[0].words


async def test_ten_posts_to_one_channel_are_paced(desk: Desk) -> None:
    for number in range(10):
        await desk.slack.says("U1", "D1", f"question {number}")
    assert len(desk.slack.posts) == 10
    assert sum(desk.slack.clock.slept) >= 6
