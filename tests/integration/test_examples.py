"""Every example runs as its text says, and what it does is recorded."""

from __future__ import annotations

import subprocess
import sys

import recorded
from recording import MARTLET, ROOT, Server, Workplace


def run(workplace: Workplace, *command: str) -> str:
    done = subprocess.run(
        command, env=workplace.environment, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_chat(workplace: Workplace, server: Server) -> None:
    printed = run(workplace, sys.executable, "examples/chat.py")
    assert printed.count("I know only the words") == 3
    traces = server.client.wait_for_traces(3)
    assert [trace["title"] for trace in traces] == ["chat gpt-4o-mini"] * 3


def test_plain_chat(workplace: Workplace, server: Server) -> None:
    printed = run(workplace, str(MARTLET), "run", "examples/plain_chat.py")
    assert printed.count("I know only the words") == 3
    streamed, second_turn, _ = (server.client.trace(t["id"]) for t in server.client.wait_for_traces(3))
    assert recorded.only_span(streamed)["meaning"]["is_stream"]
    # The second turn sends the first along.
    roles = [role for role, _ in recorded.prompts(recorded.only_span(second_turn))]
    assert roles == ["user", "assistant", "user"]


def test_plain_chat_without_martlet(workplace: Workplace, server: Server) -> None:
    run(workplace, sys.executable, "examples/plain_chat.py")
    assert not server.client.traces()


def test_assistant(workplace: Workplace, server: Server) -> None:
    """The steps and the calls in them are one trace, each under the step that it belongs to."""
    run(workplace, sys.executable, "examples/assistant.py")
    [summary] = server.client.wait_for_traces(
        1, condition=lambda trace: trace["span_count"] == 6 and trace["status"] != "running"
    )
    trace = server.client.trace(summary["id"])
    assert (trace["title"], trace["status"]) == ("answer", "ok")
    names = {span["id"]: span["name"] for span in trace["spans"]}
    assert sorted((span["name"], names.get(span["parent_id"])) for span in trace["spans"]) == [
        ("answer", None),
        ("conclude", "answer"),
        ("gather views", "answer"),
        ("openai.request", "conclude"),
        ("openai.request", "gather views"),
        ("openai.request", "gather views"),
    ]
    # The two calls in the first step ran at the same time.
    first, second = (span for span in trace["spans"] if names.get(span["parent_id"]) == "gather views")
    assert max(first["start_time"], second["start_time"]) < min(first["end_time"], second["end_time"])
    text = server.client.page_text(trace["id"])
    assert "gather views" in text and "As a pilot:" in text
