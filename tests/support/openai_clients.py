"""Clients of the real `openai` package whose requests are answered in the process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx2

from journal import Span
from martlet.openai import AsyncOpenAI, OpenAI

MESSAGES: list[Any] = [{"role": "user", "content": "Grüße 🐦"}]
REPLY = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-2024-08-06",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hallo"}}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4},
}  # fmt: skip
CHUNKS = [
    {"id": "chatcmpl-2", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o",
     "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
    for text in ("one ", "two ", "three")
]  # fmt: skip
Handler = Callable[[httpx2.Request], httpx2.Response]


class Events(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Server-sent events, one at a time; an exception among them is raised in its place."""

    def __init__(self, events: list[Any]) -> None:
        self.events = events
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for event in self.events:
            if isinstance(event, BaseException):
                raise event
            yield f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for event in self:
            await asyncio.sleep(0)
            yield event

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def reply(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json=REPLY, headers={"x-request-id": "req-1", "set-cookie": "s3cret"})


def streaming(*events: Any) -> Handler:
    return lambda request: httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Events([*events]))


def client(handler: Handler) -> OpenAI:
    return OpenAI(
        api_key="sk-s3cret", base_url="http://models.test/v1", max_retries=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)))


def async_client(handler: Handler) -> AsyncOpenAI:
    return AsyncOpenAI(
        api_key="sk-s3cret", base_url="http://models.test/v1", max_retries=0,
        http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(handler)))


def ask(client: OpenAI, **more: Any) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=MESSAGES, **more)


def chunk_texts(span: Span) -> list[str]:
    return [value["choices"][0]["delta"]["content"] for value in span.values("chunk") if isinstance(value, dict)]
