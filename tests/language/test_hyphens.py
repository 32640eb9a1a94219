"""Names in small letters with hyphens, and ordinary words with hyphens."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language import recognise
from bot.language.hyphens import is_name, may_be_name
from bot.language.text import fold
from tests.language.scoring import SITUATION

HERE = Path(__file__).parent
WORDS = (HERE / "hyphened_words.txt").read_text("utf-8").split()
NAMES = (HERE / "hyphened_names.txt").read_text("utf-8").split()


@pytest.mark.parametrize("word", WORDS)
def test_ordinary_words_are_no_names(word: str) -> None:
    assert not is_name(fold(word))
    assert not may_be_name(fold(word))
    for text in (f"the {word} report failed", f"o que significa {word}", f"status of the {word} work"):
        assert "job" not in recognise(text, SITUATION).slots, text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["status of {}", "o {} já terminou?", "cancela o {}", "por qué falló {}", "log do {}"])
def test_names_are_heard_in_small_letters(name: str, text: str) -> None:
    assert recognise(text.format(name), SITUATION).slots.get("job") == name.upper()


def test_there_are_many_ordinary_words() -> None:
    assert len(WORDS) >= 150


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("submit stream YE_ARCHIVE on CPUCLT", {"job_stream": "YE_ARCHIVE", "workstation": "CPUCLT"}),
        ("já começou a malha COMPE_NOTURNA na CPUMST?", {"job_stream": "COMPE_NOTURNA", "workstation": "CPUMST"}),
        ("% done on the box jil_box_mktdata?", {"job_stream": "JIL_BOX_MKTDATA"}),
        ("mata o WS_SCORE_CRED, tá em loop", {"job": "WS_SCORE_CRED"}),
        ("x q abendo TS0099M", {"job": "TS0099M"}),
        ("según el documento RB-CIERRE-04, a quién escalo", {"document": "RB-CIERRE-04"}),
    ],
)
def test_names_are_of_the_kind_that_their_place_gives(text: str, slots: dict[str, str]) -> None:
    assert recognise(text, SITUATION).slots == slots
