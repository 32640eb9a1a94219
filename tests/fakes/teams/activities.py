"""Activities as Teams delivers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fakes.teams.issuer import APP, TENANT

Json = dict[str, Any]
BOT = f"28:{APP}"


@dataclass(frozen=True)
class Human:
    id: str
    directory: str
    name: str
    locale: str = "en-US"
    zone: str = "Europe/London"


ANN = Human("29:ann", "0a0a0a0a-0000-4000-8000-00000000000a", "Ann Lee", "pt-BR", "America/Sao_Paulo")
BOB = Human("29:bob", "0b0b0b0b-0000-4000-8000-00000000000b", "Bob Ray")


@dataclass(frozen=True)
class Chat:
    id: str
    kind: str
    """personal | groupChat | channel"""


CHANNEL = Chat("19:ops@thread.tacv2", "channel")
GROUP = Chat("19:group@thread.v2", "groupChat")


def personal(of: Human) -> Chat:
    return Chat(f"a:chat-{of.id.removeprefix('29:')}", "personal")


def base(kind: str, number: str, chat: Chat, thread: str, service_url: str) -> Json:
    where = f"{chat.id};messageid={thread}" if thread else chat.id
    return {
        "type": kind,
        "id": number,
        "timestamp": "2026-11-21T01:10:00.000Z",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "conversation": {"id": where, "conversationType": chat.kind, "tenantId": TENANT},
        "recipient": {"id": BOT, "name": "Resync"},
        "channelData": {"tenant": {"id": TENANT}},
    }


def by(human: Human) -> Json:
    client = {"type": "clientInfo", "locale": human.locale, "timezone": human.zone, "platform": "Web"}
    return {
        "from": {"id": human.id, "name": human.name, "aadObjectId": human.directory},
        "locale": human.locale,
        "localTimezone": human.zone,
        "entities": [client],
    }


def said(human: Human, text: str) -> Json:
    """`@BOT` becomes a mention, as Teams writes it."""
    made = {**by(human), "textFormat": "plain", "text": text.replace("@BOT", "<at>Resync</at>\u00a0")}
    if "@BOT" in text:
        mention = {"type": "mention", "mentioned": {"id": BOT, "name": "Resync"}, "text": "<at>Resync</at>"}
        made["entities"] = [mention, *made["entities"]]
    return made


def executed(human: Human, action: Json, inputs: Json, message: str) -> Json:
    """A click: what was typed is merged into the action's data, where it asks for it."""
    typed = inputs if action.get("associatedInputs", "auto") == "auto" else {}
    sent = {"type": "Action.Execute", "verb": action["verb"], "data": {**action.get("data", {}), **typed}}
    value = {"action": sent, "trigger": "manual"}
    return {**by(human), "name": "adaptiveCard/action", "replyToId": message, "value": value}
