"""An order as people see it: pure, from the order alone, so that every place shows the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.approvals.order import OUTCOMES, REPLY_PROMPT, Order, State
from bot.payload import on_engine
from bot.reply import Ask, Block, Buttons, Field, Heading, Reply, Table, Text, Tone
from bot.requests import DecideOrder, RerunSuccessors, SendOrder, TellFix, Verb, WithdrawOrder
from bot.skills.blocks import button, facts, short
from bot.words import Words
from tws.names import JobName

SHOWN = 15
NAMED = 6
_TONES = {
    State.WAITING: Tone.WARN,
    State.REFUSED: Tone.QUIET,
    State.WITHDRAWN: Tone.QUIET,
    State.EXPIRED: Tone.QUIET,
    State.STALE: Tone.WARN,
    State.SUCCEEDED: Tone.GOOD,
    State.FAILED: Tone.BAD,
    State.UNKNOWN: Tone.BAD,
}


def card(order: Order, words: Words, *, incident: str = "") -> Reply:
    """`incident` names the failure that a good end has cured: then it asks what fixed it."""
    heading = Heading(title(order, words), _TONES.get(order.state, Tone.PLAIN))
    again = _again(order, words) if order.state is State.WAITING else ()
    advice = Text(words("order.unknown_do"), Tone.WARN) if order.state is State.UNKNOWN else None
    parts = (heading, _facts(order, words), *again, advice, *_actions(order, words), _fixed(order, words, incident))
    return Reply(tuple(part for part in parts if part is not None), language=words.tag)


def draft_form(order: Order, words: Words) -> Reply:
    """The question to the requester, with everything that follows from a yes."""
    send = words("order.ask_second") if order.second else words("order.send", verb=verb(order, words))
    style = "" if order.second else "danger"
    reason = Field("reason", words("order.reason_label"), value=order.reason, hint=words("order.reason_hint"))
    form = Ask(
        (reason,),
        (
            button(send, SendOrder(order.id), style=style or "primary"),
            button(words("order.withdraw"), WithdrawOrder(order.id)),
        ),
    )
    blocks = (
        Heading(words("order.draft_title", verb=verb(order, words), job=order.target.name), Tone.WARN),
        facts(words, _subject(order, words)),
        *_again(order, words),
        *_impact(order, words),
        Text(words(f"order.second_{order.second_why}") if order.second else words("order.alone")),
        *_with_successors(order, words),
        form,
        Text(words("order.expires", when=words.when(order.expires)), Tone.QUIET),
    )
    return Reply(blocks, language=words.tag)


def _subject(order: Order, words: Words) -> list[tuple[str, str]]:
    target = order.target
    return [
        ("job", short(target.key)),
        ("engine", target.engine),
        ("status", words.status_word(target.status)),
    ]


def _again(order: Order, words: Words) -> tuple[Block, ...]:
    """Every job that runs again, as far as a table goes."""
    keys = [JobName.parse(key) for key in order.target.again]
    if not keys:
        return ()
    rows = tuple((key.name, short(f"{key.workstation}#{key.folder}{key.job_stream}")) for key in keys[:SHOWN])
    columns = (words("label.job"), words("label.job_stream"))
    table = Table(words("order.again", count=len(keys)), columns, rows)
    left = len(keys) - SHOWN
    return (table, Text(words("relations.more", count=left), Tone.QUIET)) if left > 0 else (table,)


def _impact(order: Order, words: Words) -> tuple[Block, ...]:
    """That nothing waits is no news beside a list of what runs again."""
    target = order.target
    if target.again and not (target.waiting or target.critical):
        return ()
    return (Text(blast(order, words), Tone.WARN if target.waiting else Tone.PLAIN),)


def _with_successors(order: Order, words: Words) -> tuple[Block, ...]:
    """A plain rerun offers to look at what would run again behind the job."""
    if order.verb != Verb.RERUN:
        return ()
    wider = RerunSuccessors(JobName(order.target.name), order.target.job_id, order.reason)
    made = button(words("order.with_successors"), wider, here=True)
    engine = order.target.engine
    return (Buttons((replace(made, payload=on_engine(made.payload, engine)) if engine else made,)),)


def title(order: Order, words: Words) -> str:
    key = "order.title_going" if order.state in (State.SENDING, State.SENT) else "order.title"
    return words(key, verb=verb(order, words), job=order.target.name, state=state(order, words))


def verb(order: Order, words: Words) -> str:
    return words("verb." + order.verb)


def state(order: Order, words: Words) -> str:
    rerun = order.verb in (Verb.RERUN, Verb.RERUN_SUCCESSORS) and order.state is State.SUCCEEDED
    return words(f"order.state_{order.state}" + ("_rerun" if rerun else ""))


def blast(order: Order, words: Words) -> str:
    """What waits behind the job, and whose deadline hangs on it."""
    target = order.target
    parts = [words("order.critical")] if target.critical else []
    return " ".join([*parts, impact(target.waiting, target.at_risk, words)])


def impact(waiting: int, at_risk: tuple[str, ...], words: Words) -> str:
    """`13 jobs wait for it, among them FINANCE_PAYROLL (deadline 07:30).`"""
    said = words("order.blast_" + {0: "none", 1: "one"}.get(waiting, "many"), count=words.number(waiting))
    if not at_risk:
        return said
    named = ", ".join(deadline(entry, words) for entry in at_risk)
    return words("order.at_risk_one" if waiting == 1 else "order.at_risk", said=said.rstrip("."), jobs=named)


def deadline(entry: str, words: Words) -> str:
    name, _, instant = entry.partition(" ")
    return f"{name} ({words('word.deadline')} {words.when(datetime.fromisoformat(instant))})" if instant else name


def _facts(order: Order, words: Words) -> Block:
    target = order.target
    answer = words("word.yes") if target.yes else words("word.no")
    said = words("order.prompt_answer", text=target.name, answer=answer) if order.verb == REPLY_PROMPT else ""
    return facts(
        words,
        [
            ("job", short(target.key)),
            ("engine", target.engine),
            ("prompt", said),
            ("asked_by", words("order.asked", who=order.asked_name, when=words.when(order.asked_at))),
            ("order_reason", order.reason),
            ("again", _again_named(order, words)),
            ("blast", blast(order, words) if _still_waits(order) else ""),
            ("decision", _decision(order, words)),
            ("outcome", _outcome(order, words)),
            ("ended", words.when(order.ended_at) if order.ended_at and order.sent_at else ""),
        ],
    )


def _again_named(order: Order, words: Words) -> str:
    names = [JobName.parse(key).name for key in order.target.again]
    left = len(names) - NAMED
    return ", ".join([*names[:NAMED], *([words("relations.more", count=left)] if left > 0 else [])])


def _still_waits(order: Order) -> bool:
    """What waited when it was asked for goes on once the job has ended well."""
    return bool(order.target.job_id) and order.state is not State.SUCCEEDED


def _decision(order: Order, words: Words) -> str:
    if not order.decided_name:
        return ""
    key = "decided_refused" if order.state is State.REFUSED else "decided_approved"
    return words(f"order.{key}", who=order.decided_name, when=words.when(order.decided_at))


def _outcome(order: Order, words: Words) -> str:
    return order.outcome if order.state is State.REFUSED else outcome(order.outcome, words)


def outcome(said: str, words: Words) -> str:
    """Ours in words, a status with its word; the scheduler's and people's text as it is."""
    return words("order.outcome_" + said.replace(" ", "_")) if said in OUTCOMES else words.status_word(said)


def _actions(order: Order, words: Words) -> tuple[Block, ...]:
    if order.state is not State.WAITING:
        return ()
    row = Buttons(
        (
            button(words("order.approve"), DecideOrder(order.id, True), style="primary"),
            button(words("order.refuse"), DecideOrder(order.id, False), style="danger"),
        )
    )
    return (row, Text(words("order.expires", when=words.when(order.expires)), Tone.QUIET))


def _fixed(order: Order, words: Words, incident: str) -> Block | None:
    return ask_fix(incident, words) if incident and order.state is State.SUCCEEDED else None


def ask_fix(incident: str, words: Words) -> Ask:
    """ "What fixed it?" after a failure was cured."""
    told = Field("text", words("order.fixed_ask"), hint=words("order.fixed_hint"), long=True, longest=2000)
    return Ask((told,), (button(words("order.fixed_send"), TellFix(incident), style="primary"),))
