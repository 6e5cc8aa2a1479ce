"""The recorder reads its environment once: all these tests record into one journal."""

from __future__ import annotations

import mmap
import os
import struct
import tempfile
from pathlib import Path

import pytest

from journal import COMMITTED, HEADER, Journal, Payload, Span, take

HOME = tempfile.TemporaryDirectory(prefix="martlet-tests-")
os.environ["MARTLET_HOME"] = HOME.name
for name in ("MARTLET_DISABLED", "MARTLET_CAPTURE"):
    os.environ.pop(name, None)


class GrowingJournal(Journal):
    """A journal that is read on from where it was read to: the tests of a run share one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._read_to: dict[Path, int] = {}
        self._names: dict[Path, dict[int, str]] = {}
        self._spans: dict[int, Span] = {}
        # Payloads are counted in each process by itself.
        self._payloads: dict[bytes, dict[int, Payload]] = {}

    def spans(self) -> dict[int, Span]:
        for segment in self.segments():
            names = self._names.setdefault(segment, {0: ""})
            with segment.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                tail, sealed = struct.unpack_from("<QQ", data, 128)
                end, at = min(sealed or tail, len(data)), self._read_to.get(segment, HEADER)
                while at < end:
                    length, kind, _, state = struct.unpack_from("<IBBH", data, at)
                    if state != COMMITTED:
                        break
                    take(kind, data[at + 8 : at + length], names, self._spans, self._payloads.setdefault(data[24:40], {}))
                    at += (length + 7) // 8 * 8
                self._read_to[segment] = at
        return dict(self._spans)


JOURNAL = GrowingJournal(Path(HOME.name) / "journal")


@pytest.fixture
def journal() -> Journal:
    JOURNAL.new()
    return JOURNAL
