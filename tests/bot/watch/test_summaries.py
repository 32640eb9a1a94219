"""Health summaries at set times."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_app
from bot.settings import Channel, Knowledge, Settings, UnsafeSettings
from bot.watch.summaries import WrongCron, next_after
from tests.bot.bench import Bench, open_bench, reopened
from tests.chat import ANA, text
from tests.plans import night
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler

SIX = Channel(place="slack:COPS", language="pt", timezone="America/Sao_Paulo", summary="0 6 * * *")
AT_SIX = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def plan() -> FakeScheduler:
    return night()


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, SIX) as opened:
        yield opened


@pytest.mark.parametrize(
    ("cron", "after", "zone", "due"),
    [
        ("0 6 * * *", "2026-03-02T01:30", "America/Sao_Paulo", "2026-03-02T09:00"),
        ("0 6 * * *", "2026-03-28T12:00", "Europe/London", "2026-03-29T05:00"),
        ("0 6 * * *", "2026-10-24T12:00", "Europe/London", "2026-10-25T06:00"),
        ("30 1 * * *", "2026-03-28T12:00", "Europe/London", "2026-03-29T01:00"),
        ("30 1 * * *", "2026-10-24T12:00", "Europe/London", "2026-10-25T00:30"),
        ("30 1 * * *", "2026-10-25T00:30", "Europe/London", "2026-10-26T01:30"),
        ("0 6 * * 1-5", "2026-11-20T12:00", "UTC", "2026-11-23T06:00"),
    ],
)
def test_the_next_time_in_a_zone(cron: str, after: str, zone: str, due: str) -> None:
    """Clocks go forward at 01:00 UTC on 29 March and back on 25 October in London: each day has one."""
    found = next_after(cron, datetime.fromisoformat(after).replace(tzinfo=UTC), zone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize("cron", ["", "x", "0 6 * *", "61 * * * *", "0 0 30 2 *", "0 6 * * * * *"])
def test_what_is_no_time(cron: str) -> None:
    with pytest.raises(WrongCron):
        next_after(cron, AT_SIX, "UTC")


async def test_it_comes_once_at_its_hour(bench: Bench) -> None:
    bench.now = AT_SIX - timedelta(seconds=1)
    await bench.look()
    assert bench.wall.messages == []
    bench.now = AT_SIX
    await bench.look(2)
    async with reopened(bench, SIX):
        await bench.look()
    (told,) = bench.wall.in_channel()
    assert "Resumo de saúde, seg. 2 mar. 2026 06:00" in told and "AGT07" in told


async def test_an_hour_later_it_is_stale_and_left_out(bench: Bench) -> None:
    bench.now = AT_SIX + timedelta(hours=1, minutes=2)
    await bench.look()
    assert bench.wall.messages == []
    bench.now = AT_SIX + timedelta(days=1)
    await bench.look()
    assert "3 mar." in bench.wall.in_channel()[0]


async def test_a_little_late_it_still_comes(bench: Bench) -> None:
    bench.now = AT_SIX + timedelta(minutes=40)
    await bench.look()
    assert "06:00" in bench.wall.in_channel()[0]


async def test_a_scheduler_that_stays_away_is_what_the_summary_says(bench: Bench, plan: FakeScheduler) -> None:
    plan.fault, bench.now = SchedulerAway("Connection refused by mdm."), AT_SIX
    await bench.app.rounds.once()
    assert bench.wall.messages == [] and "summaries" in bench.app.rounds.faults
    bench.now += timedelta(minutes=10)
    await bench.app.rounds.once()
    assert "O scheduler não responde" in bench.wall.in_channel()[0]
    assert "summaries" not in bench.app.rounds.faults


async def test_set_told_changed_and_stopped_in_the_chat(bench: Bench) -> None:
    set_ = text(await bench.chat.says("summary 0 7 * * 1-5", command=True))
    assert "at 0 7 * * 1-5, zone Europe/London. The next one: Mon 2 Mar 2026 07:00" in set_
    assert "set by Bob" in text(await bench.chat.says("summary", command=True))
    bench.now = datetime(2026, 3, 2, 6, 45, tzinfo=UTC)
    await bench.chat.says("summary 30 6 * * *", command=True)
    await bench.look()
    assert bench.wall.in_channel("C1") == [], "a time before it was set is not made up for"
    assert "No more summaries here." in text(await bench.chat.says("summary stop", command=True))
    assert "No summary is scheduled here." in text(await bench.chat.says("summary", command=True))


async def test_in_portuguese_words_and_the_persons_zone(bench: Bench) -> None:
    told = text(await bench.chat.says("manda um resumo de saúde aqui todo dia às 6h", ANA))
    assert "fuso America/Sao_Paulo" in told and "06:00" in told


async def test_wrong_and_too_frequent_times_are_refused(bench: Bench) -> None:
    assert "That is too often" in text(await bench.chat.says("summary * * * * *", command=True))
    for wrong in ("61 * * * *", "0 0 30 2 *"):
        assert "Nothing was scheduled" in text(await bench.chat.says(f"summary {wrong}", command=True)), wrong
    assert "No summary is scheduled here." in text(await bench.chat.says("summary", command=True))


async def test_a_restart_keeps_what_was_set_and_when_it_last_came(bench: Bench) -> None:
    bench.now = AT_SIX
    await bench.look()
    async with reopened(bench, SIX):
        bench.now += timedelta(minutes=30)
        await bench.look()
    assert len(bench.wall.messages) == 1


@pytest.mark.parametrize("wrong", [{"place": "COPS"}, {"place": "slack:COPS", "summary": "every day"}])
async def test_wrong_settings_are_a_refusal_to_start(
    plan: FakeScheduler, tmp_path: Path, wrong: dict[str, str]
) -> None:
    settings = Settings(
        data_dir=tmp_path, knowledge=Knowledge(embedder="none"), channels=(Channel.model_validate(wrong),)
    )
    with pytest.raises(UnsafeSettings, match="A channel in the settings is wrong"):
        async with open_app(settings, scheduler=plan):
            pass
