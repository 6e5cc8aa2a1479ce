"""Every resource passes the one place where calls are recorded: one span each, with what was sent."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from journal import Journal, Span
from martlet.openai import AsyncOpenAI, OpenAI
from openai_clients import MESSAGES, REPLY, Events, async_client, client

RESPONSE = {
    "id": "resp_1", "object": "response", "created_at": 1, "model": "gpt-4o", "status": "completed", "tools": [],
    "parallel_tool_calls": True, "tool_choice": "auto", "error": None, "incomplete_details": None, "instructions": None,
    "output": [{"type": "message", "id": "m", "role": "assistant", "status": "completed",
                "content": [{"type": "output_text", "text": '{"a": 1}', "annotations": []}]}],
}  # fmt: skip
RESPONSE_EVENTS = [
    {"type": "response.created", "sequence_number": 0, "response": RESPONSE | {"status": "in_progress", "output": []}},
    {"type": "response.completed", "sequence_number": 1, "response": RESPONSE},
]
RUN_EVENTS = [
    ("thread.run.created", {"id": "run_1", "object": "thread.run", "status": "queued"}),
    ("thread.run.in_progress", {"id": "run_1", "object": "thread.run", "status": "in_progress"}),
    ("done", "[DONE]"),
]


class NamedEvents(Events):
    """Events with a name, as assistants send them."""

    def __iter__(self) -> Any:
        for name, data in self.events:
            yield f"event: {name}\ndata: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def answer(request: httpx2.Request) -> httpx2.Response:
    path, head = request.url.path.removeprefix("/v1"), {"x-request-id": "req-1"}
    is_json = request.headers.get("content-type") == "application/json"
    is_stream = is_json and bool(request.content) and json.loads(request.content).get("stream") is True
    if path == "/audio/speech" or path.endswith("/content"):
        return httpx2.Response(200, content=b"\x00\x01\x02", headers=head | {"content-type": "application/octet-stream"})
    if path.startswith("/threads") and is_stream:
        return httpx2.Response(200, headers=head | {"content-type": "text/event-stream"}, stream=NamedEvents(RUN_EVENTS))
    if path == "/responses" and is_stream:
        return httpx2.Response(200, headers=head | {"content-type": "text/event-stream"}, stream=Events(RESPONSE_EVENTS))
    if path == "/responses":
        return httpx2.Response(200, json=RESPONSE, headers=head)
    if path == "/chat/completions":
        reply = json.loads(json.dumps(REPLY))
        reply["choices"][0]["message"]["content"] = '{"a": 1}'
        return httpx2.Response(200, json=reply, headers=head)
    return httpx2.Response(200, json={"id": "x", "object": "list", "data": [], "text": "x", "results": []}, headers=head)


def run_stream(client: Any) -> Any:
    with client.beta.threads.runs.stream(thread_id="t", assistant_id="a") as stream:
        return list(stream)


def response_stream(client: Any) -> Any:
    with client.responses.stream(model="gpt-4o", input="x") as stream:
        return list(stream)


# Each call, and the path that it asks for.
CALLS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "completions": ("/completions", lambda c: c.completions.create(model="m", prompt="x")),
    "chat.parse": ("/chat/completions", lambda c: c.chat.completions.parse(model="m", messages=MESSAGES)),
    "responses": ("/responses", lambda c: c.responses.create(model="m", input="x")),
    "responses.parse": ("/responses", lambda c: c.responses.parse(model="m", input="x")),
    "responses.retrieve": ("/responses/r", lambda c: c.responses.retrieve("r")),
    "embeddings": ("/embeddings", lambda c: c.embeddings.create(model="m", input=["x"], encoding_format="float")),
    "images": ("/images/generations", lambda c: c.images.generate(prompt="x")),
    "images.edit": ("/images/edits", lambda c: c.images.edit(image=b"123", prompt="x")),
    "speech": ("/audio/speech", lambda c: c.audio.speech.create(model="m", voice="alloy", input="x")),
    "transcriptions": ("/audio/transcriptions", lambda c: c.audio.transcriptions.create(model="m", file=("a.mp3", b"1234"))),
    "moderations": ("/moderations", lambda c: c.moderations.create(input="x")),
    "files": ("/files", lambda c: c.files.create(file=io.BytesIO(b"12345"), purpose="assistants")),
    "files.content": ("/files/f/content", lambda c: c.files.content("f")),
    "models": ("/models", lambda c: c.models.list()),
    "batches": ("/batches/b", lambda c: c.batches.retrieve("b")),
    "vector stores": ("/vector_stores", lambda c: c.vector_stores.create(name="x")),
    "fine-tuning": ("/fine_tuning/jobs/j", lambda c: c.fine_tuning.jobs.retrieve("j")),
    "assistants": ("/assistants", lambda c: c.beta.assistants.create(model="m")),
    "client.post": ("/of/the/future", lambda c: c.post("/of/the/future", cast_to=object, body={"a": 1})),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", CALLS)
def test_a_resource(journal: Journal, name: str) -> None:
    path, call = CALLS[name]
    call(client(answer))
    check(journal.one(), path)

    async def main(client: AsyncOpenAI) -> None:
        await call(client)

    asyncio.run(main(async_client(answer)))
    check(journal.one(), path)


def check(span: Span, path: str) -> None:
    assert (span.name, span.outcome, span.ends) == ("openai.request", "returned", 1)
    assert span.value("request")["url"] == path
    assert len(span.values("request")) == len(span.values("response.head")) == len(span.values("response.body")) == 1
    assert span.value("response.head")["headers"]["x-request-id"] == "req-1"


def test_defaults_are_not_recorded(journal: Journal) -> None:
    client(answer).embeddings.create(model="m", input=["x"], encoding_format="float")
    assert journal.one().value("request")["body"] == {"input": ["x"], "model": "m", "encoding_format": "float"}
    client(answer).responses.create(model="m", input="x")
    assert journal.one().value("request")["body"] == {"input": "x", "model": "m"}


def test_files_are_recorded_by_size(journal: Journal) -> None:
    one = client(answer)
    one.files.create(file=("notes.txt", b"hello", "text/plain"), purpose="assistants")
    request = journal.one().value("request")
    assert request["files"] == [{"field": "file", "name": "notes.txt", "type": "text/plain", "size": 5}]
    assert request["size"] > 5
    assert request["body"]["purpose"] == "assistants"
    file = io.BytesIO(b"12345")
    one.files.create(file=file, purpose="assistants")
    request = journal.one().value("request")
    assert request["files"][0]["field"] == "file"
    assert request["size"] > 5


def test_a_stream_of_responses(journal: Journal) -> None:
    events = [event.type for event in client(answer).responses.create(model="m", input="x", stream=True)]
    assert events == [event["type"] for event in RESPONSE_EVENTS]
    assert journal.one().values("chunk") == RESPONSE_EVENTS
    response_stream(client(answer))
    span = journal.one()
    assert (span.outcome, span.values("chunk")) == ("returned", RESPONSE_EVENTS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_stream_of_a_run(journal: Journal) -> None:
    assert len(run_stream(client(answer))) == 2
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    # The data does not say what it is.
    assert span.values("chunk") == [*({"event": name, "data": data} for name, data in RUN_EVENTS[:-1]), "[DONE]"]


def test_calls_in_forked_children_are_recorded(journal: Journal) -> None:
    import os

    one: OpenAI = client(answer)
    child = os.fork()
    if child == 0:
        try:
            one.post("/in/the/child", cast_to=object)
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert journal.one().value("request")["url"] == "/in/the/child"
