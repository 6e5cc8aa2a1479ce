"""The stub and the package's Python pass the checkers that users have, and say what the extension has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="mypy is not installed, see tests/requirements.txt")
pytest.importorskip("basedpyright", reason="basedpyright is not installed, see tests/requirements.txt")

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGE = ROOT / "python" / "martlet"
PROGRAMS = sorted((HERE / "programs").glob("*.py"))
MYPY = ["mypy", "--config-file", str(HERE / "mypy.ini"), "--cache-dir", str(ROOT / ".cache" / "mypy")]


def check(*command: str) -> None:
    """Runs a checker in the folder of the package, so that this package is checked and not an installed one."""
    environment = {**os.environ, "MYPYPATH": str(ROOT / "python")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=HERE, env=environment, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_package_passes_mypy() -> None:
    check(*MYPY, str(PACKAGE))


def test_programs_pass_mypy() -> None:
    check(*MYPY, *map(str, PROGRAMS))


def test_package_and_programs_pass_pyright() -> None:
    project = str(HERE / "pyrightconfig.json")
    check("basedpyright", "--project", project, "--pythonpath", sys.executable)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_programs_run(program: Path) -> None:
    """What the programs claim holds when they run: nothing is checked that could not happen."""
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_stub_is_what_the_extension_has() -> None:
    """Of the installed package, as stubtest imports it."""
    allowed = str(HERE / "stubtest_allowlist.txt")
    check("mypy.stubtest", "martlet", "--mypy-config-file", str(HERE / "mypy.ini"), "--allowlist", allowed)
