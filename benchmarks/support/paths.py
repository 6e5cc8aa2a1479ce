"""The paths through the wrappers that are timed, and what each is timed on."""

from __future__ import annotations

import functools
import threading
import types
from dataclasses import dataclass

from support.imports import imports


@dataclass(frozen=True)
class Path:
    """One expression, over the names that `scope()` gives, and its budgets."""

    title: str
    expression: str
    least: float | None = None
    """How many times faster than wrapt it has to be."""
    most: float | None = None
    """How many times a closure's time it may take."""
    needs: tuple[str, ...] = ()
    """Names that not every kind of wrapper has: a closure has no proxies."""
    calls: int = 1000
    """How many calls are timed at once."""


PATHS = [
    Path("function(1)", "function(1)", least=4, most=1.4),
    Path("function(x=1)", "function(x=1)", least=3),
    Path("object.method(1)", "target.method(1)", least=3, most=2.0),
    Path("object.method(x=1)", "target.method(x=1)", least=3),
    Path("Class.method(object, 1)", "Target.method(target, 1)", least=3),
    Path("Class.class_method(1)", "Target.class_method(1)", least=3),
    Path("object.class_method(1)", "target.class_method(1)", least=3),
    Path("Class.static_method(1)", "Target.static_method(1)", least=3),
    Path("object.method", "target.method", least=1),
    Path("function(1), switched off", "disabled(1)", least=1, needs=("disabled",)),
    Path("@decorator function(1)", "decorated(1)", least=3, needs=("decorated",)),
    Path("@decorator(adapter=...) function(1)", "adapted(1)", least=3, needs=("adapted",)),
    Path("@with_signature function(1)", "signed(1)", least=3, needs=("signed",)),
    Path("function(1) with bound state", "stateful(1)", least=3, needs=("stateful",)),
    Path("@synchronized function(1)", "synchronized(1)", least=3, needs=("synchronized",)),
    Path("@synchronized object.method(1)", "target.synchronized(1)", least=3, needs=("synchronized",)),
    Path("@synchronized Class.class_method(1)", "Target.synchronized_class(1)", least=3, needs=("synchronized",)),
    Path("@synchronized Class(1)", "synchronized_class(1)", least=3, needs=("synchronized",)),
    Path("@synchronized(lock) function(1)", "locked(1)", least=3, needs=("synchronized",)),
    Path("with synchronized(object)", "enter(target)", least=1, needs=("synchronized",)),
    Path("await @synchronized function(1)", "run(synchronized_async(1))", least=1, needs=("synchronized_async",)),
    Path("@lru_cache function(1)", "cached(1)", least=3, needs=("cached",)),
    Path("@lru_cache object.method(1)", "target.cached(1)", least=3, needs=("cached",)),
    Path("partial(1)", "partial(1)", least=1, needs=("partial",)),
    Path("weak function proxy(1)", "weak(1)", least=1, needs=("weak",)),
    Path("proxy.attribute", "proxy.attribute", least=10, needs=("proxy",)),
    Path("proxy.attribute of a subclass", "subclassed.attribute", least=10, needs=("proxy",)),
    Path("lazy_proxy.attribute", "lazy.attribute", least=10, needs=("lazy",)),
    Path("auto_proxy.attribute", "auto.attribute", least=10, needs=("auto",)),
    Path("proxy.__class__", "proxy.__class__", least=1, needs=("proxy",)),
    Path("proxy._self_own", "proxy._self_own", least=1, needs=("proxy",)),
    Path("proxy.attribute = 1", "setattr(proxy, 'attribute', 1)", least=1, needs=("proxy",)),
    Path("proxy._self_own = 1", "setattr(proxy, '_self_own', 1)", least=1, needs=("proxy",)),
    Path("len(proxy)", "len(items)", least=1, needs=("proxy",)),
    Path("proxy[0]", "items[0]", least=1, needs=("proxy",)),
    Path("2 in proxy", "2 in items", least=1, needs=("proxy",)),
    Path("for _ in proxy", "list(items)", least=1, needs=("proxy",)),
    Path("bool(proxy)", "not number", least=1, needs=("proxy",)),
    Path("hash(proxy)", "hash(number)", least=1, needs=("proxy",)),
    Path("str(proxy)", "str(text)", least=1, needs=("proxy",)),
    Path("proxy == 1", "number == 1", least=1, needs=("proxy",)),
    Path("proxy + 1", "number + 1", least=1, needs=("proxy",)),
    Path("1 + proxy", "1 + number", least=1, needs=("proxy",)),
    Path("-proxy", "-number", least=1, needs=("proxy",)),
    Path("operator.iadd(proxy, proxy)", "iadd(extended, empty)", least=1, needs=("proxy",)),
    Path("isinstance(proxy, Class)", "isinstance(proxy, Plain)", least=1, needs=("proxy",)),
    Path("FunctionWrapper(...)", "FunctionWrapper(plain, pass_through)", least=3, needs=("FunctionWrapper",)),
    Path("ObjectProxy(...)", "ObjectProxy(thing)", least=3, needs=("ObjectProxy",)),
    Path("a subclass of ObjectProxy(...)", "Subclass(thing)", least=1, needs=("ObjectProxy",)),
    Path("CallableObjectProxy(...)", "CallableObjectProxy(plain)", least=3, needs=("proxy",)),
    Path("PartialCallableObjectProxy(...)", "PartialCallableObjectProxy(plain, 1)", least=1, needs=("proxy",)),
    Path("LazyObjectProxy(...) and its first use", "LazyObjectProxy(Plain).attribute", least=1, needs=("lazy",)),
    Path("AutoObjectProxy(...)", "AutoObjectProxy(thing)", least=1, needs=("auto",)),
    Path("WeakFunctionProxy(...)", "WeakFunctionProxy(plain)", least=1, needs=("weak",)),
    Path("@decorator", "decorator(plain)", least=1, needs=("decorator",)),
    Path("decorator(wrapper)", "make_decorator(pass_through)", least=1, needs=("decorator",)),
    Path("@synchronized", "make_synchronized(plain)", least=1, needs=("synchronized",)),
    Path("@lru_cache", "make_cached(plain)", least=1, needs=("cached",)),
    Path("@with_signature", "sign(plain)", least=1, needs=("signed",)),
    Path("bind_state_to_wrapper", "bind_state(pass_through)", least=1, needs=("stateful",)),
    Path("patch and take it back", "patch_and_take_back()", least=1, needs=("patch_and_take_back",)),
    Path("import of a loaded module, a hook waits", "import_again()", least=1, needs=("import_again",)),
    Path("import of another module, a hook waits", "import_anew()", least=1, needs=("import_anew",), calls=200),
]


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


def closure(function):
    """What one writes without a library: the floor for a wrapper in Python, though it does less.

    It has no `instance`, and no way to be switched off.
    """

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def plain(x):
    return x


class Plain:
    """What is wrapped."""

    def __init__(self):
        self.attribute = 1

    def method(self, x):
        return x


def scope(module: types.ModuleType | None) -> dict[str, object]:
    """The names that expressions use, with the wrappers of a module; with closures for None."""
    if module is None:
        wrap, wrap_class_method, wrap_static_method = (
            closure,
            lambda f: classmethod(closure(f)),
            lambda f: staticmethod(closure(f)),
        )
    else:
        wrap = lambda f: module.FunctionWrapper(f, pass_through)  # noqa: E731
        wrap_class_method, wrap_static_method = lambda f: wrap(classmethod(f)), lambda f: wrap(staticmethod(f))

    class Target(Plain):
        method = wrap(Plain.method)
        class_method = wrap_class_method(lambda cls, x: x)
        static_method = wrap_static_method(plain)

    names: dict[str, object] = {
        "function": wrap(plain),
        "target": Target(),
        "Target": Target,
        "plain": plain,
        "Plain": Plain,
    }
    names |= imports(module)
    if module is None:
        Target.cached = functools.lru_cache(Plain.method)
        return names
    return names | proxies(module) | decorators(module, Target) | {"pass_through": pass_through}


def proxies(module: types.ModuleType) -> dict[str, object]:
    """Names for the paths through proxies."""
    from operator import iadd

    class Subclass(module.ObjectProxy):
        pass

    thing = Plain()
    proxy = module.ObjectProxy(thing)
    proxy._self_own = 1
    target = types.ModuleType("martlet_benchmark_target")
    target.function = plain

    def patch_and_take_back():
        wrapper = module.wrap_function_wrapper(target, "function", pass_through)
        module.unwrap_object(target, "function", wrapper)

    return {
        "ObjectProxy": module.ObjectProxy, "FunctionWrapper": module.FunctionWrapper, "Subclass": Subclass,
        "thing": thing, "proxy": proxy, "subclassed": Subclass(thing), "number": module.ObjectProxy(1),
        "items": module.ObjectProxy([1, 2, 3]), "text": module.ObjectProxy("text"), "iadd": iadd,
        "extended": module.ObjectProxy([]), "empty": module.ObjectProxy([]),
        "disabled": module.FunctionWrapper(plain, pass_through, False), "patch_and_take_back": patch_and_take_back,
        "CallableObjectProxy": module.CallableObjectProxy,
        "PartialCallableObjectProxy": module.PartialCallableObjectProxy,
        "partial": module.PartialCallableObjectProxy(plain),
    } | special_proxies(module, thing)  # fmt: skip


def special_proxies(module: types.ModuleType, thing: Plain) -> dict[str, object]:
    """Names for the proxies that make, find or lose their object."""
    lazy = module.LazyObjectProxy(Plain)
    assert lazy.attribute == 1  # makes the object
    return {
        "lazy": lazy, "LazyObjectProxy": module.LazyObjectProxy,
        "auto": module.AutoObjectProxy(thing), "AutoObjectProxy": module.AutoObjectProxy,
        "weak": module.WeakFunctionProxy(plain), "WeakFunctionProxy": module.WeakFunctionProxy,
    }  # fmt: skip


def decorators(module: types.ModuleType, target: type) -> dict[str, object]:
    """Names for the paths through ready-made decorators, and what makes them."""
    sign = module.with_signature(prototype=plain)
    target.cached = module.lru_cache(lambda self, x: x)

    class Tracker:
        @module.bind_state_to_wrapper(name="state")
        @module.decorator
        def track(self, wrapped, instance, args, kwargs):
            return wrapped(*args, **kwargs)

    return {
        "decorated": module.decorator(pass_through)(plain), "decorator": module.decorator(pass_through),
        "make_decorator": module.decorator, "adapted": module.decorator(pass_through, adapter=lambda x: None)(plain),
        "sign": sign, "signed": sign(plain), "stateful": Tracker().track(plain),
        "bind_state": lambda wrapper: module.bind_state_to_wrapper(name="state")(module.decorator(wrapper)),
        "cached": module.lru_cache(lambda x: x), "make_cached": module.lru_cache,
    } | synchronization(module, target)  # fmt: skip


def synchronization(module: types.ModuleType, target: type) -> dict[str, object]:
    """Names for the paths through locks."""
    target.synchronized = module.synchronized(lambda self, x: x)
    target.synchronized_class = module.synchronized(classmethod(lambda cls, x: x))

    class Synchronized:
        def __init__(self, x):
            pass

    async def asynchronous(x):
        return x

    def run(coroutine):
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value

    def enter(thing):
        with module.synchronized(thing):
            pass

    return {
        "synchronized": module.synchronized(lambda x: x), "make_synchronized": module.synchronized,
        "synchronized_class": module.synchronized(Synchronized), "enter": enter, "run": run,
        "locked": module.synchronized(threading.Lock())(lambda x: x),
        "synchronized_async": module.synchronized(asynchronous),
    }  # fmt: skip
