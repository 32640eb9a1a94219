"""Whatever the recogniser makes of a text, the engine has an answer for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.language import declined
from bot.words import LANGUAGES, catalogue
from tests.bot.bench import ACCESS
from tests.chat import ANA, BOB, open_chat, text
from tests.plans import night

CASES = Path("tests/language/cases.jsonl").read_text(encoding="utf-8").splitlines()
VERBS = ("rerun", "cancel", "hold", "release", "kill")


async def test_every_utterance_is_answered(tmp_path: Path) -> None:
    access = tmp_path / "access.toml"
    access.write_text(ACCESS, encoding="utf-8")
    failed = []
    async with open_chat(night(), tmp_path, access_file=access) as chat:
        for at, case in enumerate(map(json.loads, CASES)):
            person, thread = (ANA, BOB)[at % 2], f"t{at}"
            for earlier in case.get("context") or ():
                await chat.says(earlier, person, thread=thread)
            reply = await chat.says(case["text"], person, thread=thread)
            if reply.error_id or not text(reply).strip():
                failed.append((case["text"], text(reply)))
    assert failed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_order_that_is_declined_has_its_words(language: str) -> None:
    names = [name for name, _ in declined._TABLE]
    names += [
        "list_watches",
        "list_approvals",
        "list_resources",
        "submit",
        "confirm_prompt",
        "rerun_from_step",
        *VERBS,
        *(f"{verb}_job_stream" for verb in VERBS),
    ]
    assert [name for name in names if f"not_yet.{name}" not in catalogue(language)] == []
