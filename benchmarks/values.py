"""What writing values down costs, beside `json.dumps` of the same value and the SDKs' own serialisers.

    /tmp/peers/bin/pip install . pydantic==2.14.3 langfuse==5.0.4
    /tmp/peers/bin/python benchmarks/values.py [--rounds 15]

All variants run in one process, in a new random order in each round. A figure is CPU time of the calling thread, the
median of the rounds. Ours is a whole span with the value as its one attribute, less an empty span: the value is written as
JSON, searched for secrets and copied into the journal.

Where this misleads:
- `json.dumps` neither masks nor bounds, fails on most objects, and leaves its text in memory.
- The journal goes to a temporary folder. The kernel writes it to the disk later, on its own time.
- Each value is the same in every round, so it is in the processor's cache.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

HOME = tempfile.TemporaryDirectory(prefix="martlet-benchmark-")
os.environ["MARTLET_HOME"] = HOME.name

import martlet  # noqa: E402

PROSE = "The martlet is the heralds' swift: the bird that never lands. It has no feet, they say, and sleeps in the air. "


@dataclasses.dataclass
class Item:
    name: str
    count: int
    when: datetime.date


def values() -> dict[str, tuple[Any, int]]:
    """Each value, and how often it is written in a round."""
    message = {"role": "user", "content": PROSE * 2}
    found: dict[str, tuple[Any, int]] = {
        "a number": (3, 5000),
        "a chat of ten messages": ({"model": "gpt-4o", "messages": [message] * 10, "temperature": 0.2}, 500),
        "100 kB of prose": (PROSE * 900, 50),
        "a thousand numbers": ([index * 0.5 for index in range(1000)], 100),
        "a list of ten million": (list(range(10_000_000)), 20),
        "100 kB of bytes": (os.urandom(100_000), 20),
        "twenty dataclasses": ([Item("a name", index, datetime.date(2026, 1, 2)) for index in range(20)], 200),
    }
    try:
        import pydantic
    except ImportError:
        return found

    class Model(pydantic.BaseModel):
        name: str
        count: int
        when: datetime.date

    found["twenty models of pydantic"] = ([Model(name="a", count=1, when=datetime.date(2026, 1, 2)) for _ in range(20)], 200)
    return found


def ours(value: Any) -> Callable[[], object]:
    def write() -> None:
        with martlet.span("value", value=value):
            pass

    return write


def empty() -> None:
    with martlet.span("value"):
        pass


def dumped(value: Any) -> Callable[[], object] | None:
    try:
        json.dumps(value)
    except TypeError:
        return None
    return lambda: json.dumps(value)


def langfuse(value: Any) -> Callable[[], object] | None:
    try:
        from langfuse._utils.serializer import EventSerializer
    except ImportError:
        return None
    return lambda: json.dumps(value, cls=EventSerializer)


def measure(call: Callable[[], object], count: int) -> float:
    begin = time.thread_time_ns()
    for _ in range(count):
        call()
    return (time.thread_time_ns() - begin) / count / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    print(f"{'':30}{'martlet':>12}{'json.dumps':>12}{'Langfuse':>12}   us")
    for name, (value, count) in values().items():
        calls = {"ours": ours(value), "empty": empty, "json": dumped(value), "langfuse": langfuse(value)}
        if isinstance(value, list) and len(value) > 100_000:
            calls["json"] = calls["langfuse"] = None  # seconds each
        there = [(kind, call) for kind, call in calls.items() if call]
        taken: dict[str, list[float]] = {kind: [] for kind, _ in there}
        for _ in range(rounds):
            random.shuffle(there)
            for kind, call in there:
                taken[kind].append(measure(call, count))
        figures = {kind: statistics.median(times) for kind, times in taken.items()}
        figures["ours"] -= figures["empty"]
        row = "".join(f"{figures[kind]:12.2f}" if kind in figures else f"{'-':>12}" for kind in ("ours", "json", "langfuse"))
        print(f"{name:30}{row}")


if __name__ == "__main__":
    main()
