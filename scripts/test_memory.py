"""Runs the extension's tests with AddressSanitizer: `make test-memory`.

The extension is built anew with its C, its Swift and what these inline of Python's headers instrumented; built so, it
keeps no dead objects for reuse, which would hide their use. Python itself is the ordinary one, with the C library's
allocator in place of its own. The first report ends the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import extension  # noqa: E402
import metadata  # noqa: E402

PLACE = ROOT / ".cache" / "memory"
TESTS = [ROOT / "tests" / "unit", ROOT / "tests" / "memory"]


def build(swift: str) -> Path:
    """Builds the instrumented extension, and returns the folder from which Python imports it."""
    scratch = PLACE / f"build-{sysconfig.get_config_var('SOABI')}"
    environment = {
        **os.environ,
        "MARTLET_PYTHON_INCLUDE": str(extension.find_headers()),
        "MARTLET_VERSION": str(metadata.read_project()["version"]),
    }
    command = [swift, "build", "--configuration", "release", "--sanitize=address", "--package-path", str(ROOT / "core")]
    command += ["--scratch-path", str(scratch), "--product", "_core"]
    # For what Swift inlines of Python's headers; without it, uses after the end there go unseen.
    command += ["-Xswiftc", "-Xcc", "-Xswiftc", "-fsanitize=address"]
    subprocess.run(command, env=environment, check=True)
    package = PLACE / "site" / "martlet"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(ROOT / "python" / "martlet", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(scratch / "release" / "lib_core.so", package / extension.file_name())
    return package.parent


def runtime(swift: str) -> Path:
    """The sanitizer's library, which has to be loaded before all else."""
    found = sorted(Path(swift).resolve().parent.parent.glob("lib/clang/*/lib/linux/libclang_rt.asan-x86_64.so"))
    if not found:
        sys.exit(f"the toolchain of {swift} has no AddressSanitizer for x86_64")
    return found[-1]


def main() -> None:
    swift = extension.find_swift()
    environment = {
        **os.environ,
        "PYTHONPATH": str(build(swift)),
        "LD_PRELOAD": str(runtime(swift)),
        "PYTHONMALLOC": "malloc",
        # Python does not free all at its end; the tests under tests/leaks count.
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "MARTLET_TESTS_SANITIZED": "1",
    }
    tests = sys.argv[1:] or [str(tests) for tests in TESTS]
    # Not quiet about faults: pytest would keep the report to itself.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--capture=sys", *tests]
    sys.exit(subprocess.run(command, env=environment, cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
