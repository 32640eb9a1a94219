"""The review page and its REST twin, on real memories."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientResponse

from audit.memory import Memory, State
from tests.adapters.web.house import HOSTILE, House, a_house

PT = {"Accept-Language": "pt-BR,pt;q=0.9,en;q=0.8"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        await house.sign_in()
        yield house


async def send(house: House, memory: Memory, decision: str, follow: bool = True, **more: str) -> ClientResponse:
    form = {"csrf": await house.csrf("/revisao"), "memory": memory.id, "version": str(memory.version)}
    data = {**form, "decision": decision, **more}
    return await house.client.post("/revisao", data=data, headers=house.origin, allow_redirects=follow)


async def test_a_reviewer_sees_all_there_is_to_judge_by(house: House) -> None:
    await house.reviews.flagged("Purge the spool, then rerun.", "What helps when PAYROLL_CALC abends?")
    page = await (await house.client.get("/revisao")).text()
    for words in (
        "What helps when PAYROLL_CALC abends?",
        "Purge the spool, then rerun.",
        "no evidence for it",
        "62% sure",
        "flagged",
        "ABEND, disk full",
        "Taught by rui, 09:00 (UTC)",
        "Signed in as ana",
        '<html lang="en">',
    ):
        assert words in page


async def test_the_page_speaks_portuguese(house: House) -> None:
    await house.reviews.flagged()
    page = await (await house.client.get("/revisao", headers=PT)).text()
    for words in ('<html lang="pt-BR">', "Aguardando decisão", "sinalizado", "Aprovar", "Rejeitar", "62% de certeza"):
        assert words in page


async def test_the_auditors_reason_is_read_in_portuguese(house: House) -> None:
    await house.reviews.flagged(reason="It does not speak of what was asked.")
    page = await (await house.client.get("/revisao", headers=PT)).text()
    assert "Não fala do que foi perguntado." in page and "It does not speak" not in page


async def test_approving_is_told_and_shown_with_who_and_when(house: House) -> None:
    memory = await house.reviews.flagged()
    page = await (await send(house, memory, "approve", text=memory.answer)).text()
    assert "Approved. The bot may tell it" in page
    assert "by ana, 09:00 (UTC)" in page
    assert "Nothing waits" in page
    decided = await house.reviews.memories.get(memory.id)
    assert (decided.state, decided.decided_by, decided.answer) == (State.APPROVED, "ana", memory.answer)


async def test_a_better_wording_is_kept(house: House) -> None:
    memory = await house.reviews.flagged()
    await send(house, memory, "approve", text="Purge the spool.\r\nThen rerun.")
    assert (await house.reviews.memories.get(memory.id)).answer == "Purge the spool.\nThen rerun."


async def test_a_rejection_needs_a_reason_and_loses_nothing_typed(house: House) -> None:
    memory = await house.reviews.flagged()
    response = await send(house, memory, "reject", text="my better words", reason="  ")
    page = await response.text()
    assert response.status == 422
    assert "needs a reason" in page and "my better words</textarea>" in page and "<details open>" in page
    assert (await house.reviews.memories.get(memory.id)).state is State.FLAGGED
    page = await (await send(house, memory, "reject", reason="not how we do it")).text()
    assert "Rejected. The bot will not tell it." in page and "not how we do it" in page


async def test_two_reviewers_decide_once(house: House) -> None:
    memory = await house.reviews.flagged()
    await house.reviews.memories.decide(memory.id, version=memory.version, approve=False, by="Bea", reason="harmful")
    response = await send(house, memory, "approve", text="typed with care")
    page = await response.text()
    assert response.status == 409
    assert "decided meanwhile: rejected by Bea, 09:00 (UTC). Your decision changed nothing." in page
    assert "typed with care" in page
    assert (await house.reviews.memories.get(memory.id)).state is State.REJECTED


async def test_two_clicks_at_once_decide_once(house: House) -> None:
    memory = await house.reviews.flagged()
    both = [send(house, memory, "approve", False), send(house, memory, "reject", False, reason="no")]
    assert sorted(r.status for r in await asyncio.gather(*both)) == [303, 409]


async def test_an_old_version_is_shown_again(house: House) -> None:
    memory = await house.reviews.flagged()
    form = {"csrf": await house.csrf("/revisao"), "memory": memory.id, "version": "1", "decision": "approve"}
    response = await house.client.post("/revisao", data=form, headers=house.origin)
    assert response.status == 409
    assert "changed meanwhile" in await response.text()


@pytest.mark.parametrize(
    "wrong", [{"decision": "dance"}, {"version": "x"}, {"version": "9" * 40}, {"version": "²"}, {"memory": "x" * 900}]
)
async def test_a_form_made_by_hand_is_refused(house: House, wrong: dict[str, str]) -> None:
    memory = await house.reviews.flagged()
    form = {"memory": memory.id, "version": str(memory.version), "decision": "approve", **wrong}
    response = await house.client.post(
        "/revisao", data={"csrf": await house.csrf("/revisao"), **form}, headers=house.origin
    )
    assert response.status in (409, 422)
    assert (await house.reviews.memories.get(memory.id)).state is State.FLAGGED


async def test_no_decision_without_the_form_token_or_from_elsewhere(house: House) -> None:
    memory = await house.reviews.flagged()
    form = {"memory": memory.id, "version": str(memory.version), "decision": "approve"}
    good = await house.csrf("/revisao")
    for token, headers in (("", house.origin), (good, {"Origin": "https://evil.example"})):
        response = await house.client.post("/revisao", data={**form, "csrf": token}, headers=headers)
        assert response.status == 403
    assert (await house.reviews.memories.get(memory.id)).state is State.FLAGGED


async def test_a_reader_is_told_so_on_a_page(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        await house.sign_in("rui")
        response = await house.client.get("/revisao", headers=PT)
        assert (response.status, response.content_type) == (403, "text/html")
        assert "Você não pode fazer isto aqui" in await response.text()


async def test_a_reader_decides_nothing(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        memory = await house.reviews.flagged()
        await house.sign_in("rui")
        form = {"csrf": await house.csrf("/logout"), "memory": memory.id, "version": str(memory.version)}
        data = {**form, "decision": "approve"}
        assert (await house.client.post("/revisao", data=data, headers=house.origin)).status == 403
        body = {"version": memory.version, "decision": "approve"}
        assert (await house.client.post(f"/api/review/{memory.id}", json=body)).status == 403
        assert (await house.reviews.memories.get(memory.id)).state is State.FLAGGED


async def test_what_was_taught_is_never_live(house: House) -> None:
    memory = await house.reviews.flagged(HOSTILE, f"{HOSTILE}?")
    page = await (await house.client.get("/revisao")).text()
    assert "<script" not in page and "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)") == 3  # question, answer and the box for a better wording
    page = await (await send(house, memory, "approve", text=f"</textarea>{HOSTILE}")).text()
    assert "<script" not in page and "<img src=x" not in page
    page = await (await house.client.get(f"/revisao?said={HOSTILE}")).text()
    assert "<script" not in page


async def test_the_page_needs_no_script_and_allows_only_its_own_forms(house: House) -> None:
    await house.reviews.flagged()
    response = await house.client.get("/revisao")
    page, policy = await response.text(), response.headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert "<script" not in page and " style=" not in page and " onclick" not in page
    assert response.headers["Referrer-Policy"] == "same-origin"  # else browsers send the form with Origin: null
    assert response.headers["Cache-Control"] == "no-store"


async def test_programs_decide_too(house: House) -> None:
    memory = await house.reviews.flagged()
    listed = await (await house.client.get("/api/review")).json()
    assert [m["id"] for m in listed["memories"]] == [memory.id]
    assert listed["memories"][0]["judged"]["label"] == "flag"
    path, body = f"/api/review/{memory.id}", {"version": memory.version, "decision": "reject"}
    assert (await house.client.post(path, json=body)).status == 422
    decided = await (await house.client.post(path, json={**body, "reason": "no"})).json()
    assert (decided["state"], decided["decided_by"], decided["decision_reason"]) == ("rejected", "ana", "no")
    late = await house.client.post(path, json={**body, "reason": "no"})
    assert (late.status, late.content_type) == (409, "application/problem+json")
    assert (await house.client.post("/api/review/none", json={**body, "reason": "no"})).status == 404


@pytest.mark.parametrize("body", [{}, {"version": "x", "decision": "approve"}, {"version": 1, "decision": "maybe"}, 7])
async def test_a_bad_decision_of_a_program_is_told_how(house: House, body: object) -> None:
    memory = await house.reviews.flagged()
    response = await house.client.post(f"/api/review/{memory.id}", json=body)
    assert response.status == 422
    assert "decision" in (await response.json(content_type="application/problem+json"))["hint"]


async def test_another_sites_form_cannot_pose_as_json(house: House) -> None:
    memory = await house.reviews.flagged()
    headers = {"Content-Type": "text/plain"}
    body = '{"version": 3, "decision": "approve"}'
    response = await house.client.post(f"/api/review/{memory.id}", data=body, headers=headers)
    assert response.status == 415
