"""What a report says that pytest wrote with `--junitxml`."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path


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
