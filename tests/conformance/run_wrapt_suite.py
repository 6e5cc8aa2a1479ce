"""Runs the tests of wrapt 2.5.2, taken from its source distribution on PyPI, against Martlet.

    python tests/conformance/run_wrapt_suite.py --layer extension
    python tests/conformance/run_wrapt_suite.py --layer all -- -k descriptor

The interpreter that runs this is the one that is tested: it needs martlet and pytest. Tests that
are known to fail are listed in `known_failures_<layer>.txt`; any other failure, and any test on
that list which passes, ends in status 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "2.5.2"
CACHE = HERE.parent.parent / ".cache" / "conformance"


def fetch_source() -> Path:
    """The unpacked source distribution, downloaded once."""
    source = CACHE / f"wrapt-{VERSION}"
    if not (source / "tests" / "core").is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "wrapt"]
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([*command, "--dest", folder, f"wrapt=={VERSION}"], check=True)
            (archive,) = Path(folder).glob("wrapt-*.tar.gz")
            with tarfile.open(archive) as tar:
                tar.extractall(CACHE)
    return source


def read_results(report: Path) -> dict[str, str]:
    """What became of each test, by its name."""
    results = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        kinds = {child.tag for child in case}
        outcome = next((kind for kind in ("error", "failure", "skipped") if kind in kinds), "passed")
        # Subtests are reported under their test's name: one that fails fails the test.
        if results.get(name) not in {"error", "failure"}:
            results[name] = outcome
    return results


def read_known(layer: str) -> set[str]:
    """The tests that are known to fail, by the beginning of their name."""
    path = HERE / f"known_failures_{layer}.txt"
    if not path.exists():
        return set()
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return {line for line in lines if line}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layer", choices=["extension", "mixed", "all"], default="all")
    parser.add_argument("--source", type=Path, help="an unpacked source distribution, in place of PyPI's")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, behind --")
    options = parser.parse_args()
    source = options.source or fetch_source()

    environment = {**os.environ, "MARTLET_CONFORMANCE_LAYER": options.layer}
    paths = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    if options.layer != "all":
        paths.append(str(source / "src"))
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable, "-m", "pytest", "-p", "martlet_as_wrapt", "-p", "no:cacheprovider", "-q", "--tb=short",
            "--continue-on-collection-errors", f"--junitxml={report}", "tests/core", *options.pytest,
        ]  # fmt: skip
        subprocess.run(command, cwd=source, env=environment, timeout=900)
        results = read_results(report)

    known = read_known(options.layer)
    failed = {name for name, outcome in results.items() if outcome in {"error", "failure"}}
    unexpected = {name for name in failed if not any(name.startswith(prefix) for prefix in known)}
    mended = (
        {prefix for prefix in known if not any(name.startswith(prefix) for name in failed)}
        if not options.pytest
        else set()
    )
    counts = {
        kind: sum(outcome == kind for outcome in results.values()) for kind in ("passed", "failure", "error", "skipped")
    }
    print(f"\nwrapt {VERSION}, layer {options.layer}, Python {sys.version.split()[0]}:", counts)
    for title, names in (("failed", unexpected), ("is on the list of known failures, but passes", mended)):
        for name in sorted(names):
            print(f"{title}: {name}")
    return 1 if unexpected or mended else 0


if __name__ == "__main__":
    sys.exit(main())
