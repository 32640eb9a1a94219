"""A long list read in pieces says what it says when read at once, whatever stands in it."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tws.client import tables
from tws.client.tables import Table, bare
from tws.client.wire import Many, Text, Wire
from tws.client.wire_v2 import SheetWire
from tws.off_loop import worked


class Inner(Wire):
    id: Text = ""


class One(Wire):
    id: Text = ""
    name: Text = ""
    many: Many[Inner] = ()


LIST = bare(TypeAdapter(tuple[One, ...]))
SHEET = Table(TypeAdapter(SheetWire[One]), TypeAdapter(Many[One]), lambda sheet: sheet.results)
NASTY = st.sampled_from(['}, {"id": "x', '},{"id":', "]}", '"', "\\", "ação", "{", "\n"])
TEXT = st.lists(NASTY | st.text(max_size=5), max_size=4).map("".join)
INNER = st.fixed_dictionaries({"id": TEXT})
ROW = st.fixed_dictionaries({"id": TEXT, "name": TEXT, "many": st.lists(INNER, max_size=3)})
WAYS = st.sampled_from([(None, (", ", ": ")), (None, (",", ":")), (1, (",", ": "))])


def same(wires: Sequence[One]) -> list[One]:
    return list(wires)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PIECE", 64)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, max_size=40), WAYS, st.integers(0, 9))
def test_pieces_are_the_whole(
    rows: list[dict[str, object]], way: tuple[int | None, tuple[str, str]], size: int
) -> None:
    tables.PIECE = 30 + size * 20
    indent, separators = way
    plain = json.dumps(rows, indent=indent, separators=separators).encode()
    expected = LIST.whole.validate_json(plain)
    told = LIST.read(plain, same)
    assert (tuple(told.items), told.count) == (expected, len(rows))
    for document in ({"count": 7, "next": "a", "results": rows}, {"results": rows, "next": "a", "count": 7}):
        sheet = SHEET.read(json.dumps(document, indent=indent, separators=separators).encode(), same)
        assert (tuple(sheet.items), sheet.rest.count, sheet.rest.next) == (expected, 7, "a")


def test_a_long_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noted(wires: Sequence[One]) -> list[One]:
        sizes.append(len(wires))
        return list(wires)

    body = json.dumps([{"id": str(n), "name": "x" * 40, "many": [{"id": "1"}, {"id": "2"}]} for n in range(500)])
    told = LIST.read(body.encode(), noted)
    assert [one.id for one in told.items] == [str(n) for n in range(500)]
    assert len(sizes) > 100 and max(sizes) <= 4


@pytest.mark.parametrize(
    "body", ["", "null", "{}", '[{"id": "1"}', '{"results": 5}', "[" + '{"id": "x"},' * 90, "[1, 2]"]
)
def test_what_is_no_list_is_told(body: str) -> None:
    with pytest.raises(ValidationError):
        LIST.read(body.encode(), same)


def test_nulls_among_the_objects_are_left_out() -> None:
    rows = [None if n % 3 == 1 else {"id": str(n)} for n in range(90)]
    told = SHEET.read(json.dumps({"results": rows}).encode(), same)
    assert [one.id for one in told.items] == [str(n) for n in range(90) if n % 3 != 1]


async def test_the_collector_goes_on_afterwards() -> None:
    assert gc.isenabled()
    assert await worked(gc.isenabled, 10_000) is False
    with pytest.raises(ZeroDivisionError):
        await worked(lambda: 1 // 0, 10_000)
    assert gc.isenabled() and await worked(gc.isenabled, 1) is True
