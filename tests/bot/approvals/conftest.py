from __future__ import annotations

import pytest

from tests.plans import FAILED, job, night
from tws.fake import FakeScheduler


@pytest.fixture
def plan() -> FakeScheduler:
    """The night with a critical job that has failed."""
    plan = night()
    plan.all_jobs += (job("PAY_CALC", FAILED, ago=5, stream="PAY", critical=True),)
    return plan
