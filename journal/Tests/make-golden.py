"""Writes the golden segments, and what they must read as, straight from FORMAT.md.

It shares no code with the writer or the reader, so that each holds the other two. Run it
only to add a file: files that exist belong to versions that were released.

    python3 Tests/make-golden.py Tests/JournalTests/Golden
"""

import struct
import sys
from pathlib import Path

BASE_WALL, BASE_CLOCK = 1_700_000_000_000_000_000, 5_000_000_000
RESERVED, COMMITTED = 1, 2
INSTANCE = bytes(range(0x10, 0x20))
BOOT = bytes(range(0xA0, 0xB0))
TRACE = bytes.fromhex("4bf92f3577b34da6a3ce929d0e0e4736")
OUTCOMES = ["returned", "raised", "cancelled", "abandoned"]
MEDIA = ["json", "text", "bytes"]


class Segment:
    def __init__(self, size, index=0, parent=bytes(16), dropped=(0, 0)):
        self.size, self.index, self.parent, self.dropped = size, index, parent, dropped
        self.records, self.sealed, self.lines = b"", False, []

    def record(self, kind, body, state=COMMITTED, hole=False):
        length = 8 + len(body)
        data = struct.pack("<IBBH", length, kind, 0, state) + body
        data += bytes(-len(data) % 8)
        self.records += bytes(len(data)) if hole else data

    def process(self, text):
        self.record(1, text.encode())
        self.lines.append(f"process {text}")

    def name(self, number, text):
        self.record(2, struct.pack("<II", number, 0) + text.encode())

    def start(self, time, span, parent, name, scope, kind, thread, texts, **how):
        body = struct.pack("<QQQ", BASE_CLOCK + time, span, parent) + TRACE
        self.record(3, body + struct.pack("<IIIB3x", name, scope, thread, kind), **how)
        if not how:
            self.lines.append(
                f"{BASE_WALL + time} start {span:016x} parent {parent:016x} trace {TRACE.hex()} "
                f"name '{texts[0]}' scope '{texts[1]}' kind {kind} thread {thread}")

    def end(self, time, span, outcome):
        self.record(4, struct.pack("<QQII", BASE_CLOCK + time, span, outcome, 0))
        self.lines.append(f"{BASE_WALL + time} end {span:016x} {OUTCOMES[outcome]}")

    def payload(self, time, span, key, text, number, data, media=0, cut=False, offset=0, total=None):
        total = len(data) if total is None else total
        body = struct.pack("<QQIBBH", BASE_CLOCK + time, span, key, media, cut, 0)
        self.record(5, body + struct.pack("<QQQ", number, total, offset) + data)
        self.lines.append(
            f"{BASE_WALL + time} payload {number} of {span:016x} '{text}' {MEDIA[media]}{' cut' if cut else ''} "
            f"{offset}+{len(data)} of {total}: {data.decode()}")

    def save(self, folder, name):
        end = 256 + len(self.records)
        tail = end if not self.sealed else self.size + 64
        header = struct.pack(
            "<8sHHIQ16sQIIQ16sQQQII16s", b"\x89MTLJ\r\n\x1a", 1, 0, 256, self.size, INSTANCE, self.index,
            4242, 4200, 987654, BOOT, 4026531836, BASE_WALL, BASE_CLOCK, 7, 0, self.parent)
        header += struct.pack("<QQ", tail, end if self.sealed else 0) + bytes(48)
        header += struct.pack("<QQ", *self.dropped) + bytes(48)
        assert len(header) == 256 and end <= self.size
        (folder / f"{name}.journal").write_bytes((header + self.records).ljust(self.size, b"\0"))
        lines = [
            f"instance {INSTANCE.hex()} index {self.index}", "process 4242 of 4200 since 987654",
            f"boot {BOOT.hex()} namespace 4026531836",
            f"forked from {self.parent.hex() if any(self.parent) else 'none'}",
            f"size {self.size} tail {tail} sealed {end if self.sealed else 0}",
            f"dropped {self.dropped[0]} records, {self.dropped[1]} bytes", *self.lines]
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")


def main(folder):
    folder.mkdir(exist_ok=True)

    spans = Segment(2048)
    spans.process('{"program":"chat.py","implementation":"cpython","version":"3.11.7"}')
    spans.name(1, "openai.request")
    spans.name(2, "openai")
    spans.start(1000, 0x1122334455667788, 0, 1, 2, 3, 77, ("openai.request", "openai"))
    spans.name(3, "request")
    spans.payload(1500, 0x1122334455667788, 3, "request", 1, '{"body":{"q":"Grüße 🐦"}}'.encode())
    spans.name(4, "inner")
    spans.start(2000, 0xFEDCBA9876543210, 0x1122334455667788, 4, 0, 1, 78, ("inner", ""))
    spans.end(2500, 0xFEDCBA9876543210, 2)
    spans.end(4000, 0x1122334455667788, 0)
    spans.save(folder, "spans")

    fork = Segment(1024, parent=bytes(range(0x30, 0x40)), dropped=(3, 456))
    fork.process("{}")
    fork.end(10, 5, 3)
    fork.save(folder, "fork")

    fragments = Segment(1024, index=3)
    fragments.sealed = True
    fragments.process("{}")
    fragments.name(9, "response.body")
    fragments.payload(1, 6, 9, "response.body", 12, b"first ", total=20, media=1)
    fragments.end(2, 8, 1)
    fragments.payload(1, 6, 9, "response.body", 12, b"second", total=20, offset=6, media=1)
    fragments.payload(3, 7, 9, "response.body", 13, b"short", cut=True, media=2)
    fragments.save(folder, "fragments")

    interrupted = Segment(1024)
    interrupted.process("{}")
    interrupted.name(1, "call")
    interrupted.start(1, 1, 0, 1, 0, 1, 1, ("call", ""))
    interrupted.start(2, 2, 0, 1, 0, 1, 1, ("call", ""), state=RESERVED)
    interrupted.start(3, 3, 0, 1, 0, 1, 1, ("call", ""), hole=True)
    interrupted.record(77, b"a kind of a later version")
    interrupted.start(4, 4, 0, 1, 0, 1, 1, ("call", ""))
    interrupted.save(folder, "interrupted")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
