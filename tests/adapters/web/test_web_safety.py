"""Which settings open the web, and which must not start it."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.web.build import web_chat
from adapters.web.safety import open_to_all, unsafe
from adapters.web.words import LANGUAGES, catalogue, words_of
from bot.coordination.memory import InMemory
from bot.settings import Settings
from tests.adapters.web.scripted import HandClock, ScriptedEngine

ADMIN = {"admin_username": "ana", "admin_password": "long enough 4 all"}
KEY = {"secret_key": "k3y-of-Random.letters_and-NUMBERS-42"}
SLACK = {"slack": {"bot_token": "xoxb-1"}}


def settings(environment: str = "development", *, slack: bool = False, **web: object) -> Settings:
    return Settings.model_validate({"environment": environment, "web": web, **(SLACK if slack else {})})


SAFE = [
    settings(),
    settings(bind="::1"),
    settings(bind="localhost"),
    settings(**ADMIN),
    settings(bind="0.0.0.0", **ADMIN),
    settings("production", **ADMIN, **KEY),
    settings("production", slack=True, bind="0.0.0.0"),
    settings("production", **{**ADMIN, "admin_password": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"}, **KEY),
]
UNSAFE = [
    (settings(bind="0.0.0.0"), "Nobody could sign in"),
    (settings(bind="10.1.2.3"), "Nobody could sign in"),
    (settings(names=("bot.bank",)), "Nobody could sign in"),
    (settings("production"), "Nobody could sign in"),
    (settings(admin_username="ana"), "belong together"),
    (settings(admin_password="x"), "belong together"),
    (settings("production", **ADMIN), "SECRET_KEY"),
    (settings("production", **ADMIN, secret_key="short"), "SECRET_KEY"),
    (settings("production", **ADMIN, secret_key="a" * 64), "SECRET_KEY"),
    (settings(**ADMIN, secret_key="short"), "SECRET_KEY"),
    (settings("production", **{**ADMIN, "admin_password": "admin"}, **KEY), "ADMIN_PASSWORD"),
    (settings("production", **{**ADMIN, "admin_password": "ana-ana-ana-2026"}, **KEY), "ADMIN_PASSWORD"),
    (settings("production", **{**ADMIN, "admin_password": "aaaaaaaaaaaaaaaa"}, **KEY), "ADMIN_PASSWORD"),
]


@pytest.mark.parametrize("given", SAFE, ids=range(len(SAFE)))
def test_these_may_start(given: Settings) -> None:
    assert unsafe(given) is None


@pytest.mark.parametrize(("given", "words"), UNSAFE, ids=range(len(UNSAFE)))
def test_these_may_not(given: Settings, words: str) -> None:
    told = unsafe(given)
    assert told is not None and words in told
    assert given.web.admin_password.get_secret_value() not in told or not given.web.admin_password


def test_only_a_desk_is_open_to_all() -> None:
    assert open_to_all(settings())
    for closed in (settings(**ADMIN), settings(bind="0.0.0.0"), settings(names=("a.b",)), settings("production")):
        assert not open_to_all(closed)


@pytest.mark.parametrize(
    ("given", "status", "speaker"),
    [(settings(), 200, "operator"), (settings("production", slack=True), 401, ""), (settings(**ADMIN), 401, "")],
)
async def test_the_web_as_settings_want_it(tmp_path: Path, given: Settings, status: int, speaker: str) -> None:
    engine, clock = ScriptedEngine(), HandClock()
    database = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'web.sqlite'}")
    chat, app = web_chat(engine, given, clock=clock, database=database, coordination=InMemory(clock)), web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        await chat.start()
        assert (await client.post("/api/chat", json={"text": "hi"})).status == status
        assert [turn.person.id for turn in engine.turns] == [speaker] * (status == 200)
        if not speaker:
            assert (await client.get("/login")).status == 200
    await database.dispose()


def test_both_languages_say_the_same_things() -> None:
    english, portuguese = (catalogue(language) for language in LANGUAGES)
    only_english = {"problem"}
    for group in set(english) - only_english:
        assert set(english[group]) == set(portuguese[group])
        for key, text in english[group].items():
            assert text.count("{") == portuguese[group][key].count("{"), key


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("en-GB,pt;q=0.5", "en"),
        ("de, pt;q=0.7, en;q=0.3", "pt"),
        ("pt;q=0, en", "en"),
        ("pt;q=x", "en"),
        ("*", "en"),
        ("," * 5000, "en"),
    ],
)
def test_the_browsers_language(header: str, language: str) -> None:
    from aiohttp.test_utils import make_mocked_request

    assert words_of(make_mocked_request("GET", "/", {"Accept-Language": header})).language == language
