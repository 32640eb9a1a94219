"""What Slack delivers, as the few things we act on. Reads any JSON object without raising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.elements import ASKED
from adapters.slack.words import heard
from bot.turn import Form, Press

Body = Mapping[str, Any]
_SUBTYPES = (None, "file_share", "thread_broadcast")


@dataclass(frozen=True, slots=True)
class Asked:
    """One person asked or pressed something, and where the answer may go."""

    id: str
    keys: tuple[str, ...]
    """By any of these the same delivery is known again."""
    person: str
    team: str
    channel: str
    """Or the person's id, for a button of the Home tab: the answer is a direct message."""
    said: str | Press | Form
    direct: bool
    thread: str = ""
    message: str = ""
    """ts of the message whose button was pressed."""
    response_url: str = ""
    hidden: bool = False
    """Command, or button of a message only this person sees: answer by response_url."""
    command: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Someone looks at the Home tab."""

    person: str


def read(body: Body, bot: str) -> Asked | Opened | None:
    """None for whatever is not for us; it is acked all the same."""
    if "command" in body:
        return _command(body)
    kind = body.get("type")
    if kind == "event_callback":
        return _event(body, _map(body.get("event")), bot)
    if kind == "block_actions":
        return _press(body)
    return None


def _event(body: Body, event: Body, bot: str) -> Asked | Opened | None:
    kind = event.get("type")
    if kind == "app_home_opened":
        return Opened(_text(event, "user")) if event.get("tab") == "home" and event.get("user") else None
    if kind not in ("message", "app_mention") or not _from_person(event, bot):
        return None
    direct = event.get("channel_type") == "im" or _text(event, "channel").startswith("D")
    if not direct and f"<@{bot}" not in _text(event, "text"):
        return None
    return _asked(body, event, bot, direct)


def _from_person(event: Body, bot: str) -> bool:
    """Not from a bot, not from us, not an edit, a join or another notice."""
    needed = all(_text(event, key) for key in ("user", "channel", "ts"))
    return needed and not event.get("bot_id") and event["user"] != bot and event.get("subtype") in _SUBTYPES


def _asked(body: Body, event: Body, bot: str, direct: bool) -> Asked:
    team, channel, ts = _text(body, "team_id"), _text(event, "channel"), _text(event, "ts")
    thread = _text(event, "thread_ts") or ("" if direct else ts)
    number = _text(body, "event_id")
    keys = (f"event:{number}", f"message:{team}:{channel}:{ts}") if number else (f"message:{team}:{channel}:{ts}",)
    said = heard(_text(event, "text"), bot) or "help"
    return Asked(number or ts, keys, _text(event, "user"), team, channel, said, direct, thread)


def _command(body: Body) -> Asked | None:
    if not _text(body, "user_id") or not _text(body, "response_url"):
        return None
    channel, number = _text(body, "channel_id"), _text(body, "trigger_id")
    return Asked(
        id=number,
        keys=(f"trigger:{number}",),
        person=_text(body, "user_id"),
        team=_text(body, "team_id"),
        channel=channel,
        said=heard(_text(body, "text")) or "help",
        direct=channel.startswith("D"),
        response_url=_text(body, "response_url"),
        hidden=True,
        command=True,
    )


def _press(body: Body) -> Asked | None:
    action = _map(next(iter(_list(body.get("actions"))), None))
    where, message = _map(body.get("container")), _map(body.get("message"))
    person = _text(_map(body.get("user")), "id")
    home = where.get("type") == "view"
    channel = person if home else _text(where, "channel_id")
    if not (person and channel and _text(action, "value")):
        return None
    ts = _text(where, "message_ts")
    place = ts or _text(where, "view_id")
    number = f"{person}:{place}:{_text(action, 'action_id')}:{_text(action, 'action_ts')}"
    direct = home or channel.startswith("D")
    thread = _text(message, "thread_ts") or _text(where, "thread_ts")
    return Asked(
        id=number,
        keys=(f"press:{number}",),
        person=person,
        team=_text(_map(body.get("team")), "id"),
        channel=channel,
        said=_pressed(body, action),
        direct=direct,
        thread=thread or ("" if direct else ts),
        message=ts,
        response_url=_text(body, "response_url"),
        hidden=where.get("is_ephemeral") is True,
    )


def _pressed(body: Body, action: Body) -> Press | Form:
    payload = _text(action, "value")
    if not _text(action, "action_id").startswith("send:"):
        return Press(payload)
    inputs = [each for block in _map(_map(body.get("state")).get("values")).values() for each in _map(block).items()]
    return Form(payload, dict(_typed(name, of) for name, of in inputs[: limits.INPUTS] if name.startswith(ASKED)))


def _typed(name: str, of: object) -> tuple[str, str]:
    """An input left empty comes as null."""
    return name.removeprefix(ASKED), _text(_map(of), "value")[: limits.INPUT_TEXT]


def _map(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(of: Body, key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) else ""
