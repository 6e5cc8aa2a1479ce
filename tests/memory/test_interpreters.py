"""Sub-interpreters, isolated ones with a lock of their own where Python has them, import it, use it and go."""

from __future__ import annotations

import subprocess
import sys

import pytest

USE = """
import gc, json
import martlet

@martlet.decorator
def doubling(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)

@doubling
def square(number):
    return number * number

class Class:
    @doubling
    def method(self, number=1):
        return number

    @martlet.synchronized
    def locked(self):
        return 5

    @martlet.lru_cache
    def cached(self, number):
        return number

for _ in range(50):
    instance = Class()
    assert (square(3), instance.method(number=4), Class.method(instance, 5)) == (18, 8, 10)
    assert (instance.locked(), instance.cached(3), martlet.ObjectProxy([1])[0]) == (5, 3, 1)
    assert martlet.LazyObjectProxy(lambda: [1, 2], interface=list) == [1, 2]
    assert martlet.AutoObjectProxy(len)("abc") == 3
handle = martlet.wrap_function_wrapper(json, "dumps", lambda wrapped, instance, args, kwargs: "patched")
assert json.dumps(1) == "patched"
martlet.wrap_function_wrapper("colorsys?", "rgb_to_hls", lambda wrapped, instance, args, kwargs: 1)
import colorsys
assert colorsys.rgb_to_hls(0, 0, 0) == 1
try:
    martlet.resolve_path("json", "nothing")
except martlet.PathResolutionError:
    pass
cycle = Class()
cycle.proxy = martlet.ObjectProxy(cycle)
del cycle
gc.collect()
left_in_a_cycle = [martlet.ObjectProxy(Class())]
left_in_a_cycle.append(left_in_a_cycle)
"""

PREPARED = """
import sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

def create(isolated):
    if sys.version_info >= (3, 13):
        return interpreters.create("isolated" if isolated else "legacy")
    return interpreters.create(isolated=isolated)

def run(isolated, text):
    number = create(isolated)
    try:
        # Python 3.13 returns what went wrong, those before raise it.
        failure = (interpreters.exec if sys.version_info >= (3, 13) else interpreters.run_string)(number, text)
        assert failure is None, failure
    finally:
        interpreters.destroy(number)
"""


def run(program: str) -> None:
    """In a process of its own: what goes wrong here takes the process with it."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert "Error" not in done.stderr, done.stderr[-4000:]


@pytest.mark.parametrize("isolated", [False, True], ids=["legacy", "isolated"])
def test_one_after_the_other(isolated):
    run(f"{PREPARED}\nUSE = {USE!r}\nfor _ in range(5): run({isolated}, USE)\nexec(USE)\n")


@pytest.mark.parametrize("isolated", [False, True], ids=["legacy", "isolated"])
def test_beside_the_main_one(isolated):
    """The main interpreter goes on using it when others are gone."""
    run(f"{PREPARED}\nUSE = {USE!r}\nexec(USE)\nrun({isolated}, USE)\nassert square(3) == 18\nrun({isolated}, USE)\nexec(USE)\n")


def test_several_at_once():
    """With a lock of their own from 3.12 on: they run at the same time."""
    run(f"""{PREPARED}
USE = {USE!r}
failures = []
def work():
    try:
        for _ in range(3): run(True, USE)
    except BaseException as error:
        failures.append(error)
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
exec(USE)
for thread in threads: thread.join()
assert not failures, failures
""")


def test_left_without_being_destroyed():
    """Python ends them at its own end."""
    run(f"""{PREPARED.replace("interpreters.destroy(number)", "pass")}
run(False, {USE!r})
""")


@pytest.mark.parametrize("isolated", [False, True], ids=["legacy", "isolated"])
def test_a_failure_in_one_is_seen(isolated):
    with pytest.raises(AssertionError, match="of the test"):
        run(f"{PREPARED}\nrun({isolated}, 'import martlet; raise KeyError(\"of the test\")')")


def test_types_of_one_are_not_those_of_another():
    run(f"""{PREPARED}
import martlet
address = id(martlet.ObjectProxy)
run(False, f"import martlet; assert id(martlet.ObjectProxy) != {{address}}")
""")
