"""The master stops answering: what was known a moment ago is told as such, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_app
from bot.settings import Knowledge, Settings, Tws
from bot.turn import Person, Place, Turn
from tests.chat import text
from tests.fakes.slack import FakeClock
from tws.simulator import Simulator

EVENING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


async def test_a_master_that_went_away(tmp_path: Path) -> None:
    clock = FakeClock(EVENING)
    simulator = Simulator(clock=clock, calm=True)
    port = int((await simulator.start()).rpartition(":")[2])
    tws = Tws(host="127.0.0.1", port=port, plain_http=True, user="wauser", password="wauser")  # type: ignore[arg-type]
    settings = Settings(data_dir=tmp_path, knowledge=Knowledge(embedder="none"), tws=tws)
    async with open_app(settings, clock=clock) as app:
        asked = iter(range(100))

        async def says(words: str) -> str:
            place = Place("terminal", "t", direct=True)
            turn = Turn(f"t{next(asked)}", Person("ana", "Ana", "UTC", "en-GB"), place, words, clock())
            reply = await app.engine.handle(turn)
            assert reply is not None
            return text(reply)

        first = await says("status of FINANCE_PAYROLL")
        assert "FINANCE_PAYROLL: successful (SUCC)" in first and "does not answer" not in first
        await simulator.stop()
        clock.move(seconds=60)
        later = await says("status of FINANCE_PAYROLL")
        assert "FINANCE_PAYROLL: successful (SUCC)" in later
        assert "The scheduler does not answer now. Last known, 01:00" in later
        unknown = await says("status of PAY_CALC_NET")
        assert "PAY_CALC_NET" not in unknown or "successful" not in unknown
