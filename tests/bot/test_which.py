"""Which job is meant: by its name, its key, one of several, one that is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.payload import decode, encode
from bot.requests import Dependencies, ExplainFailure, JobHistory, JobStatus, Request, Rerun, ShowJobLog, Watch
from bot.skills.which import find
from bot.turn import Press
from tests.chat import ANA, Chat, buttons, labels, text
from tests.plans import DONE, FAILED, NOW, WAITING, job
from tws.fake import FakeScheduler
from tws.names import JobName

ALL = [JobStatus, ShowJobLog, ExplainFailure, Dependencies, JobHistory, Watch, Rerun]


async def ask(chat: Chat, request: Request, **more: object):  # type: ignore[no-untyped-def]
    return await chat.sends(chat.turn(Press(encode(request)), **more))  # type: ignore[arg-type]


def keys() -> tuple[object, ...]:
    """PAY01 in two streams, in two folders, on two workstations, and once more at another time."""
    return (
        job("PAY01", stream="DAY", scheduled=NOW - timedelta(hours=1)),
        job("PAY01", FAILED, stream="NIGHT", scheduled=NOW - timedelta(hours=5)),
        replace(job("PAY01", stream="NIGHT"), id="other-folder", folder="/HR/"),
        replace(job("PAY01", stream="NIGHT"), id="other-station", job_stream_workstation="/DR/MDM"),
    )


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("/MDM#/FIN/DAY.PAY01", ["id-DAY-PAY01"]),
        ("/MDM#/FIN/NIGHT.PAY01", ["id-NIGHT-PAY01"]),
        ("/MDM#/HR/NIGHT.PAY01", ["other-folder"]),
        ("/DR/MDM#/FIN/NIGHT.PAY01", ["other-station"]),
        ("DAY.PAY01", ["id-DAY-PAY01"]),
        ("AGT01#DAY.PAY01", ["id-DAY-PAY01"]),
        ("MDM#DAY.PAY0?", ["id-DAY-PAY01"]),
        ("@#DAY.PAY@", ["id-DAY-PAY01"]),
        ("AGT99#DAY.PAY01", []),
        ("MDM#/FIN/DAY.PAY02", []),
    ],
)
async def test_a_key_finds_its_job_only(plan: FakeScheduler, key: str, found: list[str]) -> None:
    plan.all_jobs = keys()  # type: ignore[assignment]
    assert [one.id for one in await find(JobName.parse(key), plan)] == found


async def test_a_key_is_found_among_more_jobs_than_a_page_has(plan: FakeScheduler) -> None:
    plan.all_jobs = tuple(replace(job("COPY"), id=f"c{n}", job_stream_workstation=f"/W{n}") for n in range(300))
    assert [one.id for one in await find(JobName.parse("/W299#/FIN/PAYROLL.COPY"), plan)] == ["c299"]


@pytest.mark.parametrize("kind", ALL)
async def test_every_question_about_one_job_asks_which_in_the_same_way(
    chat: Chat, plan: FakeScheduler, kind: type[Request]
) -> None:
    plan.all_jobs = tuple(
        job("X", FAILED, stream=s, scheduled=NOW - timedelta(hours=h)) for s, h in (("A", 2), ("B", 1))
    )
    if kind is Watch:
        plan.all_jobs = tuple(job("X", WAITING, stream=s, scheduled=NOW + timedelta(hours=1)) for s in "AB")
    asked = await ask(chat, kind(JobName("X")))  # type: ignore[call-arg]
    assert "2 jobs are named X. Which one?" in text(asked) and len(labels(asked)) == 2
    first = decode(buttons(asked)[0].payload).request
    assert type(first) is kind and first.job_id in ("id-A-X", "id-B-X")


async def test_labels_hold_what_tells_the_jobs_apart(chat: Chat, plan: FakeScheduler) -> None:
    at = NOW - timedelta(hours=1)
    plan.all_jobs = (
        job("X", stream="S", scheduled=at),
        replace(job("X", FAILED, stream="S", scheduled=at), id="b", workstation="/AGT02"),
        replace(job("X", stream="S", scheduled=at), id="c", folder="/HR/"),
    )
    assert sorted(labels(await ask(chat, JobStatus(JobName("X"))))) == [
        "/FIN/S.X AGT01 00:30 · successful (SUCC)",
        "/FIN/S.X AGT02 00:30 · failed (ABEND)",
        "/HR/S.X AGT01 00:30 · successful (SUCC)",
    ]


async def test_one_job_twice_in_the_plan_is_told_by_its_time(chat: Chat, plan: FakeScheduler) -> None:
    runs = [replace(job("X", FAILED, scheduled=NOW - timedelta(hours=h)), id=f"x{h}") for h in (1, 9)]
    plan.all_jobs = tuple(runs)
    asked = await ask(chat, ExplainFailure(JobName("X")))
    assert labels(asked) == ["PAYROLL.X 00:30 · failed (ABEND)", "PAYROLL.X 1 Mar 16:30 · failed (ABEND)"]


async def test_many_of_one_name_are_counted(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = tuple(job("X", stream=f"S{n:02}") for n in range(12))
    asked = await ask(
        chat,
        JobStatus(JobName("X")),
    )
    assert "12 jobs are named X" in text(asked) and len(labels(asked)) == 8 and "… and 4 more." in text(asked)


async def test_a_key_that_is_wrong_offers_the_job_of_that_name(chat: Chat, plan: FakeScheduler) -> None:
    asked = await chat.says("status /MDM#/FIN/NOSTREAM.CARDS_SETTLE", command=True)
    assert "No job named /MDM#/FIN/NOSTREAM.CARDS_SETTLE" in text(asked) and "There are others of that name" in text(
        asked
    )
    assert labels(asked) == ["CARDS.CARDS_SETTLE · failed (ABEND)"]


async def test_near_names_go_on_with_what_was_asked(chat: Chat) -> None:
    asked = await chat.says("log CARDS_SETLE", command=True)
    assert "Log of CARDS_SETTLE" in text(await chat.presses(asked, "CARDS_SETTLE"))


async def test_a_pattern_is_a_list_for_a_status_and_a_choice_otherwise(chat: Chat) -> None:
    assert "3 jobs named FINANCE@" in text(await chat.says("status FINANCE@", command=True))
    asked = await chat.says("deps FINANCE@", ANA, command=True)
    assert "3 jobs se chamam FINANCE@. Qual deles?" in text(asked)
    assert "FINANCE_EXTRACT: concluído" in text(
        await chat.presses(asked, "PAYROLL.FINANCE_EXTRACT · concluído (SUCC)", ANA)
    )


async def test_of_several_the_one_that_fits_needs_no_question(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("X", FAILED, stream="A"), job("X", DONE, stream="B"))
    assert "Why X failed" in text(await ask(chat, ExplainFailure(JobName("X"))))
