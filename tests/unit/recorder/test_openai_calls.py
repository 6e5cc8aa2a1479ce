"""Calls of the real `openai` package, answered in the process: what is recorded, and that
nothing is different for the program."""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

import martlet
from journal import Journal
from martlet.openai import AsyncOpenAI, OpenAI, openai
from openai_clients import (
    CHUNKS,
    MESSAGES,
    REPLY,
    Events,
    Handler,
    ask,
    async_client,
    chunk_texts,
    client,
    reply,
    streaming,
)  # fmt: skip


def test_a_call(journal: Journal) -> None:
    answer = ask(client(reply), temperature=0.5, extra_body={"added": 1})
    assert answer.choices[0].message.content == "Hallo"
    span = journal.one()
    assert (span.name, span.scope, span.kind, span.outcome, span.ends) == ("openai.request", "openai", 3, "returned", 1)
    assert span.value("request") == {
        "method": "post", "url": "/chat/completions", "base_url": "http://models.test/v1/", "stream": False,
        "body": {"messages": MESSAGES, "model": "gpt-4o", "temperature": 0.5, "added": 1},
    }  # fmt: skip
    head = span.value("response.head")
    assert head["status"] == 200
    assert head["retries"] == 0
    assert head["headers"] == {"content-type": "application/json", "x-request-id": "req-1"}
    assert span.value("response.body") == REPLY


def test_what_is_recorded_holds_no_secret(journal: Journal) -> None:
    ask(client(reply))
    journal.one()
    assert all(b"s3cret" not in segment.read_bytes() for segment in journal.segments())


@pytest.mark.parametrize("before", ["\n", "\t", "\r\n", "\f", "\b", "\x1b", "„", "\n\n", 'a "', "-"])
def test_a_secret_behind_an_escape_in_a_reply_is_masked(journal: Journal, before: str) -> None:
    secret = "sk-proj-0123456789abcdefghijABCDEFGHIJ"
    content = f"Here it is:{before}{secret}\nand {secret}"
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    answer = ask(client(lambda _: httpx2.Response(200, json=REPLY | {"choices": [choice]})))
    assert answer.choices[0].message.content == content
    masked = content.replace(secret, "sk-***")
    assert journal.one().value("response.body")["choices"][0]["message"]["content"] == masked

    chunk = {"choices": [{"index": 0, "delta": {"content": content}}]}
    list(ask(client(streaming(chunk, "[DONE]")), stream=True))
    assert journal.one().values("chunk")[0]["choices"][0]["delta"]["content"] == masked


def test_the_request_is_what_it_is_without_martlet(journal: Journal) -> None:
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return reply(request)

    ask(client(handler), extra_body={"added": 1}, metadata={"kept": "yes"}, store=False)
    (request,) = seen
    assert json.loads(request.content) == {
        "messages": MESSAGES, "model": "gpt-4o", "metadata": {"kept": "yes"}, "store": False, "added": 1
    }  # fmt: skip
    assert request.headers["authorization"] == "Bearer sk-s3cret"


def test_an_iterator_of_messages_is_sent_and_recorded(journal: Journal) -> None:
    bodies: list[Any] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        bodies.append(json.loads(request.content))
        return reply(request)

    client(handler).chat.completions.create(model="gpt-4o", messages=iter(MESSAGES))
    assert bodies[0]["messages"] == MESSAGES
    assert journal.one().value("request")["body"]["messages"] == MESSAGES


def test_mutation_after_the_call_does_not_show(journal: Journal) -> None:
    messages = [dict(MESSAGES[0])]
    client(reply).chat.completions.create(model="gpt-4o", messages=messages)  # type: ignore[arg-type]
    messages[0]["content"] = "changed"
    assert journal.one().value("request")["body"]["messages"] == MESSAGES


def test_a_status_error(journal: Journal) -> None:
    body = {"error": {"message": "slow down", "code": "rate_limit"}}

    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(429, json=body, headers={"x-request-id": "req-9"})

    with pytest.raises(openai.RateLimitError) as caught:
        ask(client(handler))
    assert caught.value.status_code == 429
    span = journal.one()
    assert span.outcome == "raised"
    assert span.value("error") == {
        "type": "openai.RateLimitError", "message": str(caught.value), "status": 429, "request_id": "req-9"
    }  # fmt: skip
    assert span.value("response.head")["status"] == 429
    assert span.value("response.body") == body


def test_a_connection_error(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    with pytest.raises(openai.APIConnectionError) as caught:
        ask(client(handler))
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)
    assert journal.one().value("error")["type"] == "openai.APIConnectionError"


def test_an_error_before_the_request_is_no_call(journal: Journal) -> None:
    with pytest.raises(TypeError):
        client(reply).chat.completions.create(model="gpt-4o")  # type: ignore[call-overload]
    assert journal.new() == []


def test_no_frame_of_ours_is_in_a_traceback(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(500, text="broken")

    with pytest.raises(openai.InternalServerError) as caught:
        ask(client(handler))
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert not [file for file in files if "martlet" in file and "test" not in file]


def test_a_reply_that_is_no_json(journal: Journal) -> None:
    answer = client(lambda _: httpx2.Response(200, text="plain")).post("/odd", cast_to=str)
    assert answer == "plain"
    span = journal.one()
    assert span.value("response.body") == "plain"
    assert span.value("request")["url"] == "/odd"


def test_bytes_are_recorded_by_size(journal: Journal) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=b"\x00\x01\x02", headers={"content-type": "audio/mpeg"})

    client(handler).audio.speech.create(model="tts-1", voice="alloy", input="x")
    assert journal.one().value("response.body") == {"$type": "bytes", "size": 3}


def test_a_stream(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    assert type(stream) is openai.Stream
    assert [chunk.choices[0].delta.content for chunk in stream] == ["one ", "two ", "three"]
    span = journal.one()
    assert span.outcome == "returned"
    assert span.values("chunk") == [*CHUNKS, "[DONE]"]
    assert span.value("request")["stream"] is True
    times = [payload.time for payload in span.payloads]
    assert times == sorted(times)


def test_a_stream_is_open_until_it_is_read(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    next(stream)
    (span,) = journal.spans().values() if len(journal.spans()) == 1 else [list(journal.spans().values())[-1]]
    assert span.outcome is None
    assert len(span.values("chunk")) == 1
    list(stream)
    assert journal.one().outcome == "returned"


def test_a_stream_that_is_peeked_into_and_read_on(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    for _ in stream:
        break
    assert [chunk.choices[0].delta.content for chunk in stream] == ["two ", "three"]
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    assert chunk_texts(span) == ["one ", "two ", "three"]


def test_a_stream_that_is_left(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    for _ in stream:
        break
    del stream
    gc.collect()
    span = journal.one()
    assert (span.outcome, span.ends) == ("abandoned", 1)
    assert chunk_texts(span) == ["one "]


def test_a_stream_that_nobody_reads(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS)), stream=True)
    stream.response.close()
    del stream
    gc.collect()
    span = journal.one()
    assert (span.outcome, span.ends) == ("abandoned", 1)


def test_a_stream_used_as_a_context_manager(journal: Journal) -> None:
    with ask(client(streaming(*CHUNKS, "[DONE]")), stream=True) as stream:
        assert len(list(stream)) == 3
    assert journal.one().outcome == "returned"


def test_a_stream_that_breaks(journal: Journal) -> None:
    stream = ask(client(streaming(CHUNKS[0], httpx2.ReadError("gone"))), stream=True)
    with pytest.raises(openai.APIConnectionError):
        list(stream)
    span = journal.one()
    assert span.outcome == "raised"
    assert chunk_texts(span) == ["one "]
    assert span.value("error")["type"] == "openai.APIConnectionError"


def test_an_error_in_the_stream(journal: Journal) -> None:
    stream = ask(client(streaming(CHUNKS[0], {"error": {"message": "overloaded"}})), stream=True)
    with pytest.raises(openai.APIError, match="overloaded"):
        list(stream)
    span = journal.one()
    assert span.outcome == "raised"
    assert span.values("chunk")[-1] == {"error": {"message": "overloaded"}}


def test_raw_and_helper_streams(journal: Journal) -> None:
    raw = client(streaming(*CHUNKS, "[DONE]")).chat.completions.with_raw_response.create(
        model="gpt-4o", messages=MESSAGES, stream=True)
    assert len(list(raw.parse())) == 3
    assert journal.one().outcome == "returned"
    with client(streaming(*CHUNKS, "[DONE]")).chat.completions.stream(model="gpt-4o", messages=MESSAGES) as helper:
        assert [event.type for event in helper if event.type == "chunk"] == ["chunk"] * 3
    assert chunk_texts(journal.one()) == ["one ", "two ", "three"]


def test_a_raw_response(journal: Journal) -> None:
    raw = client(reply).chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES)
    assert raw.headers["x-request-id"] == "req-1"
    assert raw.parse().id == "chatcmpl-1"
    span = journal.one()
    assert span.value("response.body") == REPLY
    assert span.outcome == "returned"


def test_an_async_call(journal: Journal) -> None:
    async def main() -> Any:
        return await async_client(reply).chat.completions.create(model="gpt-4o", messages=MESSAGES)

    assert asyncio.run(main()).id == "chatcmpl-1"
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    assert span.value("response.body") == REPLY


def test_async_calls_side_by_side(journal: Journal) -> None:
    async def one(client: AsyncOpenAI, number: int) -> None:
        async with martlet.span(f"task {number}"):
            await client.chat.completions.create(
                model="gpt-4o", messages=[{"role": "user", "content": str(number)}])

    async def main() -> None:
        client = async_client(reply)
        await asyncio.gather(*[one(client, number) for number in range(20)])

    asyncio.run(main())
    spans = {span.id: span for span in journal.new()}
    calls = [span for span in spans.values() if span.name == "openai.request"]
    assert len(calls) == 20
    for call in calls:
        assert spans[call.parent].name == f"task {call.value('request')['body']['messages'][0]['content']}"


def test_an_async_stream(journal: Journal) -> None:
    async def main() -> list[Any]:
        stream = await async_client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
            model="gpt-4o", messages=MESSAGES, stream=True)
        assert type(stream) is openai.AsyncStream
        return [chunk.choices[0].delta.content async for chunk in stream]

    assert asyncio.run(main()) == ["one ", "two ", "three"]
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    assert span.values("chunk") == [*CHUNKS, "[DONE]"]


def test_an_async_stream_that_is_left(journal: Journal) -> None:
    async def main() -> None:
        stream = await async_client(streaming(*CHUNKS, "[DONE]")).chat.completions.create(
            model="gpt-4o", messages=MESSAGES, stream=True)
        async for _ in stream:
            break
        await stream.close()

    asyncio.run(main())
    gc.collect()
    span = journal.one()
    assert (span.outcome, span.ends) == ("abandoned", 1)


def test_an_async_stream_that_breaks(journal: Journal) -> None:
    async def main() -> None:
        stream = await async_client(streaming(CHUNKS[0], httpx2.ReadError("gone"))).chat.completions.create(
            model="gpt-4o", messages=MESSAGES, stream=True)
        with pytest.raises(openai.APIConnectionError):
            async for _ in stream:
                pass

    asyncio.run(main())
    assert journal.one().outcome == "raised"


def test_a_cancelled_call(journal: Journal) -> None:
    class Slow(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(60)
            raise AssertionError

    async def main() -> None:
        client = AsyncOpenAI(api_key="sk-x", http_client=httpx2.AsyncClient(transport=Slow()), max_retries=0)
        task = asyncio.create_task(client.chat.completions.create(model="gpt-4o", messages=MESSAGES))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.chat.completions.create(model="gpt-4o", messages=MESSAGES), 0.05)

    asyncio.run(main())
    assert [(span.outcome, span.ends) for span in journal.new()] == [("cancelled", 1)] * 2


def test_a_cancelled_stream(journal: Journal) -> None:
    async def main() -> None:
        is_stalled = asyncio.Event()

        class Stalling(Events):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                yield f"data: {json.dumps(CHUNKS[0])}\n\n".encode()
                is_stalled.set()
                await asyncio.sleep(3600)

        handler: Handler = lambda _: httpx2.Response(200, stream=Stalling([]))  # noqa: E731
        stream = await async_client(handler).chat.completions.create(model="gpt-4o", messages=MESSAGES, stream=True)

        async def read() -> None:
            async for _ in stream:
                pass

        task = asyncio.create_task(read())
        await is_stalled.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    span = journal.one()
    assert (span.outcome, span.ends) == ("cancelled", 1)
    assert chunk_texts(span) == ["one "]


def test_a_call_that_is_never_awaited(journal: Journal) -> None:
    client = async_client(reply)
    with pytest.warns(RuntimeWarning, match="never awaited"):
        client.request(object, object())  # type: ignore[call-overload]
        gc.collect()
    assert journal.new() == []


def test_the_awaitable_is_a_coroutine_to_all_who_ask(journal: Journal) -> None:
    client = async_client(reply)
    options = openai._models.FinalRequestOptions.construct(method="get", url="/models")
    call = client.request(object, options)  # type: ignore[call-overload]
    assert asyncio.iscoroutine(call)
    assert inspect.isawaitable(call)
    assert call.cr_frame is not None
    assert call.__name__ == "request"
    call.close()
    assert inspect.iscoroutinefunction(openai._base_client.AsyncAPIClient.request)
    assert journal.new() == []


def test_a_call_started_twice(journal: Journal) -> None:
    async def main() -> None:
        options = openai._models.FinalRequestOptions.construct(method="get", url="/models")
        call = async_client(reply).request(object, options)  # type: ignore[call-overload]
        await call
        with pytest.raises(RuntimeError, match="already awaited"):
            await call

    asyncio.run(main())
    assert journal.one().ends == 1


def test_signatures_and_names_are_those_of_the_package() -> None:
    request = openai._base_client.SyncAPIClient.request
    assert request.__name__ == "request"
    assert request.__module__ == "openai._base_client"
    assert list(inspect.signature(request).parameters) == ["self", "cast_to", "options", "stream", "stream_cls"]
    assert openai.chat.completions.create.__name__ == "create"


def test_a_call_is_a_child_of_the_current_span(journal: Journal) -> None:
    with martlet.span("agent"):
        ask(client(reply))
        ask(client(reply))
    agent, *calls = journal.new()
    assert [call.parent for call in calls] == [agent.id] * 2


def test_nothing_leaks(journal: Journal) -> None:
    shared = client(reply)
    streamed = client(streaming(*CHUNKS, "[DONE]"))

    def round() -> None:
        ask(shared)
        list(ask(streamed, stream=True))

    def blocks(rounds: int) -> int:
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(rounds):
            round()
        gc.collect()
        return sys.getallocatedblocks() - before

    blocks(20)
    # What a call leaves behind would show hundreds of times; caches and the interpreter's own noise do not.
    # (On 3.10 the first rounds leave some hundreds behind without Martlet too.)
    assert any(blocks(200) < 100 for _ in range(8))


def test_addresses_are_recorded_without_secrets(journal: Journal) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"data": [], "object": "list"})

    transport = httpx2.Client(transport=httpx2.MockTransport(answer))
    secret = OpenAI(api_key="sk-x", base_url="http://user:hunter2@models.test/v1?a=b", http_client=transport)
    secret.get("/models?api_key=hunter2&limit=3&Access-Token=hunter2#part", cast_to=object)
    request = journal.one().value("request")
    assert request["base_url"].startswith("http://models.test/v1")
    assert request["url"] == "/models?api_key=***&limit=3&Access-Token=***#part"


def test_a_large_reply_is_cut(journal: Journal) -> None:
    text = "x" * 5_000_000
    assert client(lambda _: httpx2.Response(200, text=text)).post("/odd", cast_to=str) == text
    (body,) = [payload for payload in journal.one().payloads if payload.key == "response.body"]
    assert body.is_cut
    assert len(body.content) == 4 * 1024 * 1024


def test_an_interrupt_while_something_is_recorded(journal: Journal) -> None:
    class Address(str):
        def __str__(self) -> str:
            signal.raise_signal(signal.SIGINT)
            return "http://models.test"

    class Interrupted(OpenAI):
        base_url = Address()  # type: ignore[assignment]

        def _build_request(self, *arguments: Any, **more: Any) -> Any:
            return httpx2.Request("POST", "http://models.test/v1")

    interrupted = Interrupted(
        api_key="sk-x", max_retries=0, http_client=httpx2.Client(transport=httpx2.MockTransport(reply)))
    with pytest.raises(KeyboardInterrupt):
        interrupted.post("/chat/completions", cast_to=object)
    journal.new()


IMPORT_AGAIN = """
import sys
import martlet.openai
import httpx2, importlib

def call():
    import openai
    handler = lambda request: httpx2.Response(200, json={"data": [], "object": "list"})
    transport = httpx2.Client(transport=httpx2.MockTransport(handler))
    openai.OpenAI(api_key="sk-x", http_client=transport).models.list()

call()
for name in [name for name in sys.modules if name.split(".")[0] == "openai"]:
    del sys.modules[name]
call()
import openai
importlib.reload(openai)
call()
for name in [name for name in sys.modules if name.split(".")[0] == "openai"]:
    del sys.modules[name]
call()
"""


def test_every_import_of_the_package_is_patched_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_AGAIN], env=os.environ | {"MARTLET_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    spans = Journal(tmp_path / "journal").new()
    assert [len(span.values("request")) for span in spans] == [1, 1, 1, 1]
