"""How long calls and attributes take through Martlet's wrappers, beside wrapt's and a closure's.

    python benchmarks/wrappers.py [--rounds 101]

All variants run in one process, in random order in each round, by CPU time. The median of the
ratios of each round is what to trust; nanoseconds depend on what else the machine does. A
closure from `functools.wraps` is the floor for wrappers in Python, but it does less: it has
no `instance`, and no way to be switched off.
"""

from __future__ import annotations

import argparse
import functools
import random
import statistics
import sys
import time
from collections.abc import Callable

import wrapt

import martlet

CALLS = 2000


def loop(call: Callable[[], object]) -> float:
    """Nanoseconds of CPU per call."""
    start = time.thread_time_ns()
    for _ in range(CALLS):
        call()
    return (time.thread_time_ns() - start) / CALLS


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


def closure(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def function(x):
    return x


class Target:
    def __init__(self):
        self.attribute = 1

    def method(self, x):
        return x

    def __len__(self):
        return 1


def statements(module) -> dict[str, str]:
    """What is timed, as expressions over names that `names()` gives."""
    return {
        "function(1)": "function(1)",
        "function(x=1)": "function(x=1)",
        "object.method(1)": "target.method(1)",
        "Class.method(object, 1)": "Target.method(target, 1)",
        "Class.class_method(1)": "Target.class_method(1)",
        "Class.static_method(1)": "Target.static_method(1)",
        "object.method": "target.method",
        "proxy.attribute": "proxy.attribute",
        "proxy._self_own": "proxy._self_own",
        "proxy.attribute = 1": "setattr(proxy, 'attribute', 1)",
        "len(proxy)": "len(proxy)",
        "proxy + 1": "number + 1",
        "proxy == 1": "number == 1",
        "isinstance(proxy, Class)": "isinstance(proxy, Plain)",
        "make a FunctionWrapper": "make(plain)",
        "make an ObjectProxy": "make_proxy(plain)",
        "disabled function(1)": "disabled(1)",
    }


def names(kind: str) -> dict[str, object]:
    if kind == "closure":
        wrap, make_proxy, disabled = closure, None, function
    else:
        module = {"martlet": martlet, "wrapt": wrapt}[kind]
        wrap = lambda f: module.FunctionWrapper(f, pass_through)  # noqa: E731
        make_proxy = module.ObjectProxy
        disabled = module.FunctionWrapper(function, pass_through, False)

    class Wrapped(Target):
        method = wrap(Target.method)
        class_method = (
            wrap(classmethod(lambda cls, x: x)) if kind != "closure" else classmethod(closure(lambda cls, x: x))
        )
        static_method = wrap(staticmethod(function)) if kind != "closure" else staticmethod(closure(function))

    plain = Target()
    proxy = make_proxy(plain) if make_proxy else None
    if proxy is not None:
        proxy._self_own = 1
    return {
        "function": wrap(function), "target": Wrapped(), "Target": Wrapped, "proxy": proxy, "Plain": Target,
        "number": make_proxy(1) if make_proxy else None, "make": wrap, "plain": function, "make_proxy": make_proxy,
        "disabled": disabled,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=51)
    rounds = parser.parse_args().rounds
    kinds = ["martlet", "wrapt", "closure"]
    scopes = {kind: names(kind) for kind in kinds}
    print(f"Python {sys.version.split()[0]}, wrapt {wrapt.__version__}, martlet {martlet.__version__}, {rounds} rounds")
    print(f"{'':28}{'martlet':>9}{'wrapt':>9}{'closure':>9}{'x wrapt':>9}{'x closure':>10}")
    for title, text in statements(martlet).items():
        with_closure = "proxy" not in text and "number" not in text and "disabled" not in text and "make" not in text
        used = kinds if with_closure else kinds[:2]
        calls = {kind: eval(f"lambda: {text}", scopes[kind]) for kind in used}
        empty = eval("lambda: None")
        times: dict[str, list[float]] = {kind: [] for kind in used}
        for _ in range(rounds):
            order = random.sample(used, len(used))
            base = loop(empty)
            for kind in order:
                times[kind].append(loop(calls[kind]) - base)
        ratio = [w / m for m, w in zip(times["martlet"], times["wrapt"])]
        line = f"{title:28}{statistics.median(times['martlet']):9.0f}{statistics.median(times['wrapt']):9.0f}"
        if with_closure:
            to_closure = [m / c for m, c in zip(times["martlet"], times["closure"])]
            line += f"{statistics.median(times['closure']):9.0f}{statistics.median(ratio):9.1f}{statistics.median(to_closure):10.2f}"
        else:
            line += f"{'':9}{statistics.median(ratio):9.1f}"
        print(line)


if __name__ == "__main__":
    main()
