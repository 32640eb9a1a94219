"""From a wish that is clear to an order that waits for its requester's yes, or to why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from audit import Entry
from bot.access import Role, Verdict
from bot.approvals.approvals import Wish
from bot.approvals.order import Order, Target
from bot.context import Context
from bot.reply import Reply, Text, Tone
from bot.requests import Verb
from bot.skills.blocks import plain, some
from bot.skills.order_card import draft_form

NAMED = 8
"""People named in one answer: a bank has hundreds of operators, and some are enough to turn to."""


async def answered(form: Order | Reply, context: Context) -> Reply:
    """The form of an order. A wish that comes to none withdraws the forms before it, so that a later yes cannot mean
    one of them."""
    if isinstance(form, Order):
        return replace(draft_form(form, context.words), replaces=context.here)
    await context.services.approvals.drop_drafts(context.member, context.place)
    return form


async def draft(
    wanted: Verb | Literal["reply_prompt"], target: Target, reason: str, verdict: Verdict, context: Context
) -> Order | Reply:
    if verdict.second and (why := _out_of_reach(context)):
        return plain(context, Text(context.words(why), Tone.WARN))
    wish = Wish(
        verb=str(wanted),
        target=target,
        place=context.place,
        language=context.words.language,
        timezone=context.words.timezone,
        reason=reason[:500],
        second=verdict.second,
        second_why=verdict.why,
    )
    return await context.services.approvals.draft(wish, context.member)


def _out_of_reach(context: Context) -> str:
    """Why no second person can approve: then there is no order, rather than one that waits in vain."""
    if not context.services.approvals.reach_others(context.place):
        return "order.unreached"
    return "" if approvers(context) else "order.no_second"


def approvers(context: Context) -> tuple[str, ...]:
    mine = context.member.name
    return tuple(name for name in context.services.access.names_with(Role.APPROVER) if name != mine)


async def denied(verdict: Verdict, wanted: str, subject: str, context: Context) -> Reply:
    words, where = context.words, context.place.address
    body = {"verb": str(wanted), "reason": verdict.why}
    await context.services.ledger.record(Entry("refusal.order", context.member.name, where, subject, body))
    text = words(f"order.denied_{verdict.why}", verb=words(f"verb.{wanted}").lower())
    who = context.services.access.names_with(Role.OPERATOR)
    names = Text(words("order.denied_who", who=some(who[:NAMED], len(who) - NAMED, words))) if who else None
    return plain(context, Text(text, Tone.WARN), names)
