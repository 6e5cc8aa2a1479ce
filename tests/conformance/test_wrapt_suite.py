"""wrapt's own tests pass on Martlet, on every CPython that is here."""

import subprocess
import sys
from pathlib import Path

import pytest

import pythons
from pythons import Python

SCRIPT = Path(__file__).with_name("run_wrapt_suite.py")


def run_suite(executable: Path | str, layer: str) -> None:
    """No failure but the tests that spell wrapt's own name, and as many passes as wrapt has itself."""
    command = [executable, SCRIPT, "--layer", layer]
    result = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stdout[-5000:] + result.stderr[-2000:]


@pytest.mark.parametrize("layer", ["extension", "mixed"])
def test_wrapt_suite_on_parts_of_martlet(layer: str) -> None:
    run_suite(sys.executable, layer)


@pytest.mark.parametrize("layer", ["all", "renamed"])
@pytest.mark.parametrize("python", pythons.find(), ids=str)
def test_wrapt_suite(python: Python, layer: str) -> None:
    run_suite(pythons.environment(python, [pythons.requirement("pytest")]), layer)
