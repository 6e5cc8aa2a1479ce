"""Unchanged SDKs from PyPI, and the programs that use them to send to a running server."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recorded import answers, prompts
from recording import ROOT, Server, Workplace

FOLDER = ROOT / "tests/integration/sdks"
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
