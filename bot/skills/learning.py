"""Questions to what the team knows, and what people teach."""

from __future__ import annotations

import asyncio
import hashlib
import re

import structlog

from audit import Entry, HoldsSecret, holds_secret
from audit.harm import WITHHELD
from audit.particulars import particulars
from bot.context import Context
from bot.language.errors import message_of, names_error
from bot.registry import Risk, Skill
from bot.reply import Block, Heading, Reply, Text, Tone
from bot.requests import AskKnowledge, Feedback, Teach, TellFix
from bot.review import MEMORY, NOTES
from bot.skills.blocks import plain
from bot.skills.explain import memory_line, passage_line, worded
from bot.skills.order_card import ask_fix
from bot.skills.terms import explained
from bot.watch.incidents import Incident
from bot.words import Words
from knowledge import Passage
from knowledge.failures import UNKNOWN, causes_named, diagnose
from tws.errors import SchedulerError
from tws.models import JobQuery

log = structlog.get_logger()

FOUND = 4
_MENDS = re.compile(
    r"\b(?:fail|abend|abort|err[oa]r?|crash|br(?:eak|oke)|stuck|hang|fix|solv|rerun|restart|retry|purg|clean|clear"
    r"|falh|erro|quebr|ca[ií]u|trav|resolv|corrig|consert|reprocess|reinici|reexecut|limp|rod[ae]r? de novo)",
    re.IGNORECASE,
)
"""Beginnings of words by which a text speaks of a failure or of mending one."""


async def ask(request: AskKnowledge, context: Context) -> Reply:
    """Passages with their sources; nothing is made up where nothing fits."""
    words, services = context.words, context.services
    if names_error(request.text) and (told := await _of_error(request.text, context)):
        return plain(context, *told)
    found = await services.knowledge.search(request.text, limit=FOUND)
    shown = [block for passage in found if (block := await _line(passage, context)) is not None]
    if not shown and (own := explained(request.text, context)):
        return plain(context, Heading(words("knowledge.in_short")), *own)
    if not shown:
        return plain(context, Heading(words("knowledge.none"), Tone.WARN), Text(words("knowledge.none_do")))
    prose = await services.agents.from_passages(request.text, found, context)
    return plain(context, Heading(words("knowledge.title", count=len(shown))), prose, *shown, _by_words(context))


async def _of_error(text: str, context: Context) -> list[Block]:
    """What a message means by the known kinds of failure; empty for one that none of them knows."""
    words = context.words
    found = await asyncio.to_thread(diagnose, message_of(text).splitlines(), language=words.language)
    if found.family == UNKNOWN:
        return []
    steps = "\n".join(f"{at}. {step}" for at, step in enumerate(found.fix, 1))
    told: list[Block] = [Heading(words("explain.of_text", cause=found.title)), Text(found.root_cause)]
    told += [Text(f"{words('explain.steps')}\n{steps}")] if steps else []
    passages = await context.services.knowledge.search(text, limit=FOUND)
    return [*told, *[block for passage in passages if (block := await _line(passage, context)) is not None]]


def _by_words(context: Context) -> Text | None:
    """Why nothing was looked for by meaning."""
    words, knowledge = context.words, context.services.knowledge
    if knowledge.warm:
        return None
    if knowledge.taken:
        return Text(words("knowledge.elsewhere"), Tone.QUIET)
    return Text(words("knowledge.warming" if knowledge.state == "warming" else "knowledge.by_words"), Tone.QUIET)


async def _line(passage: Passage, context: Context) -> Block | None:
    """A memory's state is looked up again: the index may be older than a reviewer's word."""
    if passage.kind != "memory":
        return passage_line(passage, context)
    number = passage.document_id.removeprefix(MEMORY)
    memory = (await context.services.memories.recallable([number])).get(number)
    return memory_line(memory, context) if memory else None


async def teach(request: Teach, context: Context) -> Reply:
    """A candidate; nothing of it is told to anybody before it is judged."""
    if not request.text.strip():
        return plain(context, Text(context.words("teach.empty"), Tone.WARN))
    causes = sorted(causes_named(request.text))
    incident = await _incident_of(request.subject, context) if mends(request.text) else None
    family = incident.family if incident else (causes[0] if len(causes) == 1 else "")
    question = _question(request, context.words)
    key = _key(context, request.subject, request.text)
    return plain(context, await _kept(question, request.text, incident, request.subject, family, key, context))


def _question(request: Teach, words: Words) -> str:
    if not request.subject:
        return request.text[:120]
    if mends(request.text):
        return words("teach.question", subject=request.subject)
    return worded(NOTES, words).format(subject=request.subject)


def mends(text: str) -> bool:
    """It speaks of a failure, or of what was done about one."""
    told = particulars(text)
    return bool(told.causes or told.cures or causes_named(text) or _MENDS.search(text))


async def _kept(
    question: str, text: str, incident: Incident | None, subject: str, family: str, key: str, context: Context
) -> Text:
    """What the teacher is told; of a text with a secret nothing is kept."""
    facts = facts_text(incident) if incident else ""
    try:
        await context.services.review.propose(
            question, text, facts, subject=subject, family=family, member=context.member, key=key
        )
    except HoldsSecret:
        return Text(context.words("teach.secret"), Tone.WARN)
    return Text(context.words("teach.thanks"), Tone.GOOD)


async def _incident_of(subject: str, context: Context) -> Incident | None:
    """The latest failure of the job that was named, whose facts the auditor compares; of the main engine only."""
    if not subject or context.scheduler is not context.services.scheduler:
        return None
    try:
        jobs = (await context.scheduler.jobs(JobQuery(name=subject), limit=5)).items
    except SchedulerError as fault:
        log.info("taught_without_the_plan", detail=str(fault))
        return None
    found = [i for job in jobs if (i := await context.services.incidents.of_job(job.id)) is not None]
    return max(found, key=lambda i: i.began, default=None)


async def tell_fix(request: TellFix, context: Context) -> Reply:
    """What fixed an incident, kept with the facts that were seen."""
    words, incident = context.words, await context.services.incidents.get(request.incident)
    if incident is None:
        return plain(context, Text(words("teach.no_incident"), Tone.WARN))
    if not request.text.strip():
        return Reply((Heading(words("order.fixed_ask")), ask_fix(incident.id, words)), language=words.tag)
    question, key = words("teach.question", subject=incident.job), _key(context, incident.id, request.text)
    told = await _kept(question, request.text, incident, incident.job, incident.family, key, context)
    return plain(context, told)


def facts_text(incident: Incident) -> str:
    """The plan's and the log's words, for the auditor and the reviewer."""
    known = incident.facts
    code = "" if known.return_code is None else f", return code {known.return_code}"
    evidence = "\n".join(known.evidence)
    return f"{known.key} on {known.workstation}: {known.status}{code}. {known.cause}\n{evidence}".strip()


def _key(context: Context, subject: str, text: str) -> str:
    digest = hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:16]
    return f"taught:{context.member.key}:{subject}:{digest}"


async def feedback(request: Feedback, context: Context) -> Reply:
    words, where = context.words, context.place.address
    body = {"good": "yes" if request.good else "no", "text": WITHHELD if holds_secret(request.text) else request.text}
    await context.services.ledger.record(Entry("feedback", context.member.name, where, "", body))
    return plain(context, Text(words("feedback.good" if request.good else "feedback.bad")))


SKILLS = (
    Skill(
        intent="knowledge_question",
        request=AskKnowledge,
        run=ask,
        summary={
            "en": "answer from documents and what the team learnt",
            "pt": "responder com documentos e o que o time aprendeu",
        },
        examples={
            "en": ("what does the runbook say about a full disk?", "how do I free space on /data?"),
            "pt": ("o que o runbook diz sobre disco cheio?", "como libero espaço em /data?"),
        },
        slash="ask QUESTION",
    ),
    Skill(
        intent="teach_knowledge",
        request=Teach,
        run=teach,
        summary={
            "en": "learn what you teach, after a review",
            "pt": "aprender o que você ensina, depois de uma revisão",
        },
        examples={
            "en": ("remember: when FINANCE_EXTRACT fails with disk full, purge /data/tmp",),
            "pt": ("aprende: quando o FINANCE_EXTRACT falha por disco cheio, limpe /data/tmp",),
        },
        slash="teach TEXT",
        risk=Risk.CHANGE,
    ),
    Skill(intent="tell_fix", request=TellFix, run=tell_fix, summary={}, examples={}, slash="", risk=Risk.CHANGE),
    Skill(
        intent="feedback",
        request=Feedback,
        run=feedback,
        summary={"en": "hear whether an answer helped", "pt": "ouvir se uma resposta ajudou"},
        examples={"en": ("that was wrong",), "pt": ("essa resposta está errada",)},
        slash="",
    ),
)
