"""Signing in: tokens for programs, cookies for browsers, and everything that must not open the door."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import WSServerHandshakeError

from adapters.web.limits import ADDRESS_TRIES, LOGIN_HOURS, LOGIN_TRIES
from bot.coordination.face import CoordinationLost
from bot.coordination.memory import InMemory
from tests.adapters.web.house import KEY, House, a_house, csrf_in

RIGHT = {"username": "ana", "password": "correct horse battery"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


async def me(house: House, token: str) -> int:
    response = await house.client.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    if response.status != 200:
        problem = await response.json(content_type="application/problem+json")
        assert problem["hint"] and problem["correlation_id"] == response.headers["X-Correlation-Id"]
        assert "WWW-Authenticate" in response.headers
    return response.status


@pytest.mark.parametrize("kind", ["json", "data"])
async def test_a_token_opens_the_api(house: House, kind: str) -> None:
    response = await house.client.post("/token", **{kind: RIGHT})  # type: ignore[arg-type]
    given = await response.json()
    assert (given["token_type"], given["expires_in"]) == ("bearer", 1800)
    assert response.headers["Cache-Control"] == "no-store"
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    assert (await (await house.client.get("/api/me", headers=headers)).json())["id"] == "ana"
    await house.client.post("/api/chat", json={"text": "hi"}, headers=headers)
    assert house.engine.turns[0].person.id == "ana"


async def test_each_token_has_its_own_id_and_the_claims(house: House) -> None:
    first, second = [jwt.decode(await house.token(), options={"verify_signature": False}) for _ in range(2)]
    assert first["jti"] != second["jti"]
    assert (first["iss"], first["aud"], first["sub"]) == ("resync", "resync", "ana")
    assert first["exp"] - first["iat"] == 1800


async def test_a_token_ends_after_half_an_hour(house: House) -> None:
    token = await house.token()
    house.clock.pass_seconds(1799)
    assert await me(house, token) == 200
    house.clock.pass_seconds(1)
    assert await me(house, token) == 401


def _claims(house: House, **more: object) -> dict[str, Any]:
    now = house.clock()
    good = {"sub": "ana", "iss": "resync", "aud": "resync", "jti": "1", "iat": now, "exp": now + timedelta(minutes=5)}
    return {name: value for name, value in {**good, **more}.items() if value is not None}


async def test_a_token_made_with_the_key_holds_so_that_the_next_ones_fail_for_their_own_reason(house: House) -> None:
    assert await me(house, jwt.encode(_claims(house), KEY, algorithm="HS256")) == 200


@pytest.mark.parametrize(
    "more",
    [
        {"sub": "nobody"},
        {"sub": None},
        {"jti": None},
        {"exp": None},
        {"iss": "other"},
        {"aud": "other"},
        {"aud": None},
        {"exp": 10**12},
        {"exp": "soon"},
    ],
    ids=str,
)
async def test_wrong_claims(house: House, more: dict[str, object]) -> None:
    assert await me(house, jwt.encode(_claims(house, **more), KEY, algorithm="HS256")) == 401


async def test_a_token_of_a_year_is_not_ours(house: House) -> None:
    long = _claims(house, exp=house.clock() + timedelta(days=365))
    assert await me(house, jwt.encode(long, KEY, algorithm="HS256")) == 401


async def test_forged_signatures(house: House) -> None:
    other_key = jwt.encode(_claims(house), "another-key-of-thirty-two-letters!", algorithm="HS256")
    other_way = jwt.encode(_claims(house), KEY * 2, algorithm="HS512")
    unsigned = jwt.encode(_claims(house), "", algorithm="none")
    head, body, _ = (await house.token()).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    for forged in (other_key, other_way, unsigned, f"{none}.{body}.", f"{head}.{body}.", "x", "", "a.b.c"):
        assert await me(house, forged) == 401


async def test_a_bad_token_is_not_saved_by_a_good_cookie(house: House) -> None:
    await house.sign_in()
    assert (await house.client.get("/api/me")).status == 200
    assert await me(house, "x") == 401


@pytest.mark.parametrize("body", [{}, {"username": "ana"}, {"username": 7, "password": "x"}, [], "x" * 70_000])
async def test_half_a_sign_in_is_told_what_is_missing(house: House, body: object) -> None:
    response = await house.client.post("/token", json=body)
    assert response.status in (413, 422)
    assert "hint" in await response.json(content_type="application/problem+json")


async def test_wrong_passwords_and_unknown_names_read_alike(house: House) -> None:
    told = []
    for name in ("ana", "nobody"):
        response = await house.client.post("/token", json={"username": name, "password": "wrong"})
        problem = await response.json(content_type="application/problem+json")
        told.append((response.status, problem["detail"], problem["hint"]))
    assert told[0] == told[1]
    assert told[0][0] == 401


async def test_an_unknown_name_costs_a_digest_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.web.login.accounts import Accounts

    verified: list[str] = []
    monkeypatch.setattr(Accounts, "_verify", lambda self, digest, password: verified.append(digest))
    await house.client.post("/token", json={"username": "nobody", "password": "wrong"})
    assert len(verified) == 1 and verified[0].startswith("$argon2id$")


async def test_guessing_is_slowed_down_and_says_for_how_long(house: House) -> None:
    wrong = {"username": "ana", "password": "wrong"}
    assert [(await house.client.post("/token", json=wrong)).status for _ in range(LOGIN_TRIES)] == [401] * LOGIN_TRIES
    refused = await house.client.post("/token", json=RIGHT)
    assert refused.status == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 900
    assert await house.sign_in() == (429, "")
    assert (await house.client.post("/token", json={**RIGHT, "username": "ANA"})).status == 429
    other = {"username": "rui", "password": "quite another thing"}
    assert (await house.client.post("/token", json=other)).status == 200
    house.clock.pass_seconds(float(refused.headers["Retry-After"]))
    assert (await house.client.post("/token", json=RIGHT)).status == 200


async def test_an_address_cannot_try_every_name(house: House) -> None:
    names = [{"username": f"user{n}", "password": "x"} for n in range(ADDRESS_TRIES + 1)]
    statuses = [(await house.client.post("/token", json=name)).status for name in names]
    assert statuses == [401] * ADDRESS_TRIES + [429]


async def test_without_the_shared_count_nobody_gets_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lost(self: InMemory, key: str, times: int, seconds: float) -> float:
        raise CoordinationLost

    monkeypatch.setattr(InMemory, "allow", lost)
    assert (await house.client.post("/token", json=RIGHT)).status == 503
    assert await house.sign_in() == (503, "")


async def test_a_browser_signs_in_and_comes_back_to_its_page(house: House) -> None:
    first = await house.client.get("/revisao", allow_redirects=False)
    assert (first.status, first.headers["Location"]) == (303, "/login?next=/revisao")
    assert await house.sign_in(to="/revisao") == (303, "/revisao")
    assert (await house.client.get("/revisao")).status == 200
    async with house.client.ws_connect("/ws") as socket:
        await socket.send_json({"type": "say", "id": "1", "text": "hi"})
        assert (await socket.receive_json(timeout=5))["text"] == "heard hi"
    assert house.engine.turns[0].person.id == "ana"


async def test_the_cookie_is_shut_to_scripts_and_other_sites(house: House) -> None:
    form = {"csrf": await house.csrf(), **RIGHT}
    plain = await house.client.post("/login", data=form, headers=house.origin, allow_redirects=False)
    cookie = plain.headers["Set-Cookie"]
    assert cookie.startswith("resync_login=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    form["csrf"] = await house.csrf()
    behind = {**house.origin, "X-Forwarded-Proto": "https"}
    fresh = csrf_in(await (await house.client.get("/login", headers=behind)).text())
    secure = await house.client.post("/login", data={**form, "csrf": fresh}, headers=behind, allow_redirects=False)
    cookie = secure.headers["Set-Cookie"]
    assert cookie.startswith("__Host-resync_login=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


def written_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_the_database_holds_no_cookie(house: House, tmp_path: Path) -> None:
    await house.sign_in()
    secret = next(c.value for c in house.client.session.cookie_jar if c.key == "resync_login")
    held = written_in(tmp_path)
    assert b"ana" in held and secret.encode() not in held


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)", "/a?b"])
async def test_signing_in_leads_nowhere_else(house: House, to: str) -> None:
    assert await house.sign_in(to=to) == (303, "/")


async def test_a_wrong_password_keeps_the_name_and_opens_nothing(house: House) -> None:
    form = {"csrf": await house.csrf(), "username": '"><b>', "password": "wrong"}
    response = await house.client.post("/login", data=form, headers=house.origin)
    page = await response.text()
    assert response.status == 401
    assert "wrong" in page and "<b>" not in page and "&#34;&gt;&lt;b&gt;" in page
    assert (await house.client.get("/api/me")).status == 401


async def test_signing_out_ends_pages_tokens_of_the_page_and_open_sockets(house: House) -> None:
    await house.sign_in()
    stolen = next(c.value for c in house.client.session.cookie_jar if c.key == "resync_login")
    async with house.client.ws_connect("/ws") as socket:
        form = {"csrf": await house.csrf("/logout")}
        assert (
            await house.client.post("/logout", data=form, headers=house.origin, allow_redirects=False)
        ).status == 303
        await socket.send_json({"type": "say", "id": "1", "text": "still here"})
        assert (await socket.receive(timeout=5)).data == 1008
    assert house.engine.turns == []
    again = await house.client.get("/api/me", headers={"Cookie": f"resync_login={stolen}"})
    assert again.status == 401


async def test_a_sign_in_ends_by_itself(house: House) -> None:
    await house.sign_in()
    house.clock.pass_seconds(LOGIN_HOURS * 3600 - 1)
    assert (await house.client.get("/api/me")).status == 200
    house.clock.pass_seconds(1)
    assert (await house.client.get("/api/me")).status == 401


async def test_each_sign_in_has_a_new_secret(house: House) -> None:
    await house.client.get("/login", headers={"Cookie": "resync_login=" + "A" * 43})
    await house.sign_in()
    first = next(c.value for c in house.client.session.cookie_jar if c.key == "resync_login")
    await house.sign_in()
    second = next(c.value for c in house.client.session.cookie_jar if c.key == "resync_login")
    assert len({first, second, "A" * 43}) == 3
    house.client.session.cookie_jar.clear()
    for secret, status in ((first, 401), (second, 200)):
        assert (await house.client.get("/api/me", headers={"Cookie": f"resync_login={secret}"})).status == status


async def test_forms_need_their_token_and_our_own_page(house: House) -> None:
    good = await house.csrf()
    cases: list[tuple[str, dict[str, str]]] = [
        ("", house.origin),
        ("0" * 64, house.origin),
        ("ação", house.origin),
        (good, {**house.origin, "Origin": "https://evil.example"}),
        (good, {**house.origin, "Sec-Fetch-Site": "cross-site"}),
        (good, {**house.origin, "Sec-Fetch-Site": "same-site"}),
        (good, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for token, headers in cases:
        response = await house.client.post("/login", data={**RIGHT, "csrf": token}, headers=headers)
        assert response.status == 403, (token, headers)
        assert response.content_type == "text/html" or "Origin" in headers
    assert (await house.client.get("/api/me")).status == 401


async def test_a_form_token_of_another_browser_is_refused(house: House) -> None:
    other = csrf_in(await (await house.client.get("/login", headers={"Cookie": "resync_session=" + "B" * 43})).text())
    response = await house.client.post("/login", data={**RIGHT, "csrf": other}, headers=house.origin)
    assert response.status == 403


STRANGERS = ["/api/me", "/api/status", "/api/agents", "/api/agents/x", "/api/audit/events", "/api/audit/report"]


@pytest.mark.parametrize("path", [*STRANGERS, "/api/review", "/api/metrics"])
async def test_strangers_are_refused(house: House, path: str) -> None:
    response = await house.client.get(path)
    assert response.status == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_strangers_may_not_chat(house: House) -> None:
    assert (await house.client.post("/api/chat", json={"text": "hi"})).status == 401
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.client.ws_connect("/ws")
    assert refused.value.status == 401
    assert (await house.client.get("/", allow_redirects=False)).headers["Location"] == "/login?next=/"
    assert house.engine.turns == []


@pytest.mark.parametrize("path", ["/api/audit/events", "/api/audit/report", "/api/review"])
async def test_readers_may_not_what_reviewers_may(house: House, path: str) -> None:
    assert (await house.client.get(path, headers=await house.bearer("rui"))).status == 403


async def test_a_link_from_a_chat_finds_the_cookie_again(house: House) -> None:
    response = await house.client.get("/revisao", headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False)
    assert response.status == 200
    assert 'http-equiv="refresh" content="0;url=/revisao"' in await response.text()


async def test_listed_sites_may_call_with_a_token_but_never_with_a_cookie(house: House) -> None:
    await house.sign_in()
    site = {"Origin": "https://console.bank"}
    asked = await house.client.options("/api/me", headers={**site, "Access-Control-Request-Method": "GET"})
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "https://console.bank")
    assert "Access-Control-Allow-Credentials" not in asked.headers
    assert (await house.client.get("/api/me", headers=site)).status == 401
    allowed = await house.client.get("/api/me", headers={**site, **await house.bearer()})
    assert (allowed.status, allowed.headers["Access-Control-Allow-Origin"]) == (200, "https://console.bank")
    evil = await house.client.options("/api/me", headers={"Origin": "https://evil.example"})
    assert evil.status == 403 and "Access-Control-Allow-Origin" not in evil.headers
