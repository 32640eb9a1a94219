"""The client alone, through the real kit and a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.agents import wire
from bot.agents.errors import BudgetSpent, ModelAway, ModelError, ModelRefused, ModelResting, ModelUnusable
from bot.agents.messages import Message, Said
from bot.agents.model import Model
from bot.settings import Model as ModelSettings
from tests.fakes.model import Broken, Hangs, Raw, Says, ScriptedModel, open_model


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def time() -> Time:
    return Time()


@asynccontextmanager
async def client(server: ScriptedModel, time: Time, **more: Any) -> AsyncIterator[Model]:
    settings = ModelSettings(**{"endpoint": server.url, "api_key": server.key, "name": "m", **more})
    model = Model(settings, time, sleep=time.sleep)
    try:
        yield model
    finally:
        await model.close()


async def says(model: Model) -> Said:
    return await model.say([Message("user", "why?")], temperature=0, max_tokens=100)


async def test_an_answer_comes_back_with_its_tokens(time: Time) -> None:
    async with open_model(Says("Because.", tokens=42)) as server, client(server, time) as model:
        assert await says(model) == Said("Because.", (), 42)
        assert model.state == "ready" and server.refused == []


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
async def test_the_endpoint_is_given_with_v1_or_without(path: str, time: Time) -> None:
    async with open_model(Says("Because.")) as server, client(server, time, endpoint=server.url + path) as model:
        assert (await says(model)).text == "Because."


def test_other_paths_of_vendors() -> None:
    assert wire.base_url("https://h/openai/v1") == "https://h/openai/v1"
    assert wire.base_url("https://h/v1beta/openai/") == "https://h/v1beta/openai"
    assert wire.base_url("https://h/llm") == "https://h/llm/v1"


@pytest.mark.parametrize("endpoint", ["localhost:8081", "ftp://h/v1", "http://"])
async def test_an_address_that_is_none(endpoint: str, time: Time) -> None:
    model = Model(ModelSettings(endpoint=endpoint, name="m"), time)
    with pytest.raises(ModelRefused, match="LLM_ENDPOINT"):
        await says(model)


async def test_without_a_name_the_first_model_is_taken(time: Time) -> None:
    async with (
        open_model(Says("Hi all."), models=("first", "second")) as server,
        client(server, time, name="") as model,
    ):
        await says(model)
        assert server.asked[0].model == "first" and model.name == "first"


async def test_no_model_at_all(time: Time) -> None:
    async with open_model(Says("Hi."), models=()) as server, client(server, time, name="") as model:
        with pytest.raises(ModelRefused, match="LLM_MODEL"):
            await says(model)


async def test_a_reasoning_model_is_spoken_to_in_its_dialect(time: Time) -> None:
    async with open_model(Says("Because.")) as server, client(server, time) as model:
        server.reasoning = True
        assert (await says(model)).text == "Because." == (await says(model)).text
        assert [a.max_completion_tokens for a in server.asked] == [400, 400]
        assert len(server.bodies) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_may_help_is_tried_again(status: int, time: Time) -> None:
    async with open_model(Broken(status), Broken(status), Says("At last.")) as server, client(server, time) as model:
        assert (await says(model)).text == "At last."
        assert len(time.slept) == 2 and len(server.asked) == 3


async def test_three_tries_and_no_more(time: Time) -> None:
    async with open_model(Broken(500)) as server, client(server, time) as model:
        with pytest.raises(ModelAway, match="500"):
            await says(model)
        assert len(server.asked) == 3


async def test_the_pause_that_the_endpoint_asks_for_is_kept(time: Time) -> None:
    async with (
        open_model(Broken(429, {"Retry-After": "4"}), Says("Now then.")) as server,
        client(server, time) as model,
    ):
        await says(model)
        assert time.slept[0] >= 4


async def test_a_long_pause_is_not_waited_for(time: Time) -> None:
    async with open_model(Broken(429, {"Retry-After": "120"})) as server, client(server, time) as model:
        with pytest.raises(ModelAway):
            await says(model)
        assert time.slept == [] and len(server.asked) == 1


@pytest.mark.parametrize(("status", "word"), [(401, "LLM_API_KEY"), (404, "LLM_MODEL"), (400, "400")])
async def test_a_no_for_good_is_not_tried_again(status: int, word: str, time: Time) -> None:
    async with open_model(Broken(status)) as server, client(server, time) as model:
        with pytest.raises(ModelRefused, match=word):
            await says(model)
        assert len(server.asked) == 1 and model.state == "refused"


async def test_silence_ends_at_the_deadline(time: Time) -> None:
    async with open_model(Hangs()) as server, client(server, time, seconds=0.1) as model:
        await _warm(model)
        with pytest.raises(ModelAway, match=r"0\.1 s|in time"):
            await says(model)
        server.release()


async def _warm(model: Model) -> None:
    """The kit's import must not eat the deadline of a test."""
    import openai

    assert openai and await model._ready()


@pytest.mark.parametrize(
    "answer",
    [
        Raw("<html>login</html>", "text/html"),
        Raw("not json"),
        Raw("{}"),
        Raw('{"choices": []}'),
        Raw('{"choices": [{"message": {"content": 5}}]}'),
        Raw("[1,2]"),
        Raw(""),
        Says(None, refusal="I will not."),
        Says("half", finish="content_filter"),
    ],
    ids=lambda a: str(a)[:40],
)
async def test_garbage_is_no_answer(answer: Raw | Says, time: Time) -> None:
    async with open_model(answer) as server, client(server, time) as model:
        with pytest.raises(ModelUnusable):
            await says(model)


async def test_nobody_listens(time: Time) -> None:
    model = Model(ModelSettings(endpoint="http://127.0.0.1:9", name="m"), time, sleep=time.sleep)
    with pytest.raises(ModelAway, match="cannot be reached"):
        await says(model)
    await model.close()


async def fails(model: Model, kind: type[ModelError], times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(kind):
            await says(model)


async def test_after_three_failures_it_is_left_alone_for_a_minute(time: Time) -> None:
    async with (
        open_model(Broken(401), Broken(401), Broken(401), Says("Well now.")) as server,
        client(server, time) as model,
    ):
        await fails(model, ModelRefused, 3)
        assert model.state == "resting"
        await fails(model, ModelResting)
        assert len(server.asked) == 3
        time.passes(seconds=61)
        assert (await says(model)).text == "Well now."
        assert model.state == "ready"


async def test_after_the_rest_one_failure_is_enough(time: Time) -> None:
    async with open_model(Broken(401)) as server, client(server, time) as model:
        await fails(model, ModelRefused, 3)
        time.passes(seconds=61)
        await fails(model, ModelRefused)
        await fails(model, ModelResting)
        assert len(server.asked) == 4


async def test_the_day_has_its_budget(time: Time) -> None:
    async with open_model(Says("Because.", tokens=60)) as server, client(server, time, tokens_a_day=100) as model:
        await says(model)
        await says(model)
        assert model.state == "budget spent"
        await fails(model, BudgetSpent)
        assert len(server.asked) == 2
        time.passes(days=1)
        await says(model)
        assert len(server.asked) == 3


def test_tokens_are_estimated_where_none_are_told() -> None:
    body = '{"choices": [{"message": {"content": "' + "x" * 400 + '"}}]}'
    assert 100 <= wire.read(body, asked=400).tokens <= 300


async def test_the_key_stands_in_no_error(time: Time) -> None:
    async with open_model(Broken(401)) as server, client(server, time) as model:
        with pytest.raises(ModelRefused) as caught:
            await says(model)
        assert server.key not in str(caught.value) and caught.value.__cause__ is None
