from __future__ import annotations

import pytest

from bot.language import recognise
from bot.recognition import Situation
from bot.registry import Skill
from bot.skills import registry
from tests.language.scoring import NOW

NAMES = ("FINANCE_PAYROLL", "FINANCE_EXTRACT", "RISK_REPORT", "AGT_SCAN")
SITUATION = Situation(NOW, "America/Sao_Paulo", job_names=NAMES)
EXAMPLES = [(skill, example) for skill in registry() for each in skill.examples.values() for example in each]


@pytest.mark.parametrize(("skill", "example"), EXAMPLES, ids=lambda v: v if isinstance(v, str) else v.intent)
def test_every_example_is_understood_as_its_skill(skill: Skill, example: str) -> None:
    read = recognise(example, SITUATION)
    assert type(read.request) is skill.request
    assert read.intent == skill.intent
