"""Unchanged SDKs from PyPI send to a running server, and what they sent is there and understood."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from recorded import answers, prompts
from recording import ROOT, Server, Workplace

FOLDER = Path(__file__).parent / "sdks"
QUESTION = [("system", "You are terse."), ("user", "What is a martlet?")]


@pytest.fixture(scope="session")
def sdk_python() -> Path:
    """A Python with the SDKs, made once for each list of requirements."""
    requirements = FOLDER / "requirements.txt"
    key = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    home = ROOT / ".cache" / f"sdks-{key}"
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
        (home / "complete").touch()
    return python


class Sender:
    """Runs one of the programs in `sdks/` against a server."""

    def __init__(self, python: Path, server: Server, workplace: Workplace) -> None:
        self._python = python
        self.client = server.client
        base = server.client.base_url
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL_", "LANGFUSE_"))}
        self.environment = inherited | {
            "OPENAI_BASE_URL": workplace.environment["OPENAI_BASE_URL"],
            "OPENAI_API_KEY": "sk-of-the-tests",
            "OTEL_EXPORTER_OTLP_ENDPOINT": base,
            "OTEL_EXPORTER_OTLP_TIMEOUT": "60",
            "LANGFUSE_BASE_URL": base,
            "LANGFUSE_TIMEOUT": "60",
            "LANGFUSE_PUBLIC_KEY": "pk-lf-of-the-tests",
            "LANGFUSE_SECRET_KEY": "sk-lf-of-the-tests",
            "LANGFUSE_TRACING_ENVIRONMENT": "tests",
            "LANGFUSE_RELEASE": "r1",
        }

    def run(self, program: str, **environment: str) -> list[str]:
        """Runs it to its end and gives the lines that it printed."""
        done = subprocess.run(
            [self._python, FOLDER / program],
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout.splitlines()

    def spans(self, count: int) -> list[dict[str, Any]]:
        """All spans of all traces: an answer to the exporter means that they are there at once."""
        traces = [self.client.trace(trace["id"]) for trace in self.client.traces()]
        spans = [span for trace in traces for span in trace["spans"]]
        assert len(spans) == count, [span["name"] for span in spans]
        return spans


@pytest.fixture
def sender(sdk_python: Path, server: Server, workplace: Workplace) -> Sender:
    return Sender(sdk_python, server, workplace)


def of_model(spans: list[dict[str, Any]], status: str) -> dict[str, Any]:
    """The one call of a model that ended so."""
    [span] = [span for span in spans if span["meaning"]["operation"] == "chat" and span["status"] == status]
    return span


def check_calls(spans: list[dict[str, Any]]) -> None:
    """What `calls.py` did, whoever watched it."""
    answered, failed = of_model(spans, "ok"), of_model(spans, "error")
    meaning = answered["meaning"]
    assert prompts(answered) == prompts(failed) == QUESTION
    assert answers(answered)[0]
    assert meaning["answered_model"].startswith("gpt-4o")
    assert meaning["usage"]["input"] > 0
    assert meaning["usage"]["output"] > 0
    assert json.loads(parameter(meaning, "temperature")) == 0.2
    assert "onnection error" in failed["meaning"]["error"]["message"]


def parameter(meaning: dict[str, Any], name: str) -> str:
    [value] = [item["json"] for item in meaning["parameters"] if item["name"] == name]
    return value


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
