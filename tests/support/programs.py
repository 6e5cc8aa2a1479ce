"""Runs small programs of their own process, with a journal of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(
    source: str, home: Path, environment: dict[str, str] | None = None, status: int = 0, folder: Path | None = None
) -> None:
    """Runs a program that records below `home`, and sees that it ends with a status."""
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=folder, env=os.environ | {"MARTLET_HOME": str(home)} | (environment or {}),
        capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done.stderr
