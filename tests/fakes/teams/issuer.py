"""Microsoft's part of the handshake: keys, OpenID metadata, tokens for both directions."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.fakes.teams.clock import FakeClock

Json = dict[str, Any]
APP = "3f6c0c5e-8b0a-4d3e-9f6e-1c2d3e4f5a6b"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
PASSWORD = "a client secret"
ISSUER = "https://api.botframework.com"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_jwk(name: str, endorsements: list[str]) -> Json:
    made: Json = json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return {**made, "kid": name, "use": "sig", "endorsements": endorsements}


class Issuer:
    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.address = ""
        self.published = {"k1": ["msteams", "webchat"]}
        self.problems: list[str] = []
        self.good_tokens: set[str] = set()
        self.logins = 0
        self.key_reads = 0
        self.down = False

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/openid", self._metadata),
            web.get("/keys", self._keys),
            web.post("/login/{tenant}/oauth2/v2.0/token", self._login),
        ]

    def token(self, service_url: str, key: str = "k1", drop: tuple[str, ...] = (), **claims: Any) -> str:
        """As Microsoft would send it; `claims` and `drop` change it."""
        now = int(self.clock().timestamp())
        head = claims.pop("head", {"kid": key})
        whole = {"iss": ISSUER, "aud": APP, "nbf": now - 60, "exp": now + 3600, "serviceurl": service_url, **claims}
        kept = {name: value for name, value in whole.items() if name not in drop}
        return jwt.encode(kept, private_key(key), algorithm="RS256", headers=head)

    async def _metadata(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503, text="<html>down</html>", content_type="text/html")
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        self.key_reads += 1
        return web.json_response({"keys": [public_jwk(name, said) for name, said in self.published.items()]})

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        wanted = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": PASSWORD,
            "scope": "https://api.botframework.com/.default",
        }
        if request.match_info["tenant"] != TENANT or dict(form) != wanted:
            self.problems.append("a login that Microsoft would refuse")
            return web.json_response({"error": "invalid_client"}, status=401)
        self.logins += 1
        token = f"outgoing-{self.logins}"
        self.good_tokens.add(token)
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})
