"""Locks, markers and bridges, where wrapt's own tests do not look."""

import abc
import asyncio
import concurrent.futures
import inspect
import threading
import time

import pytest

import martlet


class Swallowing:
    """A lock that deals with every exception."""

    def __init__(self):
        self.seen = []

    def acquire(self):
        self.seen.append("acquire")

    def release(self):
        self.seen.append("release")

    def __enter__(self):
        self.acquire()

    def __exit__(self, *error):
        self.seen.append(error[0])
        self.release()
        return True


def test_a_lock_may_deal_with_exceptions():
    lock = Swallowing()

    @martlet.synchronized(lock)
    def function():
        raise KeyError(1)

    assert function() is None
    assert lock.seen == ["acquire", KeyError, "release"]


def test_exceptions_pass_and_the_lock_is_released():
    @martlet.synchronized
    def function():
        raise KeyError(1)

    with pytest.raises(KeyError) as caught:
        function()
    assert [entry.name for entry in caught.traceback][-1] == "function"
    assert function._synchronized_lock.acquire(blocking=False)
    function._synchronized_lock.release()


def test_an_error_on_release_remembers_the_first():
    class Failing(Swallowing):
        def __exit__(self, *error):
            raise ValueError("release")

    @martlet.synchronized(Failing())
    def function():
        raise KeyError(1)

    with pytest.raises(ValueError, match="release") as caught:
        function()
    assert isinstance(caught.value.__context__, KeyError)


def test_object_without_dictionary():
    with pytest.raises(TypeError, match="__dict__"):
        martlet.synchronized(len)([])


def test_threads_take_turns_and_make_one_lock():
    class Counter:
        value = 0

        @martlet.synchronized
        def increment(self):
            value = self.value
            for _ in range(50):
                pass
            self.value = value + 1

    counter = Counter()
    start = threading.Barrier(8)

    def work():
        start.wait()
        for _ in range(500):
            counter.increment()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.value == 4000


def test_call_through_the_class_locks_the_instance():
    class Owner:
        @martlet.synchronized
        def method(self):
            return self

    owner = Owner()
    assert Owner.method(owner) is owner
    assert "_synchronized_lock" in vars(owner)
    assert "_synchronized_lock" not in vars(Owner)


def test_class_method_locks_the_class_it_is_called_on():
    class Owner:
        @martlet.synchronized
        @classmethod
        def method(cls):
            return "_synchronized_lock" in vars(cls)

    class Derived(Owner):
        pass

    assert Derived.method()
    assert "_synchronized_lock" not in vars(Owner)


@pytest.mark.parametrize("metaclass", [type, abc.ABCMeta])
def test_each_class_has_a_lock_of_its_own(metaclass):
    def held(cls):
        """Whether another thread cannot have the lock."""
        lock = vars(cls)["_synchronized_lock"]

        def attempt():
            if lock.acquire(blocking=False):
                lock.release()
                return False
            return True

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return pool.submit(attempt).result()

    class Base(metaclass=metaclass):
        def __init__(self, fails=False):
            self.held = {cls.__name__: held(cls) for cls in type(self).__mro__ if "_synchronized_lock" in vars(cls)}
            if fails:
                raise KeyError(1)

    class Derived(Base):
        pass

    base, derived = martlet.synchronized(Base), martlet.synchronized(Derived)
    for _ in range(2):
        assert base().held == {"Base": True}
    assert derived().held == {"Derived": True, "Base": False}
    for make in (base, derived):
        with pytest.raises(KeyError):
            make(True)
        assert not held(make.__wrapped__)


def test_storing_a_lock_may_need_another():
    inner = martlet.synchronized(lambda: 1)

    class Owner:
        def __setattr__(self, name, value):
            inner()
            super().__setattr__(name, value)

        @martlet.synchronized
        def method(self):
            return 2

    assert Owner().method() == 2


def test_coroutines_take_turns():
    running = []

    @martlet.synchronized
    async def function(number):
        running.append(number)
        await asyncio.sleep(0)
        assert running.pop() == number
        return number

    async def main():
        return await asyncio.gather(*(function(number) for number in range(5)))

    assert asyncio.run(main()) == [0, 1, 2, 3, 4]


def test_bridges():
    @martlet.async_to_sync
    async def double(value, *, more=0):
        await asyncio.sleep(0)
        return 2 * value + more

    assert double(2, more=1) == 5
    assert not inspect.iscoroutinefunction(double)

    thread = martlet.sync_to_async(threading.get_ident)
    assert asyncio.run(thread()) != threading.get_ident()


def test_bridges_refuse_in_the_words_that_programs_filter_by():
    def generator():
        yield

    async def coroutine():
        pass

    with pytest.warns(UserWarning, match="applied to a callable not reporting as a coroutine function"):
        martlet.async_to_sync(len)
    with pytest.raises(TypeError, match="cannot be applied to a generator function; there is no coroutine"):
        martlet.async_to_sync(generator)
    with pytest.raises(TypeError, match="can only be applied to a synchronous callable"):
        martlet.sync_to_async(coroutine)
    with pytest.raises(TypeError, match="cannot be applied to a generator function; creating the generator"):
        martlet.sync_to_async(generator)


@pytest.mark.parametrize("mark", [martlet.mark_as_sync, martlet.mark_as_async])
def test_marks_change_no_call(mark):
    class Owner:
        @mark
        def method(self, value, *, more=0):
            return self, value, more

    owner = Owner()
    assert owner.method(1, more=2) == (owner, 1, 2)
    assert Owner.method(owner, 1) == (owner, 1, 0)
    assert inspect.iscoroutinefunction(owner.method) is (mark is martlet.mark_as_async)
    assert inspect.iscoroutinefunction(Owner.__dict__["method"]) is (mark is martlet.mark_as_async)


def test_marks_cannot_be_given_what_they_mark_by_name():
    with pytest.raises(TypeError, match="positional-only"):
        martlet.mark_as_sync(wrapped=len)


# The methods of a lock are looked up as `with` does


def test_what_is_nested_deeply_is_asked_once():
    """Each layer is asked whether it is asynchronous, not through all that are below it: that took minutes."""

    async def innermost():
        return 1

    def plain():
        return 1

    asynchronous, synchronous = innermost, plain
    start = time.thread_time()
    for _ in range(1000):
        asynchronous, synchronous = martlet.synchronized(asynchronous), martlet.synchronized(synchronous)
    assert time.thread_time() - start < 10
    assert inspect.iscoroutinefunction(asynchronous)
    assert inspect.isawaitable(coroutine := asynchronous())
    coroutine.close()
    assert synchronous() == 1


def test_a_mark_on_a_synchronized_function_counts():
    async def function():
        return 1

    inner = martlet.synchronized(function)
    inner._self_is_not_coroutine = True
    outer = martlet.synchronized(inner)
    coroutine = outer()
    # The lock for threads was held for the making of the coroutine alone.
    assert hasattr(inner, "_synchronized_lock")
    coroutine.close()


class Entered:
    """A lock whose `__enter__` and `__exit__` are methods in one way or another."""

    def __init__(self):
        self.events = []

    def acquire(self):
        self.events.append("acquire")

    def release(self):
        self.events.append("release")

    def __enter__(self):
        self.events.append("enter")

    @property
    def __exit__(self):
        return lambda *details: self.events.append(("exit", details))


def test_a_lock_is_entered_through_its_type():
    lock = Entered()
    lock.__enter__ = None  # what an instance has does not count
    assert martlet.synchronized(lock)(lambda: 7)() == 7
    assert lock.events == ["enter", ("exit", (None, None, None))]


def test_a_lock_that_is_no_context_manager_is_refused():
    class Acquired:
        def acquire(self):
            pass

        def release(self):
            pass

    with pytest.raises(TypeError, match="'Acquired' object does not support the context manager protocol"):
        martlet.synchronized(Acquired())(lambda: None)()
