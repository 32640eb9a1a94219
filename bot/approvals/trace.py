"""What the ledger keeps of each step of an order."""

from __future__ import annotations

from audit import Entry
from bot.approvals.order import Order


def entry(kind: str, order: Order, who: str, **more: str) -> Entry:
    target = order.target
    body = {
        "order": order.id,
        "verb": order.verb,
        "asked_by": order.asked_name,
        "reason": order.reason,
        "approved_by": order.decided_name,
        "outcome": order.outcome,
        "engine": target.engine,
        "again": " ".join(target.again)[:2000],
        "scheduled": target.scheduled,
        "answer": ("yes" if target.yes else "no") if target.prompt_id else "",
        "alias": target.alias,
        "at": target.at,
        "variables": " ".join(f"{name}={value}" for name, value in target.variables),
        "earlier": target.earlier,
        **more,
    }
    kept = {name: value for name, value in body.items() if value}
    return Entry(kind, who, order.place.address, target.key or target.name, kept)
