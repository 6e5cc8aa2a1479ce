"""The stand-in for a model API behaves as the real one where the other tests rely on it."""

from __future__ import annotations

import http.client
import json
import urllib.parse
from typing import Any

import openai
import pytest

import stand_in_model


@pytest.fixture
def client(model_api: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=model_api, api_key="sk-x", max_retries=0)


def user(text: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": text}]


def test_stream_says_what_the_plain_reply_says(client: openai.OpenAI) -> None:
    plain = client.chat.completions.create(model="gpt-4o", messages=user("One and the same"), n=2)
    texts, usage = ["", ""], None
    for chunk in client.chat.completions.create(
        model="gpt-4o", messages=user("One and the same"), n=2, stream=True,
        stream_options={"include_usage": True},
    ):
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
        usage = chunk.usage or usage
    assert texts == [choice.message.content for choice in plain.choices]
    assert usage == plain.usage


def test_pieces_make_up_the_text() -> None:
    for text in ("", " ", "a  b\n\nc ", "“Zürich” — 🐦 überaus lang"):
        assert "".join(stand_in_model.tokens(text)) == text


def test_tool_is_called_and_its_reply_used(client: openai.OpenAI) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {"properties": {"x": {}}}}}
    messages = user("Call f for Bern")
    asked = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[tool])
    [call] = asked.choices[0].message.tool_calls
    assert json.loads(call.function.arguments) == {"x": "Bern"}
    messages += [{"role": "assistant", "tool_calls": [call.model_dump()]},
                 {"role": "tool", "tool_call_id": call.id, "content": "sunny"}]
    reply = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[tool])
    assert reply.choices[0].message.content == "The tool replied: sunny"


@pytest.mark.parametrize("error, text", [
    (openai.RateLimitError, "[status 429]"), (openai.InternalServerError, "[status 503]"),
])
def test_trouble_on_request(client: openai.OpenAI, error: type[openai.APIStatusError], text: str) -> None:
    with pytest.raises(error) as caught:
        client.chat.completions.create(model="gpt-4o", messages=user(text))
    assert caught.value.request_id.startswith("req_")


def test_connection_is_kept(model_api: str) -> None:
    """Several requests, errors among them, over one connection."""
    address = urllib.parse.urlsplit(model_api)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    key = {"authorization": "Bearer sk-x"}
    good = json.dumps({"model": "gpt-4o", "messages": user("x")})
    streamed = json.dumps({"model": "gpt-4o", "messages": user("x"), "stream": True})
    sockets = set()
    for path, body, headers, status in [
        ("/v1/chat/completions", good, key, 200), ("/v1/chat/completions", streamed, key, 200),
        ("/v1/chat/completions", good, {}, 401), ("/v1/chat/completions", "{bad", key, 400),
        ("/v1/elsewhere", good, key, 404), ("/v1/chat/completions", "[]", key, 400),
        ("/v1/chat/completions", json.dumps({"model": "none", "messages": user("x")}), key, 404),
    ]:
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        content = reply.read()
        assert reply.status == status, content
        assert status == 200 or "message" in json.loads(content)["error"]
        sockets.add(connection.sock)
    assert len(sockets) == 1 and None not in sockets
    connection.close()
