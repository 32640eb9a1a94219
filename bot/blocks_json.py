"""A reply as plain JSON values: for programs that read answers, and for messages that wait to be sent."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot import reply as kinds
from bot.reply import Block, Reply

_KINDS: dict[str, type[Block]] = {
    kind.__name__.lower(): kind
    for kind in (
        kinds.Heading,
        kinds.Text,
        kinds.Facts,
        kinds.Table,
        kinds.Log,
        kinds.Buttons,
        kinds.Ask,
        kinds.Progress,
        kinds.Chart,
        kinds.Note,
    )
}
_ADAPTERS: dict[str, TypeAdapter[Block]] = {name: TypeAdapter(kind) for name, kind in _KINDS.items()}


def blocks_as_json(reply: Reply) -> list[dict[str, Any]]:
    """Each block's fields with its kind: {"kind": "facts", "rows": [["Status", "…"]]}."""
    return [{"kind": type(block).__name__.lower(), **asdict(block)} for block in reply.blocks]


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """All of a reply, for `reply_from_json`."""
    rest = {f.name: getattr(reply, f.name) for f in fields(reply) if f.name not in ("blocks", "as_of")}
    return {**rest, "as_of": reply.as_of and reply.as_of.isoformat(), "blocks": blocks_as_json(reply)}


def reply_from_json(stored: dict[str, Any]) -> Reply:
    """Raises ValueError or KeyError for what `reply_as_json` did not write."""
    rest = dict(stored)
    blocks = tuple(_block(block) for block in rest.pop("blocks"))
    as_of = rest.pop("as_of")
    return Reply(blocks, **rest, as_of=datetime.fromisoformat(as_of) if as_of else None)


def _block(stored: dict[str, Any]) -> Block:
    return _ADAPTERS[stored["kind"]].validate_python({k: v for k, v in stored.items() if k != "kind"})
