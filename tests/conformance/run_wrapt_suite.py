"""Runs the tests of wrapt 2.5.2, taken from its source distribution on PyPI, against Martlet.

    python tests/conformance/run_wrapt_suite.py --layer all
    python tests/conformance/run_wrapt_suite.py --layer renamed -- -k descriptor

The layers are explained in `martlet_as_wrapt.py`. The interpreter that runs this is the one that
is tested: it needs martlet and pytest. Tests that are known to fail are listed in
`known_failures_<layer>.txt`; any other failure, any test on that list which passes, and fewer
passes than wrapt has itself end in status 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

import wrapt_source  # noqa: E402
from pytest_report import read_results  # noqa: E402

# What wrapt's own extension passes, by the version of Python from which on it is so many.
PASSES = {(3, 10): 1371, (3, 12): 1375, (3, 14): 1381}


def read_known(layer: str) -> set[str]:
    """The tests that are known to fail, by the beginning of their name."""
    path = HERE / f"known_failures_{layer}.txt"
    if not path.exists():
        return set()
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return {line for line in lines if line}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layer", choices=["extension", "mixed", "all", "renamed"], default="all")
    parser.add_argument("--source", type=Path, help="an unpacked source distribution, in place of PyPI's")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, behind --")
    options = parser.parse_args()
    source = options.source or wrapt_source.fetch()

    environment = {**os.environ, "MARTLET_CONFORMANCE_LAYER": options.layer}
    paths = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    if options.layer in {"extension", "mixed"}:
        paths.append(str(source / "src"))
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    with tempfile.TemporaryDirectory() as folder:
        if options.layer == "renamed":
            wrapt_source.copy_renamed(source / "tests" / "core", Path(folder) / "tests" / "core")
            source = Path(folder)
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
    least = max(count for version, count in PASSES.items() if sys.version_info >= version) - len(known)
    few = counts["passed"] < least and not options.pytest
    print(f"\nwrapt {wrapt_source.VERSION}, layer {options.layer}, Python {sys.version.split()[0]}:", counts)
    for title, names in (("failed", unexpected), ("is on the list of known failures, but passes", mended)):
        for name in sorted(names):
            print(f"{title}: {name}")
    if few:
        print(f"only {counts['passed']} tests passed; {least} are to")
    return 1 if unexpected or mended or few else 0


if __name__ == "__main__":
    sys.exit(main())
