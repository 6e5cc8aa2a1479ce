"""Threads use the same proxies, wrappers, locks, caches and patches at once."""

from __future__ import annotations

import contextlib
import sys
import threading
import time

import pytest

import martlet

SECONDS = 0.5
THREADS = 6


@pytest.fixture(autouse=True)
def eager_switching():
    """Python changes to another thread as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def hammer(*actions):
    """Repeats each action in several threads for a while; the first failure counts."""
    end = time.monotonic() + SECONDS
    failures = []
    rounds = []

    def work(action):
        count = 0
        try:
            # A few times at least, also where the machine gives its time to others.
            while (time.monotonic() < end or count < 3) and not failures:
                action()
                count += 1
        except BaseException as error:
            failures.append(error)
        rounds.append(count)

    threads = [threading.Thread(target=work, args=(action,)) for action in actions for _ in range(THREADS // len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    assert len(rounds) == len(threads)


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


def test_wrapped_object_is_replaced_and_used():
    proxy = martlet.ObjectProxy([1])

    def replace():
        proxy.__wrapped__ = [1]

    def use():
        assert len(proxy) == 1 and proxy[0] == 1 and proxy == [1] and list(proxy) == [1] and proxy + [2] == [1, 2]

    hammer(replace, use)


def test_wrapper_is_initialized_again_and_called():
    class Class:
        @martlet.decorator(pass_through)
        def method(self, number):
            return number

    wrapper = vars(Class)["method"]
    function = wrapper.__wrapped__
    instance = Class()

    def replace():
        wrapper.__init__(function, pass_through)

    def use():
        assert instance.method(5) == 5 and Class.method(instance, number=5) == 5

    hammer(replace, use)


def test_attributes_of_one_proxy():
    proxy = martlet.ObjectProxy(lambda: 1)

    def write():
        proxy._self_count = [1]
        proxy.name = [2]
        proxy.__doc__ = "text"

    def read():
        getattr(proxy, "_self_count", None)
        getattr(proxy, "name", None)
        assert isinstance(proxy.__self_dict__, dict)
        proxy.__doc__  # noqa: B018

    def delete():
        for name in ("_self_count", "name"):
            with contextlib.suppress(AttributeError):
                delattr(proxy, name)

    hammer(write, read, delete)


def test_lazy_object_is_made_once():
    for _ in range(20):
        made = []
        barrier = threading.Barrier(THREADS)
        lazy = martlet.LazyObjectProxy(lambda made=made: made.append(1) or [1])

        def use(barrier=barrier, lazy=lazy):
            barrier.wait()
            assert lazy.__wrapped__ == [1]

        threads = [threading.Thread(target=use) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [1]


def test_synchronized_lets_one_in():
    class Class:
        inside = 0

        @martlet.synchronized
        def method(self):
            self.inside += 1
            assert self.inside == 1
            self.inside -= 1

    instance = Class()
    hammer(instance.method)


def test_locks_and_caches_of_new_objects_are_made_once():
    class Class:
        @martlet.synchronized
        def locked(self):
            return self._synchronized_lock

        @martlet.lru_cache
        def cached(self, key):
            return object()

    for _ in range(50):
        instance, seen = Class(), []
        threads = [
            threading.Thread(target=lambda: seen.append((instance.locked(), instance.cached(1)))) for _ in range(THREADS)  # noqa: B023
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(lock) for lock, _ in seen}) == 1
        assert instance.cached(1) is instance.cached(1)


def test_patches_come_and_go():
    class Class:
        def method(self):
            return 5

    instance = Class()

    def patch():
        with martlet.scoped_function_wrapper(type("Other", (Class,), {}), "method", pass_through):
            pass
        handle = martlet.wrap_function_wrapper(Class, "method", pass_through)
        martlet.unwrap_object(Class, "method", handle, missing_ok=True)

    lock = threading.Lock()

    def patch_alone():
        with lock:
            patch()

    def use():
        assert instance.method() == 5

    hammer(patch_alone, use)
    assert instance.method() == 5


def test_automatic_proxies_of_all_threads():
    def use():
        proxy = martlet.AutoObjectProxy(iter([1]))
        assert next(proxy) == 1
        proxy.__wrapped__ = len
        assert proxy("abc") == 3

    hammer(use)


def test_weak_proxies_while_their_objects_die():
    class Class:
        def method(self):
            return 5

    holder = [Class()]
    proxies = [martlet.WeakFunctionProxy(holder[0].method)]

    def replace():
        holder[0] = Class()
        proxies[0] = martlet.WeakFunctionProxy(holder[0].method)

    def use():
        with contextlib.suppress(ReferenceError, TypeError):
            assert proxies[0]() == 5

    hammer(replace, use)
