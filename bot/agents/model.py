"""The one place that knows the openai kit: asks a chat-completions endpoint, within limits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from bot.agents import wire
from bot.agents.errors import ModelAway, ModelError, ModelRefused, ModelUnusable
from bot.agents.limits import Breaker, Budget
from bot.agents.messages import Message, Question, Said, Tool
from bot.settings import Model as ModelSettings
from tws.clock import Clock

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

log = structlog.get_logger()

TRIES = 3
LONGEST_PAUSE = 5.0
"""Seconds between two tries; an endpoint that asks for more is not tried again."""
LONGEST = 45.0
"""Seconds for one question with all its tries, whatever the settings say: a turn has sixty."""
_NO_KEY = "none"

Sleep = Callable[[float], Awaitable[None]]
_jitter = wait_random_exponential(multiplier=0.5, max=LONGEST_PAUSE)


class _OtherDialect(ModelRefused):
    """A reasoning model: it wants the question's limits under other names."""


class Model:
    """Belongs to one event loop. Connects at the first question, imports its kit in a thread."""

    def __init__(self, settings: ModelSettings, clock: Clock, *, sleep: Sleep = asyncio.sleep) -> None:
        self._settings, self._sleep = settings, sleep
        self._breaker, self._budget = Breaker(clock), Budget(settings.tokens_a_day, clock)
        self._lock = asyncio.Lock()
        self._client: AsyncOpenAI | None = None
        self.name = settings.name
        """Empty until the endpoint was asked what it has, where the settings name none."""
        self._fault, self._reasoning = "", False

    @property
    def state(self) -> str:
        if self._breaker.resting:
            return "resting"
        if self._budget.spent:
            return "budget spent"
        return self._fault or "ready"

    async def say(
        self, messages: Sequence[Message], tools: Sequence[Tool] = (), *, temperature: float, max_tokens: int
    ) -> Said:
        """One answer. Raises ModelError; nothing that is said ends in a log."""
        self._budget.check()
        self._breaker.check()
        try:
            said = await self._in_time(Question(tuple(messages), tuple(tools), temperature, max_tokens))
        except ModelUnusable:
            self._breaker.worked()
            raise
        except ModelError as fault:
            self._noted(fault)
            raise
        self._breaker.worked()
        self._fault = ""
        self._budget.add(said.tokens)
        return said

    def _noted(self, fault: ModelError) -> None:
        self._breaker.failed()
        self._fault = "refused" if isinstance(fault, ModelRefused) else "away"
        log.warning("model_failed", kind=type(fault).__name__, detail=str(fault))

    async def _in_time(self, question: Question) -> Said:
        seconds = min(self._settings.seconds, LONGEST)
        try:
            async with asyncio.timeout(seconds):
                return await self._tried(question)
        except TimeoutError:
            raise ModelAway(f"The model gave no answer within {seconds:g} s.") from None

    async def _tried(self, question: Question) -> Said:
        """Asking changes nothing, so it may be repeated."""
        tries = AsyncRetrying(
            retry=retry_if_exception(_worth_another),
            stop=stop_after_attempt(TRIES),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        return await tries(self._once, question)

    async def _once(self, question: Question) -> Said:
        client = await self._ready()
        async with _worded():
            name = self.name or await self._first_name(client)
        try:
            return await self._post(client, name, question)
        except _OtherDialect:
            if self._reasoning:
                raise
            self._reasoning = True
            return await self._post(client, name, question)

    async def _post(self, client: AsyncOpenAI, name: str, question: Question) -> Said:
        body = wire.body(question, name, reasoning=self._reasoning)
        async with _worded():
            answer = await client.chat.completions.with_raw_response.create(**body)  # type: ignore[call-overload]
            return wire.read(cast("str", answer.text), sum(len(m.text) for m in question.messages))

    async def _first_name(self, client: AsyncOpenAI) -> str:
        async for model in client.models.list():
            self.name = model.id
            return self.name
        raise ModelRefused("The endpoint lists no model. Set LLM_MODEL.")

    async def _ready(self) -> AsyncOpenAI:
        async with self._lock:
            if self._client is None:
                self._client = await asyncio.to_thread(_connect, self._settings)
            return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None


def _connect(settings: ModelSettings) -> AsyncOpenAI:
    url = wire.base_url(settings.endpoint)
    from openai import AsyncOpenAI

    key = settings.api_key.get_secret_value() or _NO_KEY
    return AsyncOpenAI(base_url=url, api_key=key, max_retries=0, timeout=min(settings.seconds, LONGEST))


def _worth_another(fault: BaseException) -> bool:
    return isinstance(fault, ModelAway) and fault.after <= LONGEST_PAUSE


def _pause(state: RetryCallState) -> float:
    """Full jitter, and never earlier than the endpoint asked."""
    fault = state.outcome.exception() if state.outcome else None
    return max(_jitter(state), fault.after if isinstance(fault, ModelAway) else 0.0)


@asynccontextmanager
async def _worded() -> AsyncIterator[None]:
    """The kit's errors in our words. Bodies of answers are not quoted: they may repeat what was asked."""
    import openai

    try:
        yield
    except openai.APIStatusError as fault:
        raise _status(fault) from None
    except openai.APITimeoutError:
        raise ModelAway("The model's endpoint gave no answer in time.") from None
    except openai.APIConnectionError:
        raise ModelAway("The model's endpoint cannot be reached.") from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as fault:
        raise ModelUnusable(f"The endpoint's answer cannot be read ({type(fault).__name__}).") from None


def _status(fault: APIStatusError) -> ModelError:
    code = fault.status_code
    if code in (408, 409, 425, 429) or code >= 500:
        return ModelAway(f"The model's endpoint answered {code}.", after=_retry_after(fault))
    if code == 400 and fault.param in ("max_tokens", "temperature"):
        return _OtherDialect(f"The model takes no {fault.param} (400).")
    if code in (401, 403):
        return ModelRefused(f"The model's endpoint refused the key ({code}). Check LLM_API_KEY.")
    if code == 404:
        return ModelRefused("The endpoint knows no such address or model (404). Check LLM_ENDPOINT and LLM_MODEL.")
    return ModelRefused(f"The model's endpoint refused the question ({code}).")


def _retry_after(fault: APIStatusError) -> float:
    value = fault.response.headers.get("retry-after", "")
    return float(value) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 0.0
