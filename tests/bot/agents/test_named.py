"""Which of the bot's agents a person means."""

from __future__ import annotations

import pytest

from bot.agents.face import AgentState
from bot.skills.agents import named


def agent(number: str, name: str, *also: str) -> AgentState:
    return AgentState(id=number, name=name, purpose="", tools=(), state="ready", also=also)


STATES = (
    agent("status", "Status agent"),
    agent("analyst", "Analista de falhas", "failure", "analyst"),
    agent("docs", "Papers agent"),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("analyst", "analyst"),
        ("Failure Analyst", "analyst"),
        ("the failure expert", "analyst"),
        ("analista de falhas", "analyst"),
        ("status", "status"),
        ("papers", "docs"),
        ("the agent", None),
        ("status and failure", None),
        ("", None),
        ("nobody", None),
        ("o analista de plantão", "analyst"),
    ],
)
def test_an_agent_is_known_by_any_word_that_is_its_own(said: str, meant: str | None) -> None:
    found = named(said, STATES)
    assert (found.id if found else None) == meant
