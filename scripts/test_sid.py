"""Tests the extension on the CPythons of Debian's `sid` suite, which are newer than most machines have.

    python scripts/test_sid.py

Each gets a virtual environment with the extension built for it, and runs our own tests of the
extension and wrapt's. What is fetched and built is kept in `.cache`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import pythons  # noqa: E402
import sid_pythons  # noqa: E402

SUITE = ROOT / "tests" / "conformance" / "run_wrapt_suite.py"
# What no test goes without. Some of the rest is not built for a new Python for a while: tests that need it skip then.
TOOLS = [pythons.requirement(name) for name in ("pytest", "hypothesis")]
STEPS = {
    "our tests of the extension": ["-m", "pytest", "-q", "-rs", "--tb=short", "-p", "no:cacheprovider", "tests/unit"],
    "reference counts": ["-m", "pytest", "-q", "-rs", "--tb=short", "-p", "no:cacheprovider", "tests/leaks"],
    "wrapt's suite, Martlet in its place": [SUITE, "--layer", "all"],
    "wrapt's suite, the name rewritten": [SUITE, "--layer", "renamed"],
}


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    requirements = [*TOOLS, *(ROOT / "examples/requirements.txt").read_text().split()]
    failed = []
    for path in sid_pythons.pythons():
        python = pythons.probe(path)
        if python is None:
            sys.exit(f"test_sid: {path} is no CPython with a GIL and headers")
        say(f"building Martlet for Python {python.full_version}")
        executable = pythons.environment(python, requirements)
        install_libraries(python, executable)
        for title, arguments in STEPS.items():
            say(f"Python {python.full_version}: {title}")
            start = time.monotonic()
            code = subprocess.run([executable, *arguments], cwd=ROOT, timeout=1800).returncode
            print(f"{time.monotonic() - start:.0f} s", flush=True)
            if code != 0:
                failed.append(f"Python {python.full_version}: {title}")
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0


def install_libraries(python: pythons.Python, executable: Path) -> None:
    """Installs the libraries that have a wheel for this Python, each for itself, and says which have none."""
    for library in pythons.requirements():
        if library in TOOLS:
            continue
        try:
            pythons.install(python, executable, "--only-binary", ":all:", library)
        except pythons.PythonError as error:
            print(f"without {library}: {str(error).strip().splitlines()[-1]}", flush=True)


def say(text: str) -> None:
    print(f"\033[1m==> {text}\033[0m", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (sid_pythons.SidError, pythons.PythonError, subprocess.TimeoutExpired) as error:
        sys.exit(f"test_sid: {error}")
