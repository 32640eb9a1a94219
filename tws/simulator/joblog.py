"""Job logs in the layout of section 7.1: header, what the program printed, footer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tws.simulator.bank import read_table
from tws.simulator.conditions import outputs_met
from tws.simulator.failures import failure
from tws.simulator.timeline import RECOVERY, JobInstance, Run

RULE = "=" * 63
RECOVERY_KIND = "UNIX"
"""What runs recovery jobs."""
Fields = dict[str, object]


@cache
def program(kind: str) -> dict[str, str]:
    table: dict[str, str] = read_table("programs.toml")[kind]
    return table


def script_of(job: JobInstance) -> str:
    own = job.definition.command
    return own or program(job.definition.kind)["script"].format(job=job.definition.name.lower())


def user_of(job: JobInstance) -> str:
    folder = job.stream.definition.folder.strip("/").partition("/")[0].lower()
    return job.definition.login or f"bat{folder or 'sys'}"


@dataclass(frozen=True)
class LogWriter:
    job: JobInstance
    run: Run
    zone: ZoneInfo

    def lines(self, now: float) -> list[str]:
        """The log as it stands; without the footer while the job runs."""
        if self._is_failed_launch and now >= self.run.end:
            return [*self._header(), *self._failure()]
        footer = self._footer() if now >= self.run.end else []
        return [*self._header(), *self._output(now), *footer]

    @property
    def _program(self) -> dict[str, str]:
        return program(RECOVERY_KIND if self._recovers else self.job.definition.kind)

    @property
    def _recovers(self) -> bool:
        """It is the log of the recovery job, which goes by the name of the job that abended."""
        return self.run.kind == RECOVERY

    def _script(self) -> str:
        if not self._recovers:
            return script_of(self.job)
        return self._program["script"].format(job=self.job.definition.recovery.job.lower())

    @property
    def _is_failed_launch(self) -> bool:
        return self.run.outcome == "FAIL"

    def _local(self, instant: float) -> datetime:
        return datetime.fromtimestamp(instant, UTC).astimezone(self.zone)

    def _header(self) -> list[str]:
        definition, stream = self.job.definition, self.job.stream
        scheduled = self._local(stream.scheduled).strftime("%H%M %m/%d/%y")
        place = f"{stream.definition.workstation.name}#{stream.definition.folder}{stream.definition.name}"
        return [
            RULE,
            f"= JOB       : {place}[({scheduled}),({stream.identifier})].{definition.name}",
            f"= USER      : {user_of(self.job)}",
            f"= JCLFILE   : {self._script()}",
            "= TWSRCMAP  : ",
            f"= AGENT     : {definition.workstation.name}",
            f"= Job Number: {self.run.job_number}",
            f"= {self._date(self.run.start)}",
            RULE,
        ]

    def _date(self, instant: float) -> str:
        return self._local(instant).strftime("%a %b %d %H:%M:%S %Z %Y")

    def _footer(self) -> list[str]:
        seconds = int(self.run.end - self.run.start)
        rng = self._rng("footer")
        return [
            RULE,
            f"= Exit Status           : {self.run.return_code}",
            *self._conditions(),
            f"= System Time (Seconds) : {seconds // 40}     Elapsed Time (hh:mm:ss) : {clock_face(seconds)}",
            f"= User Time (Seconds)   : {seconds // 9}",
            f"= Job CPU usage (ms)    : {seconds * 130 + rng.randrange(130)}",
            f"= Job Memory usage (kb) : {rng.randrange(2_000, 900_000)}",
            f"= {self._date(self.run.end)}",
            RULE,
        ]

    def _conditions(self) -> list[str]:
        met, names = outputs_met(self.job.definition, self.run), self.job.definition.conditions
        return [f"= OC {name:<19}: {str(name in met).lower()}" for name in names]

    def _rng(self, use: str) -> random.Random:
        return random.Random(f"{self.job.id}:{self.run.number}:{use}")

    def _output(self, now: float) -> list[str]:
        """All that was printed up to now: the steps are spread evenly over the run."""
        texts = self._program
        span = max(1.0, self.run.end - self.run.start)
        share = min(1.0, max(0.0, (now - self.run.start) / span))
        rng = self._rng("output")
        steps = rng.randrange(8, 58)
        lines = list(self._filled(texts["opening"].strip("\n").split("\n"), rng, 0))
        for k in range(1, int(steps * share) + 1):
            lines += self._filled([texts["step"]], rng, span * k / steps, k)
        if share == 1.0:
            lines += self._failure() if self.run.failure else self._filled(closing(texts), rng, span)
        return lines

    def _failure(self) -> list[str]:
        kind = failure(self.run.failure)
        return list(self._filled(kind.lines, self._rng("failure"), self.run.end - self.run.start))

    def _filled(
        self, lines: list[str] | tuple[str, ...], rng: random.Random, after: float, k: int = 0
    ) -> Iterator[str]:
        fields = self._fields(rng, after) | {"k": k}
        for line in lines:
            yield line.format(**fields)

    def _fields(self, rng: random.Random, after: float) -> Fields:
        definition, stream = self.job.definition, self.job.stream.definition
        name = definition.name.lower()
        area = stream.folder.strip("/").lower() or "sys"
        moment = self._local(self.run.start + after)
        return {
            "job": definition.recovery.job if self._recovers else definition.name,
            "stream": stream.name,
            "folder": stream.folder,
            "script": self._script(),
            "table": f"T_{definition.name[:20]}",
            "file": f"/batch/data/{area}/{name}_{self.job.stream.day:%Y%m%d}.dat",
            "host": definition.workstation.node or "pool.bank.example",
            "user": user_of(self.job),
            "day": self.job.stream.day.isoformat(),
            "n": rng.randrange(1_000, 900_000),
            "m": rng.randrange(10, 990),
            "pid": self.run.job_number % 4_000_000,
            "time": moment.strftime("%H:%M:%S"),
        }


def closing(texts: dict[str, str]) -> list[str]:
    return texts["closing"].strip("\n").split("\n")


def clock_face(seconds: int) -> str:
    whole = timedelta(seconds=seconds)
    minutes, rest = divmod(int(whole.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"
