"""Buttons of a doubtful order speak the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.requests import Choice, Confirm, Help, JobStatus, Kill, ReplyPrompt, Request, ShowJobLog
from bot.skills.talk import label_of
from bot.words import Words
from tws.names import JobName

PAY = JobName("PAY01")


@pytest.mark.parametrize(
    ("request_", "en", "pt", "es"),
    [
        (ReplyPrompt("12", True), "prompt 12 → yes", "prompt 12 → sim", "?"),
        (ReplyPrompt("12", False), "prompt 12 → no", "prompt 12 → não", "?"),
        (Kill(PAY), "Kill PAY01", "Matar PAY01", "?"),
        (Confirm(PAY, successful=False), "Confirm as failed PAY01", "Confirmar como falho PAY01", "?"),
        (JobStatus(PAY), "Status of PAY01", "Status de PAY01", "?"),
        (ShowJobLog(PAY), "Log of PAY01", "Log de PAY01", "?"),
        (Help(), "?", "?", "?"),
    ],
)
def test_labels(request_: Request, en: str, pt: str, es: str) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    told = [label_of(Choice("?", request_), Words(language, "UTC", now)) for language in ("en", "pt", "es")]
    assert told == [en, pt, es]
