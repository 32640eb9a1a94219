"""An order as people see it: pure, from the order alone, so that every place shows the same."""

from __future__ import annotations

from datetime import datetime

from bot.approvals.order import OUTCOMES, REPLY_PROMPT, Order, State
from bot.reply import Ask, Block, Buttons, Field, Heading, Reply, Text, Tone
from bot.requests import DecideOrder, SendOrder, TellFix, Verb, WithdrawOrder
from bot.skills.blocks import button, facts, short
from bot.words import Words

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
    advice = Text(words("order.unknown_do"), Tone.WARN) if order.state is State.UNKNOWN else None
    parts = (heading, _facts(order, words), advice, *_actions(order, words), _fixed(order, words, incident))
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
        facts(words, [("job", short(order.target.key)), ("status", words.status_word(order.target.status))]),
        Text(blast(order, words), Tone.WARN if order.target.waiting else Tone.PLAIN),
        Text(words(f"order.second_{order.second_why}") if order.second else words("order.alone")),
        form,
        Text(words("order.expires", when=words.when(order.expires)), Tone.QUIET),
    )
    return Reply(blocks, language=words.tag)


def title(order: Order, words: Words) -> str:
    key = "order.title_going" if order.state in (State.SENDING, State.SENT) else "order.title"
    return words(key, verb=verb(order, words), job=order.target.name, state=state(order, words))


def verb(order: Order, words: Words) -> str:
    return words("verb." + order.verb)


def state(order: Order, words: Words) -> str:
    rerun = order.verb == Verb.RERUN and order.state is State.SUCCEEDED
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
            ("prompt", said),
            ("asked_by", words("order.asked", who=order.asked_name, when=words.when(order.asked_at))),
            ("order_reason", order.reason),
            ("blast", blast(order, words) if _still_waits(order) else ""),
            ("decision", _decision(order, words)),
            ("outcome", _outcome(order, words)),
            ("ended", words.when(order.ended_at) if order.ended_at and order.sent_at else ""),
        ],
    )


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
