"""Packages that are made by the generator that makes `openai`: recorded by the same mechanism."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import httpx2
import pytest

import martlet
from journal import Journal, Span
from martlet.anthropic import Anthropic, AsyncAnthropic, anthropic
from martlet.groq import AsyncGroq, Groq, groq

MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]
MESSAGE = {
    "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x", "stop_reason": "end_turn",
    "stop_sequence": None, "content": [{"type": "text", "text": "Hello"}],
    "usage": {"input_tokens": 3, "output_tokens": 2, "cache_read_input_tokens": 5},
}  # fmt: skip
EVENTS = [
    {"type": "message_start", "message": MESSAGE | {"content": [], "stop_reason": None}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "ping"},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hel"}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "lo"}},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}},
    {"type": "message_stop"},
]


class Events(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, events: list[Any]) -> None:
        self.events = events

    def __iter__(self) -> Any:
        for event in self.events:
            yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()

    async def __aiter__(self) -> Any:
        for event in self:
            yield event


def answer(request: httpx2.Request) -> httpx2.Response:
    headers = {"request-id": "req_1"}
    if request.url.path.endswith("count_tokens"):
        return httpx2.Response(200, json={"input_tokens": 3}, headers=headers)
    if b"stream" in request.content and json.loads(request.content).get("stream"):
        return httpx2.Response(200, headers=headers | {"content-type": "text/event-stream"}, stream=Events(EVENTS))
    return httpx2.Response(200, json=MESSAGE, headers=headers)


def client(handler: Any = answer) -> Anthropic:
    transport = httpx2.Client(transport=httpx2.MockTransport(handler))
    return Anthropic(api_key="sk-x", base_url="http://models.test", http_client=transport, max_retries=0)


def async_client(handler: Any = answer) -> AsyncAnthropic:
    transport = httpx2.AsyncClient(transport=httpx2.MockTransport(handler))
    return AsyncAnthropic(api_key="sk-x", base_url="http://models.test", http_client=transport, max_retries=0)


ASKED: dict[str, Any] = {"model": "claude-x", "max_tokens": 5, "messages": MESSAGES}


def check(span: Span, *, stream: bool) -> None:
    assert (span.name, span.scope, span.outcome, span.ends) == ("anthropic.request", "anthropic", "returned", 1)
    request = span.value("request")
    assert (request["url"], request["base_url"], request["stream"]) == ("/v1/messages", "http://models.test", stream)
    assert request["body"]["messages"] == MESSAGES
    assert span.value("response.head")["headers"]["request-id"] == "req_1"
    if stream:
        assert span.values("chunk") == EVENTS
    else:
        assert span.value("response.body") == MESSAGE


def test_messages(journal: Journal) -> None:
    assert client().messages.create(**ASKED).content[0].text == "Hello"
    check(journal.one(), stream=False)


def test_messages_of_an_iterator(journal: Journal) -> None:
    client().messages.create(**ASKED | {"messages": iter(MESSAGES)})
    check(journal.one(), stream=False)


def test_a_stream(journal: Journal) -> None:
    stream = client().messages.create(**ASKED, stream=True)
    assert type(stream) is anthropic.Stream
    assert len(list(stream)) == len(EVENTS) - 1
    check(journal.one(), stream=True)


def test_the_stream_helper(journal: Journal) -> None:
    with client().messages.stream(**ASKED) as stream:
        assert list(stream.text_stream) == ["Hel", "lo"]
        assert stream.get_final_message().stop_reason == "end_turn"
    check(journal.one(), stream=True)


def test_asynchronous_ones(journal: Journal) -> None:
    async def main() -> None:
        one = async_client()
        assert (await one.messages.create(**ASKED)).id == "msg_1"
        async for _ in await one.messages.create(**ASKED, stream=True):
            pass
        async with one.messages.stream(**ASKED) as stream:
            assert [text async for text in stream.text_stream] == ["Hel", "lo"]
        async with one.messages.with_streaming_response.create(**ASKED) as response:
            await response.read()

    asyncio.run(main())
    plain, stream, helper, pieces = journal.new()
    check(plain, stream=False)
    check(stream, stream=True)
    check(helper, stream=True)
    check(pieces, stream=False)


def test_other_resources(journal: Journal) -> None:
    assert client().messages.count_tokens(model="claude-x", messages=MESSAGES).input_tokens == 3
    assert journal.one().value("request")["url"] == "/v1/messages/count_tokens"


def test_an_error(journal: Journal) -> None:
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    with pytest.raises(anthropic.APIStatusError):
        client(lambda _: httpx2.Response(529, json=error, headers={"request-id": "req_9"})).messages.create(**ASKED)
    span = journal.one()
    assert span.outcome == "raised"
    assert (span.value("error")["status"], span.value("error")["request_id"]) == (529, "req_9")
    assert span.value("response.body") == error


def test_an_error_in_the_stream(journal: Journal) -> None:
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    events = Events([*EVENTS[:4], error])
    stream = client(lambda _: httpx2.Response(200, stream=events)).messages.create(**ASKED, stream=True)
    with pytest.raises(anthropic.APIStatusError):
        list(stream)
    span = journal.one()
    assert (span.outcome, span.values("chunk")[-1]) == ("raised", error)


def test_a_stream_that_is_left(journal: Journal) -> None:
    stream = client().messages.create(**ASKED, stream=True)
    next(stream)
    stream.close()
    assert journal.one().outcome == "abandoned"


def test_vertex(journal: Journal) -> None:
    transport = httpx2.Client(transport=httpx2.MockTransport(answer))
    vertex = anthropic.AnthropicVertex(
        region="us-east5", project_id="p", access_token="x", base_url="http://models.test/v1", http_client=transport)
    vertex.messages.create(**ASKED)
    request = journal.one().value("request")
    assert request["url"] == "/projects/p/locations/us-east5/publishers/anthropic/models/claude-x:rawPredict"
    assert request["body"]["messages"] == MESSAGES


COMPLETION = {
    "id": "c", "object": "chat.completion", "created": 1, "model": "llama",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello"}}],
}  # fmt: skip


def test_groq(journal: Journal) -> None:
    def reply(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=COMPLETION)

    plain = Groq(api_key="x", base_url="http://models.test", http_client=httpx.Client(transport=httpx.MockTransport(reply)))
    assert plain.chat.completions.create(model="llama", messages=MESSAGES).id == "c"

    async def main() -> None:
        other = AsyncGroq(
            api_key="x", base_url="http://models.test",
            http_client=httpx.AsyncClient(transport=httpx.MockTransport(reply)))
        assert (await other.chat.completions.create(model="llama", messages=MESSAGES)).id == "c"

    asyncio.run(main())
    for span in journal.new():
        assert (span.name, span.outcome, span.value("response.body")) == ("groq.request", "returned", COMPLETION)
    assert groq.Groq is Groq


def test_the_names_of_the_packages() -> None:
    assert martlet.instrumentations() == ("openai", "anthropic", "groq")
    with pytest.raises(ValueError, match="no instrumentation"):
        martlet.instrument("nothing")
