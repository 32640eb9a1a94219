"""Who may do what. Everybody whom an adapter has proved may read; a change needs a role and a rule that allows it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.requests import Verb
from bot.turn import Person, Place

_ACCOUNT = re.compile(r"(slack|teams|web|terminal):\S.*")


class Role(StrEnum):
    READER = "reader"
    """Asks. Everybody is one."""
    OPERATOR = "operator"
    """Orders changes, as far as a rule allows."""
    APPROVER = "approver"
    """Approves or refuses other people's orders."""
    REVIEWER = "reviewer"
    """Decides what the bot may remember."""
    ADMIN = "admin"
    """Loads documents, reads the audit trail."""


@dataclass(frozen=True, slots=True)
class Member:
    """One human, under whatever name a platform knows them: four eyes are two members, not two accounts."""

    key: str
    name: str
    roles: frozenset[Role]

    def has(self, role: Role) -> bool:
        return role is Role.READER or role in self.roles


Second = Literal["never", "critical", "always"]
"""When a second person must approve: never, for jobs of the critical network, or always."""


class Concerned(Protocol):
    """What an order is about, as far as rules look at it: a job of the plan, or a definition that is to be put in."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def workstation(self) -> str: ...

    @property
    def critical(self) -> bool: ...


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """The first rule that fits an order decides; where none fits it is denied. Empty members fit everything."""

    verbs: tuple[Verb | Literal["reply_prompt"], ...] = ()
    jobs: str = "*"
    workstations: str = "*"
    channels: tuple[str, ...] = ()
    """`slack:C0OPS`; direct chats are `slack:direct`."""
    roles: tuple[Role, ...] = (Role.OPERATOR,)
    second: Second = "critical"


class Listed(_Part):
    """A person of the file; `ids` are `platform:id`."""

    name: str
    ids: tuple[str, ...]
    roles: tuple[Role, ...] = ()


class Book(_Part):
    """The file: [[person]] and [[rule]]."""

    person: tuple[Listed, ...] = ()
    rule: tuple[Rule, ...] = (Rule(verbs=(Verb.KILL, Verb.RERUN_SUCCESSORS, Verb.SUBMIT), second="always"), Rule())


class WrongAccessFile(Exception):
    """The file of roles and rules cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one order: `why` is a key of the catalogue (access.…) for people."""

    allowed: bool
    second: bool
    why: str


class Access:
    def __init__(self, book: Book, *, demo: bool = False, admin: str = "") -> None:
        """`demo`: whoever sits at this machine's web page or terminal holds every role (simulator only).

        `admin` is the web account of the settings: administrator and reviewer unless the file says otherwise.
        """
        self._rules, self._demo = book.rule, demo
        self._members: dict[str, Member] = {}
        if admin:
            roles = frozenset({Role.ADMIN, Role.REVIEWER})
            self._members[f"web:{admin}"] = Member(f"web:{admin}", admin, roles)
        for at, person in enumerate(book.person):
            member = Member(f"person:{at}:{person.name}", person.name, frozenset(person.roles))
            for account in person.ids:
                if not _ACCOUNT.fullmatch(account):
                    raise WrongAccessFile(f"{account!r} is no account: write platform:id, e.g. slack:U0123.")
                if account in self._members and account != f"web:{admin}":
                    raise WrongAccessFile(f"{account} stands under two people.")
                self._members[account] = member

    def member(self, person: Person, place: Place) -> Member:
        account = f"{place.platform}:{person.id}"
        known = self._members.get(account)
        if known is not None:
            return replace(known, name=known.name or person.name)
        everything = self._demo and place.platform in ("web", "terminal")
        return Member(account, person.name or person.id, frozenset(Role) if everything else frozenset())

    def judge(
        self, member: Member, verb: Verb | Literal["reply_prompt"], job: Concerned | None, place: Place
    ) -> Verdict:
        rule = next((r for r in self._rules if _fits(r, verb, job, place)), None)
        if rule is None:
            return Verdict(False, False, "no_rule")
        if not member.roles.intersection(rule.roles):
            return Verdict(False, False, "no_role")
        if rule.second == "always":
            return Verdict(True, True, "always")
        critical = rule.second == "critical" and job is not None and job.critical
        return Verdict(True, critical, "critical" if critical else "alone")

    def names_with(self, role: Role) -> tuple[str, ...]:
        """Who holds a role by the file, each once."""
        found = {m.key: m.name for m in self._members.values() if m.has(role)}
        return tuple(found.values())


def _fits(rule: Rule, verb: str, job: Concerned | None, place: Place) -> bool:
    here = (place.address, *((f"{place.platform}:direct",) if place.direct else ()))
    return (
        (not rule.verbs or verb in rule.verbs)
        and _matches(rule.jobs, (job.name, job.key) if job else ())
        and _matches(rule.workstations, (job.workstation, job.workstation.rpartition("/")[2]) if job else ())
        and (not rule.channels or any(channel in here for channel in rule.channels))
    )


def _matches(pattern: str, names: tuple[str, ...]) -> bool:
    return pattern == "*" or any(fnmatchcase(name, pattern.replace("@", "*")) for name in names)


def read_access(file: Path | None, *, demo: bool = False, admin: str = "") -> Access:
    """Without a file nobody may change anything. Raises WrongAccessFile."""
    if file is None:
        return Access(Book(), demo=demo, admin=admin)
    try:
        return Access(Book.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))), admin=admin)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise WrongAccessFile(f"{file} cannot be read ({fault}). Nobody was given a role.") from fault
    except ValidationError as fault:
        wrong = fault.errors(include_input=False)[0]
        raise WrongAccessFile(f"{file}: {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}.") from fault
