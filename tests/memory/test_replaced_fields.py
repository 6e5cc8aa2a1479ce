"""Code that runs inside a call replaces what the call goes by; nothing is used after its end."""

from __future__ import annotations

import contextlib
import operator
import types

import pytest

import martlet
from martlet.importer import _post_import_hooks


class Heavy:
    """Dies at once when it is replaced, and its memory is used for something else."""

    def __init__(self, action=lambda: None):
        self.action = action
        self.content = ["x"] * 50

    def __del__(self):
        self.content.clear()


def spoil():
    """Overwrites memory that was freed."""
    return [bytearray(size) for size in range(16, 512, 8)]


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


OPERATIONS = {
    "len": len, "bool": bool, "int": int, "float": float, "complex": complex, "hash": hash, "str": str, "repr": repr,
    "bytes": bytes, "index": operator.index, "neg": operator.neg, "abs": abs, "invert": operator.invert,
    "round": round, "reversed": reversed, "dir": dir, "iter": iter, "format": format,
    "add": lambda p: p + 1, "radd": lambda p: 1 + p, "pow": lambda p: pow(p, 2, 3), "divmod": lambda p: divmod(p, 2),
    "less": lambda p: p < 1, "equal": lambda p: p == 1, "contains": lambda p: 1 in p,
    "getitem": lambda p: p[0], "setitem": lambda p: operator.setitem(p, 0, 1), "delitem": lambda p: operator.delitem(p, 0),
    "iadd": lambda p: operator.iadd(p, 1), "matmul": lambda p: p @ 1,
    "getattr": lambda p: p.unknown, "setattr": lambda p: setattr(p, "name", 1), "delattr": lambda p: delattr(p, "name"),
    "call": lambda p: p(1, key=2), "enter": lambda p: p.__enter__(), "exit": lambda p: p.__exit__(None, None, None),
    "instancecheck": lambda p: isinstance(1, p), "class": lambda p: p.__class__, "qualname": lambda p: p.__qualname__,
    "mro_entries": lambda p: p.__mro_entries__(()), "doc": lambda p: p.__doc__, "next": next,
}  # fmt: skip

SPECIAL_METHODS = ["len", "bool", "int", "float", "complex", "hash", "str", "repr", "bytes", "index", "neg", "abs", "invert", "round", "reversed", "dir", "iter", "format", "add", "radd", "pow", "divmod", "lt", "eq", "contains", "getitem", "setitem", "delitem", "iadd", "matmul", "setattr", "delattr", "call", "enter", "exit", "instancecheck", "next"]


def treacherous(replace):
    """An object that has itself replaced in the middle of each special method, and fails or answers afterwards."""

    def method(self, *args, **kwargs):
        replace()
        spoil()
        assert self.content[0] == "x"
        return 0

    class Treacherous:
        content = ("x",)

        def __getattr__(self, name):
            method(self)
            raise AttributeError(name)

    for name in SPECIAL_METHODS:
        setattr(Treacherous, f"__{name}__", method)
    return Treacherous()


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize(
    "kind", [martlet.ObjectProxy, martlet.CallableObjectProxy, martlet.AutoObjectProxy], ids=lambda kind: kind.__name__
)
def test_wrapped_object_of_a_proxy(kind, name):
    holder = []
    proxy = kind(treacherous(lambda: setattr(holder[0], "__wrapped__", Heavy())))
    holder.append(proxy)
    with contextlib.suppress(TypeError, AttributeError, NotImplementedError, RecursionError):
        OPERATIONS[name](proxy)
    spoil()
    repr(proxy)


@pytest.mark.parametrize("form", ["function", "method", "through the class", "classmethod", "staticmethod"])
@pytest.mark.parametrize("moment", ["wrapper", "enabled", "wrapped"])
def test_function_wrapper_is_initialized_again_inside_its_call(form, moment):
    def replace():
        target.__init__(lambda *args, **kwargs: Heavy(), lambda wrapped, instance, args, kwargs: 2, lambda: Heavy())
        spoil()

    class Wrapped:
        """A callable that nobody else holds."""

        def __call__(self, *args, **kwargs):
            if moment == "wrapped":
                replace()
            assert args[-1] == 5
            return "done"

        def __get__(self, instance, owner):
            return self

    class Wrapper:
        def __call__(self, wrapped, instance, args, kwargs):
            if moment == "wrapper":
                replace()
            spoil()
            return wrapped(*args, **kwargs)

    class Enabled:
        def __call__(self):
            if moment == "enabled":
                replace()
            return True

    def plain(*args, **kwargs):
        if moment == "wrapped":
            replace()
        return "done"

    inner = {
        "function": Wrapped(), "method": plain, "through the class": plain,
        "classmethod": classmethod(plain), "staticmethod": staticmethod(plain),
    }[form]  # fmt: skip
    target = martlet.FunctionWrapper(inner, Wrapper(), Enabled())
    del inner
    if form == "function":
        assert target(1, 5) == "done"
        return
    owner = type("Owner", (), {"attribute": target})
    instance = owner()
    if form == "through the class":
        assert owner.attribute(instance, 5) == "done"
    else:
        assert instance.attribute(5) == "done"


@pytest.mark.parametrize("operation", ["call", "repr", "signature"])
def test_partial_is_initialized_again_inside_its_call(operation):
    class Function:
        def __call__(self, *args, **kwargs):
            partial.__init__(Heavy, key=Heavy())
            spoil()
            return args, kwargs

        def __repr__(self):
            partial.__init__(Heavy)
            return "function"

        @property
        def __signature__(self):
            partial.__init__(Heavy)
            spoil()
            raise ValueError("none")

    partial = martlet.PartialCallableObjectProxy(Function(), [1], key=[2])
    if operation == "call":
        assert partial([3]) == (([1], [3]), {"key": [2]})
    elif operation == "repr":
        repr(partial)
    else:
        with pytest.raises((ValueError, AttributeError)):
            partial.__signature__  # noqa: B018


def test_attribute_wrapper_is_initialized_again_inside_its_factory():
    class Class:
        def __init__(self):
            self.attribute = 1

    class Factory:
        def __call__(self, value, *args, **kwargs):
            wrapper.__init__(Heavy(), "other", Heavy, (Heavy(),), {"key": Heavy()})
            spoil()
            return value, args, kwargs

    place = types.SimpleNamespace(Class=Class)
    wrapper = martlet.wrap_object_attribute(place, "Class.attribute", Factory(), ([2],), {"key": [3]})
    assert Class().attribute == (1, ([2],), {"key": [3]})


def test_lazy_proxy_is_made_while_it_is_made():
    def make():
        lazy.__init__(lambda: Heavy())
        spoil()
        return [1]

    lazy = martlet.LazyObjectProxy(make, interface=list)
    assert lazy.__wrapped__ == [1]


def test_lock_is_taken_away_inside_a_synchronized_call():
    class Class:
        @martlet.synchronized
        def method(self):
            del self.__dict__["_synchronized_lock"]
            spoil()
            return 5

    assert Class().method() == 5


def test_cache_is_taken_away_inside_a_cached_call():
    class Class:
        @martlet.lru_cache
        def method(self, number):
            vars(self).clear()
            spoil()
            return number

    assert Class().method(5) == 5


def test_weak_proxy_dies_inside_its_call():
    class Class:
        def method(self):
            holder.clear()
            spoil()
            return self.content

        content = 5

    holder = [Class()]
    proxy = martlet.WeakFunctionProxy(holder[0].method)
    assert proxy() == 5
    with pytest.raises(ReferenceError):
        proxy()


def test_hooks_are_changed_while_they_run():
    module = types.ModuleType("martlet_hooked")
    fired = []

    def first(module):
        _post_import_hooks.clear()
        spoil()
        fired.append(1)

    martlet.register_post_import_hook(first, "martlet_hooked")
    martlet.register_post_import_hook(lambda module: fired.append(2), "martlet_hooked")
    martlet.notify_module_loaded(module)
    assert fired == [1, 2]


def test_attribute_deleted_while_it_is_patched():
    class Class:
        def method(self):
            return 1

    class Factory(martlet.FunctionWrapper):
        def __init__(self, wrapped):
            del Class.method
            spoil()
            super().__init__(wrapped, pass_through)

    wrapper = martlet.wrap_object(Class, "method", Factory)
    del wrapper
    assert Class().method() == 1


def test_objects_that_come_back_to_life():
    kept = []

    class Revived(martlet.ObjectProxy):
        def __del__(self):
            kept.append(self)

    for _ in range(3):
        proxy = Revived([1])
        del proxy
        spoil()
        assert kept.pop() == [1]
