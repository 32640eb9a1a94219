"""The trained classifier: made from what the repository holds, the same everywhere, and never the giver of an order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language import recognise
from bot.language.classifier import WEIGHTS, classifier, written
from bot.language.deciding import Decision, of_order, of_question
from bot.language.examples import Example, files, fingerprint, read
from bot.language.scene import Scene
from bot.language.text import clean
from bot.language.training import left_out, trained
from bot.language.traits import BUCKETS, traits
from bot.language.voting import ORDERS, Ballot, ballot
from bot.requests import Ambiguous, Rerun
from tests.language.scoring import COMMANDS, SITUATION, cases

CASES = Path(__file__).with_name("cases.jsonl")
FILES = files([CASES])
SCENE = Scene.of(SITUATION)


def votes(*shares: tuple[str, float]) -> Ballot:
    return Ballot(shares)


def test_the_weights_are_of_the_present_examples_and_word_lists() -> None:
    assert classifier().fingerprint == fingerprint(FILES), "examples, words or traits changed: make train-language"


def test_what_is_learnt_from_is_large_and_by_several_authors() -> None:
    every = read(FILES)
    assert len(every) > 3_000
    assert len({one.author for one in every}) > 5
    assert {one.intent for one in every} >= {*classifier().intents}


def test_nothing_is_learnt_from_the_half_that_judges() -> None:
    learnt = {(one.text, one.context) for one in read(FILES)}
    assert not [c.text for c in cases("test") if (c.text, c.context) in learnt]


def test_no_utterance_has_two_meanings() -> None:
    meant: dict[tuple[str, tuple[str, ...]], str] = {}
    for path in FILES:
        for one in read([path]):
            assert meant.setdefault((one.text, one.context), one.intent) == one.intent, one


def few() -> list[Example]:
    return [one for one in read(FILES) if one.intent in ("job_log", "late_jobs")][:60]


def test_training_twice_makes_the_same_bytes() -> None:
    assert written(trained(few(), "x")) == written(trained(few(), "x"))


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = trained(few(), "x")
    path = tmp_path / "weights.bin"
    path.write_bytes(written(made))
    monkeypatch.setattr("bot.language.classifier.WEIGHTS", path)
    again = classifier.__wrapped__()
    assert (again.intents, again.scale, again.fingerprint) == (made.intents, made.scale, "x")
    assert (again.weights == made.weights).all()


def test_each_author_can_be_left_out() -> None:
    every = read(FILES)
    for author, others, own in left_out(every):
        assert author not in {one.author for one in others}
        assert len(others) + len(own) == len(every)


def test_the_file_is_small() -> None:
    assert WEIGHTS.stat().st_size < 1_500_000


@pytest.mark.parametrize("text", ["", "x" * 2_000, "a b " * 500, "\ud800", "status of PAY01"])
def test_traits_are_few_and_each_once(text: str) -> None:
    found = traits(SCENE.hear(clean(text)), "")
    assert len(set(found)) == len(found) < 900
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_shares_are_probabilities_in_order() -> None:
    shares = [share for _, share in ballot(SCENE.hear("late jobs"), SCENE, "late_jobs", 0.8).ranking]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("shares", "doubted", "taken"),
    [
        ([("rerun", 0.9), ("any", 0.1)], False, "rerun"),
        ([("any", 0.97), ("rerun", 0.03)], False, "maybe rerun"),
        ([("rerun", 0.99), ("any", 0.01)], True, "maybe rerun"),
        ([("job_history", 0.9), ("rerun", 0.1)], True, ""),
        ([("any", 0.9), ("rerun", 0.1)], True, "maybe rerun"),
    ],
)
def test_an_order_may_only_be_taken_back(shares: list[tuple[str, float]], doubted: bool, taken: str) -> None:
    assert of_order("rerun", votes(*shares), doubted=doubted) == taken


def decided() -> Iterator[str]:
    for order in sorted(ORDERS):
        shares = votes((order, 0.98), ("job_status", 0.01), ("job_log", 0.01))
        yield of_question(Decision("job_status", 0.7, "rule"), shares).intent


def test_an_order_that_only_the_classifier_sees_is_offered() -> None:
    assert list(decided()) == [f"maybe {order}" for order in sorted(ORDERS)]


def test_two_readings_that_are_as_likely_are_both_offered() -> None:
    shares = votes(("late_jobs", 0.25), ("list_jobs", 0.2), ("job_log", 0.1))
    found = of_question(Decision("job_log", 0.6, "rule"), shares)
    assert (found.intent, found.other) == ("late_jobs", "list_jobs")


@pytest.mark.parametrize(("share", "intent"), [(0.6, "unsafe"), (0.45, "audit_report")])
def test_what_may_be_harmless_is_not_refused(share: float, intent: str) -> None:
    shares = votes(("unsafe", share), ("audit_report", 0.4), ("job_log", 0.0))
    assert of_question(Decision("job_log", 0.6, "rule"), shares).intent == intent


def test_what_the_classifier_never_learnt_is_left_to_the_rules() -> None:
    rule = Decision("whoami", 0.99, "rule")
    assert of_question(rule, votes(("help", 0.9), ("job_log", 0.1))) == rule


def test_an_order_in_other_words_is_a_button_beside_the_question() -> None:
    found = recognise("PAY01 could use another run now, the vendor sent the file", SITUATION)
    assert found.intent not in COMMANDS
    assert isinstance(found.request, Ambiguous)
    assert Rerun in {type(choice.request) for choice in found.request.choices}
