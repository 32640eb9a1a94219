"""The auditor's reasons in Portuguese."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audit.judge import judge
from audit.words import rules
from bot.skills.verdicts import told
from bot.words import Words

NOW = datetime(2026, 3, 2, tzinfo=UTC)
EN, PT = Words("en", "UTC", NOW), Words("pt", "UTC", NOW)
FACTS = "PAY01 on AGT01: ABEND, return code 28. No space left on device /data"
SAID = (
    "ok",
    "I do not know what to do about this one, sorry.",
    "Purge /data and rerun PAY01.",
    "The return code was 12, PAY01 on AGT01.",
    "The connection was refused by the database, restart the listener.",
    "Maybe purge old files in /data, I think.",
    "The weather is fine and the cafeteria has cake today.",
    "PAY99 waits for COL77 on AGT55.",
    "It ended successfully.",
    "password: hunter2hunter2",
)


def test_every_rule_of_harm_has_its_sentence() -> None:
    for rule in rules():
        reason = f"{rule.reason}: “rm -rf /”."
        assert told(reason, EN) == reason
        assert told(reason, PT) != reason and "“rm -rf /”." in told(reason, PT), rule.id


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("facts", [FACTS, ""])
def test_what_the_judge_says_is_told_in_portuguese(said: str, facts: str) -> None:
    reason = judge("Why did PAY01 fail?", said, facts).reason
    assert told(reason, EN) == reason and told(reason, PT) != reason, reason


def test_a_models_own_words_stay() -> None:
    assert told("The log speaks of a lock, not of space.", PT) == "The log speaks of a lock, not of space."
    assert told("It could not be judged (TimeoutError, 3 tries); a person has to look.", PT).startswith("Não pôde")
