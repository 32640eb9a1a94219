"""Job keys in every notation that operators use."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

WILDCARDS = "@*?"
_NAME = re.compile(r"[A-Z0-9_@*?-]+\Z")


@dataclass(frozen=True, slots=True)
class JobName:
    """A job as named by a person: `PAY01`, `PAYROLL.PAY01`, `/MDM#/FIN/PAYROLL.PAY01`; upper case, `@` and `*` any."""

    name: str
    job_stream: str = ""
    workstation: str = ""
    folder: str = ""

    @classmethod
    def parse(cls, text: str) -> JobName:
        """Never fails: what is not a key becomes the bare name. `str(JobName.parse(k)) == k` for upper-case keys."""
        rest = text.strip().strip("\"'`").upper()
        workstation, sharp, tail = rest.partition("#")
        if not sharp:
            workstation, tail = "", rest
        folder, slash, path = tail.rpartition("/")
        job_stream, dot, name = path.rpartition(".")
        return cls(name if dot else path, job_stream, workstation, folder + slash)

    @property
    def has_wildcard(self) -> bool:
        return any(c in WILDCARDS for c in self.name + self.job_stream)

    @property
    def is_legal(self) -> bool:
        """Whether the product could have such a name (letters, digits, `_`, `-`, and wildcards)."""
        return bool(_NAME.match(self.name))

    def bare(self) -> JobName:
        return replace(self, job_stream="", workstation="", folder="")

    def __str__(self) -> str:
        stream = f"{self.job_stream}." if self.job_stream else ""
        station = f"{self.workstation}#" if self.workstation else ""
        return f"{station}{self.folder}{stream}{self.name}"
