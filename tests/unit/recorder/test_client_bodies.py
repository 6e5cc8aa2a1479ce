"""Replies that the program reads in pieces: what it read is recorded, and nothing more is read."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest

from journal import Journal, Span
from martlet.openai import AsyncOpenAI, OpenAI, openai
from openai_clients import CHUNKS, MESSAGES, REPLY, Handler, async_client, chunk_texts, client, reply, streaming


class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces; knows how many of them were asked for."""

    def __init__(self, pieces: list[bytes | Exception]) -> None:
        self.pieces = pieces
        self.given = 0
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            self.given += 1
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            await asyncio.sleep(0)
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def pieces(*given: bytes | Exception, type: str = "application/json", **headers: str) -> tuple[Handler, Pieces]:
    body = Pieces(list(given))
    named = {"content-type": type, "x-request-id": "req-1"} | {key.replace("_", "-"): value for key, value in headers.items()}
    return (lambda _: httpx2.Response(200, headers=named, stream=body)), body


TEXT = json.dumps(REPLY).encode()
HALVES = TEXT[:40], TEXT[40:]


def read_parts(span: Span) -> bytes:
    return b"".join(payload.content for payload in span.payloads if payload.key == "response.part")


def streamed(client: OpenAI) -> Any:
    return client.chat.completions.with_streaming_response.create(model="gpt-4o", messages=MESSAGES)


WAYS = {
    "read": lambda response: response.read(),
    "json": lambda response: response.json(),
    "parse": lambda response: response.parse(),
    "text": lambda response: response.text(),
    "iter_bytes": lambda response: list(response.iter_bytes()),
    "iter_bytes in pieces": lambda response: list(response.iter_bytes(7)),
    "iter_text": lambda response: list(response.iter_text()),
    "iter_lines": lambda response: list(response.iter_lines()),
    "iter_raw": lambda response: list(response.http_response.iter_raw()),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_streamed_response(journal: Journal, way: str) -> None:
    handler, body = pieces(*HALVES)
    with streamed(client(handler)) as response:
        assert body.given == 0, "nothing is read that the program does not read"
        assert isinstance(response.http_response.stream, httpx2.SyncByteStream)
        WAYS[way](response)
    assert body.closed == 1
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    assert read_parts(span) == TEXT
    assert len(span.values("request")) == len(span.values("response.head")) == 1
    assert span.values("response.body") == []


ASYNC_WAYS = {
    "read": lambda response: response.read(),
    "json": lambda response: response.json(),
    "parse": lambda response: response.parse(),
    "text": lambda response: response.text(),
    "iter_bytes": lambda response: _all(response.iter_bytes()),
    "iter_lines": lambda response: _all(response.iter_lines()),
    "aiter_raw": lambda response: _all(response.http_response.aiter_raw()),
}


async def _all(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]


@pytest.mark.parametrize("way", ASYNC_WAYS)
def test_an_async_streamed_response(journal: Journal, way: str) -> None:
    handler, body = pieces(*HALVES)

    async def main() -> None:
        call = async_client(handler).chat.completions.with_streaming_response.create(model="gpt-4o", messages=MESSAGES)
        async with call as response:
            assert body.given == 0
            assert isinstance(response.http_response.stream, httpx2.AsyncByteStream)
            await ASYNC_WAYS[way](response)

    asyncio.run(main())
    assert body.closed == 1
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    assert read_parts(span) == TEXT


def test_pieces_are_recorded_when_they_come(journal: Journal) -> None:
    handler, body = pieces(*HALVES)
    with streamed(client(handler)) as response:
        parts = response.iter_bytes()
        assert next(parts) == HALVES[0]
        assert body.given == 1
        span = journal.one()
        assert (span.outcome, read_parts(span)) == (None, HALVES[0])
        time.sleep(0.02)
        assert next(parts) == HALVES[1]
        assert list(parts) == []
    journal.spans()
    first, second = [payload.time for payload in span.payloads if payload.key == "response.part"]
    assert second - first > 15_000_000
    assert span.outcome == "returned"


def test_a_compressed_body(journal: Journal) -> None:
    whole = gzip.compress(TEXT)
    handler, _ = pieces(whole[:30], whole[30:], content_encoding="gzip")
    with streamed(client(handler)) as response:
        assert b"".join(response.iter_bytes()) == TEXT
    assert read_parts(journal.one()) == TEXT


def test_a_compressed_async_body(journal: Journal) -> None:
    handler, _ = pieces(gzip.compress(TEXT), content_encoding="gzip")

    async def main() -> Any:
        call = async_client(handler).chat.completions.with_streaming_response.create(model="gpt-4o", messages=MESSAGES)
        async with call as response:
            return await response.read()

    assert asyncio.run(main()) == TEXT
    assert read_parts(journal.one()) == TEXT


def test_a_broken_compressed_body(journal: Journal) -> None:
    handler, _ = pieces(b"no gzip", content_encoding="gzip")
    with pytest.raises(httpx2.DecodingError), streamed(client(handler)) as response:
        response.read()
    assert journal.one().ends == 1


def test_a_binary_body_is_recorded_by_size(journal: Journal, tmp_path: Any) -> None:
    handler, _ = pieces(b"\x00" * 1000, b"\x01" * 500, type="audio/mpeg")
    speech = client(handler).audio.speech.with_streaming_response
    with speech.create(model="tts-1", voice="alloy", input="x") as response:
        response.stream_to_file(tmp_path / "speech.mp3")
    assert (tmp_path / "speech.mp3").read_bytes() == b"\x00" * 1000 + b"\x01" * 500
    span = journal.one()
    assert span.value("response.body") == {"$type": "bytes", "size": 1500}
    assert read_parts(span) == b""


def test_a_body_that_is_left(journal: Journal) -> None:
    handler, body = pieces(*HALVES, b"never read")
    with streamed(client(handler)) as response:
        next(response.iter_bytes())
    assert body.given == 1
    span = journal.one()
    assert (span.outcome, span.ends) == ("abandoned", 1)
    assert read_parts(span) == HALVES[0]


def test_a_body_that_nobody_reads(journal: Journal) -> None:
    handler, body = pieces(*HALVES)
    with streamed(client(handler)) as response:
        assert response.headers["x-request-id"] == "req-1"
    assert body.given == 0
    span = journal.one()
    assert (span.outcome, span.ends) == ("abandoned", 1)
    assert span.value("response.head")["status"] == 200


def test_a_body_that_breaks(journal: Journal) -> None:
    handler, _ = pieces(HALVES[0], httpx2.ReadError("gone"))
    with pytest.raises(httpx2.ReadError), streamed(client(handler)) as response:
        response.read()
    span = journal.one()
    assert (span.outcome, span.ends) == ("raised", 1)
    assert span.value("error")["type"].endswith("ReadError")
    assert read_parts(span) == HALVES[0]


def test_events_that_are_read_as_lines(journal: Journal) -> None:
    call = client(streaming(*CHUNKS, "[DONE]")).chat.completions.with_streaming_response.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    with call as response:
        lines = list(response.iter_lines())
    assert lines[0].startswith("data: {")
    span = journal.one()
    assert span.outcome == "returned"
    assert read_parts(span).startswith(b"data: {")
    assert span.values("chunk") == []


def test_events_that_are_read_as_events_are_recorded_once(journal: Journal) -> None:
    call = client(streaming(*CHUNKS, "[DONE]")).chat.completions.with_streaming_response.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    with call as response:
        assert len(list(response.parse())) == 3
    span = journal.one()
    assert (span.outcome, chunk_texts(span), read_parts(span)) == ("returned", ["one ", "two ", "three"], b"")


def test_a_stream_that_is_left_ends_with_its_last_chunk(journal: Journal) -> None:
    stream = client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    asked = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    for _ in stream:
        break
    came = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    time.sleep(0.001)
    del stream
    gc.collect()
    span = journal.one()
    (chunk,) = [payload for payload in span.payloads if payload.key == "chunk"]
    assert span.outcome == "abandoned"
    assert asked <= chunk.time <= came
    assert span.ended is not None and asked <= span.ended <= came


def test_a_stream_that_is_closed_ends_at_once(journal: Journal) -> None:
    stream = client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    next(stream)
    stream.close()
    assert journal.one().outcome == "abandoned"
    assert stream.response.is_closed


def test_an_async_stream_that_is_closed_ends_at_once(journal: Journal) -> None:
    async def main() -> Any:
        stream = await async_client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
            model="gpt-4o", messages=MESSAGES, stream=True)
        async for _ in stream:
            break
        await stream.close()
        return stream, journal.one().outcome

    assert asyncio.run(main())[1] == "abandoned"


def test_the_span_of_a_stream_that_was_not_left_is_open(journal: Journal) -> None:
    stream = client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    next(stream)
    gc.collect()
    assert journal.one().outcome is None
    stream.close()


def test_one_response_object_for_many_calls(journal: Journal) -> None:
    """As mocks of the transport answer."""
    response = httpx2.Response(200, json=REPLY)
    one = client(lambda _: response)
    for _ in range(3):
        assert one.chat.completions.create(model="gpt-4o", messages=MESSAGES).id == "chatcmpl-1"
    assert [span.outcome for span in journal.new()] == ["returned"] * 3


def test_nothing_leaks(journal: Journal) -> None:
    import sys

    def round() -> None:
        handler, _ = pieces(*HALVES)
        with streamed(client_of(handler)) as response:
            response.read()
        whole = gzip.compress(TEXT)
        handler, _ = pieces(whole[:30], whole[30:], content_encoding="gzip")
        with streamed(client_of(handler)) as response:
            next(response.iter_bytes())

    shared = client(reply)

    def client_of(handler: Handler) -> OpenAI:
        shared._client._transport.handler = handler  # type: ignore[attr-defined]
        return shared

    def blocks(rounds: int) -> int:
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(rounds):
            round()
        gc.collect()
        return sys.getallocatedblocks() - before

    blocks(20)
    assert any(blocks(200) < 100 for _ in range(8))


def test_clients_of_every_kind(journal: Journal) -> None:
    transport = client(reply)._client
    one = OpenAI(api_key="sk-x", base_url="http://models.test/v1", http_client=transport)
    azure = openai.AzureOpenAI(
        api_key="x", api_version="2024-06-01", azure_endpoint="http://azure.test", http_client=transport)
    makers = [one, one.copy(), one.with_options(timeout=3, max_retries=1), azure]
    for maker in makers:
        assert maker.chat.completions.create(model="gpt-4o", messages=MESSAGES).id == "chatcmpl-1"
    spans = journal.new()
    assert [span.ends for span in spans] == [1] * 4
    assert [span.value("request")["base_url"] for span in spans] == ["http://models.test/v1/"] * 3 + ["http://azure.test/openai/"]
    assert "/deployments/gpt-4o/" in spans[3].value("request")["url"]


def test_the_default_clients(journal: Journal) -> None:
    transport = httpx2.MockTransport(reply)
    one = OpenAI(
        api_key="sk-x", base_url="http://models.test/v1", http_client=openai.DefaultHttpxClient(transport=transport))
    assert one.chat.completions.create(model="gpt-4o", messages=MESSAGES).id == "chatcmpl-1"

    async def main() -> str:
        client = AsyncOpenAI(
            api_key="sk-x", base_url="http://models.test/v1",
            http_client=openai.DefaultAsyncHttpxClient(transport=transport))
        return (await client.chat.completions.create(model="gpt-4o", messages=MESSAGES)).id

    assert asyncio.run(main()) == "chatcmpl-1"
    assert [span.ends for span in journal.new()] == [1, 1]


def test_the_client_of_the_module(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "http_client", httpx2.Client(transport=httpx2.MockTransport(reply)))
    monkeypatch.setattr(openai, "api_key", "sk-x")
    monkeypatch.setattr(openai, "base_url", "http://models.test/v1")
    monkeypatch.setattr(openai, "_client", None)
    assert openai.chat.completions.create(model="gpt-4o", messages=MESSAGES).id == "chatcmpl-1"
    assert journal.one().value("request")["body"]["messages"] == MESSAGES


def test_retries_are_one_call(journal: Journal) -> None:
    attempts = 0

    def handler(request: httpx2.Request) -> httpx2.Response:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            return httpx2.Response(500, headers={"retry-after-ms": "1"}, text="busy")
        return reply(request)

    assert client(handler).with_options(max_retries=3).chat.completions.create(
        model="gpt-4o", messages=MESSAGES).id == "chatcmpl-1"
    span = journal.one()
    assert (span.outcome, span.ends, len(span.values("request"))) == ("returned", 1, 1)
    assert span.value("response.head")["retries"] == 2


def test_a_time_limit(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("slow", request=request)

    with pytest.raises(openai.APITimeoutError):
        client(handler).chat.completions.create(model="gpt-4o", messages=MESSAGES, timeout=0.1)
    span = journal.one()
    assert (span.outcome, span.value("error")["type"]) == ("raised", "openai.APITimeoutError")


def test_an_interrupted_call(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client(handler).chat.completions.create(model="gpt-4o", messages=MESSAGES)
    span = journal.one()
    assert (span.outcome, span.ends, span.value("error")["type"]) == ("raised", 1, "KeyboardInterrupt")


def test_a_request_that_cannot_be_made_is_recorded_too(journal: Journal) -> None:
    class Refusing(OpenAI):
        def _prepare_options(self, options: Any) -> Any:
            raise RuntimeError("no token")

    refusing = Refusing(api_key="sk-x", base_url="http://models.test/v1", http_client=client(reply)._client)
    with pytest.raises(RuntimeError, match="no token"):
        refusing.chat.completions.create(model="gpt-4o", messages=MESSAGES)
    span = journal.one()
    assert (span.outcome, span.value("request")["body"]["messages"]) == ("raised", MESSAGES)


def test_pages(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        after = request.url.params.get("after")
        data = [{"id": "one" if after is None else "two", "object": "file"}]
        return httpx2.Response(200, json={"object": "list", "data": data, "has_more": after is None})

    assert [file.id for file in client(handler).files.list(limit=1)] == ["one", "two"]
    first, second = journal.new()
    assert first.value("request")["query"] == {"limit": 1}
    assert second.value("request")["query"] == {"limit": 1, "after": "one"}
