"""Makes one wheel for each CPython that is found, with the extension and the `martlet` command in it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST, NEWEST = 10, 15
BUILD = "import sys; sys.path.insert(0, sys.argv[1]); import backend; print(backend.build_wheel(sys.argv[2]))"
# The version, if the interpreter is one that the extension is for and its headers are there.
PROBE = """
import os, sys, sysconfig
header = os.path.join(sysconfig.get_path("include"), "Python.h")
fits = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
print(sys.version_info.major, sys.version_info.minor, int(fits and os.path.exists(header)))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the martlet command")
    parser.add_argument("--output", type=Path, required=True, help="the folder for the wheels")
    parser.add_argument("pythons", nargs="*", help="the interpreters; else all that are found")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "MARTLET_SERVER": str(options.server.resolve())}
    pythons = options.pythons or list(found_pythons())
    if not pythons:
        sys.exit("martlet: no CPython with its headers was found")
    for python in pythons:
        command = [python, "-c", BUILD, str(Path(__file__).parent), str(options.output)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            return done.returncode
        print(options.output / done.stdout.strip(), flush=True)
    return 0


def found_pythons() -> Iterator[str]:
    """The interpreter that runs this, and others on `PATH` and of pyenv: one for each version."""
    seen: set[tuple[int, int]] = set()
    for candidate in candidates():
        version = usable_version(candidate)
        if version is not None and version not in seen:
            seen.add(version)
            yield candidate


def candidates() -> Iterator[str]:
    yield sys.executable
    for minor in range(OLDEST, NEWEST + 1):
        if path := shutil.which(f"python3.{minor}"):
            yield path
        versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        yield from map(str, sorted(versions.glob(f"3.{minor}.*/bin/python3.{minor}")))


def usable_version(python: str) -> tuple[int, int] | None:
    try:
        done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, timeout=30)
        major, minor, fits = map(int, done.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return (major, minor) if fits and done.returncode == 0 and (major, minor) >= (3, OLDEST) else None


if __name__ == "__main__":
    sys.exit(main())
