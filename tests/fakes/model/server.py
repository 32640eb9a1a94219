"""The endpoint: POST /v1/chat/completions and GET /v1/models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from tests.fakes.model.script import Answer, Broken, Calls, Hangs, Raw, Says, completion
from tests.fakes.model.strict import Question, question

KEY = "test-key"


@dataclass
class ScriptedModel:
    """Gives `script` in order; the last one again and again. What it was asked is in `asked`, as sent in `bodies`."""

    script: list[Answer]
    key: str = KEY
    models: tuple[str, ...] = ("scripted-1",)
    reasoning: bool = False
    """Takes neither temperature nor max_tokens."""
    url: str = ""
    asked: list[Question] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why questions were turned away; a test should find it empty."""
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def wire(self) -> str:
        """All that ever left for the model."""
        return "\n".join(self.bodies)

    def said(self, number: int = -1) -> list[dict[str, Any]]:
        """The messages of one question."""
        found: list[dict[str, Any]] = self.asked[number].model_dump(exclude_none=True)["messages"]
        return found

    async def complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.bodies.append(body)
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "invalid_api_key")
        try:
            asked = question.validate_json(body)
        except ValidationError as fault:
            self.refused.append(str(fault))
            return _error(400, "invalid_request_error")
        for wrong in ("max_tokens", "temperature") if self.reasoning else ("max_completion_tokens",):
            if getattr(asked, wrong) is not None:
                return _error(400, "unsupported_parameter", param=wrong)
        self.asked.append(asked)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return await self._give(answer, asked.model)

    async def _give(self, answer: Answer, model: str) -> web.StreamResponse:
        match answer:
            case Says() | Calls():
                return web.json_response(completion(answer, len(self.asked), model))
            case Broken(status, headers):
                return _error(status, "scripted", headers)
            case Raw(body, content_type):
                return web.Response(text=body, content_type=content_type)
            case Hangs():
                await self._done.wait()
                return _error(500, "hung")

    async def list(self, request: web.Request) -> web.Response:
        data = [{"id": m, "object": "model", "created": 0, "owned_by": "test"} for m in self.models]
        return web.json_response({"object": "list", "data": data})

    def release(self) -> None:
        self._done.set()


def _error(status: int, kind: str, headers: Any = None, *, param: str | None = None) -> web.Response:
    body = {"error": {"message": kind, "type": kind, "param": param, "code": None}}
    return web.json_response(body, status=status, headers=headers)


@asynccontextmanager
async def open_model(*script: Answer, models: tuple[str, ...] = ("scripted-1",)) -> AsyncIterator[ScriptedModel]:
    model = ScriptedModel(list(script), models=models)
    app = web.Application()
    app.add_routes([web.post("/v1/chat/completions", model.complete), web.get("/v1/models", model.list)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    model.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield model
    finally:
        model.release()
        await runner.cleanup()
