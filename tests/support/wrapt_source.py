"""The source distribution of wrapt 2.5.2 from PyPI, with its tests, and copies of it that import Martlet."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "2.5.2"
CACHE = Path(__file__).resolve().parent.parent.parent / ".cache" / "conformance"


def fetch() -> Path:
    """The unpacked source distribution, downloaded once."""
    source = CACHE / f"wrapt-{VERSION}"
    if not source.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "wrapt"]
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            subprocess.run([*command, "--dest", folder, f"wrapt=={VERSION}"], check=True)
            (archive,) = Path(folder).glob("wrapt-*.tar.gz")
            with tarfile.open(archive) as tar:
                tar.extractall(folder)
            # Whoever finds the folder finds all of it.
            (Path(folder) / source.name).rename(source)
    return source


def copy_renamed(source: Path, target: Path) -> None:
    """Copies a file, or a folder with the Python files in it, with `martlet` in the place of the word `wrapt`."""
    if source.is_dir():
        for path in source.iterdir():
            if path.name != "__pycache__":
                copy_renamed(path, target / path.name)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(renamed(source.read_text(encoding="utf-8")), encoding="utf-8")


def renamed(text: str) -> str:
    """Text with `martlet` in the place of `wrapt`, where that is a word: `__wrapt__` is another one."""
    return re.sub(r"\bwrapt\b", "martlet", text)
