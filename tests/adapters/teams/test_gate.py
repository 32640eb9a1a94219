"""Nothing that does not prove to come from Teams reaches the engine."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from adapters.teams import TeamsSettings, limits
from tests.adapters.teams.conftest import Desk, opened
from tests.fakes.teams import APP, PASSWORD, TENANT, activities
from tests.fakes.teams.activities import ANN, Json, personal
from tests.fakes.teams.issuer import Issuer

Forge = Callable[[Issuer, str], str]


def _unsigned(issuer: Issuer, url: str) -> str:
    claims = jwt.decode(issuer.token(url), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})


def _public_key_as_secret(issuer: Issuer, url: str) -> str:
    whole = issuer.token(url).split(".")
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "k1"}).encode()).rstrip(b"=").decode()
    return f"{head}.{whole[1]}.{whole[2]}"


def _now(issuer: Issuer) -> int:
    return int(issuer.clock().timestamp())


FORGED: dict[str, Forge] = {
    "another key under a known id": lambda i, u: i.token(u, key="evil", head={"kid": "k1"}),
    "an unknown key": lambda i, u: i.token(u, key="evil"),
    "no key id": lambda i, u: i.token(u, head={}),
    "expired": lambda i, u: i.token(u, exp=_now(i) - 400),
    "not valid yet": lambda i, u: i.token(u, nbf=_now(i) + 400),
    "never ends": lambda i, u: i.token(u, drop=("exp",)),
    "odd times": lambda i, u: i.token(u, exp="tomorrow"),
    "wrong audience": lambda i, u: i.token(u, aud="another-bot"),
    "no audience": lambda i, u: i.token(u, drop=("aud",)),
    "wrong issuer": lambda i, u: i.token(u, iss="https://sts.windows.net/x/"),
    "another service": lambda i, u: i.token("https://smba.trafficmanager.net/emea/"),
    "no service": lambda i, u: i.token(u, drop=("serviceurl",)),
    "unsigned": _unsigned,
    "the public key as a secret": _public_key_as_secret,
    "rubbish": lambda i, u: "a.b.c",
    "empty": lambda i, u: " ",
}


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_token_is_refused(desk: Desk, name: str) -> None:
    token = FORGED[name](desk.teams.issuer, desk.teams.service_url)
    status, _ = await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "x"), token=token)
    await desk.teams.settle()
    assert status == 401 and desk.engine.turns == [] and desk.teams.posts == []


async def test_a_key_that_may_not_speak_for_teams_is_refused(desk: Desk) -> None:
    desk.teams.issuer.published = {"k1": ["webchat"]}
    assert (await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "x")))[0] == 401


async def test_a_clock_some_minutes_off_is_forgiven(desk: Desk) -> None:
    token = desk.teams.issuer.token(desk.teams.service_url, exp=_now(desk.teams.issuer) - 200)
    assert (await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "x"), token=token))[0] == 202


@pytest.mark.parametrize(
    "more",
    [
        {"serviceUrl": None},
        {"serviceUrl": "https://evil.example/"},
        {"channelId": "webchat"},
        {"channelData": {"tenant": {"id": "another"}}},
        {"channelData": None, "conversation": {"id": "a:chat-ann", "conversationType": "personal"}},
    ],
)
async def test_an_activity_the_token_is_not_for_is_refused(desk: Desk, more: Json) -> None:
    whole = {**activities.said(ANN, "x"), **more}
    assert (await desk.teams.delivers("message", personal(ANN), whole))[0] == 401
    assert desk.engine.turns == []


@pytest.mark.parametrize("url", ["https://evil.example/", "http://evil.example/", "ftp://127.0.0.1/"])
async def test_a_good_token_for_a_service_that_is_not_microsofts_is_refused(desk: Desk, url: str) -> None:
    """Our own token would go there with the answer."""
    whole = {**activities.said(ANN, "x"), "serviceUrl": url}
    token = desk.teams.issuer.token(url)
    assert (await desk.teams.delivers("message", personal(ANN), whole, token=token))[0] == 401
    assert desk.engine.turns == []


async def test_without_a_token_nothing_is_parsed(desk: Desk) -> None:
    for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer"}):
        assert (await desk.teams.sends(b"{", headers))[0] == 401


def _good(desk: Desk) -> Json:
    token = desk.teams.issuer.token(desk.teams.service_url)
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff", b'{"text":"x"}', b'{"type":7}', b"[" * 100_000])
async def test_what_cannot_be_read_is_400(desk: Desk, body: bytes) -> None:
    assert (await desk.teams.sends(body, _good(desk)))[0] == 400


async def test_a_huge_body_is_413_and_another_type_415(desk: Desk) -> None:
    assert (await desk.teams.sends(b" " * (limits.BODY_BYTES + 1), _good(desk)))[0] == 413
    assert (await desk.teams.sends(b"{}", {**_good(desk), "Content-Type": "text/plain"}))[0] == 415


async def test_new_keys_are_taken_up_and_strangers_do_not_make_us_ask(desk: Desk) -> None:
    issuer, url = desk.teams.issuer, desk.teams.service_url

    async def status(key: str) -> int:
        token = issuer.token(url, key=key)
        return (await desk.teams.delivers("typing", personal(ANN), activities.by(ANN), token=token))[0]

    assert await status("k1") == 202
    issuer.published["k2"] = ["msteams"]
    assert [await status("k2") for _ in range(3)] == [401, 401, 401] and issuer.key_reads == 1
    desk.teams.clock.passes(limits.KEYS_GAP_SECONDS)
    assert await status("k2") == 202 and issuer.key_reads == 2


async def test_without_microsofts_keys_teams_is_told_to_come_again(desk: Desk) -> None:
    desk.teams.issuer.down = True
    status, _ = await desk.teams.delivers("message", personal(ANN), activities.said(ANN, "x"))
    assert status == 503 and desk.engine.turns == []
    desk.teams.issuer.down = False
    desk.teams.clock.passes(limits.KEYS_RETRY_SECONDS)
    await desk.teams.says(ANN, "again")
    desk.teams.issuer.down = True
    desk.teams.clock.passes(limits.KEYS_SECONDS + 1)
    await desk.teams.says(ANN, "known keys go on being good")
    assert len(desk.teams.posts) == 2


async def test_another_tenant_may_be_let_in(tmp_path: Path) -> None:
    async with opened(tmp_path, tenants=(TENANT, "partner")) as desk:
        more = {**activities.said(ANN, "x"), "channelData": {"tenant": {"id": "partner"}}}
        assert (await desk.teams.delivers("message", personal(ANN), more))[0] == 202
        await desk.teams.settle()
        assert desk.engine.turns[0].place.team == "partner"


@pytest.mark.parametrize(
    "wrong",
    [
        {"app_id": ""},
        {"app_id": "resync"},
        {"tenant_id": ""},
        {"app_password": ""},
        {"login_url": "http://login.example"},
        {"metadata_url": "http://127.0.0.1/openid"},
    ],
)
def test_unsafe_settings_are_refused(wrong: dict[str, Any]) -> None:
    fine: dict[str, Any] = {"app_id": APP, "app_password": PASSWORD, "tenant_id": TENANT}
    assert PASSWORD not in repr(TeamsSettings(**fine))
    with pytest.raises(ValueError, match="Teams"):
        TeamsSettings(**{**fine, **wrong})


def test_only_microsofts_hosts_get_our_token() -> None:
    made = TeamsSettings(APP, PASSWORD, TENANT)
    good = ["https://smba.trafficmanager.net/emea/", "https://europe.botframework.com/"]
    bad = [
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evilbotframework.com/",
        "http://127.0.0.1/",
        "https://[",
        "",
    ]
    assert [url for url in good if not made.may_post_to(url)] == []
    assert [url for url in bad if made.may_post_to(url)] == []
