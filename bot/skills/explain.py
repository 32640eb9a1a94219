"""Why a job failed: the log's own words, what the team has learnt, what waits behind, what to do next."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from audit import Memory
from bot.context import Context
from bot.diagnosing import diagnosis_of
from bot.registry import Skill
from bot.reply import Block, Heading, Log, Note, Reply, Text, Tone
from bot.requests import ExplainFailure, Rerun
from bot.review import is_note
from bot.skills import holding
from bot.skills.blocks import answer, button, buttons, facts, log_button, short
from bot.skills.holding import roots_of
from bot.skills.job_status import estimated, facts_of
from bot.skills.one_run import dated, of_window, plan_of, pressed
from bot.skills.order_card import deadline
from bot.skills.orders import DEPTH, at_risk, waiting
from bot.skills.past import runs_in
from bot.skills.which import Found, meant
from bot.words import Words
from knowledge import KnowledgeError, Passage
from knowledge.failures import Diagnosis
from tws.models import CommonStatus, CriticalJob, Dependency, Job, JobRun
from tws.names import JobName

log = structlog.get_logger()

PASSAGES = 2
MEMORIES = 2
LONGEST_PASSAGE = 600
_LOCATOR = re.compile(r"(?:(?P<kind>page|line|row) |(?P<sheet>.*)!)(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Case:
    """All that an explanation stands on."""

    job: Job
    run: JobRun
    found: Diagnosis
    behind: tuple[Dependency, ...]
    critical: tuple[CriticalJob, ...]
    passages: tuple[Passage, ...]
    memories: tuple[Memory, ...]
    plan: str = ""
    """The archived plan that the job stands in; empty for the current one."""


async def run(request: ExplainFailure, context: Context) -> Reply:
    found = await _found(request, context)
    if isinstance(found, Reply):
        return found
    failed = _failed(request, found.job, context)
    if failed is None:
        return await dated(await _not_failed(found, context), found, context)
    return await dated(await _explained(await gather(found, failed, context), context), found, context)


async def _found(request: ExplainFailure, context: Context) -> Found | Reply:
    if one := await pressed(request, context):
        return one
    if request.window:
        return await of_window(request, request.window, context, _has_failed)
    job = await meant(request, context, fits=_has_failed)
    return job if isinstance(job, Reply) else Found(job)


def _has_failed(job: Job) -> bool:
    return failed_run(job) is not None or _unstarted(job) is not None


def _failed(request: ExplainFailure, job: Job, context: Context) -> JobRun | None:
    """Of a window the last run that failed in it, before all others."""
    inside = runs_in(job, request.window, context.services.clock()) if request.window else ()
    of_then = [run for run in inside if run.status.common is CommonStatus.ERROR]
    return of_then[-1] if of_then else failed_run(job, request.run_id) or _unstarted(job)


def failed_run(job: Job, run_id: str = "") -> JobRun | None:
    """The run that is meant, or the newest that failed."""
    failed = [r for r in job.runs if r.status.common is CommonStatus.ERROR]
    if run_id:
        return next((r for r in failed if r.id == run_id), None)
    return failed[-1] if failed else None


def _unstarted(job: Job) -> JobRun | None:
    """A job that failed before it began has no run and no log; its status is all there is."""
    fallen = job.status.common is CommonStatus.ERROR and not job.runs
    return JobRun("", None, job.status, workstation=job.workstation) if fallen else None


async def gather(one: Found, failed: JobRun, context: Context) -> Case:
    services, language, job = context.services, context.words.language, one.job
    (found, _), (behind, critical) = await asyncio.gather(
        diagnosis_of(plan_of(one, context), job, failed, language), _behind(one, context)
    )
    question = f"{job.name} {found.title} {found.evidence[0].text if found.evidence else ''}"
    passages = await _passages(question, context)
    memories = await services.review.recall(job.name, found.family, question, limit=MEMORIES)
    return Case(job, failed, found, behind, critical, passages, memories, one.plan)


async def _behind(one: Found, context: Context) -> tuple[tuple[Dependency, ...], tuple[CriticalJob, ...]]:
    """What waits for the job now; nothing waits in a plan of the past."""
    if one.plan:
        return (), ()
    scheduler = context.scheduler
    behind, critical = await asyncio.gather(scheduler.successors(one.job, depth=DEPTH), scheduler.critical_jobs())
    return behind, critical


async def _passages(question: str, context: Context) -> tuple[Passage, ...]:
    """The log's own words stand without them; the knowledge base's trouble is told by health."""
    try:
        return await context.services.knowledge.search(question, limit=PASSAGES, kind="document")
    except KnowledgeError as fault:
        log.warning("passages_not_searched", detail=str(fault))
        return ()


async def _explained(case: Case, context: Context) -> Reply:
    words, found = context.words, case.found
    title = words("explain.title", job=case.job.name, cause=found.title)
    return answer(
        context,
        Heading(title, Tone.BAD),
        _by_now(case.job, words),
        facts(words, _rows(case, context)),
        Text(found.root_cause),
        _evidence(case, context),
        *(memory_line(memory, context) for memory in case.memories),
        *_fix(case, context),
        *(passage_line(passage, context) for passage in case.passages),
        await _in_prose(case, context),
        _actions(case, context),
    )


def _by_now(job: Job, words: Words) -> Text | None:
    """A failure that was acted upon already must not read as if it stood."""
    if job.status.common is CommonStatus.ERROR:
        return None
    key = "explain.again" if job.status.common is CommonStatus.RUNNING else "explain.by_now"
    return Text(words(key, status=words.status(job.status)), Tone.WARN)


def worded(texts: Mapping[str, str], words: Words) -> str:
    """In the reader's language; English where there is none of it."""
    return texts.get(words.language, texts["en"])


def _rows(case: Case, context: Context) -> list[tuple[str, str]]:
    words, run, behind = context.words, case.run, waiting(case.behind)
    risk = ", ".join(deadline(entry, words) for entry in at_risk(case.behind, case.critical))
    return [
        ("status", words.status(run.status)),
        ("return_code", "" if run.return_code is None else str(run.return_code)),
        ("workstation", short(run.workstation or case.job.workstation)),
        ("ended", words.when(run.ended)),
        ("blast", _blast(len(behind), words)),
        ("at_risk", risk),
    ]


def _blast(count: int, words: Words) -> str:
    return words("explain.wait_one" if count == 1 else "explain.wait_many", count=words.number(count)) if count else ""


def _evidence(case: Case, context: Context) -> Log | None:
    """In the order of the log."""
    lines = sorted(case.found.evidence, key=lambda line: line.number)
    if not lines:
        return None
    return Log(context.words("explain.evidence"), tuple(f"{e.number}: {e.text}" for e in lines), first_line=0)


def _fix(case: Case, context: Context) -> list[Block]:
    words, found = context.words, case.found
    retry = {"yes": "explain.retry_yes", "no": "explain.retry_no", "after_fix": "explain.retry_after"}
    steps = "\n".join(f"{at}. {step}" for at, step in enumerate(found.fix, 1))
    parts: list[Block] = [Text(f"{words('explain.steps')}\n{steps}")] if steps else []
    said = found.retry_helps == "after_fix" and words("explain.rerun_stem") in steps.casefold()
    if found.retry_helps in retry and not said:
        parts.append(Text(words(retry[found.retry_helps]), Tone.QUIET))
    return parts


def memory_line(memory: Memory, context: Context) -> Text:
    """What the team taught, with who stands for it and how old it is."""
    words = context.words
    parts = [words("memory.source", who=memory.taught_by, ago=words.ago(memory.taught_at))]
    parts.append(words("memory.approved", who=memory.decided_by) if memory.decided_by else words("memory.kept"))
    if memory.repeats:
        parts.append(words("memory.repeats", count=memory.repeats + 1))
    told = words("memory.note" if is_note(memory) else "memory.line", text=memory.answer)
    return Text(told + "\n" + " ".join(parts), Tone.GOOD)


def passage_line(passage: Passage, context: Context) -> Text:
    text = passage.text if len(passage.text) <= LONGEST_PASSAGE else passage.text[:LONGEST_PASSAGE] + " …"
    return Text(context.words("explain.passage", text=text, source=source_of(passage, context.words)))


def source_of(passage: Passage, words: Words) -> str:
    """`runbook.xlsx, row 2`; the title too where the file's name does not already say it."""
    stem = passage.source.rpartition("/")[2].rpartition(".")[0].casefold()
    title = "" if passage.title.casefold() == stem else passage.title
    named = " · ".join(part for part in (title, passage.source) if part)
    return ", ".join(part for part in (named, *_place(passage.locator, stem, words)) if part)


def _place(locator: str, stem: str, words: Words) -> list[str]:
    """A page, a line or a sheet's row in the reader's words; the sheet where its name is not the file's."""
    found = _LOCATOR.fullmatch(locator)
    if not found:
        return [locator]
    sheet = found["sheet"] or ""
    where = words(f"explain.at_{found['kind'] or 'row'}", number=found["number"])
    return [where] if sheet.casefold() == stem else [sheet, where]


async def _in_prose(case: Case, context: Context) -> Block | None:
    """What a model makes of the same facts; an answer that names what they do not hold is not shown."""
    prose = await context.services.agents.explain(case, context)
    if prose is None:
        return Note(context.words("explain.no_model"))
    return prose


def _actions(case: Case, context: Context) -> Block | None:
    job, words = case.job, context.words
    fallen = job.status.common is CommonStatus.ERROR and not case.plan
    rerun = button(words("button.rerun"), Rerun(JobName(job.name), job.id)) if fallen else None
    return buttons(log_button(context, job, case.plan), rerun)


async def _not_failed(found: Found, context: Context) -> Reply:
    """How it stands instead; of a job of the current plan that waits, what really holds it."""
    words, job = context.words, found.job
    roots = () if found.plan else await roots_of(job, context)
    key = "explain.waits" if roots else "explain.not_failed"
    heading = Heading(words(key, job=job.name, status=words.status(job.status)), Tone.WARN if roots else Tone.PLAIN)
    end = () if found.plan else await estimated(job, context)
    row = buttons(log_button(context, job, found.plan))
    return answer(context, heading, *holding.told(roots, job, context), facts_of(job, words, end=end), row)


SKILL = Skill(
    intent="explain_failure",
    request=ExplainFailure,
    run=run,
    summary={"en": "explain why a job failed", "pt": "explicar por que um job falhou"},
    examples={
        "en": ("why did FINANCE_EXTRACT fail?", "explain the failure of FINANCE_EXTRACT"),
        "pt": ("por que o FINANCE_EXTRACT falhou?", "explica a falha do FINANCE_EXTRACT"),
    },
    slash="explain JOB",
)
