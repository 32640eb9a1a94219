"""The file of roles and rules: default deny, the first rule that fits, one human under several accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.access import Access, Role, WrongAccessFile, read_access
from bot.requests import Verb
from bot.turn import Person, Place
from tests.plans import job
from tws.models import Job

PEOPLE = """
[[person]]
name = "Ana"
ids = ["slack:U1", "teams:ana"]
roles = ["operator"]

[[person]]
name = "Rita"
ids = ["slack:U3"]
roles = ["reviewer"]
"""
CHANNEL, DIRECT = Place("slack", "COPS"), Place("slack", "D1", direct=True)


def access(folder: Path, rules: str = "", people: str = PEOPLE) -> Access:
    file = folder / "access.toml"
    file.write_text(people + rules, encoding="utf-8")
    return read_access(file)


def says(of: Access, verb: Verb, of_job: Job, place: Place = CHANNEL, who: str = "U1") -> tuple[bool, bool, str]:
    verdict = of.judge(of.member(Person(who), place), verb, of_job, place)
    return verdict.allowed, verdict.second, verdict.why


def test_the_rules_of_a_file_without_rules(tmp_path: Path) -> None:
    of = access(tmp_path)
    assert says(of, Verb.RERUN, job("X")) == (True, False, "alone")
    assert says(of, Verb.RERUN, job("X", critical=True)) == (True, True, "critical")
    assert says(of, Verb.KILL, job("X")) == (True, True, "always")
    assert says(of, Verb.RERUN, job("X"), who="U3") == (False, False, "no_role")
    assert says(of, Verb.RERUN, job("X"), who="stranger") == (False, False, "no_role")


def test_without_a_file_nobody_changes_anything() -> None:
    assert says(read_access(None), Verb.RERUN, job("X")) == (False, False, "no_role")


def test_a_demo_gives_every_role_on_this_machine_alone() -> None:
    of = read_access(None, demo=True)
    assert of.member(Person("operator"), Place("web", "w")).has(Role.ADMIN)
    assert not of.member(Person("U1"), CHANNEL).has(Role.OPERATOR)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [("FIN*", True), ("FIN@", True), ("*PAYROLL.FIN_X", True), ("fin*", False), ("PAY*", False), ("FIN_?", True)],
)
def test_patterns_of_jobs(tmp_path: Path, pattern: str, fits: bool) -> None:
    of = access(tmp_path, f'\n[[rule]]\njobs = "{pattern}"\n')
    assert says(of, Verb.RERUN, job("FIN_X"))[0] is fits


def test_where_no_rule_fits_it_is_denied(tmp_path: Path) -> None:
    of = access(tmp_path, '\n[[rule]]\nverbs = ["hold", "release"]\nworkstations = "AGT01"\n')
    assert says(of, Verb.HOLD, job("X"))[0]
    assert says(of, Verb.RERUN, job("X")) == (False, False, "no_rule")


def test_the_first_rule_that_fits_decides(tmp_path: Path) -> None:
    of = access(tmp_path, '\n[[rule]]\njobs = "PAY*"\nsecond = "always"\n\n[[rule]]\nsecond = "never"\n')
    assert says(of, Verb.RERUN, job("PAY1")) == (True, True, "always")
    assert says(of, Verb.RERUN, job("X", critical=True)) == (True, False, "alone")


def test_a_rule_for_direct_chats(tmp_path: Path) -> None:
    of = access(tmp_path, '\n[[rule]]\nchannels = ["slack:direct"]\n')
    assert says(of, Verb.RERUN, job("X"), DIRECT)[0]
    assert says(of, Verb.RERUN, job("X"), CHANNEL) == (False, False, "no_rule")


def test_a_prompt_has_no_job_and_fits_no_rule_about_jobs(tmp_path: Path) -> None:
    of = access(tmp_path, '\n[[rule]]\njobs = "PAY*"\n')
    assert not of.judge(of.member(Person("U1"), CHANNEL), "reply_prompt", None, CHANNEL).allowed


def test_one_human_under_two_accounts_is_one_member(tmp_path: Path) -> None:
    of = access(tmp_path)
    assert of.member(Person("U1"), CHANNEL).key == of.member(Person("ana"), Place("teams", "19:x")).key
    assert of.member(Person("ana"), CHANNEL).key == "slack:ana", "an id counts on its own platform alone"
    assert of.names_with(Role.OPERATOR) == ("Ana",)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ('[[person]]\nname = "A"\nids = ["slack:U1"]\n[[person]]\nname = "B"\nids = ["slack:U1"]\n', "slack:U1"),
        ('[[person]]\nname = "A"\nids = ["slack:U1"]\nroles = ["king"]\n', "roles"),
        ('[[person]]\nname = "A"\n', "ids"),
        ('[[person]]\nname = "A"\nids = ["slack:U1"]\nrole = "operator"\n', "role"),
        ('[[rule]]\nverbs = ["delete"]\n', "verbs"),
        ('[[rule]]\nsecond = "sometimes"\n', "second"),
        ("[[person\n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, people: str, told: str) -> None:
    with pytest.raises(WrongAccessFile, match=told):
        access(tmp_path, people=people)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(WrongAccessFile, match="Nobody was given a role"):
        read_access(tmp_path / "nothing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongAccessFile, match="cannot be read"):
        read_access(tmp_path / "bytes.toml")
