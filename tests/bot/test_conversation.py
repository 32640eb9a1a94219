"""Whole conversations: what was shown stays in mind, in English and Portuguese, in one thread and for one person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.app import open_app
from bot.reply import Ask, Reply, Table
from bot.settings import Knowledge, Settings, Simulated
from bot.turn import Person
from tests.bot.test_orders import ACCESS
from tests.chat import ANA, BOB, Chat, labels, open_chat, text
from tests.plans import DONE, FAILED, NOW, WAITING, clock, job, night
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler

ANN = replace(ANA, locale="en-GB")


@dataclass
class Talk:
    chat: Chat
    plan: FakeScheduler
    person: Person = ANN

    async def says(self, said: str) -> str:
        return text(await self.asks(said))

    async def asks(self, said: str) -> Reply:
        return await self.chat.says(said, self.person, thread="1")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    plan, file = night(), tmp_path / "access.toml"
    plan.all_jobs += (replace(job("GL_POST", FAILED, ago=50, stream="LEDGER"), workstation="/AGT07"),)
    plan.logs |= {"run-GL_POST": ("posting",), "run-DWH_LOAD": ("loading",)}
    file.write_text(ACCESS, encoding="utf-8")
    async with open_chat(plan, tmp_path, access_file=file) as chat:
        yield Talk(chat, plan)


@pytest.fixture
def conversa(talk: Talk) -> Talk:
    return replace(talk, person=ANA)


async def test_through_a_list_in_english(talk: Talk) -> None:
    assert "3 failed jobs" in await talk.says("what failed?")
    assert "Log of GL_POST" in await talk.says("show me the log of the second one")
    assert "Log of DWH_LOAD" in await talk.says("and the log of the last one?")
    assert "Why CARDS_SETTLE failed" in await talk.says("why did the first one fail?")
    both = await talk.says("status of the first two")
    assert "CARDS_SETTLE: failed" in both and "GL_POST: failed" in both
    assert "GL_POST: failed" in await talk.says("the one on AGT07")
    assert "Rerun DWH_LOAD?" in await talk.says("rerun the third because the disk is free")
    assert "Sent to the scheduler" in await talk.says("yes")
    assert [(verb, of) for verb, of, _ in talk.plan.actions] == [("rerun", "id-DWH-DWH_LOAD")]


async def test_through_a_list_in_portuguese(conversa: Talk) -> None:
    assert "3 jobs com falha" in await conversa.says("o que falhou?")
    assert "Log de GL_POST" in await conversa.says("mostra o log do segundo")
    assert "Log de DWH_LOAD" in await conversa.says("e o do último?")
    assert "GL_POST: com falha" in await conversa.says("o da AGT07")
    dois = await conversa.says("status dos dois primeiros")
    assert "CARDS_SETTLE: com falha" in dois and "GL_POST: com falha" in dois
    assert "Reexecutar CARDS_SETTLE?" in await conversa.says("reexecuta o primeiro")
    assert "Reexecutar CARDS_SETTLE: retirado" in await conversa.says("deixa pra lá")
    assert conversa.plan.actions == []


async def test_an_order_after_a_list_asks_which(talk: Talk) -> None:
    await talk.says("what failed?")
    asked = await talk.asks("rerun it")
    assert len(labels(asked)) == 3 and labels(asked)[1].startswith("Rerun") and "GL_POST" in labels(asked)[1]
    form = await talk.asks("the second")
    assert "Rerun GL_POST?" in text(form) and any(isinstance(block, Ask) for block in form.blocks)
    assert talk.plan.actions == []


async def test_an_order_after_one_job_is_about_it(conversa: Talk) -> None:
    await conversa.says("o que falhou?")
    await conversa.says("status do segundo")
    assert "Reexecutar GL_POST?" in await conversa.says("reexecuta ele")


async def test_a_list_takes_the_place_of_the_job_before(talk: Talk) -> None:
    await talk.says("status of FINANCE_PAYROLL")
    await talk.says("what failed?")
    assert "Kill FINANCE_PAYROLL" not in await talk.says("kill it")
    assert talk.plan.actions == []


async def test_which_one_is_answered_in_words(talk: Talk) -> None:
    assert "2 jobs are named BACKUP" in await talk.says("status of BACKUP")
    assert "BACKUP: waiting" in await talk.says("EVENING")
    assert "has not run yet" in await talk.says("its log"), "of the run that was chosen"


async def test_a_name_that_is_not_there_is_corrected_by_yes(talk: Talk) -> None:
    talk.plan.all_jobs = tuple(j for j in talk.plan.all_jobs if j.name in ("CARDS_SETTLE", "BACKUP"))
    assert "Did you mean" in await talk.says("status of CARDS_SETLE")
    assert "CARDS_SETTLE: failed" in await talk.says("yes")


async def test_a_no_to_a_question_does_nothing(conversa: Talk) -> None:
    await conversa.says("como está o BACKUP?")
    assert "Nada foi feito" in await conversa.says("deixa")


async def test_a_yes_after_an_orders_form_brings_the_form_and_sends_nothing(talk: Talk) -> None:
    await talk.says("rerun CARDS_SETTLE")
    again = await talk.asks("ok do it")
    assert any(isinstance(block, Ask) for block in again.blocks) and talk.plan.actions == []


async def test_what_a_button_showed_is_meant_too(talk: Talk) -> None:
    reply = await talk.chat.says("what failed?", ANN)
    await talk.chat.presses(reply, "Log of CARDS_SETTLE", ANN)
    assert "Rerun CARDS_SETTLE?" in text(await talk.chat.says("rerun it", ANN))


async def test_a_job_that_could_not_be_shown_is_meant_all_the_same(talk: Talk) -> None:
    await talk.says("status of CARDS_SETTLE")
    talk.plan.fault = SchedulerAway("Connection refused.")
    await talk.says("status of FINANCE_PAYROLL")
    talk.plan.fault = None
    assert "FINANCE_PAYROLL" in await talk.says("its log")


async def test_lists_are_of_one_person_in_one_thread(talk: Talk) -> None:
    await talk.says("what failed?")
    for person, thread in ((BOB, "1"), (ANN, "2")):
        assert "GL_POST" not in text(await talk.chat.says("log of the second", person, thread=thread))


async def test_a_list_is_forgotten_after_a_shift(talk: Talk) -> None:
    await talk.says("what failed?")
    later = replace(talk.chat.turn("log of the second", ANN, thread="1"), at=NOW + timedelta(hours=13))
    assert "GL_POST" not in text(await talk.chat.sends(later))


async def test_answers_that_show_nothing_leave_the_list_before_them(talk: Talk) -> None:
    await talk.says("what failed?")
    for said in ("hello", "help", "ok thanks", "what is the weather?"):
        await talk.says(said)
    kept = await talk.chat.engine._conversation.before(talk.chat.turn("", ANN, thread="1"))
    assert kept.texts[1:] == ("hello", "help", "ok thanks", "what is the weather?")
    assert kept.shown is not None and kept.shown.items and kept.shown.since == 4


async def test_a_turn_writes_once_and_forgets_what_was_under_way(talk: Talk) -> None:
    steps: list[str] = []
    engine = talk.chat.app.database.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: steps.append(given[2]))
    event.listen(engine, "commit", lambda _: steps.append("COMMIT"))
    await talk.says("status of CARDS_SETTLE")
    (said,) = (at for at, step in enumerate(steps) if step.startswith("INSERT INTO said"))
    (shown,) = (at for at, step in enumerate(steps) if step.startswith("INSERT INTO shown"))
    assert said < shown and "COMMIT" not in steps[said:shown] and steps[said - 1] == "BEGIN IMMEDIATE"
    assert talk.chat.engine._conversation._under_way == {}


async def test_a_conversation_with_the_simulator(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        knowledge=Knowledge(embedder="none"),
        simulator=Simulated(jobs=150, scenario="disk-full"),
    )
    async with open_app(settings, clock=clock) as app:
        chat = Chat(app.engine, app)
        reply = await chat.says("liste os jobs", ANA)
        table = next(block for block in reply.blocks if isinstance(block, Table))
        names = [row[0] for row in table.rows]
        assert f"{names[1]}: " in text(await chat.says("como está o segundo?", ANA))
        assert f"{names[-1]}: " in text(await chat.says("e o último?", ANA))
        two = text(await chat.says("status of the first two", ANN))
        assert f"{names[0]}: " in two and f"{names[1]}: " in two
        asked = await chat.says("tell me when the third one ends", ANA)
        assert names[2] in text(asked)


async def test_it_is_the_run_that_was_explained(talk: Talk) -> None:
    talk.plan.all_jobs += (
        job("CASH", DONE, ago=300, stream="EARLY"),
        job("CASH", FAILED, ago=30, stream="NOON"),
        job("CASH", WAITING, stream="LATE"),
    )
    assert "Why CASH failed" in await talk.says("why did CASH fail?")
    assert "Rerun CASH?" in await talk.says("rerun it")
    assert "CASH: failed" in await talk.says("has it worked?")
    assert "has not run yet" not in await talk.says("its log")


async def test_it_is_the_run_that_a_card_showed(conversa: Talk) -> None:
    conversa.plan.all_jobs = tuple(j for j in conversa.plan.all_jobs if j.name != "BACKUP")
    conversa.plan.all_jobs += (job("GIRO", DONE, ago=300, stream="MANHA"), job("GIRO", DONE, ago=30, stream="TARDE"))
    await conversa.says("log do GIRO da malha TARDE")
    assert "Reexecutar GIRO?" in await conversa.says("reexecuta ele")


async def test_a_list_of_one_job_has_no_second(talk: Talk) -> None:
    talk.plan.all_jobs = tuple(j for j in talk.plan.all_jobs if j.name not in ("DWH_LOAD", "GL_POST"))
    await talk.says("what failed?")
    for said in ("log of the second one", "and the third?", "the second one", "next"):
        assert "That list has only 1 job: CARDS_SETTLE." in await talk.says(said), said
    assert "Log of CARDS_SETTLE" in await talk.says("log of the first")


async def test_uma_lista_acaba(conversa: Talk) -> None:
    await conversa.says("o que falhou?")
    assert "Essa lista tem só 3 linhas, de CARDS_SETTLE a DWH_LOAD." in await conversa.says("log do quinto")
    assert "Log de GL_POST" in await conversa.says("o segundo")


async def test_a_smaller_list_takes_the_place_of_a_larger(talk: Talk) -> None:
    await talk.says("what failed?")
    await talk.says("what failed on AGT07?")
    assert "Log of GL_POST" in await talk.says("log of the first")


async def test_a_card_has_no_second_one(talk: Talk) -> None:
    talk.plan.all_jobs += (job("CARDS_SETTLE_02", FAILED, ago=20),)
    await talk.says("status of CARDS_SETTLE")
    assert "CARDS_SETTLE_02" not in await talk.says("log of the second one")


async def test_a_list_goes_on_page_by_page(talk: Talk) -> None:
    talk.plan.all_jobs += tuple(job(f"EXTRA_{n:02}") for n in range(30))
    first = await talk.says("list jobs")
    assert "Jobs 1–10 of 38" in first
    for said, rows in (("next", "11–20"), ("show more", "21–30"), ("next 10", "31–38")):
        assert f"Jobs {rows} of 38" in await talk.says(said), said
    assert "That list has only 8 rows" in await talk.says("more")


@pytest.mark.parametrize("said", ["mostra mais", "próximos", "próxima página", "siguiente", "ver mais", "e o resto?"])
async def test_uma_lista_continua(conversa: Talk, said: str) -> None:
    conversa.plan.all_jobs += tuple(job(f"EXTRA_{n:02}") for n in range(30))
    await conversa.says("liste os jobs")
    assert "Jobs 11–20 de 38" in await conversa.says(said)


async def test_another_day_is_asked_of_the_same_job_and_not_of_the_run_before(talk: Talk) -> None:
    await talk.says("log of CARDS_SETTLE")
    assert "Log of CARDS_SETTLE" not in await talk.says("and 10 days ago?")


async def test_a_path_is_not_the_job_of_the_thread(talk: Talk) -> None:
    await talk.says("status of CARDS_SETTLE")
    assert "Which job do you mean?" in await talk.says("status of ../../etc/passwd")


async def test_small_talk_has_its_own_answers(talk: Talk) -> None:
    assert "welcome" in await talk.says("thanks")
    assert "Goodbye" in await talk.says("bye")
    assert "All right" in await talk.says("ok")
    assert "I watch the scheduler" in await talk.says("hello")


async def test_watches_are_listed(conversa: Talk) -> None:
    assert "não acompanha nada" in await conversa.says("o que estou acompanhando?")
    await conversa.says("acompanha o FINANCE_PAYROLL")
    listed = await conversa.asks("o que estou acompanhando?")
    assert "Você acompanha estas execuções" in text(listed) and "FINANCE_PAYROLL" in text(listed)
    assert labels(listed)


async def test_an_order_not_to_do_something_does_nothing(talk: Talk) -> None:
    assert "Nothing was done" in await talk.says("don't rerun CARDS_SETTLE")
    assert talk.plan.actions == []
