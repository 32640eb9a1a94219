"""The night of tests/scenarios once more, without its assertions: at each turn the messages go into the album."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.fakes.teams.activities import BOB, CHANNEL
from tests.gallery.album import Album
from tests.gallery.web import Browsing
from tests.scenarios.night.house import ANA, BRAZIL, EVE, OPS, REVIEWERS, RITA, House
from tests.scenarios.test_one_night import FALLS_AGAIN, LOAD, before_the_night

OTHERS = (
    ("AUTH_CUT_FILE", datetime(2026, 3, 4, 23, 20, tzinfo=BRAZIL), "file_not_found"),
    ("AP_CHECK_DUPLICATES_02", datetime(2026, 3, 5, 0, 40, tzinfo=BRAZIL), "file_not_found"),
)
FIX = "Disco cheio: limpei os spools antigos em /batch/data/spool e reexecutei."


async def evening(house: House, album: Album, folder: Path) -> None:
    await before_the_night(house, folder)
    for job, at, kind in OTHERS:
        house.simulator.fail(job, at=at, kind=kind)
    await house.at(22)
    status = await house.ana("qual o status do FINANCE_PAYROLL?")
    follow = await house.ana("e o predecessor dele?", thread=status.thread)
    album.slack("status", "Status of a job stream and, in its thread, what it waits for, in Portuguese", status, follow)
    album.slack("help", "Help, in Portuguese", await house.ana("ajuda"))
    await house.bob("@BOT help", CHANNEL)


async def failure(house: House, album: Album, web: Browsing) -> None:
    await house.at(1, 11)
    await house.look()
    card = house.slack.find(OPS, LOAD)
    album.slack("incident", "A job failed: what waits for it, the deadline at risk, and what to press", card)
    album.teams("incident", "The same failure in Teams, in English and in London's time", house.in_teams(LOAD))
    album.slack("explanation", "Why it failed: cause, log lines, runbook", await house.press(ANA, card, "Explicar"))
    asked = await house.bob("show failed jobs in the last 4 hours")
    album.teams("failed-jobs", "Failed jobs of the last four hours as a table", asked)
    album.teams("explanation", "Why it failed, in English", await house.bob(f"why did {LOAD} fail?"))
    table = await house.ana("quais jobs falharam nas últimas 4 horas?")
    album.slack("failed-jobs", "Failed jobs of the last four hours as a table, in Portuguese", table)
    await web.chat()


async def order(house: House, album: Album) -> None:
    card = house.slack.find(OPS, f"{LOAD} falhou")
    form = await house.press(ANA, card, "Reexecutar…")
    album.slack("order", "A rerun of a critical job: what it touches, and a reason is asked for", form)
    label = next(line for line in form.shown.splitlines() if line.startswith("Motivo")).partition(":")[0]
    house.slack.types(ANA, form, label, "espaço liberado em /batch/data")
    await house.slack.press(ANA, form, "Pedir aprovação")
    await house.look()
    waiting, there = house.slack.find(OPS, "espera aprovação"), house.in_teams("waits for approval")
    own = await house.press(ANA, house.slack.find(OPS, "[Aprovar]"), "Aprovar")
    album.slack("approval", "An order waits for a second person; its own author may not approve it", waiting, own)
    album.teams("approval", "The same order waits in Teams", there)
    await house.approve(BOB, there, "Approve")
    await house.look()
    await house.at(1, 55)
    await house.look()
    ended, well = house.slack.find(OPS, "terminou bem"), house.slack.find(OPS, "se recuperou")
    album.slack("recovered", "The rerun ended well, the incident turned green, and the fix is asked for", ended, well)
    album.teams("recovered", "The same in Teams", house.in_teams("ended well"), house.in_teams(f"{LOAD} has recovered"))


async def lesson(house: House, album: Album) -> None:
    card = house.slack.find(OPS, "O que resolveu?")
    house.slack.types(ANA, card, "O que resolveu?", FIX)
    await house.press(ANA, card, "Contar ao time")
    wrong = f"remember: {LOAD} failed because the database password had expired, ask the DBA for a new one"
    await house.slack_says(EVE, wrong)
    await house.look()


async def review(house: House, album: Album, web: Browsing) -> None:
    flagged = house.slack.find(REVIEWERS, "needs a reviewer")
    await web.review()
    form = await house.press(RITA, flagged, "Reject…")
    house.slack.types(RITA, form, "Why is it wrong?", "the disk was full, the log says so")
    album.slack(
        "review", "A doubtful memory waits for a reviewer, who is asked why it is wrong", flagged, form, zone="UTC"
    )
    await house.slack.press(RITA, form, "Reject")
    await house.look()
    album.slack("rejected", "The same memory after the decision", flagged, zone="UTC")


async def morning(house: House, album: Album) -> None:
    await house.at(6)
    await house.look()
    album.slack("summary", "The health summary at six in the morning", house.slack.find(OPS, "Resumo de saúde"))


async def next_night(house: House, album: Album) -> None:
    house.simulator.fail(LOAD, at=FALLS_AGAIN, kind="disk_full")
    await house.at(1, 11)
    await house.look()
    told = await house.press(ANA, house.slack.find(OPS, f"{LOAD} falhou"), "Explicar")
    album.slack("team-fix", "The next night the explanation carries the team's own fix", told)


async def play(house: House, album: Album, web: Browsing, folder: Path) -> None:
    await evening(house, album, folder)
    await web.login()
    await failure(house, album, web)
    await order(house, album)
    await lesson(house, album)
    await review(house, album, web)
    await morning(house, album)
    await next_night(house, album)
