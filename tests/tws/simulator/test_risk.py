"""Critical jobs: critical start, estimates, hot list and risk."""

from __future__ import annotations

import pytest

from tests.tws.simulator.small import Small, job, stream
from tws.simulator.network import is_hot, network
from tws.simulator.risk import risk_of

DEADLINE = 300
"""Minutes after the start: wide enough for all to be well."""


def night(deadline: int = DEADLINE, **more: object) -> Small:
    """FIRST (20 minutes) and SIDE (5) before MIDDLE (40) before LAST (30), which is critical."""
    jobs = (
        job("FIRST", 20),
        job("SIDE", 5),
        job("MIDDLE", 40, 0, 1, **more),
        job("LAST", 30, 2, critical=True, deadline=deadline),
    )
    return Small((stream(*jobs),))


def level(small: Small, at: float) -> str:
    return risk_of(small.look(at), small.job("LAST")).level


def hot(small: Small, at: float) -> set[str]:
    snapshot = small.look(at)
    return {n.job.definition.name for n in network(snapshot, small.job("LAST")) if is_hot(snapshot, n)}


def test_critical_starts_go_backwards_from_the_deadline_and_estimates_forwards() -> None:
    small = night()
    at = small.at(-60)
    nodes = {node.job.definition.name: node for node in network(small.look(at), small.job("LAST"))}
    starts = {name: (node.critical_start - small.at(0)) / 60 for name, node in nodes.items()}
    assert starts == {"LAST": 270, "MIDDLE": 230, "FIRST": 210, "SIDE": 225}
    ends = {name: (node.estimated_end - small.at(0)) / 60 for name, node in nodes.items()}
    assert ends == {"FIRST": 20, "SIDE": 5, "MIDDLE": 60, "LAST": 90}
    assert {name for name, node in nodes.items() if node.on_path} == {"FIRST", "MIDDLE", "LAST"}
    risk = risk_of(small.look(at), small.job("LAST"))
    assert (risk.critical_start, risk.estimated_start) == (small.at(270), small.at(60))


def test_all_is_well_where_there_is_time_and_nothing_is_hot() -> None:
    small = night()
    for minutes in (-60, 10, 50, 75):
        assert level(small, small.at(minutes)) == "ON_TRACK" and hot(small, small.at(minutes)) == set()


def test_the_confidence_is_sure_when_it_has_ended() -> None:
    for deadline, sure, word in ((DEADLINE, 100, "ON_TRACK"), (40, 0, "HIGH_RISK")):
        small = night(deadline)
        risk = risk_of(small.look(small.job("LAST").done + 1), small.job("LAST"))
        assert (risk.confidence, risk.level) == (sure, word)
        assert risk.estimated_start == small.job("LAST").runs[0].start


def test_an_estimate_behind_the_deadline_is_a_high_risk() -> None:
    small = night(deadline=80)
    assert level(small, small.at(-60)) == "HIGH_RISK"


def test_a_failed_job_on_the_way_is_hot() -> None:
    small = night()
    run = small.job("MIDDLE").runs[0]
    at = (run.start + run.end) / 2
    small.order("MIDDLE", "fail", at, failure="disk_full")
    assert hot(small, at) == {"MIDDLE"} and level(small, at) in ("POTENTIAL_RISK", "HIGH_RISK")
    small.order("MIDDLE", "confirm-succ", at + 60)
    assert hot(small, at + 60) == set() and level(small, at + 60) == "ON_TRACK"


@pytest.mark.parametrize("verb", ["hold", "fence", "limit", "suppress"])
def test_a_job_that_could_start_and_does_not_is_hot(verb: str) -> None:
    small = night(until=5 if verb == "suppress" else None)
    at = small.job("MIDDLE").gate + 60
    if verb == "hold":
        small.order("MIDDLE", "hold", small.at(1))
    elif verb == "fence":
        small.station("fence", small.at(12), 50)
    elif verb == "limit":
        small.station("limit", small.at(12), 0)
    assert hot(small, at) == {"MIDDLE"} and level(small, at) == "POTENTIAL_RISK"


def test_a_job_that_waits_is_hot_when_its_critical_start_is_near() -> None:
    small = night()
    small.station("unlink", small.at(12))
    near = small.at(230)
    assert "MIDDLE" not in hot(small, near - 180) and "MIDDLE" in hot(small, near - 100)


def test_a_job_that_runs_for_too_long_is_hot() -> None:
    small = night()
    run = small.job("FIRST").runs[0]
    small.order("FIRST", "fail", run.start + 3 * 20 * 60, failure="disk_full")
    assert hot(small, run.start + 29 * 60) == set() and hot(small, run.start + 31 * 60) == {"FIRST"}
