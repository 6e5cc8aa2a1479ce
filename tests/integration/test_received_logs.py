"""OpenTelemetry's own instrumentation sends messages as log records: they are those of their calls, whenever they come."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from ports import free_port
from recorded import answers, prompts
from recording import Server, Workplace
from sdks import FOLDER, QUESTION, Sender, check_calls, sdk_python

__all__ = ["sdk_python"]


class Lesson:
    """The program `with_openai_v2.py`, which sends when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.trace_id = self._line()

    def send(self) -> None:
        """Has it send the next of its signals."""
        self._stream(self._process.stdin).write("\n")
        self._stream(self._process.stdin).flush()
        assert self._line() in ("logs", "spans")

    def finish(self) -> None:
        """Waits for its end, which no exporter may have complained before."""
        _, errors = self._process.communicate(timeout=300)
        assert self._process.returncode == 0, errors
        assert errors == ""

    def _line(self) -> str:
        line = self._stream(self._process.stdout).readline().strip()
        assert line, self._stream(self._process.stderr).read()
        return line

    @staticmethod
    def _stream(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream


@contextmanager
def lesson(python: Path, server: Server, workplace: Workplace, order: str, **environment: str) -> Iterator[Lesson]:
    settings = Sender(python, server, workplace).environment | environment | {"LESSON_ORDER": order}
    settings.setdefault("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")
    with subprocess.Popen(
        [python, FOLDER / "with_openai_v2.py"], env=settings, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:
        try:
            yield Lesson(process)
        finally:
            process.kill()


def calls(server: Server, trace_id: str) -> list[dict[str, Any]]:
    spans = server.client.trace(trace_id)["spans"]
    assert len(spans) == 4, [span["name"] for span in spans]
    return spans


def check(server: Server, trace_id: str) -> None:
    spans = calls(server, trace_id)
    *_, conversation = spans
    check_calls([span for span in spans if span is not conversation])
    assert prompts(conversation)[:2] == QUESTION
    called, answered = conversation["meaning"]["input"][2:]
    assert [(part["name"], json.loads(part["arguments"])) for part in called["parts"]] == [("weather", {"city": "Bern"})]
    assert (answered["role"], answered["tool_call_id"]) == ("tool", "call_1")
    assert answers(conversation)[0]
    assert conversation["meaning"]["output"][0]["finish_reason"]
    [found] = server.client.json("/api/v1/spans", text="rain Bern")["spans"]
    assert found["id"] == conversation["id"]
    [trace] = server.client.traces()
    assert "martlet" in trace["input_preview"]


def metric(server: Server, name: str) -> int:
    [value] = [line.split()[1] for line in server.client.get("/metrics")[2].splitlines() if line.startswith(f"martlet_{name} ")]
    return int(value)


@pytest.mark.parametrize("order", ["logs spans", "spans logs"])
def test_messages_are_those_of_their_calls(sdk_python: Path, server: Server, workplace: Workplace, order: str) -> None:
    with lesson(sdk_python, server, workplace, order) as program:
        program.send()
        assert metric(server, "waiting_log_records") == (10 if order == "logs spans" else 0)
        program.send()
        check(server, program.trace_id)
        program.finish()
    assert metric(server, "waiting_log_records") == 0
    assert metric(server, "dropped_metric_requests_total") == 1
    check(server, program.trace_id)


@pytest.mark.parametrize("order", ["logs spans", "spans logs"])
def test_a_server_that_is_killed_in_between(sdk_python: Path, workplace: Workplace, order: str) -> None:
    port = str(free_port())
    first = workplace.serve("--port", port)
    with lesson(sdk_python, first, workplace, order) as program:
        program.send()
        first.kill()
        second = workplace.serve("--port", port)
        program.send()
        program.finish()
    check(second, program.trace_id)
    second.kill()
    check(workplace.serve(), program.trace_id)


def test_the_newer_conventions(sdk_python: Path, server: Server, workplace: Workplace) -> None:
    with lesson(
        sdk_python, server, workplace, "logs spans",
        OTEL_SEMCONV_STABILITY_OPT_IN="gen_ai_latest_experimental",
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT="event_only",
        OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT="true",
    ) as program:
        program.send()
        program.send()
        program.finish()
    check(server, program.trace_id)


def test_without_leave_to_record_messages(sdk_python: Path, server: Server, workplace: Workplace) -> None:
    with lesson(
        sdk_python, server, workplace, "logs spans", OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT="false"
    ) as program:
        program.send()
        program.send()
        program.finish()
    said = [message for span in calls(server, program.trace_id) for message in prompts(span)]
    # Of the tool that was called, the name is recorded.
    assert said == [("assistant", "")]
