"""How long calls, attributes and patches take through Martlet's wrappers, beside wrapt's and a closure's.

    python benchmarks/wrappers.py                  this Python, and one other CPython of this machine
    python benchmarks/wrappers.py --here           this Python alone
    python benchmarks/wrappers.py --rounds 201     longer, for a machine that does other things as well

All variants run in one process, in random order in each round, by CPU time. What to trust is the
median of the ratios of the rounds; see README.md for what each column says.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from support.paths import PATHS, Path, scope
from support.pythons import other_python

TOLERANCE = 0.97  # the same path measured twice differs by so much


def loop(call: Callable[[], object], calls: int) -> float:
    """Nanoseconds of CPU per call."""
    start = time.thread_time_ns()
    for _ in range(calls):
        call()
    return (time.thread_time_ns() - start) / calls


def measure(path: Path, scopes: dict[str, dict[str, object]], rounds: int) -> dict[str, list[float]]:
    """The times of each round by kind, for the kinds that have this path."""
    calls = {}
    for kind, names in scopes.items():
        if all(name in names for name in path.needs):
            calls[kind] = eval(f"lambda: {path.expression}", names)
    empty = eval("lambda: None")
    times: dict[str, list[float]] = {kind: [] for kind in calls}
    for _ in range(rounds):
        base = loop(empty, path.calls)
        for kind in random.sample(list(calls), len(calls)):
            times[kind].append(max(loop(calls[kind], path.calls) - base, 0.1))
    return times


def import_times(rounds: int) -> dict[str, list[float]]:
    """Nanoseconds of CPU that `import martlet` and `import wrapt` take in a new process, beyond an empty one's."""
    script = "import time; t = time.process_time_ns(); import {}; print(time.process_time_ns() - t)"
    times: dict[str, list[float]] = {"martlet": [], "wrapt": []}
    for _ in range(rounds):
        for kind in random.sample(list(times), 2):
            times[kind].append(float(subprocess.check_output([sys.executable, "-c", script.format(kind)])))
    return times


def ratio(dividend: list[float], divisor: list[float]) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(a / b for a, b in zip(dividend, divisor))


def report(path: Path, times: dict[str, list[float]]) -> bool:
    """Prints a line, and says whether the budgets of the path hold."""
    if "martlet" not in times:
        print(f"{path.title:40} not in this version of martlet")
        return True
    kept = True
    line = f"{path.title:40}"
    for kind in ("martlet", "wrapt", "closure"):
        line += f"{statistics.median(times[kind]):10.0f}" if kind in times else f"{'':10}"
    for peer, budget, is_least in (("wrapt", path.least, True), ("closure", path.most, False)):
        if peer not in times:
            line += f"{'':16}"
            continue
        if is_least:
            value = ratio(times[peer], times["martlet"])
            holds = budget is None or value >= budget * TOLERANCE
        else:
            value = ratio(times["martlet"], times[peer])
            holds = budget is None or value * TOLERANCE <= budget
        sign = ">=" if is_least else "<="
        line += f"{value:8.2f}" + (f" {sign} {budget:<4}" if budget is not None else f"{'':8}")
        kept = kept and holds
    print(line if kept else f"{line}  MISSED", flush=True)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=51)
    parser.add_argument("--here", action="store_true", help="measure no other Python")
    parser.add_argument("--only", default="", help="only paths with this text in their title")
    options = parser.parse_args()

    import wrapt

    import martlet

    scopes = {"martlet": scope(martlet), "wrapt": scope(wrapt), "closure": scope(None)}
    print(
        f"Python {sys.version.split()[0]}, martlet {martlet.__version__}, wrapt {wrapt.__version__}, {options.rounds} rounds"
    )
    print(f"{'nanoseconds':40}{'martlet':>10}{'wrapt':>10}{'closure':>10}{'x faster':>8}{'':8}{'of closure':>10}")
    kept = [report(path, measure(path, scopes, options.rounds)) for path in PATHS if options.only in path.title]
    if options.only in "import":
        kept.append(report(Path("import", "", least=1), import_times(min(options.rounds, 15))))
    print(f"{kept.count(False)} of {len(kept)} budgets missed\n" if False in kept else "all budgets kept\n", flush=True)
    if not options.here and (python := other_python()):
        command = [python, __file__, "--here", f"--rounds={options.rounds}", f"--only={options.only}"]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
