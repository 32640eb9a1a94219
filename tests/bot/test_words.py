from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from bot.skills import registry
from bot.skills.blocks import short
from bot.words import LANGUAGES, Words, catalogue

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def test_every_language_has_every_key_with_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english = catalogue("en")
    for language in LANGUAGES:
        assert catalogue(language).keys() == english.keys()
        assert {k for k, t in catalogue(language).items() if places(t) != places(english[k])} == set()


def test_no_key_is_left_unused() -> None:
    from pathlib import Path

    source = "".join(p.read_text(encoding="utf-8") for p in Path("bot").rglob("*.py"))
    unused = {k for k in catalogue("en") if k not in source and not _built(k, source)}
    assert unused == set()


def _built(key: str, source: str) -> bool:
    """Made of a beginning and a name, such as "label." + name or f"order.state_{state}"."""
    beginnings = re.findall(r'"([a-z_]+\.[a-z_]*)(?:"\s*\+|\{)', source)
    group, name = key.split(".", 1)
    stem = re.sub(r"_do$", "", name)
    if group in ("error", "label"):
        return f'"{group}.' in source and f'"{stem}"' in source
    return any(key.startswith(beginning) for beginning in beginnings) or f'"{name}"' in source or group == "reason"


@pytest.mark.parametrize(
    ("span", "shown"),
    [(9, "9 s"), (192, "3 min 12 s"), (3840, "1 h 04 min"), (360_000, "100 h 00 min"), (-5, "0 s")],
)
def test_durations(span: int, shown: str) -> None:
    assert Words("en", "UTC", NOW).duration(timedelta(seconds=span)) == shown


def test_another_day_shows_its_date() -> None:
    words = Words("pt", "America/Sao_Paulo", NOW)
    assert words.when(NOW) == "22:30"
    assert words.when(NOW + timedelta(hours=2)) == "2 de mar. 00:30" or "mar" in words.when(NOW + timedelta(hours=2))


def test_a_zone_that_does_not_exist_is_utc() -> None:
    assert Words("en", "Mars/Olympus", NOW).when(NOW) == "01:30"


def test_every_skill_that_can_be_asked_for_speaks_both_languages() -> None:
    for skill in registry().topics():
        assert skill.summary.keys() >= set(LANGUAGES) and all(skill.examples[lang] for lang in LANGUAGES)


def test_as_of_names_the_zone_by_its_city_and_another_day_by_its_date() -> None:
    words = Words("pt", "America/Sao_Paulo", NOW)
    assert words.stamp(NOW) == "22:30 (São Paulo)" and words.stamp(None) == "–"
    assert words.stamp(NOW - timedelta(days=1)).startswith("28 fev. 22:30")


def test_the_products_word_beside_the_operators() -> None:
    words = Words("pt", "UTC", NOW)
    assert words.status_word("ABEND") == "com falha (ABEND)"
    assert words.status_word("no longer wanted") == "no longer wanted"


@pytest.mark.parametrize(("span", "shown"), [(2236, "37 min"), (3840, "1 h 04 min"), (9, "9 s")])
def test_rough_durations_leave_out_the_seconds(span: int, shown: str) -> None:
    assert Words("en", "UTC", NOW).roughly(timedelta(seconds=span)) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/AGT01", "AGT01"),
        ("/DR/AGT01", "/DR/AGT01"),
        ("/MDM#/FIN/PAY.LOAD", "MDM#/FIN/PAY.LOAD"),
        ("/PAY", "PAY"),
        ("MDM", "MDM"),
        ("", ""),
    ],
)
def test_names_in_the_root_folder_are_short(name: str, shown: str) -> None:
    assert short(name) == shown


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        ((-49.5, -25.5), "on Sat 28 Feb"),
        ((-25.5, -1.5), "on Sun 1 Mar"),
        ((-1.5, -0.5), "between 00:00 and 01:00"),
        ((-2, 1), "between 1 Mar 23:30 and 2 Mar 02:30"),
        ((-20, -3), "between 1 Mar 05:30 and 1 Mar 22:30"),
    ],
)
def test_a_span_is_told_by_its_day_or_its_ends(hours: tuple[float, float], shown: str) -> None:
    since, until = (NOW + timedelta(hours=h) for h in hours)
    assert Words("en", "UTC", NOW).span(since, until) == shown
