"""What a text is heard against: the moment, the plan's names, and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.language import contrast
from bot.language.clock import Clock
from bot.language.commands import command_of
from bot.language.entities import entities
from bot.language.features import features
from bot.language.guesses import NO_PLAN, Plan
from bot.language.heard import Heard
from bot.language.text import READ, fold
from bot.recognition import Recognition, Situation
from bot.shown import Shown
from tws.names import JobName

_REMEMBERED = 8
"""Earlier texts that are searched for the job that `it` means."""
_CACHE: dict[int, tuple[tuple[str, ...], Plan]] = {}
_CACHED = 8


@dataclass(frozen=True, slots=True)
class Scene:
    situation: Situation
    clock: Clock
    plan: Plan
    heard: dict[tuple[str, str], Heard] = field(default_factory=dict, compare=False, repr=False)
    """What was heard for this message, so that no text is read twice; earlier texts do not change it."""
    read: dict[tuple[tuple[str, ...], Shown | None], Recognition] = field(
        default_factory=dict, compare=False, repr=False
    )
    """How the text before was understood, by all that was said and shown until then."""

    @classmethod
    def of(cls, situation: Situation) -> Scene:
        return cls(situation, Clock.of(situation.now, situation.timezone), _plan(situation.job_names))

    @property
    def earlier(self) -> tuple[str, ...]:
        return tuple(self.situation.earlier)[-_REMEMBERED:]

    def after(self, earlier: Sequence[str]) -> Scene:
        """The same, where these texts came before; what was shown counts only where more was said since."""
        before, shown = tuple(self.situation.earlier), self.situation.shown
        goes_on = shown is not None and tuple(earlier[: len(before)]) == before
        newer = len(earlier) - len(before)
        return self.within(tuple(earlier), replace(shown, since=shown.since + newer) if shown and goes_on else None)

    def within(self, earlier: Sequence[str], shown: Shown | None) -> Scene:
        """The same moment and plan in another thread: what was heard there is kept."""
        return replace(self, situation=replace(self.situation, earlier=earlier, shown=shown))

    def alone(self) -> Scene:
        """The same outside any thread."""
        return self.within((), None)

    def hear(self, text: str, of: str = "") -> Heard:
        """What `text` names, and what its words mean; of a command, those of the whole text `of`."""
        if (kept := self.heard.get((text, of))) is None:
            kept = self.heard[text, of] = self._hear(text, of)
        return kept

    def _hear(self, text: str, of: str) -> Heard:
        found = entities(text[:READ], self.clock, self.plan.names)
        read = features(found, of or text[:READ], self.situation.locale)
        if found.job and found.job.name in self.plan.names:
            read = replace(read, marks=read.marks | {"PLANNED"})
        return Heard(text, found, read, now=self.clock.now)

    def earlier_job(self) -> JobName | None:
        """The first of `earlier_jobs`."""
        return next(iter(self.earlier_jobs()), None)

    def earlier_jobs(self) -> tuple[JobName, ...]:
        """The jobs that the thread speaks of: of the latest text that has some, or of the answer shown after it."""
        shown = self.situation.shown
        if shown is None or not (shown.about or shown.items):
            return self._said_jobs(self.earlier)
        newer = self.earlier[len(self.earlier) - min(shown.since, len(self.earlier)) :]
        about = shown.about
        told = (JobName.parse(about.name),) if about and about.kind == "job" else ()
        return self._said_jobs(newer) or told

    def _said_jobs(self, texts: Sequence[str]) -> tuple[JobName, ...]:
        return next((jobs for text in reversed(texts) if (jobs := self._named(text))), ())

    def _named(self, text: str) -> tuple[JobName, ...]:
        if short := command_of(text[:READ], spoken=True):
            job = short.fill(entities(short.rest, self.clock, self.plan.names)).job
            return (job,) if job else ()
        found = entities(contrast.meant(text, fold(text)), self.clock, self.plan.names)
        others = (JobName.parse(name) for name in found.of("job")[1:])
        return tuple(dict.fromkeys((found.job, *others))) if found.job else ()


def _plan(names: Sequence[str]) -> Plan:
    """Made once for each tuple of names; other sequences may change and are read each time."""
    if not names:
        return NO_PLAN
    if not isinstance(names, tuple):
        return Plan.of(names)
    kept = _CACHE.get(id(names))
    if kept is None or kept[0] is not names:
        if len(_CACHE) >= _CACHED:
            _CACHE.clear()
        kept = (names, Plan.of(names))
        _CACHE[id(names)] = kept
    return kept[1]
