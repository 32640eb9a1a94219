"""What a submission is given, in its form and on its card."""

from __future__ import annotations

from datetime import datetime

from bot.approvals.options import LONGEST_ALIAS, LONGEST_VARIABLES, Typed, typed
from bot.approvals.order import Order, Target
from bot.reply import Field
from bot.words import Words


def option_fields(order: Order, said: Typed | None, words: Words) -> tuple[Field, ...]:
    """For people to fill in; `said` is what they have typed already. Only a job stream takes a time."""
    if not order.target.submits:
        return ()
    said = said or typed(order.target, order.timezone)
    alias = Field("alias", words("order.alias_label"), said.alias, longest=LONGEST_ALIAS)
    begins = Field("begins", words("order.at_label"), said.begins, hint=words("order.at_hint"), longest=20)
    hint = words("order.variables_hint")
    pairs = Field("variables", words("order.variables_label"), said.variables, hint, long=True, longest=_LONG)
    return (alias, begins, pairs) if order.target.submits == "job_stream" else (alias, pairs)


def option_facts(target: Target, words: Words) -> tuple[tuple[str, str], ...]:
    begins = words.when(datetime.fromisoformat(target.at), dated=True) if target.at else ""
    pairs = ", ".join(f"{name}={value}" for name, value in target.variables)
    return (("alias", target.alias), ("begins", begins), ("variables", pairs))


_LONG = 2 * LONGEST_VARIABLES
"""Room for blanks around the equals signs; what counts is checked when it is sent."""
