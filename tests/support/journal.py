"""Reads journal segments, straight from `journal/FORMAT.md`, for tests of what is written."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEADER = 256
COMMITTED = 2
PROCESS, NAME, START, END, PAYLOAD = 1, 2, 3, 4, 5
OUTCOMES = ("returned", "raised", "cancelled", "abandoned")


@dataclass
class Payload:
    key: str
    media: int
    is_cut: bool
    time: int
    content: bytes = b""

    @property
    def value(self) -> Any:
        return json.loads(self.content) if self.media == 0 else self.content.decode()


@dataclass
class Span:
    id: int
    parent: int
    trace: str
    name: str
    scope: str
    kind: int
    thread: int
    started: int
    ended: int | None = None
    outcome: str | None = None
    ends: int = 0
    payloads: list[Payload] = field(default_factory=list)

    def values(self, key: str) -> list[Any]:
        return [payload.value for payload in self.payloads if payload.key == key]

    def value(self, key: str) -> Any:
        """The one payload with this key."""
        (value,) = self.values(key)
        return value


class Journal:
    """What a process wrote below `folder`; `new()` gives the spans that began since the last call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: set[int] = set()

    def segments(self) -> list[Path]:
        return sorted(self.folder.glob("*.journal"))

    def spans(self) -> dict[int, Span]:
        spans: dict[int, Span] = {}
        # Payloads are counted in each process by itself.
        numbered: dict[bytes, dict[int, Payload]] = {}
        for segment in self.segments():
            names, data = {0: ""}, segment.read_bytes()
            for kind, body in records(data):
                take(kind, body, names, spans, numbered.setdefault(data[24:40], {}))
        return spans

    def new(self) -> list[Span]:
        spans = [span for span in self.spans().values() if span.id not in self._seen]
        self._seen.update(span.id for span in spans)
        return spans

    def one(self) -> Span:
        """The one span that began since the last look."""
        (span,) = self.new()
        return span


def take(kind: int, body: bytes, names: dict[int, str], spans: dict[int, Span], numbered: dict[int, Payload]) -> None:
    """Adds one record to what was read of a segment before."""
    if kind == NAME:
        names[struct.unpack_from("<I", body)[0]] = body[8:].decode()
    elif kind == START:
        time, span, parent, trace, name, scope, thread, role = struct.unpack_from("<QQQ16sIIIB", body)
        spans[span] = Span(span, parent, trace.hex(), names[name], names[scope], role, thread, started=time)
    elif kind == END:
        time, span, outcome = struct.unpack_from("<QQI", body)
        spans[span].ended, spans[span].outcome = time, OUTCOMES[outcome]
        spans[span].ends += 1
    elif kind == PAYLOAD:
        time, span, key, media, cut, number, _, _ = struct.unpack_from("<QQIBB2xQQQ", body)
        if number not in numbered:
            numbered[number] = Payload(names[key], media, bool(cut & 1), time)
            spans[span].payloads.append(numbered[number])
        numbered[number].content += body[48:]


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each committed record."""
    tail, sealed = struct.unpack_from("<QQ", data, 128)
    end, at = min(sealed or tail, len(data)), HEADER
    while at < end:
        length, kind, _, state = struct.unpack_from("<IBBH", data, at)
        if length == 0:
            return
        if state == COMMITTED:
            yield kind, data[at + 8 : at + length]
        at += (length + 7) // 8 * 8


def description(segment: Path) -> Any:
    """The process record of a segment."""
    return next(json.loads(body) for kind, body in records(segment.read_bytes()) if kind == PROCESS)
