"""Markdown, plain text and HTML to pieces under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from knowledge.chunks import packed
from knowledge.passages import Piece

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


class Outline:
    """Collects paragraphs under headings of levels 1 to 6; a heading closes what is deeper."""

    def __init__(self) -> None:
        self._path: dict[int, str] = {}
        self._paragraphs: list[str] = []
        self._locator = ""
        self.pieces: list[Piece] = []

    def heading(self, level: int, text: str) -> None:
        self.close()
        self._path = {at: name for at, name in self._path.items() if at < level} | {level: text}

    def paragraph(self, text: str, locator: str = "") -> None:
        if text.strip():
            self._locator = self._locator or locator
            self._paragraphs.append(text.strip())

    def close(self) -> list[Piece]:
        """Ends what was begun; a heading with nothing under it is kept in the path of the next one."""
        path = " > ".join(name for _, name in sorted(self._path.items()))
        self.pieces += [Piece(text, path, self._locator) for text in packed(self._paragraphs)]
        self._paragraphs, self._locator = [], ""
        return self.pieces


def markdown_pieces(text: str) -> list[Piece]:
    outline = Outline()
    for line_number, paragraph in _markdown_paragraphs(text.splitlines()):
        found = _HEADING.match(paragraph)
        if found:
            outline.heading(len(found[1]), found[2])
        else:
            outline.paragraph(paragraph, f"line {line_number}")
    return outline.close()


def _markdown_paragraphs(lines: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Headings, fenced code and runs of lines, each with the number of its first line."""
    held: list[str] = []
    begun, fenced = 1, False
    for number, line in enumerate(lines, start=1):
        fence = bool(_FENCE.match(line))
        ends = not fenced and (not line.strip() or _HEADING.match(line))
        if ends:
            yield from [(begun, "\n".join(held))] * bool(held)
            held = []
            if line.strip():
                yield number, line
            continue
        begun = begun if held else number
        held.append(line)
        fenced = fenced != fence
    if held:
        yield begun, "\n".join(held)


def text_pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    group: list[str] = []
    begun = 1
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            begun = begun if group else number
            group.append(line)
        elif group:
            pieces += [Piece(part, "", f"line {begun}") for part in packed(["\n".join(group)])]
            group = []
    return _merged(pieces)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Short paragraphs that follow each other become one piece."""
    merged: list[Piece] = []
    for piece in pieces:
        joined = list(packed([merged[-1].text, piece.text])) if merged else []
        if len(joined) == 1:
            merged[-1] = Piece(joined[0], "", merged[-1].locator)
        else:
            merged.append(piece)
    return merged


def html_pieces(text: str) -> list[Piece]:
    page = _Page()
    page.feed(text)
    page.close()
    return page.end()


class _Page(HTMLParser):
    SILENT = frozenset({"head", "script", "style", "nav", "template", "noscript"})
    BLOCKS = frozenset({"p", "div", "li", "tr", "br", "table", "section", "article", "pre", "ul", "ol", "dt", "dd"})
    CELLS = frozenset({"td", "th"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._outline = Outline()
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS or _level(tag):
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(0, self._silent - 1)
        if level := _level(tag):
            self._outline.heading(level, self._taken())
        elif tag in self.BLOCKS:
            self._flush()
        elif tag in self.CELLS:
            self._words.append("|")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += data.split()

    def end(self) -> list[Piece]:
        self._flush()
        return self._outline.close()

    def _flush(self) -> None:
        self._outline.paragraph(self._taken())

    def _taken(self) -> str:
        text, self._words = " ".join(self._words).strip(" |"), []
        return text


def _level(tag: str) -> int:
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
