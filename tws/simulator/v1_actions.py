"""REST V1, the changing side: PUT on one object, 202 with nothing in it (section 3.2 of the contract)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.actions import VERBS, on_job, on_prompt, prompt_of
from tws.simulator.answers import bad_request, not_found
from tws.simulator.identifiers import decode
from tws.simulator.v2_actions import body_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

PLAN = "/twsd/plan/current"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class V1Actions:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        verbs = [
            web.put(f"{PLAN}/job/{{id}}/action/{verb.replace('-', '_')}", self._act(verb)) for verb in (*VERBS, "rerun")
        ]
        return [*verbs, web.put(f"{PLAN}/prompt/{{id}}/action/reply", self.reply)]

    def _act(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            if verb == "rerun":
                await body_of(request)
            composite = decode(request.match_info["id"])
            jobs = self.engine.snapshot().plan.jobs_by_id
            job = jobs.get(composite) or not_found(f"jb={composite or request.match_info['id']}")
            on_job(self.engine, request, verb, job)
            return web.Response(status=202)

        return act

    async def reply(self, request: web.Request) -> web.Response:
        identifier = decode(request.match_info["id"])
        prompt = prompt_of(self.engine, identifier.removeprefix("PROMPT;")) or not_found(f"prompt={identifier}")
        answer = request.headers.get("Answer", "").lower()
        if answer not in ("true", "false"):
            bad_request("The header Answer must be true or false")
        on_prompt(self.engine, request, prompt, yes=answer == "true")
        return web.Response(status=202)
