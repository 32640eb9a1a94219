"""Whatever Teams, or somebody with a key of it, sends: read or left, never a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams import limits
from adapters.teams.incoming import Asked, Unknown, read
from adapters.teams.words import heard, markdown, seen
from bot.turn import Form
from tests.fakes.teams import activities
from tests.fakes.teams.activities import ANN, CHANNEL, personal

ROOT = Path(__file__).parents[3]
_WHOLE = {**activities.base("message", "1", personal(ANN), "", "https://x/"), **activities.said(ANN, "@BOT hi")}
_NAMES = [*_WHOLE, "membersAdded", "membersRemoved", "action", "value", "name", "replyToId", "data", "payload", "verb"]
_KINDS = ["message", "invoke", "installationUpdate", "conversationUpdate"]
_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([*_KINDS, "press", "28:x"])
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=5))
def test_any_object_is_read_without_a_crash(changes: dict[str, Any]) -> None:
    for kind in _KINDS:
        read({**_WHOLE, "type": kind, **changes})


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_words_hold_for_any_text(text: str) -> None:
    assert heard(text) == heard(text).strip()
    assert "\u202e" not in markdown(text) and len(seen(text)) <= len(text)


def _click(data: dict[str, Any]) -> Asked | Unknown:
    action = {"verb": "form", "data": data, "associatedInputs": "auto"}
    body = {**activities.base("invoke", "f:1", CHANNEL, "7", "https://x/"), **activities.executed(ANN, action, {}, "9")}
    found = read(body)
    assert isinstance(found, Asked | Unknown)
    return found


def test_a_form_is_bounded() -> None:
    many = {f"field.f{number}": "x" * 99_999 for number in range(99)}
    asked = _click({"payload": "go", **many, "field.number": 7})
    assert isinstance(asked, Asked) and isinstance(asked.said, Form)
    assert len(asked.said.values) == limits.FIELDS
    assert {len(value) for value in asked.said.values.values()} == {limits.FIELD_TEXT}
    assert (asked.place.thread, asked.message) == ("7", "9")


def test_a_long_message_is_cut_and_a_person_without_a_directory_id_is_known_by_teams_own() -> None:
    found = read({**_WHOLE, "text": "x" * 99_999, "from": {"id": "29:guest"}, "localTimezone": "Mars/Olympus"})
    assert isinstance(found, Asked) and isinstance(found.said, str)
    assert len(found.said) == limits.SAID
    assert (found.person.id, found.person.timezone) == ("29:guest", "UTC")


def test_a_message_of_nothing_but_a_mention_asks_for_help() -> None:
    found = read({**_WHOLE, "text": "<at>Resync</at>"})
    assert isinstance(found, Asked) and found.said == "help"


def test_one_module_knows_microsofts_kit_and_importing_the_adapter_does_not_load_it() -> None:
    kits = ("botbuilder", "botframework", "msrest", "msal")
    sources = sorted((ROOT / "adapters" / "teams").glob("*.py"))
    knowing = [path.name for path in sources if any(f"from {kit}" in path.read_text() for kit in kits)]
    assert knowing == ["kit.py"]
    code = f"import sys, adapters.teams; print([k for k in {kits!r} if k in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert out.strip() == "[]"
