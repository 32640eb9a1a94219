"""Several engines by name: asked by their names, never mixed up, and an order only ever goes to its own."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import open_app
from bot.reply import Note, Reply
from bot.settings import Another, Knowledge, Settings, Tws, UnsafeSettings, check
from bot.turn import Press
from tests.bot.test_orders import ACCESS
from tests.chat import ANA, Chat, buttons, labels, open_chat, text
from tests.plans import FAILED, clock, job, night
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler

ANN = replace(ANA, locale="en-GB")


@dataclass
class House:
    chat: Chat
    prod: FakeScheduler
    test: FakeScheduler

    async def says(self, said: str, thread: str = "1", **more: bool) -> Reply:
        return await self.chat.says(said, ANN, thread=thread, **more)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    settings = Settings(data_dir=tmp_path, knowledge=Knowledge(embedder="none"), access_file=file)
    prod, test = night(), FakeScheduler((job("TST_LOAD", FAILED, ago=5, stream="TST"), job("GL_POST", FAILED)))
    prod.all_jobs += (job("GL_POST", FAILED, ago=400),)
    test.source = "test host"
    async with open_app(settings, clock=clock, scheduler=prod, others={"test": test}) as app:
        yield House(Chat(app.engine, app), prod, test)


def source(reply: Reply) -> str:
    return next(block.text for block in reply.blocks if isinstance(block, Note))


async def test_the_engine_that_is_named_answers_and_is_named(house: House) -> None:
    here, there = await house.says("failed jobs"), await house.says("failed jobs on test")
    assert "TST_LOAD" in text(there) and "TST_LOAD" not in text(here)
    assert source(there).startswith("Source: test (test host)") and source(here).startswith("Source: prod (test plan)")


@pytest.mark.parametrize(
    "said", ["what failed on the test engine?", "o que falhou no ambiente de teste?", "o que falhou em testes?"]
)
async def test_engines_are_named_as_people_name_them(house: House, said: str) -> None:
    assert "TST_LOAD" in text(await house.says(said))


async def test_a_slash_command_names_it_behind_an_at_sign(house: House) -> None:
    assert "TST_LOAD" in text(await house.says("failed-jobs 4h @test", command=True))
    unknown = await house.says("failed-jobs 4h @tset", command=True)
    assert "no engine named tset" in text(unknown) and labels(unknown) == ["prod", "test"]


async def test_an_unknown_engine_gets_the_list_and_asks_nobody(house: House) -> None:
    reply = await house.says("what failed on the staging environment?")
    assert "no engine named staging" in text(reply) and labels(reply) == ["prod", "test"]
    assert not house.prod.calls["jobs"] and not house.test.calls["jobs"]


UNKNOWN = (
    "rerun CARDS_SETTLE in uat",
    "hold CARDS_SETTLE on dr",
    "status of CARDS_SETTLE in staging",
    "o que falhou em dev?",
    "o que falhou no hml?",
    "failed jobs in preprod",
    "use uat",
    "failed jobs @qa",
)


@pytest.mark.parametrize("said", UNKNOWN)
async def test_the_usual_names_are_engines_where_none_has_them(house: House, said: str) -> None:
    reply = await house.says(said)
    assert "no engine named" in text(reply) or "Não existe um ambiente chamado" in text(reply)
    assert labels(reply) == ["prod", "test"]
    assert not house.prod.calls["jobs"] and not house.test.calls["jobs"]


@pytest.mark.parametrize("said", UNKNOWN)
async def test_the_only_engine_is_not_taken_for_another(tmp_path: Path, said: str) -> None:
    plan = night()
    async with open_chat(plan, tmp_path) as chat:
        assert labels(await chat.says(said, ANN)) == ["prod"]
        assert not plan.calls["jobs"] and plan.actions == []


async def test_rows_are_not_taken_for_those_of_an_unknown_engine(tmp_path: Path) -> None:
    async with open_chat(night(), tmp_path) as chat:
        await chat.says("failed jobs", ANN)
        assert labels(await chat.says("rerun the second one in uat", ANN)) == ["prod"]


@pytest.mark.parametrize(
    "said", ["rerun CARDS_SETTLE because it was tested in uat", "status of CARDS_SETTLE in prod", "is TEST in test?"]
)
async def test_what_names_no_other_engine_is_answered(tmp_path: Path, said: str) -> None:
    plan = night()
    plan.all_jobs += (job("TEST", FAILED),)
    async with open_chat(plan, tmp_path) as chat:
        assert "no engine named" not in text(await chat.says(said, ANN))


async def test_follow_ups_stay_where_the_answer_was_from(house: House) -> None:
    await house.says("failed jobs on test")
    assert "TST_LOAD: failed" in text(reply := await house.says("the first one"))
    assert source(reply).startswith("Source: test")
    assert source(await house.says("why did it fail?")).startswith("Source: test") or house.test.calls["job_log"]
    assert "CARDS_SETTLE" in text(await house.says("failed jobs")), "a question of its own is about the main one"


async def test_buttons_stay_on_their_engine(house: House) -> None:
    reply = await house.says("failed jobs on test")
    assert all(json.loads(b.payload)["at"] == "test" for b in buttons(reply))
    again = await house.chat.presses(reply, "Refresh", ANN)
    assert "TST_LOAD" in text(again) and source(again).startswith("Source: test")


async def test_a_forged_engine_is_refused(house: House) -> None:
    forged = Press('{"do":"failed_jobs","at":"evil"}')
    assert "no engine named evil" in text(await house.chat.sends(house.chat.turn(forged, ANN)))
    assert not house.prod.calls["jobs"]


async def test_a_thread_stays_with_what_it_uses(house: House) -> None:
    assert "about the plan of test" in text(await house.says("use test"))
    assert "TST_LOAD" in text(await house.says("failed jobs"))
    assert "CARDS_SETTLE" in text(await house.says("failed jobs", thread="2")), "another thread does not"
    assert "CARDS_SETTLE" in text(await house.says("no, the prod one"))
    assert "TST_LOAD" in text(await house.says("failed jobs")), "named once is not chosen"
    await house.says("muda pro prod")
    assert "CARDS_SETTLE" in text(await house.says("failed jobs"))


async def test_the_same_question_of_the_other_engine(house: House) -> None:
    await house.says("failed jobs")
    assert "TST_LOAD" in text(await house.says("and on test?"))
    assert "CARDS_SETTLE" in text(await house.says("e em produção?"))


async def test_an_order_goes_to_the_engine_it_was_asked_on(house: House) -> None:
    form = await house.says("rerun GL_POST on test because the file is there")
    assert re.search(r"Engine +test", text(form))
    sent = await house.chat.fills(form, "Rerun now", ANN, reason="the file is there")
    assert "Sent to the scheduler" in text(sent)
    assert [verb for verb, *_ in house.test.actions] == ["rerun"] and house.prod.actions == []
    noted = await house.chat.app.services.ledger.events(kind="action.sending")
    assert noted[0].body["engine"] == "test"


async def test_an_orders_own_buttons_stay_on_its_engine(house: House) -> None:
    form = await house.says("rerun GL_POST on test")
    assert {json.loads(b.payload)["at"] for b in buttons(form)} == {"test"}
    await house.says("failed jobs", thread="2")
    again = await house.says("yes")
    assert "Rerun GL_POST?" in text(again), "the thread's engine is prod, the order's is not"
    assert {json.loads(b.payload)["at"] for b in buttons(again)} == {"test"}


async def test_of_two_engines_an_order_in_doubt_is_asked_back(house: House) -> None:
    await house.says("failed jobs on test")
    asked = await house.says("rerun GL_POST")
    assert "names no engine" in text(asked) and labels(asked) == ["On prod", "On test"]
    form = await house.chat.presses(asked, "On test", ANN)
    assert "Rerun GL_POST?" in text(form) and "test" in text(form)
    assert house.prod.actions == house.test.actions == []


async def test_rows_of_one_plan_are_not_taken_for_those_of_another(house: House) -> None:
    await house.says("failed jobs on test")
    assert "Rerun GL_POST?" not in text(await house.says("rerun the second one on prod"))
    assert "Rerun GL_POST?" in text(form := await house.says("rerun the second one on test"))
    assert re.search(r"Engine +test", text(form)) and house.prod.actions == house.test.actions == []


async def test_a_correction_offers_the_order_on_the_other_engine(house: House) -> None:
    await house.says("rerun GL_POST on test")
    offered = await house.says("no, the prod one")
    assert labels(offered) == ["Rerun GL_POST"]
    await house.chat.presses(offered, "Rerun GL_POST", ANN)
    orders = house.chat.app.services.approvals
    assert house.prod.actions == house.test.actions == [] and orders is not None


async def test_a_correction_of_an_order_about_it_is_about_the_same_job(house: House) -> None:
    await house.says("failed jobs on test")
    await house.says("log of the second one")
    await house.says("rerun it")
    offered = await house.says("no, the prod one")
    assert labels(offered) == ["Rerun GL_POST"]
    form = await house.chat.presses(offered, "Rerun GL_POST", ANN)
    assert re.search(r"Engine +prod", text(form)) and house.prod.actions == house.test.actions == []


async def test_an_order_whose_engine_is_gone_is_refused(house: House, tmp_path: Path) -> None:
    form = await house.says("rerun GL_POST on test")
    settings = house.chat.app.settings
    async with open_app(settings, clock=clock, scheduler=house.prod) as app:
        later = Chat(app.engine, app)
        later.numbers = house.chat.numbers
        refused = await later.fills(form, "Rerun now", ANN, reason="freed")
    assert "engine" in text(refused) and "Nothing was sent" in text(refused)
    assert house.prod.actions == house.test.actions == []


async def test_only_the_main_plan_is_watched(house: House) -> None:
    told = text(await house.says("tell me when TST_LOAD ends on test"))
    assert "Only the plan of prod is watched" in told and "Nothing was set up" in told


async def test_an_engine_that_is_away_takes_nobody_along(house: House) -> None:
    house.test.fault = SchedulerAway("Connection refused by test:31116.")
    assert "CARDS_SETTLE" in text(await house.says("failed jobs"))
    assert "Connection refused by test:31116." in text(await house.says("failed jobs on test"))
    found = await house.chat.app.services.health.checks()
    assert (found["tws"].state, found["engine test"].state) == ("ok", "degraded")


async def test_one_engine_needs_no_name(chat: Chat) -> None:
    reply = await chat.says("failed jobs")
    assert source(reply).startswith("Source: test plan") and all(
        "at" not in json.loads(b.payload) for b in buttons(reply)
    )
    assert "CARDS_SETTLE" in text(await chat.says("what failed in production?"))


def test_engines_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.toml").write_text('[tws]\nname = "live"\n[engines.dr]\nhost = "dr"\nuser = "u"\n')
    monkeypatch.setenv("APP_ENGINES__TEST__HOST", "tst")
    monkeypatch.setenv("APP_ENGINES__TEST__PASSWORD", "hunter2")
    found = Settings()
    assert found.tws.name == "live"
    assert {name: engine.host for name, engine in found.engines.items()} == {"dr": "dr", "test": "tst"}
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    "engines",
    [{"prod": Another(host="x")}, {"Test": Another(host="x")}, {"test": Another()}, {"a b": Another(host="x")}],
)
def test_engines_that_make_no_sense_are_refused(engines: dict[str, Another]) -> None:
    with pytest.raises(ValueError, match="engines"):
        Settings(engines=engines)


def test_production_wants_real_engines_with_tls() -> None:
    given = {"environment": "production", "tws": Tws(host="mdm"), "storage": {"redis_url": "redis://localhost:6379/0"}}
    check(Settings(**given, engines={"test": Another(host="tst")}))
    for wrong in (Another(simulated=True), Another(host="tst", insecure=True), Another(host="tst", plain_http=True)):
        with pytest.raises(UnsafeSettings, match="engine test"):
            check(Settings(**given, engines={"test": wrong}))
