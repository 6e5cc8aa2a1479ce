"""Unchanged SDKs from PyPI send to a running server, and what they sent is there and understood."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from recording import Server, Workplace
from sdks import Sender, check_calls, of_model, sdk_python, sender

__all__ = ["sdk_python", "sender"]


@pytest.mark.parametrize("compression", ["none", "gzip", "deflate"])
def test_opentelemetry(sender: Sender, compression: str) -> None:
    [trace_id] = sender.run("with_opentelemetry.py", OTEL_EXPORTER_OTLP_COMPRESSION=compression)
    outer, inner = sender.client.trace(trace_id)["spans"]
    assert (outer["name"], inner["name"], inner["parent_id"]) == ("lesson", "sum", outer["id"])
    assert (outer["scope"], outer["process"]["service"], inner["kind"]) == ("lessons.library", "lessons", "client")
    assert (outer["status"], inner["status"]) == ("ok", "error")
    assert outer["start_time_unix_nano"] <= inner["start_time_unix_nano"]
    payloads = {payload["key"]: payload["json"] for payload in outer["payloads"]}
    attributes = payloads["attributes"]
    assert attributes["text"] == "é ☂"
    assert (attributes["whole"], attributes["part"], attributes["yes"]) == (2**53 + 1, 2.0, True)
    assert attributes["list"] == ["a", "b"]
    assert payloads["events"][0]["attributes"] == {"times": 3}
    assert {payload["key"] for payload in inner["payloads"]} >= {"links", "events"}
    assert inner["meaning"]["error"] == {
        "type": "ValueError",
        "message": "no numbers",
        "status": None,
        "request_id": None,
    }
    assert (outer["meaning"]["user"], outer["meaning"]["session"]) == ("ada", "s-1")
    assert outer["meaning"]["environment"] == "tests"


def test_openinference(sender: Sender) -> None:
    sender.run("with_openinference.py")
    spans = sender.spans(2)
    check_calls(spans)
    for meaning in (span["meaning"] for span in spans):
        assert (meaning["user"], meaning["session"], meaning["tags"]) == ("ada", "s-1", ["t"])
        assert meaning["metadata"] == [{"name": "plan", "json": '"free"'}]
        assert meaning["title"].startswith("chat gpt-4o")


def test_openllmetry(sender: Sender) -> None:
    sender.run("with_openllmetry.py")
    spans = sender.spans(2)
    check_calls(spans)
    assert of_model(spans, "ok")["meaning"]["provider"] == "openai"
    assert of_model(spans, "error")["meaning"]["error"]["type"] == "openai.APIConnectionError"


def test_logfire(sender: Sender) -> None:
    sender.run("with_logfire.py")
    spans = sender.spans(3)
    check_calls(spans)
    [trace] = sender.client.traces()
    assert trace["title"] == "lesson 1"
    assert of_model(spans, "ok")["meaning"]["tags"] == ["LLM"]


def test_langfuse(sender: Sender) -> None:
    trace_id, url = sender.run("with_langfuse.py")
    spans = sender.spans(5)
    check_calls([span for span in spans if span["name"] == "OpenAI-generation"])
    by_name = {span["name"]: span["meaning"] for span in spans}
    assert by_name["add"]["operation"] == "execute_tool"
    assert by_name["own"]["usage"]["total"] == 7
    assert by_name["own"]["cost"]["total"] == 0.5
    for meaning in by_name.values():
        assert (meaning["user"], meaning["session"], meaning["tags"]) == ("ada", "s-1", ["t"])
        assert {"name": "plan", "json": '"free"'} in meaning["metadata"]
        assert (meaning["environment"], meaning["release"]) == ("tests", "r1")
    assert {"name": "k", "json": '"v"'} in by_name["own"]["metadata"]
    [trace] = sender.client.traces()
    assert (trace["id"], trace["title"], trace["status"]) == (trace_id, "school", "error")
    [score] = sender.client.json("/api/v1/scores", trace_id=trace_id)["scores"]
    assert (score["name"], score["value"], score["comment"]) == ("quality", 0.9, "good")
    with urllib.request.urlopen(url, timeout=60) as page:
        assert page.url == sender.client.page_address(trace_id)


def test_kill_after_the_answer_loses_nothing(sdk_python: Path, workplace: Workplace) -> None:
    first = workplace.serve()
    [trace_id] = Sender(sdk_python, first, workplace).run("with_opentelemetry.py")
    first.kill()
    assert len(workplace.serve().client.trace(trace_id)["spans"]) == 2


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/x-protobuf"}, b"\x0a\x7f", 400),
        ({"Content-Type": "text/plain"}, b"{}", 415),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"{}", 400),
        ({"Content-Type": "application/json", "Content-Encoding": "zstd"}, b"{}", 415),
        ({"Content-Type": "application/x-protobuf", "Content-Length": str(1 << 30)}, b"", 413),
    ],
)
def test_bad_requests_are_named_and_leave_the_server_well(
    server: Server, headers: dict[str, str], body: bytes, status: int
) -> None:
    request = urllib.request.Request(server.client.base_url + "/v1/traces", data=body, headers=headers)
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=60):
        pass
    with refused.value as answer:
        assert answer.code == status
        said = answer.read()
    # A google.rpc.Status: INVALID_ARGUMENT and a message.
    if "protobuf" in headers["Content-Type"]:
        assert said.startswith(b"\x08\x03\x12")
        assert len(said) > 20
    else:
        assert json.loads(said)["code"] == 3
        assert json.loads(said)["message"]
    assert server.client.json("/healthz") == {"status": "ok"}
