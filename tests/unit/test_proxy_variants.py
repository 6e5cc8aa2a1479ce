"""Automatic, lazy and weak proxies, where wrapt's own tests do not look."""

import asyncio
import gc
import inspect
import sys
import threading
import weakref

import pytest

import martlet
from martlet import AutoObjectProxy, FunctionWrapper, LazyObjectProxy, WeakFunctionProxy, lazy_import


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


class TestAutoObjectProxy:
    def test_has_what_the_type_has(self):
        iterator = AutoObjectProxy(iter([1, 2]))
        assert next(iterator) == 1 and list(iterator) == [2]
        function = AutoObjectProxy(lambda *args, **kwargs: (args, kwargs))
        assert function(1, a=2) == ((1,), {"a": 2})
        number = AutoObjectProxy(5)
        assert not callable(number)
        with pytest.raises(TypeError):
            iter(number)

    def test_each_instance_has_a_class_of_its_own(self):
        first, second = AutoObjectProxy([1]), AutoObjectProxy([2])
        assert type(first) is not type(second)
        assert type(first).__name__ == "ObjectProxy" and type(first).__module__ == "martlet.proxies"

        class Own(AutoObjectProxy):
            pass

        assert type(Own(1)).__name__ == "Own"

    def test_assignment_adapts_the_methods(self):
        first, second = AutoObjectProxy([1]), AutoObjectProxy([2])
        first.__wrapped__ = len
        assert first("abc") == 3
        with pytest.raises(TypeError):
            iter(first)
        assert list(second) == [2]

    def test_a_method_of_a_subclass_stays(self):
        class Own(AutoObjectProxy):
            def __iter__(self):
                return iter("own")

        proxy = Own([1])
        proxy.__wrapped__ = 5
        assert list(proxy) == ["o", "w", "n"]

    def test_asynchronous_iteration(self):
        async def run():
            proxy = AutoObjectProxy(Countdown(3))
            step = proxy.__anext__()
            assert inspect.iscoroutine(step)
            return [await step, *[item async for item in proxy]]

        assert asyncio.run(run()) == [2, 1, 0]

    def test_await(self):
        async def answer():
            return 42

        async def run():
            return await AutoObjectProxy(answer())

        assert asyncio.run(run()) == 42

    def test_signature(self):
        class Thing:
            def __call__(self, a, b=1):
                return a

        assert str(inspect.signature(AutoObjectProxy(Thing()).__call__)) == "(*args, **kwargs)"

    def test_needs_an_object(self):
        with pytest.raises(TypeError, match="'wrapped'"):
            AutoObjectProxy()
        assert AutoObjectProxy(wrapped=1) == 1

    def test_classes_are_collected(self):
        reference = weakref.ref(type(AutoObjectProxy([])))
        gc.collect()
        assert reference() is None


class TestLazyObjectProxy:
    def test_made_once_when_needed(self):
        made = []
        proxy = LazyObjectProxy(lambda: made.append(1) or [1, 2], interface=list)
        assert made == []
        assert list(proxy) == [1, 2] and len(proxy) == 2 and made == [1]

    def test_none_is_an_object(self):
        made = []
        proxy = LazyObjectProxy(lambda: made.append(1))
        assert proxy.__wrapped__ is None and proxy.__wrapped__ is None and made == [1]

    def test_a_failure_is_tried_again(self):
        outcomes = [ValueError("not yet"), 7]

        def make():
            outcome = outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        proxy = LazyObjectProxy(make)
        with pytest.raises(ValueError, match="not yet"):
            _ = proxy + 1
        assert proxy + 1 == 8

    def test_many_threads_make_it_once(self):
        made = []
        ready = threading.Barrier(8)

        def make():
            made.append(threading.get_ident())
            threading.Event().wait(0.02)
            return object()

        proxy = LazyObjectProxy(make)
        seen = []

        def use():
            ready.wait()
            seen.append(proxy.__wrapped__)

        threads = [threading.Thread(target=use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 1 and len(seen) == 8 and len(set(map(id, seen))) == 1

    def test_a_subclass_says_how(self):
        class Own(LazyObjectProxy):
            def __init__(self, value):
                self._self_value = value
                super().__init__()

            def __wrapped_factory__(self):
                return self._self_value * 2

        assert Own(21) == 42

    def test_it_may_need_itself(self):
        def make():
            proxy._self_seen = True
            return 5

        proxy = LazyObjectProxy(make)
        assert proxy == 5 and proxy._self_seen

    def test_interface_of_an_alias(self):
        import typing

        proxy = LazyObjectProxy(lambda: len, interface=typing.Callable[[list], int])
        assert callable(proxy) and proxy([1]) == 1

    def test_lazy_import(self):
        sys.modules.pop("this_is_missing", None)
        missing = lazy_import("this_is_missing")
        with pytest.raises(ModuleNotFoundError):
            _ = missing.anything
        path = lazy_import("os.path")
        assert not callable(path) and path.join("a", "b") == "a/b"
        join = lazy_import("os.path", "join")
        assert callable(join) and join("a", "b") == "a/b"
        with pytest.raises(AttributeError):
            lazy_import("os.path", "missing")()

    def test_lazy_import_imports_nothing_before(self, tmp_path, monkeypatch):
        (tmp_path / "lazily_imported.py").write_text("value = 1")
        monkeypatch.syspath_prepend(tmp_path)
        module = lazy_import("lazily_imported")
        assert "lazily_imported" not in sys.modules
        assert module.value == 1 and sys.modules.pop("lazily_imported").value == 1


class Thing:
    def method(self, *args, **kwargs):
        return self, args, kwargs

    @classmethod
    def class_method(cls):
        return cls


Thing.wrapped = FunctionWrapper(Thing.method, pass_through)


class TestWeakFunctionProxy:
    def test_function(self):
        def function(*args, **kwargs):
            return args, kwargs

        gone = []
        proxy = WeakFunctionProxy(function, gone.append)
        assert proxy(1, a=2) == ((1,), {"a": 2}) and not proxy._self_expired
        del function
        assert len(gone) == 1 and gone[0] is proxy
        assert proxy._self_expired
        with pytest.raises(ReferenceError):
            proxy()

    @pytest.mark.parametrize("name", ["method", "wrapped"])
    def test_method(self, name):
        thing = Thing()
        gone = []
        proxy = WeakFunctionProxy(getattr(thing, name), gone.append)
        assert proxy(1, a=2) == (thing, (1,), {"a": 2})
        del thing
        gc.collect()
        assert len(gone) == 1
        with pytest.raises(ReferenceError):
            proxy(1)

    def test_class_method(self):
        assert WeakFunctionProxy(Thing.class_method)() is Thing

    def test_what_cannot_be_referred_to(self):
        with pytest.raises(TypeError, match="weak reference"):
            WeakFunctionProxy([].append)

    def test_an_error_of_the_callback_stays_there(self, capsys):
        def function():
            pass

        def callback(proxy):
            raise ValueError("from the callback")

        proxy = WeakFunctionProxy(function, callback)
        with pytest.MonkeyPatch.context() as patch:
            errors = []
            patch.setattr(sys, "unraisablehook", errors.append)
            del function
        assert [str(error.exc_value) for error in errors] == ["from the callback"] and proxy._self_expired

    def test_before_it_is_initialized(self):
        proxy = WeakFunctionProxy.__new__(WeakFunctionProxy)
        for use in (proxy, lambda: proxy._self_instance, lambda: proxy._self_owner):
            with pytest.raises(AttributeError):
                use()

    def test_the_cycle_with_its_callback_is_collected(self):
        def function():
            pass

        proxy = WeakFunctionProxy(function, lambda proxy: None)
        reference = weakref.ref(proxy)
        del proxy
        gc.collect()
        assert reference() is None


def test_partial():
    assert isinstance(martlet.partial(pow, 2), martlet.PartialCallableObjectProxy) and martlet.partial(pow, 2)(3) == 8
    with pytest.raises(TypeError):
        martlet.partial()
