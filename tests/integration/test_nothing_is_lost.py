"""However a process ends or multiplies, what it recorded is in the journal; and nothing is added to it."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import recorded
from journal import Journal, Span
from recording import DROP_IN, ONE_CALL, Workplace

WORK = """
import os, sys, signal, threading, time
import martlet

@martlet.trace
def work(n):
    return n * 2

@martlet.trace
def outer():
    work(1)
    END
"""


class Place:
    """A state directory, and programs that record into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal(folder / "home" / "journal")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
        self.environment = {**kept, "MARTLET_HOME": str(folder / "home")}

    def run(self, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program = self.folder / "program.py"
        program.write_text(textwrap.dedent(source))
        return subprocess.run(
            [sys.executable, program], env={**self.environment, **environment}, cwd=self.folder, capture_output=True, text=True, timeout=300
        )

    def spans(self, name: str) -> list[Span]:
        return [span for span in self.journal.spans().values() if span.name == name]

    def dropped(self) -> int:
        """The records that the newest segment of each process says were dropped."""
        newest: dict[bytes, tuple[int, int]] = {}
        for segment in self.journal.segments():
            data = segment.read_bytes()
            index, dropped = struct.unpack_from("<Q", data, 40)[0], struct.unpack_from("<Q", data, 192)[0]
            newest[data[24:40]] = max(newest.get(data[24:40], (-1, 0)), (index, dropped))
        return sum(dropped for _, dropped in newest.values())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("os._exit(3)", 3),
        ("os.kill(os.getpid(), signal.SIGTERM); time.sleep(20)", -signal.SIGTERM),
        ("os.kill(os.getpid(), signal.SIGKILL); time.sleep(20)", -signal.SIGKILL),
        ("os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("os.abort()", -signal.SIGABRT),
        ("os.execv(sys.executable, [sys.executable, '-c', 'raise SystemExit(4)'])", 4),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_ways_to_end(place: Place, end: str, status: int) -> None:
    done = place.run("import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))" + WORK.replace("END", end) + "\nouter()")
    assert done.returncode == status, done.stderr
    [inner], [around] = place.spans("work"), place.spans("outer")
    assert (inner.value("arguments"), inner.value("result"), inner.outcome) == ({"n": 1}, 2, "returned")
    assert around.ends == 0, "it never came back"
    assert inner.parent == around.id


LARGE = """
import itertools, sys
import martlet

@martlet.trace
def large(number, text):
    return number

text = "".join(chr(97 + n % 26) for n in range(3_000_000))
for number in itertools.count():
    large(number, text)
    print(number, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.003, 0.01, 0.02, 0.05])
def test_kill_while_a_value_is_written_that_is_larger_than_a_segment(place: Place, delay: float) -> None:
    program = place.folder / "program.py"
    program.write_text(LARGE)
    process = subprocess.Popen([sys.executable, program], env=place.environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    time.sleep(delay)
    process.kill()
    whole = [0, *(int(line) for line in process.stdout.read().split("\n") if line)]
    process.wait()
    process.stdout.close()
    text = "".join(chr(97 + n % 26) for n in range(3_000_000))
    spans = sorted(place.spans("large"), key=lambda span: span.started)
    assert len(spans) >= len(whole)
    for number, span in enumerate(spans):
        expected = json.dumps({"number": number, "text": text}, separators=(",", ":")).encode()
        contents = [payload.content for payload in span.payloads if payload.key == "arguments"]
        if number in whole:
            assert (span.outcome, contents, span.values("result")) == ("returned", [expected], [number])
        else:
            # As far as it came.
            assert len(contents) <= 1 and all(expected.startswith(content) for content in contents)


def test_exec_of_a_program_that_records_too(place: Place) -> None:
    again = "os.execv(sys.executable, [sys.executable, __file__, 'again']) if len(sys.argv) == 1 else None"
    done = place.run(WORK.replace("END", again) + "\nouter()")
    assert done.returncode == 0, done.stderr
    assert sorted(span.ends for span in place.spans("outer")) == [0, 1]
    assert len(place.spans("work")) == 2


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize(
    "how",
    [
        "with context.Pool(3) as pool: pool.map(work, range(100), chunksize=1)",
        "with concurrent.futures.ProcessPoolExecutor(3, mp_context=context) as pool: list(pool.map(work, range(100)))",
        "processes = [context.Process(target=work, args=(n,)) for n in range(100)][:8]; rest = range(8, 100); [p.start() for p in processes]; "
        "[p.join() for p in processes]; [work(n) for n in rest]",
    ],
    ids=["pool", "executor", "processes"],
)
def test_multiprocessing(place: Place, method: str, how: str) -> None:
    source = f"""
if __name__ == "__main__":
    import concurrent.futures, multiprocessing
    context = multiprocessing.get_context({method!r})
    {how}
"""
    done = place.run(WORK.replace("END", "pass") + source)
    assert done.returncode == 0, done.stderr
    spans = place.spans("work")
    assert sorted(span.value("arguments")["n"] for span in spans) == list(range(100))
    assert all(span.ends == 1 for span in spans)


def test_fork_inside_of_a_span(place: Place) -> None:
    end = """
    if os.fork() == 0:
        work(2)
        os._exit(0)
    os.wait()
    """
    assert place.run(WORK.replace("END", end) + "\nouter()").returncode == 0
    [outer] = place.spans("outer")
    assert outer.ends == 1, "the child did not end its parent's span"
    spans = {span.value("arguments")["n"]: span for span in place.spans("work")}
    assert spans[2].trace == outer.trace
    assert spans[2].parent == outer.id


def test_daemon_threads_at_exit(place: Place) -> None:
    source = WORK.replace("END", "is_inside.set(); time.sleep(3600)") + """
is_inside = threading.Event()
counts = [0, 0, 0]
def busy(number):
    while True:
        work(7)
        counts[number] += 1
for number in range(3):
    threading.Thread(target=busy, args=(number,), daemon=True).start()
threading.Thread(target=outer, daemon=True).start()
is_inside.wait()
while min(counts) < 100:
    time.sleep(0.01)
"""
    done = place.run(source, MARTLET_CAPTURE="metadata")
    assert done.returncode == 0, done.stderr
    [outer] = place.spans("outer")
    assert outer.ends == 0
    spans = place.spans("work")
    assert len(spans) > 300
    assert sum(1 - span.ends for span in spans) <= 3, "each thread was in at most one"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="isolated interpreters came with 3.12")
def test_interpreters_of_their_own(place: Place) -> None:
    module = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    done = place.run(f"""
        import {module} as interpreters
        code = "import martlet; f = martlet.trace(lambda n: n, name='inside'); [f(n) for n in range(50)]"
        for _ in range(3):
            number = interpreters.create()
            failure = interpreters.run_string(number, code)
            assert failure is None, failure
            interpreters.destroy(number)
    """)
    assert done.returncode == 0, done.stderr
    assert len(place.spans("inside")) == 150


def test_sub_interpreters(place: Place) -> None:
    if sys.version_info >= (3, 12):
        pytest.skip("the test above")
    done = place.run("""
        import _xxsubinterpreters as interpreters
        for _ in range(3):
            number = interpreters.create(isolated=False)
            interpreters.run_string(number, "import martlet; f = martlet.trace(lambda n: n, name='inside'); [f(n) for n in range(50)]")
            interpreters.destroy(number)
    """)
    assert done.returncode == 0, done.stderr
    assert len(place.spans("inside")) == 150


def test_more_names_than_are_kept(place: Place) -> None:
    done = place.run("""
        import martlet
        for n in range(70_000):
            with martlet.span(f"job {n}"): pass
        late = martlet.trace(lambda: None, name="a late function")
        late(), late()
    """, MARTLET_CAPTURE="metadata")
    assert done.returncode == 0, done.stderr
    names = [span.name for span in place.journal.spans().values()]
    assert names.count("a late function") == 2
    assert sorted(name for name in names if name != "a late function") == sorted(f"job {n}" for n in range(70_000))


def test_values_that_fail_in_every_way_do_not_fail_the_program(place: Place) -> None:
    done = place.run(WORK.replace("END", "pass") + """
class Hostile:
    def __repr__(self): raise SystemExit(9)
    def __getattr__(self, name): raise MemoryError
    def __eq__(self, other): raise KeyError
    def __hash__(self): raise OSError
    __class__ = property(lambda self: 1 / 0)

@martlet.trace
def give(value): return value

hostile = Hostile()
assert give(hostile) is hostile
assert give([hostile])[0] is hostile
print("went on")
""")
    assert (done.returncode, done.stdout) == (0, "went on\n"), done.stderr
    assert len(place.spans("give")) == 2


@pytest.mark.parametrize("limit", [0, 5_000, 100_000, 300_000, 1_000_000])
def test_a_limit_on_the_size_of_files(place: Place, limit: int) -> None:
    """Even a program that takes the signal's default does not die of it; what is dropped is counted where that is possible."""
    done = place.run(WORK.replace("END", "pass") + f"""
import resource
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
for n in range(20_000):
    work(n)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
time.sleep(1.1)
work("at the end")
""")
    assert done.returncode == 0, done.stderr
    spans = place.spans("work")
    assert spans[-1].value("arguments") == {"n": "at the end"}
    written = sum(1 + span.ends + len(span.payloads) for span in spans)
    assert written + place.dropped() == 4 * 20_001


def test_a_marker_counts_where_no_segment_can_be(place: Place) -> None:
    done = place.run(WORK.replace("END", "pass") + """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
for n in range(100): work(n)
""")
    assert done.returncode == 0, done.stderr
    assert place.spans("work") == []
    assert place.dropped() > 0


def test_what_no_segment_could_take_shows_on_the_server(workplace: Workplace) -> None:
    source = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n" + textwrap.dedent(ONE_CALL)
    workplace.run(source, DROP_IN)
    server = workplace.serve()
    recorded.eventually(
        lambda: server.client.json("/api/v1/stats")["dropped_records"] > 0, "nothing is said of what was dropped"
    )


STATE = """
import atexit, gc, json, os, signal, sys, threading
def kinds():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink("/proc/self/fd/" + name).partition(":")[0])
        except OSError:
            pass
    return sorted(found)
def state():
    handlers = {}
    for number in range(1, 65):
        try:
            handlers[number] = str(signal.getsignal(number))
        except ValueError:
            pass
    with open("/proc/self/status") as status:
        masks = [line for line in status if line.startswith(("Sig", "Shd"))]
    return [len(os.listdir("/proc/self/task")), threading.active_count(), kinds(), handlers, atexit._ncallbacks(), masks[-5:]]
before = state()
BODY
print(json.dumps([before, state()]))
"""


def test_nothing_is_added_to_the_process(place: Place) -> None:
    body = """
import martlet
@martlet.trace
def work(n): return n
for n in range(10_000): work(n)
with martlet.span("s"): pass
"""
    done = place.run(STATE.replace("BODY", body))
    assert done.returncode == 0, done.stderr
    before, after = json.loads(done.stdout)
    assert after == before
    assert len(place.spans("work")) == 10_000


def test_switched_off_nothing_is_left_of_it(place: Place) -> None:
    done = place.run("""
        import sys, martlet
        def f(): pass
        class C:
            def m(self): pass
        method = C.__dict__["m"]
        assert martlet.trace(f) is f
        assert martlet.trace(name="x")(f) is f
        assert martlet.trace(C) is C and C.__dict__["m"] is method
        finders = list(sys.meta_path)
        martlet.instrument("json.decoder?", "JSONDecoder.decode")
        martlet.instrument("openai")
        assert sys.meta_path == finders
        import json.decoder
        assert type(json.decoder.JSONDecoder.decode).__name__ == "function"
        with martlet.span("s", a=1) as span:
            assert span is None
        assert martlet.current_span() is None
    """, MARTLET_DISABLED="1")
    assert done.returncode == 0, done.stderr
    assert not (place.folder / "home").exists()
