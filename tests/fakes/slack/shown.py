"""Blocks as the lines a person reads: tables by row, buttons in brackets, fields with what stands in them."""

from __future__ import annotations

import html
from typing import Any

Json = dict[str, Any]


def lines(blocks: list[Json]) -> list[str]:
    return [line for block in blocks for line in _READ[block["type"]](block)]


def plain(text: str) -> str:
    """Entities undone and the marks that keep names from being live taken out."""
    return html.unescape(text.replace("\u200b", "")).strip()


def _section(of: Json) -> list[str]:
    texts = [of["text"]] if "text" in of else of["fields"]
    return [line.strip("*") for text in texts for line in plain(text["text"]).splitlines()]


def _header(of: Json) -> list[str]:
    return [plain(of["text"]["text"])]


def _context(of: Json) -> list[str]:
    return [plain(each["text"]) for each in of["elements"]]


def _actions(of: Json) -> list[str]:
    return [" ".join(f"[{plain(each['text']['text'])}]" for each in of["elements"])]


def _input(of: Json) -> list[str]:
    element = of["element"]
    inside = element.get("initial_value") or (element.get("placeholder") or {}).get("text", "")
    return [f"{plain(of['label']['text'])}: [{inside}]"]


def _table(of: Json) -> list[str]:
    return [" | ".join(plain(cell.get("text", "")) for cell in row) for row in of["rows"]]


def _rich(of: Json) -> list[str]:
    texts = (part["text"] for inner in of["elements"] for part in inner["elements"])
    return [line for text in texts for line in text.replace("\u200b", "").splitlines()]


_READ = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "table": _table,
    "rich_text": _rich,
}
