"""An order as people see it: pure, from the order alone, so that every place shows the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.approvals.options import Typed
from bot.approvals.order import OUTCOMES, REPLY_PROMPT, RERUNS, Order, State, Target
from bot.payload import on_engine
from bot.reply import Ask, Block, Button, Buttons, Field, Heading, Reply, Table, Text, Tone
from bot.requests import (
    DecideOrder,
    JobStatus,
    JobStreamStatus,
    RerunSuccessors,
    SendOrder,
    TellFix,
    Verb,
    WithdrawOrder,
)
from bot.skills.blocks import and_more, button, facts, short, some, status_button
from bot.skills.order_options import option_facts, option_fields
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
    asked = (*_earlier(order, words), *_again(order, words)) if order.state is State.WAITING else ()
    advice = Text(words("order.unknown_do"), Tone.WARN) if order.state is State.UNKNOWN else None
    parts = (heading, _facts(order, words), *asked, advice, *_actions(order, words), _fixed(order, words, incident))
    return Reply(tuple(part for part in parts if part is not None), language=words.tag)


def draft_form(order: Order, words: Words, options: Typed | None = None) -> Reply:
    """The question to the requester, with everything that follows from a yes; `options` as they were typed before."""
    send = words("order.ask_second") if order.second else words("order.send", verb=verb(order, words))
    style = "" if order.second else "danger"
    reason = Field("reason", words("order.reason_label"), value=order.reason, hint=words("order.reason_hint"))
    form = Ask(
        (reason, *option_fields(order, options, words)),
        (
            button(send, SendOrder(order.id, options=bool(order.target.submits)), style=style or "primary"),
            button(words("order.withdraw"), WithdrawOrder(order.id)),
        ),
    )
    blocks = (
        Heading(_draft_title(order, words), Tone.WARN),
        facts(words, _subject(order, words)),
        *_ended_well(order, words),
        *_in_plan(order, words),
        *_earlier(order, words),
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
        _about(order),
        ("engine", target.engine),
        ("prompt", _prompt_answer(order, words)),
        ("held_by_prompt", target.waits),
        ("status", words.status_word(target.status) if target.status else ""),
        *_run(order, words),
    ]


def _draft_title(order: Order, words: Words) -> str:
    """A prompt is a question already."""
    key = "order.taken_title" if order.verb == REPLY_PROMPT else "order.draft_title"
    return words(key, verb=verb(order, words), job=subject(order))


def subject(order: Order) -> str:
    """What the order is about, for a heading: the job's name, or the prompt's text in quotation marks."""
    name = order.target.name
    return f"“{name}”" if order.verb == REPLY_PROMPT else name


def _prompt_answer(order: Order, words: Words) -> str:
    if order.verb != REPLY_PROMPT:
        return ""
    answer = words("word.yes") if order.target.yes else words("word.no")
    return words("order.prompt_answer", text=order.target.name, answer=answer)


def _run(order: Order, words: Words) -> list[tuple[str, str]]:
    """Which run of the job: its day and time in the plan, and how its last one ended."""
    target = order.target
    scheduled, ended = (datetime.fromisoformat(at) if at else None for at in (target.scheduled, target.ended))
    last = words("order.last_run", status=words.status_word(target.last), when=words.when(ended)) if ended else ""
    return [("scheduled", words.when(scheduled, dated=True) if scheduled else ""), ("last_run", last)]


def _ended_well(order: Order, words: Words) -> tuple[Block, ...]:
    """A rerun of what failed is usual, one of what ended well is often a slip."""
    wrong = order.verb not in RERUNS or order.target.status != "SUCC"
    return () if wrong else (Text(words("order.ended_well"), Tone.WARN),)


def _about(order: Order) -> tuple[str, str]:
    return order.target.submits or "job", short(order.target.key)


def _in_plan(order: Order, words: Words) -> tuple[Block, ...]:
    """Of what is to be submitted: whether today's plan has it, for then it runs once more."""
    target = order.target
    if not target.submits:
        return ()
    key = {0: "none", 1: "one"}.get(target.runs, "many")
    said = words(f"order.in_plan_{key}", count=words.number(target.runs))
    return (Text(said, Tone.WARN if target.runs else Tone.PLAIN),)


def _earlier(order: Order, words: Words) -> tuple[Block, ...]:
    """Of an order for the same that was sent and never seen: it may still come."""
    sent, _, who = order.target.earlier.partition(" ")
    if not sent:
        return ()
    when = words.when(datetime.fromisoformat(sent))
    said = words("order.earlier_lost", verb=verb(order, words), when=when, who=who)
    return (Text(said, Tone.WARN),)


def _again(order: Order, words: Words) -> tuple[Block, ...]:
    """Every job that runs again, as far as a table goes."""
    keys = [JobName.parse(key) for key in order.target.again]
    if not keys:
        return ()
    rows = tuple((key.name, short(f"{key.workstation}#{key.folder}{key.job_stream}")) for key in keys[:SHOWN])
    columns = (words("label.job"), words("label.job_stream"))
    table = Table(words("order.again", count=len(keys)), columns, rows)
    more = and_more(words, len(keys) - SHOWN)
    return (table, more) if more else (table,)


def _impact(order: Order, words: Words) -> tuple[Block, ...]:
    """That nothing waits is no news beside a list of what runs again."""
    target = order.target
    if target.submits or (target.again and not (target.waiting or target.critical)):
        return ()
    return (Text(blast(order, words), Tone.WARN if target.waiting else Tone.PLAIN),)


def _with_successors(order: Order, words: Words) -> tuple[Block, ...]:
    """A plain rerun offers to look at what would run again behind the job."""
    if order.verb != Verb.RERUN:
        return ()
    wider = RerunSuccessors(JobName(order.target.name), order.target.job_id, order.reason)
    return (_button_of(order, button(words("order.with_successors"), wider, here=True)),)


def _button_of(order: Order, made: Button) -> Buttons:
    """A card may be shown beside answers about another engine."""
    engine = order.target.engine
    return Buttons((replace(made, payload=on_engine(made.payload, engine)) if engine else made,))


def title(order: Order, words: Words) -> str:
    key = "order.title_going" if order.state in (State.SENDING, State.SENT) else "order.title"
    return words(key, verb=verb(order, words), job=subject(order), state=state(order, words))


def verb(order: Order, words: Words) -> str:
    """What is done, in words; to a prompt with the answer."""
    key = f"{order.verb}_{'yes' if order.target.yes else 'no'}" if order.verb == REPLY_PROMPT else order.verb
    return words("verb." + key)


def state(order: Order, words: Words) -> str:
    ran = order.state is State.SUCCEEDED and (order.verb in RERUNS or bool(order.target.made))
    return words(f"order.state_{order.state}" + ("_ran" if ran else ""))


def blast(order: Order, words: Words) -> str:
    """What waits behind the job, and whose deadline hangs on it."""
    target = order.target
    if order.verb == REPLY_PROMPT:
        return _held_back(target, words)
    parts = [words("order.critical")] if target.critical else []
    return " ".join([*parts, impact(target.waiting, target.at_risk, words)])


def _held_back(target: Target, words: Words) -> str:
    if not target.waits:
        return words("order.prompt_unknown")
    own = words("order.prompt_holds", what=target.waits)
    return f"{own} {impact(target.waiting, target.at_risk, words)}" if target.waiting or target.at_risk else own


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
    return facts(
        words,
        [
            _about(order),
            ("engine", target.engine),
            ("prompt", _prompt_answer(order, words)),
            ("held_by_prompt", target.waits),
            *_run(order, words),
            *option_facts(order.target, words),
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
    keys = order.target.again
    return some([JobName.parse(key).name for key in keys[:NAMED]], len(keys) - NAMED, words)


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
    if order.target.submits and (order.target.made or order.state in (State.SUCCEEDED, State.UNKNOWN)):
        return (_button_of(order, status_button(words, order.target.known_as, _standing(order))),)
    if order.state is not State.WAITING:
        return ()
    row = Buttons(
        (
            button(words("order.approve"), DecideOrder(order.id, True), style="primary"),
            button(words("order.refuse"), DecideOrder(order.id, False), style="danger"),
        )
    )
    return (row, Text(words("order.expires", when=words.when(order.expires)), Tone.QUIET))


def _standing(order: Order) -> JobStatus | JobStreamStatus:
    """Where what was submitted is seen."""
    target = order.target
    station = target.key.partition("#")[0]
    if target.submits == "job":
        return JobStatus(JobName(target.known_as))
    return JobStreamStatus(target.known_as, station.rpartition("/")[2])


def _fixed(order: Order, words: Words, incident: str) -> Block | None:
    return ask_fix(incident, words) if incident and order.state is State.SUCCEEDED else None


def ask_fix(incident: str, words: Words) -> Ask:
    """ "What fixed it?" after a failure was cured."""
    told = Field("text", words("order.fixed_ask"), hint=words("order.fixed_hint"), long=True, longest=2000)
    return Ask((told,), (button(words("order.fixed_send"), TellFix(incident), style="primary"),))
