"""What Teams delivers, as the few things we act on. Reads any JSON object without raising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from adapters.teams import limits
from adapters.teams.elements import FIELD_PREFIX, VERB_FORM, VERB_PRESS
from adapters.teams.words import cut, heard, one_line
from bot.turn import Form, Person, Place, Press

Body = Mapping[str, Any]
CHANNEL_SIGN = "@thread.tacv2"
"""How the id of a team's channel ends; a group chat's ends otherwise."""
_THREAD = ";messageid="
_KINDS = ("personal", "groupChat", "channel")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it must be known to speak in it later; `id` without a thread."""

    id: str
    kind: str
    tenant: str
    service_url: str
    bot: str
    person: str = ""
    language: str = ""
    """Both of a personal chat: elsewhere they differ from one message to the next."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person asked or pressed something, and where the answer goes."""

    id: str
    person: Person
    place: Place
    said: str | Press | Form
    talk: Talk
    message: str = ""
    """Activity id of the message whose button was pressed."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A request that must be answered, and that we do not serve."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was added to a conversation, by somebody who reads `language`."""

    talk: Talk
    language: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    talk: Talk


def tenant_of(body: Body) -> str:
    """Of an activity: where Teams puts it today, or where it did before."""
    said = _map(_map(body.get("channelData")).get("tenant"))
    return (_text(said, "id") or _text(_map(body.get("conversation")), "tenantId")).lower()


def read(body: Body) -> Asked | Joined | Left | Unknown | None:
    """None for whatever is not for us; it is acked all the same. Edits and deletions are other types."""
    kind, talk = body.get("type"), _talk(body)
    if talk is None:
        return Unknown() if kind == "invoke" else None
    if kind == "message":
        return _message(body, talk)
    if kind == "invoke":
        return _press(body, talk) or Unknown()
    if kind == "installationUpdate":
        return _installed(body, talk)
    return _members(body, talk) if kind == "conversationUpdate" else None


def _talk(body: Body) -> Talk | None:
    where = _map(body.get("conversation"))
    whole, bot = _text(where, "id"), _text(_map(body.get("recipient")), "id")
    kind = _text(where, "conversationType") or ("channel" if CHANNEL_SIGN in whole else "personal")
    if not whole or len(whole) > 400 or not bot or kind not in _KINDS:
        return None
    known = (_id(_map(body.get("from"))), _language(body)) if kind == "personal" else ("", "")
    plain = whole.partition(_THREAD)[0]
    return Talk(plain, kind, tenant_of(body), _text(body, "serviceUrl"), bot, *known)


def _message(body: Body, talk: Talk) -> Asked | None:
    """In a channel or a group only what mentions the bot; never what the bot itself or another bot said."""
    mine = _mentions(body, talk.bot)
    if talk.kind != "personal" and not mine:
        return None
    said = heard(_text(body, "text")[: limits.SAID], mine) or "help"
    return _asked(body, talk, said)


def _press(body: Body, talk: Talk) -> Asked | None:
    if body.get("name") != "adaptiveCard/action":
        return None
    action = _map(_map(body.get("value")).get("action"))
    data = _map(action.get("data"))
    payload, verb = _text(data, "payload"), action.get("verb")
    if not payload or verb not in (VERB_PRESS, VERB_FORM):
        return None
    said = Press(payload) if verb == VERB_PRESS else Form(payload, _values(data))
    return _asked(body, talk, said, message=_text(body, "replyToId"))


def _values(data: Body) -> dict[str, str]:
    """Bounded: what a form sends back may be forged."""
    inputs = [(key, value) for key, value in data.items() if key.startswith(FIELD_PREFIX) and isinstance(value, str)]
    return {key.removeprefix(FIELD_PREFIX): value[: limits.FIELD_TEXT] for key, value in inputs[: limits.FIELDS]}


def _asked(body: Body, talk: Talk, said: str | Press | Form, message: str = "") -> Asked | None:
    who, number = _map(body.get("from")), _text(body, "id")
    if not number or not _id(who) or _text(who, "id") == talk.bot or _text(who, "role") == "bot":
        return None
    thread = _text(_map(body.get("conversation")), "id").partition(_THREAD)[2]
    place = Place("teams", talk.id, thread or _root(talk, number, message), talk.tenant, talk.kind == "personal")
    person = Person(_id(who), cut(one_line(_text(who, "name")), 200), _zone(body), _language(body))
    return Asked(f"{talk.id}|{number}", person, place, said, talk, message)


def _root(talk: Talk, number: str, message: str) -> str:
    """A first post of a channel begins the thread that its answer goes to."""
    return (message or number) if talk.kind == "channel" else ""


def _installed(body: Body, talk: Talk) -> Joined | Left | None:
    action = _text(body, "action")
    if action.startswith("add"):
        return Joined(talk, _language(body))
    return Left(talk) if action.startswith("remove") else None


def _members(body: Body, talk: Talk) -> Joined | Left | None:
    def holds_bot(key: str) -> bool:
        return any(_text(_map(each), "id") == talk.bot for each in _list(body.get(key)))

    if holds_bot("membersAdded"):
        return Joined(talk, _language(body))
    return Left(talk) if holds_bot("membersRemoved") else None


def _mentions(body: Body, bot: str) -> list[str]:
    """The texts that Teams says are mentions of the bot."""
    entities = [_map(each) for each in _list(body.get("entities"))]
    found = [each for each in entities if _text(each, "type").lower() == "mention"]
    return [_text(each, "text") for each in found if _text(_map(each.get("mentioned")), "id") == bot]


def _client(body: Body) -> Body:
    entities = (_map(each) for each in _list(body.get("entities")))
    return next((each for each in entities if _text(each, "type") == "clientInfo"), {})


def _language(body: Body) -> str:
    return (_text(body, "locale") or _text(_client(body), "locale"))[:35]


def _zone(body: Body) -> str:
    name = _text(body, "localTimezone") or _text(_client(body), "timezone")
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        return "UTC"


def _id(who: Body) -> str:
    """Of a person: the directory's own id, the same in every chat; Teams' id where it gives no other."""
    return (_text(who, "aadObjectId") or _text(who, "id"))[:200]


def _map(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(of: Body, key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) else ""
