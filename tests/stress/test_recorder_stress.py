"""Values that other threads change while they are captured: what is written is whole, and the program goes on."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from journal import Journal

SECONDS = 3
PROGRAM = """
import collections, dataclasses, itertools, sys, threading, time
import martlet

sys.setswitchinterval(1e-6)

class Talkative:
    # Runs Python code while it is written down, and so lets other threads run.
    def __repr__(self):
        return "".join(chr(65 + n) for n in range(8))

@dataclasses.dataclass
class Record:
    items: list
    more: dict
    text: str = "x"

shared = {
    "list": [Talkative(), 1, "a"],
    "dict": {"a": Talkative(), 1: 2},
    "set": {1, "b"},
    "deque": collections.deque([Talkative(), 2]),
    "bytes": bytearray(b"abc"),
    "ordered": collections.OrderedDict(a=Talkative()),
    "default": collections.defaultdict(list),
    "record": Record([Talkative()], {"k": Talkative()}),
}
deep = shared["nested"] = [[], {}]
until = time.monotonic() + float(sys.argv[1])
faults = []

def change(seed):
    for n in itertools.count(seed, 7):
        if time.monotonic() > until:
            return
        try:
            step(n)
        except (RuntimeError, IndexError, KeyError, BufferError, StopIteration):
            pass  # what the threads do to each other

def step(n):
    a, b, c, d = shared["list"], shared["dict"], shared["set"], shared["deque"]
    if n % 5 == 0:
        a.clear(); b.clear(); c.clear(); d.clear(); deep[:] = [[], {}]; shared["bytes"].clear()
        shared["record"].items.clear(); shared["ordered"].clear(); shared["default"].clear()
    a += [Talkative(), n, str(n), [n], {"n": n}]
    del a[: n % 3]
    b.update({n: Talkative(), str(n): [n], "a": {n: n}})
    b.pop(next(iter(b)))
    c.add(n); d.append(Talkative()); d.rotate(1)
    shared["bytes"] += b"x" * (n % 50)
    shared["ordered"][n] = Talkative(); shared["ordered"].move_to_end(n, last=False)
    shared["default"][n].append(n)
    shared["record"].items.append(a[:2]); shared["record"].more[n] = d
    shared["record"].__dict__.setdefault("extra" + str(n % 4), n); shared["record"].__dict__.pop("extra" + str(n % 3), None)
    deep[0] = [deep[1], n]; deep[1] = {"x": n}

@martlet.trace
def look(what, *rest, **named):
    return what

def record(number):
    count = 0
    while time.monotonic() < until or count < 5:
        count += 1
        with martlet.span("look", **{str(key): value for key, value in list(shared.items())}):
            pass
        assert look(shared, deep, record=shared["record"]) is shared
    counts[number] = count

counts = {}
threads = [threading.Thread(target=change, args=(n,)) for n in range(5)]
threads += [threading.Thread(target=record, args=(n,)) for n in range(3)]
threading.excepthook = lambda arguments: faults.append(repr(arguments.exc_value))
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not faults, faults
print(sum(counts.values()))
"""


def test_values_that_change_while_they_are_captured(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", program, str(SECONDS)],
        env={**environment, "MARTLET_HOME": str(tmp_path / "home")}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    spans = Journal(tmp_path / "home" / "journal").spans().values()
    assert len(spans) == 2 * int(done.stdout) > 20
    assert all((span.outcome, span.ends) == ("returned", 1) for span in spans)
    # Whatever was seen of them, it is JSON.
    payloads = [payload for span in spans for payload in span.payloads]
    assert {payload.key for payload in payloads} == {"attributes", "arguments", "result"}
    assert all(isinstance(json.loads(payload.content), dict) for payload in payloads)
