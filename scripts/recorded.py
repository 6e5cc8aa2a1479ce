"""Reads the API's JSON of a trace the way a test wants to compare it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any


def only_span(trace: dict[str, Any]) -> dict[str, Any]:
    """The one span of a trace that has no other."""
    [span] = trace["spans"]
    return span


def prompts(span: dict[str, Any]) -> list[tuple[str, str]]:
    """What was sent: the role and the text of each message."""
    return [(message["role"], _text(message)) for message in span["meaning"]["input"]]


def answers(span: dict[str, Any]) -> list[str]:
    """The text of each choice that was answered."""
    return [_text(message) for message in span["meaning"]["output"]]


def tool_calls(span: dict[str, Any]) -> list[tuple[str, str]]:
    """The tools that the model called: name and arguments, as it wrote them."""
    parts = [part for message in span["meaning"]["output"] for part in message["parts"]]
    return [(part["name"], part["arguments"]) for part in parts if part["type"] == "tool_call"]


def parameters(span: dict[str, Any]) -> dict[str, Any]:
    """The fields of the request beside its messages."""
    return {item["name"]: json.loads(item["json"]) for item in span["meaning"]["parameters"]}


def eventually(condition: Callable[[], bool], complaint: str, timeout: float = 60) -> None:
    """Waits until `condition` holds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.05)


def _text(message: dict[str, Any]) -> str:
    return "\n".join(part["text"] for part in message["parts"] if part["type"] == "text")
