"""The compiler refuses references that are used for longer than what they were borrowed from."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CORE = HERE.parents[1] / "core"
ERROR = re.compile(r"^(?P<file>.*\.swift):(?P<line>\d+):\d+: error: (?P<text>.*)$", re.MULTILINE)


def compile_with_runtime(source: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Compiles a file with the runtime layer, as far as the compiler looks at lifetimes."""
    swift = shutil.which("swiftc")
    include = Path(sysconfig.get_path("include"))
    if swift is None or not (include / "Python.h").exists():
        pytest.skip("needs swiftc and Python's headers")
    headers = [f"-I{include}", f"-I{CORE / 'Sources/CPython/include'}", "-idirafter", str(include.parent), "-DNDEBUG"]
    modules = f"-fmodule-map-file={CORE / 'Sources/CPython/include/module.modulemap'}"
    command = [
        swift, "-module-name", "Core", "-parse-as-library", "-wmo", "-emit-sil", "-o", "/dev/null", "-swift-version", "6",
        "-enable-experimental-feature", "Embedded", "-enable-experimental-feature", "Lifetimes",
        "-module-cache-path", cache,
        *(word for option in [modules, *headers] for word in ("-Xcc", option)),
        *sorted((CORE / "Sources/Core/Runtime").glob("*.swift")), source,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=900)


@pytest.mark.parametrize("name", ["dangling.swift", "kept.swift"])
def test_what_the_compiler_refuses(name: str, tmp_path: Path) -> None:
    source = HERE / name
    expected = {
        number: line.split("// error: ")[1]
        for number, line in enumerate(source.read_text().splitlines(), 1)
        if "// error: " in line and not line.startswith("//")
    }
    result = compile_with_runtime(source, tmp_path)
    found = {
        int(match["line"]): match["text"] for match in ERROR.finditer(result.stderr) if Path(match["file"]).name == name
    }
    elsewhere = [match[0] for match in ERROR.finditer(result.stderr) if Path(match["file"]).name != name]
    assert not elsewhere, result.stderr[-3000:]
    assert found.keys() == expected.keys(), (found, expected)
    for line, text in expected.items():
        assert text in found[line], (line, found[line])
