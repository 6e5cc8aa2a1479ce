"""Programs after the posts that introduce wrapt 2.2, with Martlet in wrapt's place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest


@pytest.fixture
def prints(tmp_path: Path) -> Callable[..., str]:
    """Runs a program in a Python of its own, beside modules that it may import, and returns what it prints."""

    def run(program: str, **modules: str) -> str:
        for name, text in {"program": program, **modules}.items():
            (tmp_path / f"{name}.py").write_text(dedent(text))
        done = subprocess.run(
            [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
