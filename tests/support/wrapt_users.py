"""The libraries whose own tests run with Martlet in the place of wrapt, and where their tests are."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pythons

CACHE = pythons.ROOT / ".cache" / "libraries"


@dataclass(frozen=True)
class Library:
    """A library that imports wrapt."""

    name: str
    version: str
    # How many of its tests pass with wrapt 2.5.2: a run with fewer proves less than it says.
    passes: int
    # The folder or file of the tests: in the source archive, or else in the installed package.
    tests: str
    in_archive: bool = True
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    def find_tests(self, executable: Path) -> Path:
        """The tests, downloaded once if they are not installed with the library."""
        if self.in_archive:
            return self.fetch_archive() / self.tests
        code = "import sysconfig; print(sysconfig.get_path('platlib'))"
        return Path(pythons.run([executable, "-c", code]).strip()) / self.tests

    def fetch_archive(self) -> Path:
        """The unpacked source archive."""
        folder = CACHE / f"{self.name}-{self.version}"
        if not folder.is_dir():
            CACHE.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", self.name]
            with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
                subprocess.run([*command, "--dest", scratch, f"{self.name}=={self.version}"], check=True)
                (archive,) = Path(scratch).glob("*.tar.gz")
                with tarfile.open(archive) as tar:
                    tar.extractall(scratch)
                (unpacked,) = (path for path in Path(scratch).iterdir() if path.is_dir())
                unpacked.rename(folder)
        return folder


OPENTELEMETRY = "0.66b1"
LIBRARIES = (
    # Its tests use pkg_resources.
    Library("deprecated", "1.3.1", 187, "tests", needs=("setuptools<81",)),
    Library("debtcollector", "3.1.0", 53, "debtcollector/tests", in_archive=False, needs=("testtools", "fixtures")),
    # Its C++ recognizes wrapt's proxies.
    Library("dm-tree", "0.1.10", 70, "tree/tree_test.py", in_archive=False, needs=("absl-py", "attrs", "numpy")),
    Library("opentelemetry-instrumentation", OPENTELEMETRY, 220, "tests", needs=("requests", "pytest-asyncio")),
    Library("opentelemetry-instrumentation-dbapi", OPENTELEMETRY, 58, "tests"),
    Library("opentelemetry-instrumentation-sqlite3", OPENTELEMETRY, 11, "tests"),
    Library("opentelemetry-instrumentation-threading", OPENTELEMETRY, 14, "tests"),
    Library("opentelemetry-instrumentation-asyncio", OPENTELEMETRY, 24, "tests"),
    Library("opentelemetry-instrumentation-click", OPENTELEMETRY, 7, "tests", needs=("click",)),
    Library("opentelemetry-instrumentation-jinja2", OPENTELEMETRY, 9, "tests", needs=("jinja2",)),
    Library("opentelemetry-instrumentation-logging", OPENTELEMETRY, 71, "tests"),
)


def requirements() -> list[str]:
    """What one environment for all of them holds, wrapt for comparison."""
    needs = [need for library in LIBRARIES for need in library.needs]
    pinned = [f"{library.name}=={library.version}" for library in LIBRARIES]
    tools = [pythons.requirement("pytest"), "wrapt==2.5.2", f"opentelemetry-test-utils=={OPENTELEMETRY}"]
    return [*tools, *pinned, *needs]
