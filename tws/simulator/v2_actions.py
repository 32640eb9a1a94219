"""REST V2, the changing side: PUT on one object, 200 with its id and address (section 4.3 of the contract)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.actions import VERBS, on_job, on_prompt, prompt_of
from tws.simulator.answers import bad_request, not_found

if TYPE_CHECKING:
    from tws.simulator.server import Engine

PLAN = "/twsd/api/v2/plan"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class V2Actions:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        verbs = [web.put(f"{PLAN}/job/{{id}}/action/{verb}", self._act(verb)) for verb in VERBS]
        more = [web.put(f"{PLAN}/prompt/{{id}}/action/reply", self.reply)] if self.engine.release >= (10, 2) else []
        return [*verbs, web.put(f"{PLAN}/job/run/{{run}}/action/rerun", self.rerun), *more]

    def _act(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            identifier = request.match_info["id"]
            jobs = self.engine.snapshot().plan.jobs_by_id
            job = jobs.get(identifier) or not_found(f"jb={identifier}")
            on_job(self.engine, request, verb, job)
            return done(request, "job", job.id)

        return act

    async def rerun(self, request: web.Request) -> web.Response:
        await body_of(request)
        identifier = request.match_info["run"]
        runs = self.engine.snapshot().plan.runs_by_id
        job, number = runs.get(identifier) or not_found(f"jbrun={identifier}")
        on_job(self.engine, request, "rerun", job, number)
        return done(request, "job", job.id)

    async def reply(self, request: web.Request) -> web.Response:
        identifier, body = request.match_info["id"], await body_of(request)
        prompt = prompt_of(self.engine, identifier) or not_found(f"prompt={identifier}")
        answer = body.get("answer")
        if not isinstance(answer, bool):
            bad_request("answer must be true or false")
        on_prompt(self.engine, request, prompt, yes=answer)
        return done(request, "prompt", prompt.id)


def done(request: web.Request, kind: str, identifier: str) -> web.Response:
    return web.json_response({"id": identifier, "url": f"{request.url.origin()}{PLAN}/{kind}/{identifier}"})


async def body_of(request: web.Request) -> dict[str, object]:
    """The JSON object of a body; 415 without its content type, 400 where it is none."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        bad_request("The body is not JSON")
    return body if isinstance(body, dict) else bad_request("The body is no object")
