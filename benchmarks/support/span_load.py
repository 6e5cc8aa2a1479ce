"""Traces such as an application with a language model makes, as OTLP requests and as journal segments.

Eight spans a trace: a chain, an embedding, a search, two calls of a model, a tool, a request to a database and a
guardrail; about 1.6 kB of attributes each. The words are those of `WORDS`, by a law like that of natural
language (a few come all the time, most of them rarely).

A request is made once and sent many times, each time with other ids and times written over the old ones: so the
load costs next to nothing, and no two spans have the same id.
"""

from __future__ import annotations

import json
import random
import struct
from dataclasses import dataclass, field
from typing import Any

SPANS = 8
SECOND = 1_000_000_000
MODELS = ["gpt-4o-mini"] * 6 + ["gpt-4o"] * 3 + ["claude-sonnet-4-5", "o4-mini"]
SYLLABLES = ["ba", "cor", "den", "fi", "gal", "hun", "jo", "ker", "lim", "mor", "ne", "pal", "qua", "ris", "sto", "tun"]


def words(count: int, seed: int) -> list[str]:
    """Made-up words, each of two to four syllables."""
    source = random.Random(seed)
    return ["".join(source.choices(SYLLABLES, k=source.randint(2, 4))) for _ in range(count)]


WORDS = words(20_000, seed=1)
WEIGHTS = [1 / (rank + 3) for rank in range(len(WORDS))]


class Author:
    """Writes texts; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self, size: int) -> str:
        """About so many bytes."""
        chosen = self.random.choices(WORDS, cum_weights=CUMULATIVE, k=size // 8)
        sentences = [" ".join(chosen[at : at + 12]).capitalize() + "." for at in range(0, len(chosen), 12)]
        return " ".join(sentences)


def cumulate(weights: list[float]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


CUMULATIVE = cumulate(WEIGHTS)

Attributes = dict[str, Any]


@dataclass
class Span:
    name: str
    kind: int
    start: int
    end: int
    attributes: Attributes
    parent: int | None = 0
    is_error: bool = False
    #: What a journal has of it.
    payloads: list[tuple[str, Any]] = field(default_factory=list)


def model_call(author: Author, start: int) -> Span:
    model = author.random.choice(MODELS)
    question, answer = author.text(850), author.text(300)
    tokens = author.random.randint(80, 900)
    messages = [{"role": "user", "parts": [{"type": "text", "content": question}]}]
    reply = [{"role": "assistant", "parts": [{"type": "text", "content": answer}], "finish_reason": "stop"}]
    is_error = author.random.random() < 0.02
    attributes: Attributes = {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": model,
        "gen_ai.response.model": model, "gen_ai.request.temperature": 0.2, "gen_ai.request.max_tokens": 800,
        "gen_ai.input.messages": json.dumps(messages), "gen_ai.output.messages": json.dumps(reply),
        "gen_ai.usage.input_tokens": tokens, "gen_ai.usage.output_tokens": tokens // 4,
        "gen_ai.response.id": f"chatcmpl-{author.random.getrandbits(64):016x}",
        "gen_ai.response.finish_reasons": ["stop"], "server.address": "api.openai.com",
    }
    body = {"model": model, "temperature": 0.2, "messages": [{"role": "user", "content": question}]}
    usage = {"prompt_tokens": tokens, "completion_tokens": tokens // 4, "total_tokens": tokens + tokens // 4}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}
    request = {"method": "POST", "url": "/chat/completions", "base_url": "https://api.openai.com/v1/", "body": body}
    answered = {"id": "chatcmpl-1", "object": "chat.completion", "model": model, "choices": [choice], "usage": usage}
    payloads = [
        ("request", request), ("response.head", {"status": 200, "headers": {}, "retries": 0}), ("response.body", answered)
    ]
    end = start + int(author.random.lognormvariate(20, 1))
    return Span(f"chat {model}", 3, start, end, attributes, is_error=is_error, payloads=payloads)


def plain(author: Author, name: str, kind: str, start: int, sizes: dict[str, int], **more: Any) -> Span:
    attributes: Attributes = {"openinference.span.kind": kind} | {key: author.text(size) for key, size in sizes.items()} | more
    end = start + int(author.random.lognormvariate(16, 1.2))
    return Span(name, 1, start, end, attributes, payloads=[("attributes", attributes)])


def database(author: Author, start: int) -> Span:
    attributes: Attributes = {
        "db.system.name": "postgresql", "db.namespace": "shop", "db.operation.name": "SELECT",
        "db.query.text": f"SELECT * FROM documents WHERE title IN ({author.text(1_000)})",
        "server.address": "db.internal", "server.port": 5432, "code.stacktrace": author.text(320),
    }
    end = start + int(author.random.lognormvariate(14, 1))
    return Span("SELECT shop.documents", 3, start, end, attributes, payloads=[("attributes", attributes)])


def trace(author: Author, start: int = 0) -> list[Span]:
    step = 2_000_000
    spans = [
        plain(author, "answer_question", "CHAIN", start, {"input.value": 700, "output.value": 650},
              **{"session.id": f"session-{author.random.randrange(5_000)}", "user.id": f"user-{author.random.randrange(900)}",
                 "tag.tags": ["production", author.random.choice(["web", "mobile", "batch"])]}),
        plain(author, "embed", "EMBEDDING", start + step, {"embedding.embeddings.0.embedding.text": 1_350},
              **{"embedding.model_name": "text-embedding-3-small", "llm.token_count.prompt": 180}),
        plain(author, "search", "RETRIEVER", start + 2 * step,
              {"input.value": 150, **{f"retrieval.documents.{n}.document.content": 430 for n in range(3)}}),
        model_call(author, start + 3 * step),
        plain(author, author.random.choice(["weather", "calculator", "calendar"]), "TOOL", start + 4 * step,
              {"input.value": 300, "output.value": 1_100}, **{"tool.name": "weather"}),
        model_call(author, start + 5 * step),
        database(author, start + 6 * step),
        plain(author, "check_answer", "GUARDRAIL", start + 7 * step, {"input.value": 1_200, "output.value": 200}),
    ]
    spans[0].parent = None
    spans[0].end = max(span.end for span in spans) + step
    return spans


# Protobuf, by hand: a tag is the field's number and how it is written.


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def block(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def fixed(number: int, value: int) -> bytes:
    return varint(number << 3 | 1) + struct.pack("<Q", value)


def any_value(value: Any) -> bytes:
    if isinstance(value, bool):
        return varint(2 << 3) + varint(value)
    if isinstance(value, int):
        return varint(3 << 3) + varint(value)
    if isinstance(value, float):
        return varint(4 << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, list):
        return block(5, b"".join(block(1, any_value(element)) for element in value))
    return block(1, value.encode())


def key_values(number: int, attributes: Attributes) -> bytes:
    return b"".join(block(number, block(1, k.encode()) + block(2, any_value(v))) for k, v in attributes.items())


TRACE_MARK, SPAN_MARK = b"\xAA" * 16, b"\xBB" * 7


def otlp_span(span: Span, number: int, origin: int) -> bytes:
    parent = b"" if span.parent is None else block(4, SPAN_MARK + bytes([span.parent]))
    return (
        block(1, TRACE_MARK) + block(2, SPAN_MARK + bytes([number])) + parent + block(5, span.name.encode())
        + varint(6 << 3) + varint(span.kind) + fixed(7, origin + span.start) + fixed(8, origin + span.end)
        + key_values(9, span.attributes)
        + (block(15, block(2, b"the model is overloaded") + varint(3 << 3) + varint(2)) if span.is_error else b"")
    )


class Template:
    """A body that is sent many times, and where its ids and times stand."""

    def __init__(self, traces: int, seed: int) -> None:
        author = Author(seed)
        pieces, self._traces, self._spans, self._times = [], [], [], []
        resource = block(1, key_values(1, {"service.name": "shop", "telemetry.sdk.language": "python", "host.name": "web-1"}))
        origin = 1_000 * SECOND
        for _ in range(traces):
            for number, span in enumerate(trace(author)):
                pieces.append(block(2, otlp_span(span, number, origin)))
        scope = block(1, block(1, b"shop.tracing") + block(2, b"1.4.0")) + b"".join(pieces)
        self.body = bytearray(block(1, resource + block(2, scope)))
        self.span_count = traces * SPANS
        self.attribute_bytes = 0
        at = self.body.find(TRACE_MARK)
        while at >= 0:
            self._spans.append(at)
            at = self.body.find(TRACE_MARK, at + 16)
        for start in self._spans:
            at = start + 16 + 2
            positions = [at]
            if self.body[at + 8] == 4 << 3 | 2:
                positions.append(at + 10)
            self._traces.append(positions)
            at = positions[-1] + 8
            at += 2 + self.body[at + 1]
            at += 2
            self._times.append((at + 1, *struct.unpack_from("<Q", self.body, at + 1), *struct.unpack_from("<Q", self.body, at + 10)))

    def stamp(self, first_trace: int, origin: int, seed: int, step: int = 0) -> bytes:
        """The body with traces of these numbers, which begin at `origin`, each `step` after the one before."""
        body = self.body
        for index, start in enumerate(self._spans):
            number = first_trace + index // SPANS
            low = number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
            body[start : start + 16] = struct.pack("<QQ", low ^ seed, number + 1)
            head = struct.pack("<Q", low ^ seed << 1 | 1)[:7]
            for position in self._traces[index]:
                body[position : position + 7] = head
            at, begin, end = self._times[index]
            shift = origin + index // SPANS * step - 1_000 * SECOND
            struct.pack_into("<Q", body, at, begin + shift)
            struct.pack_into("<Q", body, at + 9, end + shift)
        return bytes(body)


# Segments, as `journal/FORMAT.md` has them.

PROCESS, NAME, START, END, PAYLOAD = 1, 2, 3, 4, 5


def record(kind: int, body: bytes) -> bytes:
    length = 8 + len(body)
    return struct.pack("<IBBH", length, kind, 0, 2) + body + bytes(-length % 8)


def segment(traces: int, seed: int, instance: int, origin: int) -> bytes:
    """A sealed segment of a process that is gone, with so many traces."""
    author, source = Author(seed), random.Random(instance)
    pieces = [record(PROCESS, json.dumps({"program": "shop.py", "implementation": "cpython", "version": "3.11.7"}).encode())]
    names: dict[str, int] = {}
    number = 0

    def name(text: str) -> int:
        if text not in names:
            names[text] = len(names) + 1
            pieces.append(record(NAME, struct.pack("<II", names[text], 0) + text.encode()))
        return names[text]

    for position in range(traces):
        trace_id = source.getrandbits(128).to_bytes(16, "little")
        ids = [source.getrandbits(63) | 1 for _ in range(SPANS)]
        for span, span_id in zip(trace(author, start=position * 5_000_000), ids, strict=True):
            parent = 0 if span.parent is None else ids[span.parent]
            head = struct.pack("<QQQ16sIIIB3x", span.start, span_id, parent, trace_id, name(span.name), name("shop"), 7, span.kind)
            pieces.append(record(START, head))
            for key, value in span.payloads:
                number += 1
                content = json.dumps(value).encode()
                head = struct.pack("<QQIBBHQQQ", span.start, span_id, name(key), 0, 0, 0, number, len(content), 0)
                pieces.append(record(PAYLOAD, head + content))
            pieces.append(record(END, struct.pack("<QQII", span.end, span_id, int(span.is_error), 0)))
    content = b"".join(pieces)
    size = 256 + len(content)
    header = struct.pack(
        "<8sHHIQ16sQIIQ16sQQQII16sQQ", b"\x89MTLJ\r\n\x1a", 1, 0, 256, size, instance.to_bytes(16, "little"), 0, 4_000_000, 1,
        1, bytes(16), 1, origin, 0, 7, 0, bytes(16), size, size,
    )
    return header.ljust(256, b"\0") + content
