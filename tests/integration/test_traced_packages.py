"""Everything that a large package defines is traced while a program uses it: the program does what it does without."""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from journal import Journal
from recording import MARTLET

PROGRAMS = Path(__file__).parent / "traced"
LISTING = """
import runpy, sys
runpy.run_path(sys.argv[1], run_name="__main__")
sys.stderr.write(" ".join(sorted(name for name in sys.modules if name.partition(".")[0] == sys.argv[2])))
"""
# A package, and how many calls of its functions a program makes at least.
PACKAGES = {"json": 15, "asyncio": 300, "django": 15_000, "sqlalchemy": 2_500, "urllib3": 100, "pandas": 1_500}


def run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
    environment = {**kept, "MARTLET_HOME": str(folder / "home"), "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done


def seconds_of_children() -> float:
    """The processor's time that finished programs have taken: a busy machine does not add to it as it does to a clock's."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("package", PACKAGES)
def test_all_of_a_package(package: str, tmp_path: Path) -> None:
    program = PROGRAMS / f"{package}_program.py"
    began = seconds_of_children()
    bare = run([sys.executable, "-c", LISTING, program, package], tmp_path)
    taken = seconds_of_children() - began
    found = []
    for patterns in ([f"--trace={package}.*"], [f"--trace={module}:*" for module in bare.stderr.split()]):
        (folder := tmp_path / str(len(patterns))).mkdir()
        began = seconds_of_children()
        traced = run([MARTLET, "run", *patterns, program], folder)
        assert seconds_of_children() - began < 10 * taken + 20
        assert (traced.stdout, traced.stderr) == (bare.stdout, "")
        spans = Journal(folder / "home" / "journal").spans().values()
        assert len(spans) >= PACKAGES[package]
        assert {span.scope.partition(".")[0] for span in spans} == {package}
        found.append({(span.scope, span.name) for span in spans})
    whole, one_by_one = found
    # Functions written in C are traced where their module is named.
    compiled = {module for module, _ in one_by_one - whole}
    assert whole <= one_by_one
    assert all((importlib.util.find_spec(module).origin or "").endswith(".so") for module in compiled), compiled
