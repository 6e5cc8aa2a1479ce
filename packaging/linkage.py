"""Checks what a built extension needs: Python and the C library, and nothing else.

A Swift runtime, or libm for a forgotten power of ten, would make the file larger,
slower to load and harder to install, and nobody would see it happen.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ALLOWED_LIBRARIES = ("libc.so.6", "ld-linux-")
SECTION_DYNAMIC, SECTION_DYNAMIC_SYMBOLS = 6, 11
SECTION_VERSIONS_NEEDED, SECTION_VERSIONS = 0x6FFFFFFE, 0x6FFFFFFF
TAG_NEEDED = 1
WEAK = 2


class LinkageError(Exception):
    """The extension needs something that it must not."""


class SharedObject:
    """The dynamic symbols of a 64-bit little-endian ELF file."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        if self.data[:6] != b"\x7fELF\x02\x01":
            raise LinkageError(f"{path} is not a 64-bit little-endian ELF file")
        offset, entry_size, count = self._unpack("<Q", 40)[0], *self._unpack("<HH", 58)
        self.sections = [self._unpack("<IIQQQQIIQQ", offset + entry_size * i) for i in range(count)]

    def _unpack(self, layout: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(layout, self.data, offset)

    def _section(self, kind: int) -> tuple[int, int, int] | None:
        """Offset and size of the first such section, and the offset of its strings."""
        for section in self.sections:
            if section[1] == kind:
                return section[4], section[5], self.sections[section[6]][4]
        return None

    def _text(self, offset: int) -> str:
        return self.data[offset : self.data.index(b"\0", offset)].decode()

    def needed(self) -> Iterator[str]:
        """The libraries that the loader will look for."""
        offset, size, strings = self._section(SECTION_DYNAMIC) or (0, 0, 0)
        for position in range(offset, offset + size, 16):
            tag, value = self._unpack("<QQ", position)
            if tag == TAG_NEEDED:
                yield self._text(strings + value)

    def undefined(self) -> Iterator[tuple[str, str]]:
        """The symbols that must be found elsewhere, each with the version that it must have."""
        offset, size, strings = self._section(SECTION_DYNAMIC_SYMBOLS) or (0, 0, 0)
        versions = self._section(SECTION_VERSIONS)
        names = self._version_names()
        for index in range(1, size // 24):
            name, info, _, section = self._unpack("<IBBH", offset + 24 * index)
            if section == 0 and info >> 4 != WEAK:
                number = self._unpack("<H", versions[0] + 2 * index)[0] & 0x7FFF if versions else 0
                yield self._text(strings + name), names.get(number, "")

    def _version_names(self) -> dict[int, str]:
        found = self._section(SECTION_VERSIONS_NEEDED)
        names: dict[int, str] = {}
        if found is None:
            return names
        position, _, strings = found
        while True:
            _, count, _, first, following = self._unpack("<HHIII", position)
            entry = position + first
            for _ in range(count):
                _, _, number, name, step = self._unpack("<IHHII", entry)
                names[number] = self._text(strings + name)
                entry += step
            if following == 0:
                return names
            position += following


def glibc_version(path: Path) -> tuple[int, int]:
    """The oldest C library with which the file can be loaded."""
    versions = [version.removeprefix("GLIBC_") for _, version in SharedObject(path).undefined() if "GLIBC_" in version]
    return max((int(major), int(minor)) for major, minor, *_ in (version.split(".") for version in versions))


def check(path: Path) -> None:
    """Raises `LinkageError` if the extension needs more than `Py*` and the C library."""
    shared_object = SharedObject(path)
    problems = [
        f"needs the library {name}" for name in shared_object.needed() if not name.startswith(ALLOWED_LIBRARIES)
    ]
    problems += [
        f"needs the symbol {name}" + (f" ({version})" if version else "")
        for name, version in shared_object.undefined()
        if not name.startswith(("Py", "_Py")) and not version.startswith("GLIBC_")
    ]
    if problems:
        raise LinkageError(f"{path.name} may need Python and the C library only, but it " + ", ".join(problems))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        check(Path(argument))
