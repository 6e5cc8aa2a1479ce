"""wrapt's tests of its type hints hold for Martlet's: 37 programs, and what mypy says of each."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pythons
import wrapt_source
from pythons import Python

pytest.importorskip("mypy", reason="mypy is not installed, see tests/requirements.txt")

PAIRS = 37
# Of the functions that wrapt has too, `synchronized` alone can be called in a way more, and mypy lists the ways.
OVERLOADS = {
    "mypy_synchronized_lock_t1.out": (
        "synchronized(wrapped: Any) -> _SynchronizedObject\n",
        "synchronized(wrapped: Any = ..., *, reentrant: bool) -> _SynchronizedObject\n",
    )
}
PYTHONS = pythons.find()


@pytest.mark.parametrize("python", [PYTHONS[0], PYTHONS[-1]], ids=str)
def test_mypy_says_of_martlet_what_it_says_of_wrapt(python: Python, tmp_path: Path) -> None:
    """The programs are unchanged: the package that they find as `wrapt` is ours."""
    source = wrapt_source.fetch()
    shutil.copytree(source / "tests" / "mypy", tmp_path / "tests" / "mypy")
    shutil.copy(source / "tests" / "conftest.py", tmp_path / "tests")
    for name, (listed, added) in OVERLOADS.items():
        expected = tmp_path / "tests" / "mypy" / name
        [line] = [line for line in expected.read_text().splitlines(keepends=True) if line.endswith(listed)]
        expected.write_text(expected.read_text().replace(line, line + line.replace(listed, added)))
    (tmp_path / "src").mkdir()
    for name in ("martlet", "wrapt"):
        (tmp_path / "src" / name).symlink_to(pythons.ROOT / "python" / "martlet")
    executable = pythons.environment(python, [pythons.requirement("pytest")])
    result = subprocess.run(
        [executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        # The mypy of this environment; it is told for which Python.
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
    assert re.search(rf"^{PAIRS} passed", result.stdout, re.MULTILINE), result.stdout[-2000:]
