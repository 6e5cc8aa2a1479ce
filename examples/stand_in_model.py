"""A model that knows only the words it is given: the one behind `model_api.py`.

Its answers depend on the conversation alone, so that every run of an example, and every test,
sees the same text. What it says is true, if not deep: it speaks of the words in the last message.

The last user message may ask for trouble. Such a request stands in square brackets and is
not answered:

    [status 429]       refuse with this HTTP status, as a rate limit or a failure does
    [stall after 5]    send five chunks of a stream, then nothing more
    [error after 5]    send five chunks of a stream, then an error
    [cut after 5]      send five chunks of a stream, then close the connection

Tools are called by name: if the message contains the name of a tool that came with the request,
the model calls it, and it answers from what the tool replied.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

OPENINGS = (
    "I know only the words that I am given, and of those I can tell you this.",
    "Let us look at the words themselves.",
    "Here is another way to see it.",
)
TROUBLE = re.compile(r"\[(status|stall after|error after|cut after) (\d+)\]")
# About four letters a token, as the well-known tokenizers have it in English.
TOKEN = re.compile(r"\s*(?:\w{1,6}|[^\w\s])|\s+$")


@dataclass(frozen=True)
class Answer:
    """What the model says to a conversation: text, or calls of tools."""

    text: str
    tool_calls: list[dict[str, Any]] = field(default_factory=list)

    @property
    def finish_reason(self) -> str:
        return "tool_calls" if self.tool_calls else "stop"

    @property
    def token_count(self) -> int:
        written = [self.text] + [call["function"]["arguments"] for call in self.tool_calls]
        return sum(len(tokens(text)) for text in written)

    def message(self) -> dict[str, Any]:
        """The answer as a message of the API."""
        message: dict[str, Any] = {"role": "assistant", "content": self.text or None, "refusal": None}
        if self.tool_calls:
            message["tool_calls"] = self.tool_calls
        return message


def tokens(text: str) -> list[str]:
    """Cuts a text into pieces that make up the text again when joined."""
    return TOKEN.findall(text)


def text_of(message: dict[str, Any]) -> str:
    """The text of a message, whose content may be a string, a list of parts, or null."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content if isinstance(part, dict))


def trouble(messages: list[dict[str, Any]]) -> dict[str, int]:
    """The trouble that the last user message asks for: what, and with which number."""
    return {what: int(number) for what, number in TROUBLE.findall(_last(messages, "user"))}


def prompt_token_count(messages: list[dict[str, Any]]) -> int:
    """Tokens of a conversation: its texts, and three for the frame of each message."""
    return 3 + sum(3 + len(tokens(text_of(message))) for message in messages)


def answer(
    messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None = None, choice: int = 0
) -> Answer:
    """Answers a conversation; `choice` tells the alternatives of one request apart."""
    if messages[-1].get("role") == "tool":
        return Answer(f"The tool replied: {text_of(messages[-1])}")
    question = TROUBLE.sub("", _last(messages, "user")).strip()
    if calls := _tool_calls(question, tools or []):
        return Answer("", calls)
    return Answer("\n\n".join((OPENINGS[choice % len(OPENINGS)], _observations(question))))


def _last(messages: list[dict[str, Any]], role: str) -> str:
    return next((text_of(m) for m in reversed(messages) if m.get("role") == role), "")


def _observations(question: str) -> str:
    words = re.findall(r"[\w'’]+", question)
    if not words:
        return "There were no words in your message."
    longest = max(words, key=len)
    backwards = " ".join(reversed(words)).lower()
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    return (
        f"You wrote {count}, from “{words[0]}” to “{words[-1]}”.\n"
        f"- The longest is “{longest}”, with {len(longest)} letters.\n"
        f"- Backwards they read “{backwards}”, which I find no less wise."
    )


def _tool_calls(question: str, tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One call for each tool that the question names, with the question's words as arguments."""
    calls = []
    for tool in tools:
        function = tool.get("function", {})
        name = function.get("name", "")
        if not name or name not in question:
            continue
        words = [word for word in re.findall(r"\w+", question.replace(name, "")) if word]
        wanted = function.get("parameters", {}).get("properties", {})
        # From the back: what a sentence asks for tends to stand at its end.
        arguments = dict(zip(wanted, reversed(words), strict=False))
        calls.append({
            "id": f"call_{len(calls) + 1:08d}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)},
        })
    return calls
