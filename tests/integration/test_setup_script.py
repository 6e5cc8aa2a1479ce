"""`scripts/setup` says what is missing in words that one can act on."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from recording import ROOT

SETUP = ROOT / "scripts" / "setup"
NOBODY = 65534


@pytest.fixture
def tools() -> Iterator[Path]:
    """A folder in front of PATH, with a Swift that is new enough and every package installed."""
    # Not below pytest's own folder, which only its owner may enter: the script runs as another user.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        tool(folder, "swift", "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'")
        tool(folder, "dpkg-query", "echo installed")
        tool(folder, "python", "printf '3.11\\n\\n\\n'")
        yield folder


def tool(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def setup(tools: Path, **variables: str) -> tuple[int, str]:
    """Runs the script as an ordinary user; its status, and what it says."""
    environment = os.environ | {
        "PATH": f"{tools}:/usr/bin:/bin", "SWIFT": "swift", "PYTHON": str(tools / "python")
    } | variables
    drop = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run(
        ["bash", "-s"], stdin=SETUP.open(), env=environment, capture_output=True, text=True, cwd="/", **drop
    )
    return done.returncode, done.stderr


def test_everything_is_there(tools: Path) -> None:
    assert setup(tools) == (0, "")


def test_missing_packages(tools: Path) -> None:
    tool(tools, "dpkg-query", 'case "$3" in git) echo not-installed ;; *) echo installed ;; esac')
    status, said = setup(tools)
    assert status != 0
    assert "sudo apt-get install --yes --no-install-recommends git\n" in said


def test_no_swift(tools: Path) -> None:
    status, said = setup(tools, SWIFT="no-such-swift")
    assert status != 0
    assert "no Swift" in said and "https://www.swift.org" in said


def test_old_swift(tools: Path) -> None:
    tool(tools, "swift", "echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'")
    status, said = setup(tools)
    assert status != 0
    assert "5.10.1" in said and "6.3" in said


@pytest.mark.parametrize("answer, expected", [
    ("3.9\\n\\n\\n", "Python 3.9"),
    ("3.11\\n/usr/include/python3.11/Python.h\\n\\n", "python3.11-dev"),
    ("3.11\\n\\nensurepip\\n", "python3.11-venv"),
])
def test_unfit_python(tools: Path, answer: str, expected: str) -> None:
    tool(tools, "python", f"printf '{answer}'")
    status, said = setup(tools)
    assert status != 0
    assert expected in said


def test_no_python(tools: Path) -> None:
    status, said = setup(tools, PYTHON="no-such-python")
    assert status != 0
    assert "no-such-python" in said
