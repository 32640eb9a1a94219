"""What is said around the work: help, greeting, whoami, and honest ways to say no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Heading, Reply, Text, Tone
from bot.requests import (
    Ambiguous,
    Change,
    Choice,
    FailedJobs,
    Greeting,
    Help,
    JobStatus,
    NotYet,
    OffTopic,
    ReplyPrompt,
    Request,
    ShowJobLog,
    ShowPlan,
    Submit,
    Unsafe,
    WhoAmI,
    Window,
)
from bot.skills.blocks import LABEL, button, buttons, facts, plain
from bot.skills.helping import show_help
from bot.skills.orders import verb_of
from bot.skills.rerun_failed import each_failed
from bot.skills.which import began
from bot.words import LANGUAGES, Words
from tws.errors import NotInPlan


def starters(words: Words) -> Buttons | None:
    failed = FailedJobs(window=Window(words.now - timedelta(hours=4)))
    return buttons(
        button(words("greeting.try_failed"), failed),
        button(words("greeting.try_plan"), ShowPlan()),
        button(words("greeting.try_help"), Help()),
    )


async def greet(request: Greeting, context: Context) -> Reply:
    if request.said != "hello":
        return plain(context, Text(context.words("greeting." + request.said)))
    name = context.person.name
    hello = context.words("greeting.hello", name=f", {name}" if name else "")
    return plain(context, Text(hello), starters(context.words))


async def who_am_i(request: WhoAmI, context: Context) -> Reply:
    words, person, place = context.words, context.person, context.place
    rows = [
        ("you", f"{person.name} ({person.id})" if person.name not in ("", person.id) else person.id),
        ("platform", place.platform),
        ("reader_zone", person.timezone),
        ("locale", words.tag),
        ("rights", ", ".join([words("whoami.rights"), *(words(f"role.{r}") for r in sorted(context.member.roles))])),
    ]
    return Reply((Heading(words("whoami.title")), facts(words, rows)), language=words.tag, private=True)


async def ask_back(request: Ambiguous, context: Context) -> Reply:
    words = context.words
    asked = request.choices[0].request if request.choices else None
    if request.missing == "failed_job" and isinstance(asked, FailedJobs):
        return await each_failed(asked, context)
    if request.choices:
        shown = request.choices[:5]
        row = buttons(
            *(button(label, c.request) for label, c in zip(await _labels(shown, context), shown, strict=True))
        )
        return plain(context, Text(words("ambiguous.which")), row)
    if request.missing in ("job", "job_stream", "prompt", "text", "agent", "time"):
        return plain(context, Text(words("ambiguous." + request.missing)))
    return plain(context, Text(words("ambiguous.unclear")), starters(words))


async def _labels(choices: Sequence[Choice], context: Context) -> list[str]:
    """What the buttons say; of those that would say the same, with the time of each one's job."""
    labels = [label_of(choice, context.words) for choice in choices]
    told = []
    for label, choice in zip(labels, choices, strict=True):
        when = await _time_of(choice.request, context) if labels.count(label) > 1 else ""
        told.append(f"{label[: LABEL - len(when)]}{when}")
    return told


async def _time_of(request: Request, context: Context) -> str:
    """Of the job that the request names by its id; empty where the plan has it no more."""
    if not (job_id := getattr(request, "job_id", "")):
        return ""
    try:
        job = await context.scheduler.job(job_id)
    except NotInPlan:
        return ""
    return f" · {context.words.when(job.scheduled or began(job))}"


def label_of(choice: Choice, words: Words) -> str:
    """What the button says, in the reader's language where it is one of ours."""
    asked = choice.request
    if words.language not in LANGUAGES:
        return choice.label
    if isinstance(asked, ReplyPrompt):
        answer = words("word.yes" if asked.yes else "word.no")
        return words("order.prompt_answer", text=f"prompt {asked.prompt}", answer=answer)
    if isinstance(asked, Change) and asked.job.name:
        return f"{words('verb.' + verb_of(asked))} {asked.job}"
    if isinstance(asked, Submit):
        return f"{words('verb.submit')} {asked.job_stream or asked.job}"
    if isinstance(asked, JobStatus):
        return words("button.status_of", job=asked.job)
    return words("button.log_of", job=asked.job) if isinstance(asked, ShowJobLog) else choice.label


_OF_THE_BOT = ("list_watches", "list_approvals")
"""What no other tool of the scheduler could do either."""


async def not_yet(request: NotYet, context: Context) -> Reply:
    words = context.words
    verb, later, _ = request.intent.partition("_later")
    known = words.has("not_yet." + verb)
    what = words("not_yet." + verb) if known else request.intent.replace("_", " ")
    key = "later" if later else "own" if verb in _OF_THE_BOT else "text" if known else "other"
    text = Text(words(f"not_yet.{key}", what=what), Tone.WARN)
    return plain(context, text, buttons(button(words("greeting.try_help"), Help())))


async def off_topic(request: OffTopic, context: Context) -> Reply:
    return plain(
        context, Text(context.words("off_topic.text")), buttons(button(context.words("greeting.try_help"), Help()))
    )


async def unsafe(request: Unsafe, context: Context) -> Reply:
    return plain(context, Text(context.words("unsafe.text"), Tone.WARN))


SKILLS = (
    Skill(
        "help",
        Help,
        show_help,
        {"en": "say what I can do", "pt": "dizer o que sei fazer"},
        {"en": ("help",), "pt": ("ajuda",)},
        "help [TOPIC]",
    ),
    Skill("greeting", Greeting, greet, {"en": "greet", "pt": "saudar"}, {"en": ("hello",), "pt": ("bom dia",)}, ""),
    Skill(
        "whoami",
        WhoAmI,
        who_am_i,
        {"en": "say who you are to me", "pt": "dizer quem você é para mim"},
        {"en": ("who am I?",), "pt": ("quem sou eu?",)},
        "whoami",
    ),
    Skill("ambiguous", Ambiguous, ask_back, {"en": "ask back"}, {"en": ()}, ""),
    Skill("not_yet", NotYet, not_yet, {"en": "say what is not there"}, {"en": ()}, ""),
    Skill("off_topic", OffTopic, off_topic, {"en": "stay with the work"}, {"en": ()}, ""),
    Skill("unsafe", Unsafe, unsafe, {"en": "refuse harm"}, {"en": ()}, ""),
)
