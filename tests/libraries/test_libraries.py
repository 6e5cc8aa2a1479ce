"""Libraries that import wrapt pass their own tests with Martlet in its place, as they do with wrapt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pythons
from pytest_report import read_results
from wrapt_users import LIBRARIES, Library, requirements

PLUGINS = pythons.ROOT / "tests" / "conformance"


@pytest.fixture(scope="session")
def executable() -> Path:
    """The Python of an environment with the libraries, wrapt and Martlet."""
    python = pythons.probe(Path(sys._base_executable))
    assert python is not None, f"{sys._base_executable} cannot make an environment"
    return pythons.environment(python, requirements())


def run_tests(executable: Path, tests: Path, folder: Path, *options: str) -> tuple[dict[str, str], str]:
    """What became of each test, and what pytest printed."""
    report = folder / f"report{len(options)}.xml"
    arguments = ["-m", "pytest", "-q", "--tb=short", f"--rootdir={tests.parent}", f"--junitxml={report}"]
    result = subprocess.run(
        [executable, *arguments, *options, tests],
        cwd=tests.parent,
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "MARTLET_CONFORMANCE_LAYER": "all"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert report.exists(), result.stdout[-4000:] + result.stderr[-4000:]
    return read_results(report), result.stdout[-4000:]


@pytest.mark.parametrize("library", LIBRARIES, ids=str)
def test_library_does_as_with_wrapt(library: Library, executable: Path, tmp_path: Path) -> None:
    tests = library.find_tests(executable)
    with_wrapt, _ = run_tests(executable, tests, tmp_path)
    with_martlet, output = run_tests(executable, tests, tmp_path, "-p", "martlet_as_wrapt")
    assert with_martlet == with_wrapt, output
    assert list(with_martlet.values()).count("passed") >= library.passes, output
