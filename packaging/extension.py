"""Builds `martlet._core` with SwiftPM for the Python that runs this."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import linkage

ROOT = Path(__file__).resolve().parent.parent
SWIFT_MINIMUM = (6, 2)


class BuildError(Exception):
    """The extension cannot be built; the text says what to do."""


def file_name() -> str:
    """The name under which this Python imports the extension."""
    return "_core" + sysconfig.get_config_var("EXT_SUFFIX")


def find_swift() -> str:
    """The `swift` command: `$MARTLET_SWIFT`, the one on `PATH`, or the one in `/opt/swift`."""
    swift = os.environ.get("MARTLET_SWIFT") or shutil.which("swift") or shutil.which("/opt/swift/usr/bin/swift")
    if swift is None:
        raise BuildError(
            "no `swift` command found. Martlet's extension is written in Swift: install Swift "
            f"{'.'.join(map(str, SWIFT_MINIMUM))} or newer from https://www.swift.org/install/ and put it on PATH, "
            "or name it in MARTLET_SWIFT."
        )
    try:
        output = subprocess.run([swift, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError(f"`{swift} --version` failed: {error}") from error
    match = re.search(r"Swift version (\d+)\.(\d+)", output)
    if match is None or tuple(map(int, match.groups())) < SWIFT_MINIMUM:
        raise BuildError(
            f"{swift} is {output.splitlines()[0] if output else 'of an unknown version'}; "
            f"Martlet needs Swift {'.'.join(map(str, SWIFT_MINIMUM))} or newer."
        )
    return swift


def find_headers() -> Path:
    """The folder with `Python.h` of this Python."""
    include = Path(sysconfig.get_path("include"))
    if not (include / "Python.h").is_file():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise BuildError(
            f"{include / 'Python.h'} is missing: install the headers of Python {version} "
            f"(on Debian: apt-get install python{version}-dev)."
        )
    return include


def check_python() -> None:
    """Refuses interpreters that the extension was not written for."""
    if sys.implementation.name != "cpython":
        raise BuildError(f"Martlet's extension needs CPython; this is {sys.implementation.name}.")
    if sys.platform != "linux":
        raise BuildError(f"Martlet's extension is built on Linux only so far; this is {sys.platform}.")
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise BuildError("Martlet's extension does not support free-threaded builds of Python yet.")


def build(version: str) -> Path:
    """Builds the extension, checks what it needs, and returns the file."""
    check_python()
    include = find_headers()
    swift = find_swift()
    # One folder per Python: see `core/Package.swift`. Two installations of one version have headers of their own.
    place = hashlib.sha256(str(include).encode()).hexdigest()[:8]
    scratch = ROOT / "core" / f".build-{sysconfig.get_config_var('SOABI')}-{place}"
    environment = {**os.environ, "MARTLET_PYTHON_INCLUDE": str(include), "MARTLET_VERSION": version}
    command = [
        swift, "build", "--configuration", "release", "--package-path", str(ROOT / "core"),
        "--scratch-path", str(scratch), "--product", "_core", "--omit-frame-pointers",
    ]  # fmt: skip
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        raise BuildError(f"`{' '.join(command)}` failed:\n{result.stdout}{result.stderr}")
    library = scratch / "release" / "lib_core.so"
    linkage.check(library)
    return library
