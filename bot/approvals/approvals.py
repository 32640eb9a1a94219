"""The way of an order. Each step is recorded in the ledger before its effect is shown, and no step happens twice."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from audit import Ledger, LedgerUnavailable
from bot.access import Member, Role
from bot.approvals.acting import act, moved_on, newer_run
from bot.approvals.drafts import Drafts
from bot.approvals.following import FOLLOWED, given_up, standing
from bot.approvals.options import BadOption, Typed, given
from bot.approvals.order import NO_ANSWER, NO_ID, RERUNS, RUNS, Order, State, Target
from bot.approvals.store import OrderStore, Overtaken, Told
from bot.approvals.submitting import Standing, Untraceable
from bot.approvals.trace import entry
from bot.engines import Engines, UnknownEngine
from bot.turn import Place
from tws import freshness
from tws.clock import Clock
from tws.errors import OutcomeUnknown, SchedulerError
from tws.models import ENDED, CommonStatus, Job
from tws.scheduler import Scheduler

log = structlog.get_logger()

DRAFT_MINUTES = 10
WAITING_MINUTES = 30
SENDING = timedelta(minutes=2)
"""An order that stands longer in `sending` was cut off by a crash."""

_STRICT = frozenset({State.WAITING, State.REFUSED, State.WITHDRAWN, State.SENDING})
"""Steps that people take: one that cannot be recorded does not happen. What follows from them is recorded later."""


class OrderRefused(Exception):
    """The click has no effect; `why` is a key of the catalogue (order.…), `order` what it stands at."""

    def __init__(self, why: str, order: Order | None = None) -> None:
        super().__init__(why)
        self.why, self.order = why, order


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for before anything is kept."""

    verb: str
    target: Target
    place: Place
    language: str
    timezone: str
    reason: str
    second: bool
    second_why: str


class Approvals:
    """`told` hears each order that changed, to show it to people."""

    def __init__(self, store: OrderStore, engines: Engines, ledger: Ledger, clock: Clock, told: Told) -> None:
        self._store, self._engines, self._ledger, self._clock = store, engines, ledger, clock
        self._told, self._drafts = told, Drafts(store, ledger, lambda: self._clock())

    async def draft(self, wish: Wish, member: Member) -> Order:
        """Keeps the wish until its requester confirms it."""
        now = self._clock()
        order = Order(
            id=secrets.token_hex(5),
            state=State.DRAFT,
            verb=wish.verb,
            target=replace(wish.target, earlier=await self._lost(wish)),
            place=wish.place,
            language=wish.language,
            timezone=wish.timezone,
            asked_by=member.key,
            asked_name=member.name,
            asked_at=now,
            reason=wish.reason,
            second=wish.second,
            second_why=wish.second_why,
            decided_by="",
            decided_name="",
            decided_at=None,
            sent_at=None,
            ended_at=None,
            outcome="",
            expires=now + timedelta(minutes=DRAFT_MINUTES),
        )
        for older in await self._drafts.open(member, wish.place):
            if (older.verb, older.target.about) == (wish.verb, wish.target.about):
                await self._supersede(older, member)
        await self._store.add(order)
        return order

    async def get(self, number: str) -> Order:
        order = await self._store.get(number)
        if order is None:
            raise OrderRefused("gone")
        return order

    async def on_its_way(self, job: Job, engine: str) -> Order | None:
        """The latest rerun of the job that was sent, while the plan does not show the new run."""
        sent = await self._store.within({State.SENDING, State.SENT})
        about = (o for o in reversed(sent) if (o.target.engine, o.target.job_id) == (engine, job.id))
        return next((o for o in about if o.verb in RERUNS and not newer_run(job, o.target)), None)

    async def _lost(self, wish: Wish) -> str:
        """The latest order for the same that may have run it, with nothing of it to be seen."""
        if wish.verb not in RUNS:
            return ""
        lost = await self._store.lost(self._clock() - FOLLOWED)
        order = next((o for o in lost if o.verb in RUNS and o.target.stood == wish.target.stood), None)
        return f"{order.sent_at.isoformat()} {order.asked_name}" if order and order.sent_at else ""

    def reach_others(self, place: Place) -> bool:
        """Whether an order of this place could be seen by a second person."""
        return self._told.reaches(place)

    async def open_draft(self, member: Member, place: Place, shown: str = "") -> Order | None:
        """The order that a bare yes or no can only mean: that of the form that was shown last, where that is known."""
        return await self._drafts.meant(member, place, shown)

    async def drop_drafts(self, member: Member, place: Place) -> None:
        """A later wish came to nothing: what was asked before it is not what the next yes means."""
        for order in await self._drafts.open(member, place):
            await self._supersede(order, member)

    async def _supersede(self, order: Order, member: Member) -> None:
        try:
            await self._moved(order, State.WITHDRAWN, "action.withdrawn", member.name, ended_at=self._clock())
        except OrderRefused:
            log.info("order_moved_elsewhere")

    async def send(self, number: str, member: Member, reason: str, options: Typed | None = None) -> Order:
        """The requester confirms; of a submission with the `options` as they were typed. Raises OrderRefused."""
        order = await self._still(number, State.DRAFT)
        if order.asked_by != member.key:
            raise OrderRefused("not_yours", order)
        reason = reason or order.reason
        if not reason.strip():
            raise OrderRefused("no_reason", order)
        order = replace(order, reason=reason, target=self._with(order, options))
        wanted = {"reason": reason, "target": order.target}
        if not order.second:
            return await self._carry_out(order, **wanted)
        expires = self._clock() + timedelta(minutes=WAITING_MINUTES)
        return await self._moved(order, State.WAITING, "action.asked", member.name, **wanted, expires=expires)

    def _with(self, order: Order, options: Typed | None) -> Target:
        if options is None or not order.target.submits:
            return order.target
        try:
            return given(order.target, options, order.timezone, self._clock())
        except BadOption as fault:
            raise OrderRefused(fault.why, order) from fault

    async def withdraw(self, number: str, member: Member) -> Order:
        order = await self._still(number, State.DRAFT, State.WAITING)
        if order.asked_by != member.key:
            raise OrderRefused("not_yours", order)
        return await self._moved(order, State.WITHDRAWN, "action.withdrawn", member.name, ended_at=self._clock())

    async def decide(self, number: str, member: Member, *, approve: bool, reason: str = "") -> Order:
        """A second person's word. Raises OrderRefused."""
        order = await self._still(number, State.WAITING)
        if not member.has(Role.APPROVER):
            await self._refusal(order, member.name, "no approver")
            raise OrderRefused("no_approver", order)
        if order.asked_by == member.key:
            await self._refusal(order, member.name, "own order")
            raise OrderRefused("own_order", order)
        decided = {"decided_by": member.key, "decided_name": member.name, "decided_at": self._clock()}
        if approve:
            return await self._carry_out(order, **decided)
        outcome = reason[:500]
        return await self._moved(
            order, State.REFUSED, "action.refused", member.name, **decided, outcome=outcome, ended_at=self._clock()
        )

    async def round(self) -> None:
        """Ends what is past its time and follows what was sent."""
        now = self._clock()
        for order in await self._store.past({State.DRAFT, State.WAITING}, now):
            await self._quietly(self._moved(order, State.EXPIRED, "action.expired", "", ended_at=now))
        for order in await self._store.within({State.WAITING}):
            await self._store.tell(order, self._told)
        for order in await self._store.within({State.SENDING}):
            if order.sent_at is not None and order.sent_at + SENDING < now:
                await self._quietly(self._unknown(order, "cut off"))
        for order in await self._store.within({State.SENT}):
            await self._quietly(self._follow(order))

    async def _still(self, number: str, *states: State) -> Order:
        order = await self.get(number)
        if order.state in states and order.expires <= self._clock():
            await self._quietly(self._moved(order, State.EXPIRED, "action.expired", "", ended_at=self._clock()))
            raise OrderRefused("expired", order)
        if order.state not in states:
            raise OrderRefused("already", order)
        return order

    async def _carry_out(self, order: Order, **values: object) -> Order:
        """State checked again, then sent once. What fails before sending is told and nothing was done."""
        scheduler = self._scheduler(order)
        with freshness.anew():
            changed = await moved_on(order, scheduler)
        if changed:
            return await self._stale(order, changed, **values)
        who = order.asked_name if not values.get("decided_name") else str(values["decided_name"])
        try:
            order = await self._moved(order, State.SENDING, "action.sending", who, **values, sent_at=self._clock())
        except Overtaken:
            return await self._stale(order, "other order", **values)
        try:
            target = await act(order, scheduler)
        except OutcomeUnknown:
            return await self._after(order, State.UNKNOWN, "action.unknown", outcome=NO_ANSWER)
        except SchedulerError as fault:
            return await self._after(order, State.FAILED, "action.failed", outcome=str(fault)[:500])
        if order.verb in RERUNS or target.made:
            return await self._after(order, State.SENT, "action.sent", ended_at=None, target=target)
        outcome = NO_ID if target.submits else ""
        return await self._after(order, State.SUCCEEDED, "action.done", outcome=outcome)

    async def _stale(self, order: Order, outcome: str, **values: object) -> Order:
        now = self._clock()
        return await self._moved(order, State.STALE, "action.stale", "", **values, outcome=outcome, ended_at=now)

    async def _after(self, order: Order, state: State, kind: str, **values: object) -> Order:
        """It has left: a database that fails now must not make it read as if nothing had been done."""
        values = {"ended_at": self._clock(), **values}
        try:
            return await self._moved(order, state, kind, "", **values)
        except SQLAlchemyError as fault:
            log.error("order_not_noted", order=order.id, state=state, fault=type(fault).__name__)
            return replace(order, state=state, **values)  # type: ignore[arg-type]

    def _scheduler(self, order: Order) -> Scheduler:
        """That of the order's own engine and no other. Raises OrderRefused."""
        try:
            return self._engines.of(order.target.engine)
        except UnknownEngine as fault:
            raise OrderRefused("no_engine", order) from fault

    async def _follow(self, order: Order) -> None:
        """Until it has ended, or nobody can tell."""
        now = self._clock()
        try:
            found = await standing(order, self._scheduler(order))
        except Untraceable as fault:
            await self._unknown(order, fault.why)
            return
        except OrderRefused:  # its engine is not known any more
            await self._unknown(order, "gone")
            return
        if found is not None and found.status.common in ENDED:
            await self._ended(order, found)
        elif why := given_up(order, found, now):
            await self._unknown(order, why)
        elif found is not None and found.status.internal != order.outcome:
            seen = _seen(order, found)
            await self._store.note(order, outcome=seen.outcome, target=seen.target)
            await self._store.tell(seen, self._told)

    async def _ended(self, order: Order, found: Standing) -> None:
        good, seen = found.status.common is CommonStatus.SUCCESSFUL, _seen(order, found)
        state, kind = (State.SUCCEEDED, "action.succeeded") if good else (State.FAILED, "action.failed")
        ended = found.ended or self._clock()
        await self._moved(order, state, kind, "", outcome=seen.outcome, target=seen.target, ended_at=ended)

    async def _unknown(self, order: Order, outcome: str) -> Order:
        return await self._moved(order, State.UNKNOWN, "action.unknown", "", outcome=outcome, ended_at=self._clock())

    async def _moved(self, order: Order, state: State, kind: str, who: str, **values: object) -> Order:
        """Raises OrderRefused where another was first, LedgerUnavailable where it stands as before."""
        strict = state in _STRICT
        moved = await self._store.move(order, state, None if strict else self._told, **values)
        if moved is None:
            raise OrderRefused("already", await self.get(order.id))
        step = entry(kind, moved, who)
        if not strict:
            self._ledger.note(step)
            return moved
        try:
            await self._ledger.record(step)
        except LedgerUnavailable:
            await self._store.move(moved, order.state, None, **{name: getattr(order, name) for name in values})
            raise
        await self._store.tell(moved, self._told)
        return moved

    async def _refusal(self, order: Order, who: str, why: str) -> None:
        await self._ledger.record(entry("refusal.click", order, who, why=why))

    async def _quietly(self, step: Awaitable[object]) -> None:
        """One order's trouble must not keep the others from being followed."""
        try:
            await step
        except OrderRefused:
            log.info("order_moved_elsewhere")
        except SchedulerError as fault:
            log.warning("order_not_followed", detail=str(fault))


def _seen(order: Order, found: Standing) -> Order:
    made = found.id if order.target.submits else ""
    return replace(order, outcome=found.status.internal, target=replace(order.target, made=made))
