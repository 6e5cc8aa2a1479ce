"""Every public operation, in loops: neither objects nor references may stay behind."""

import gc
import sys
import types
import weakref

import pytest

import martlet
from martlet import (
    BaseObjectProxy,
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    ObjectProxy,
    PartialCallableObjectProxy,
)  # fmt: skip

ROUNDS = 1000
SLOW = {
    "lazy",
    "bases",
    "partial signature",
    "automatic proxy",
    "lazy proxy",
    "weak function proxy",
    "attribute wrapper",
    "state binding",
    "discover",
    "format",
}


def function(*args, **kwargs):
    return args


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


class Thing:
    """A thing."""

    def __init__(self):
        self.attribute = 1

    def method(self, *args, **kwargs):
        return args

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return True

    def __iadd__(self, other):
        return self


Thing.wrapped_method = FunctionWrapper(Thing.method, pass_through)
Thing.wrapped_class_method = FunctionWrapper(classmethod(function), pass_through)
Thing.wrapped_static_method = FunctionWrapper(staticmethod(function), pass_through)

thing = Thing()
wrapper = FunctionWrapper(function, pass_through)
disabled = FunctionWrapper(function, pass_through, lambda: False)
proxy = ObjectProxy(thing)
number = ObjectProxy(10**6)
items = ObjectProxy([10**6, 10**7])
partial = PartialCallableObjectProxy(function, 1, k=2)
callable_proxy = CallableObjectProxy(function)
target = types.ModuleType("martlet_leak_target")
target.function = function
sys.modules["martlet_leak_target"] = target


class Sub(ObjectProxy):
    def __init__(self, wrapped):
        super().__init__(wrapped)
        self._self_extra = object()


class SubWrapper(FunctionWrapper):
    class __bound_function_wrapper__(BoundFunctionWrapper):
        pass


Thing.sub_method = SubWrapper(Thing.method, pass_through)


def expect(exception, call):
    try:
        call()
    except exception:
        return
    raise AssertionError("nothing was raised")


def set_attributes():
    proxy.attribute = object()
    proxy._self_own = object()
    del proxy._self_own
    proxy.__doc__ = "Another."
    del proxy.__doc__


def set_items():
    items.append(1)
    items[0] = object()
    del items[-1]


def in_place():
    value = ObjectProxy(5)
    value += 1
    value **= 2
    value |= 1
    other = ObjectProxy(Thing())
    other += 1


def reinitialize():
    wrapper.__init__(function, pass_through, None)
    partial.__init__(function, 1, k=2)
    proxy.__wrapped__ = thing


def cycle():
    node = ObjectProxy(Thing())
    node.back = node
    bound = Thing().wrapped_method
    bound.__self__.bound = bound
    weakref.ref(node), weakref.ref(bound)


def with_block():
    with proxy:
        raise KeyError


def lazy():
    class Lazy(ObjectProxy):
        def __wrapped_factory__(self):
            return [object()]

        def __wrapped_get__(self):
            return self.__wrapped_factory__()

    return len(Lazy(None))


def patch():
    martlet.wrap_function_wrapper("martlet_leak_target", "function", pass_through)
    target.function(1)
    target.function = function
    martlet.wrap_object(target, "function", FunctionWrapper, (pass_through,), {"enabled": None})
    target.function = function


def unwrap():
    first = martlet.wrap_function_wrapper(target, "function", pass_through)
    second = martlet.wrap_function_wrapper(target, "function", pass_through)
    martlet.unwrap_object(target, "function", first)
    martlet.unwrap_object(target, "function", second)
    expect(ValueError, lambda: martlet.unwrap_object(target, "function", first))
    martlet.unwrap_object(target, "function.missing", first, missing_ok=True)
    expect(AttributeError, lambda: martlet.resolve_owner(target, "missing"))


def chains():
    outer = ObjectProxy(wrapper)
    list(martlet.wrapper_chain(outer))
    next(martlet.wrapper_chain(outer))
    martlet.find_wrapper(outer, predicate=lambda entry: False)
    martlet.is_wrapped_by(outer, wrapper)
    expect(RuntimeError, lambda: martlet.unwrapped(outer, limit=1))
    martlet.patch_function_wrapper("martlet_leak_target", "function")


def hooks():
    module = types.ModuleType("martlet_leak_hooked")
    martlet.register_post_import_hook(lambda module: None, "martlet_leak_hooked")
    martlet.when_imported("martlet_leak_hooked")(lambda module: None)
    martlet.register_post_import_hook("types:ModuleType.__repr__", "martlet_leak_hooked")
    martlet.wrap_function_wrapper("martlet_leak_hooked?", "__repr__", pass_through)
    martlet.notify_module_loaded(module)


class Countdown:
    async def __anext__(self):
        return 1

    def __aiter__(self):
        return self

    def __await__(self):
        return iter(())

    def __get__(self, instance, owner=None):
        return instance

    def __set__(self, instance, value):
        pass

    def __delete__(self, instance):
        pass

    def __set_name__(self, owner, name):
        pass

    def __fspath__(self):
        return "path"

    def __length_hint__(self):
        return 1


def automatic():
    proxy = martlet.AutoObjectProxy(Countdown())
    proxy.__anext__().close()
    proxy.__aiter__(), proxy.__await__(), proxy.__get__(thing), proxy.__fspath__(), proxy.__length_hint__()
    proxy.__set__(thing, 1), proxy.__delete__(thing), proxy.__set_name__(Thing, "name")
    proxy.__wrapped__ = iter([1, 2])
    next(proxy), list(proxy)
    proxy.__wrapped__ = function
    proxy(1, a=2)
    expect(TypeError, martlet.AutoObjectProxy)


def lazy_proxy():
    class Lazy(martlet.LazyObjectProxy):
        pass

    proxy = Lazy(lambda: [object()], interface=list)
    len(proxy), list(proxy)
    failing = Lazy(lambda: 1 / 0)
    expect(ZeroDivisionError, lambda: failing + 1)
    _ = martlet.lazy_import("sys").modules
    martlet.lazy_import("sys", "intern")("text")


def weak():
    def local(*args, **kwargs):
        pass

    proxy = martlet.WeakFunctionProxy(local, lambda proxy: None)
    proxy(1, a=2)
    proxy.__init__(thing.method)
    proxy(1)
    proxy.__init__(local, lambda proxy: None)
    del local
    expect(ReferenceError, proxy)
    martlet.WeakFunctionProxy(thing.wrapped_method)(1, a=2)
    martlet.WeakFunctionProxy(Thing.wrapped_class_method)(1)
    expect(TypeError, lambda: martlet.WeakFunctionProxy([].append))


class Attributes:
    def __init__(self):
        self.value = 1


attributes_target = types.SimpleNamespace(Attributes=Attributes)


def attribute_wrapper():
    first = martlet.wrap_object_attribute(attributes_target, "Attributes.value", lambda value, *args, **kwargs: value)
    second = martlet.wrap_object_attribute(attributes_target, "Attributes.value", BaseObjectProxy, (), {})
    holder = Attributes()
    _ = (holder.value, Attributes.value, first._self_factory, first._self_args)
    del holder.value
    expect(AttributeError, lambda: holder.value)
    second.__init__(first, "value", BaseObjectProxy)
    martlet.unwrap_object(Attributes, "value", second)
    martlet.unwrap_object(Attributes, "value", first)


def temporary_patches():
    with martlet.scoped_function_wrapper(target, "function", pass_through):
        target.function(1)
    martlet.scoped_function_wrapper(target, "function", pass_through)(function)(1)
    decorator = martlet.transient_function_wrapper(target, "function")(pass_through)
    decorator(function)(1, a=2)
    expect(ZeroDivisionError, decorator(lambda: 1 / 0))

    def replace():
        target.function = None
        raise KeyError

    expect(ValueError, decorator(replace))
    target.function = function
    martlet.function_wrapper(pass_through)(function)(1)
    expect(TypeError, martlet.function_wrapper(pass_through))


def stand_in():
    martlet.install_as_wrapt(force=True)
    for name in [name for name in sys.modules if name.partition(".")[0] == "wrapt"]:
        del sys.modules[name]


def state_binding():
    class Counter:
        @martlet.bind_state_to_wrapper(name="counter")
        @martlet.function_wrapper
        def count(self, wrapped, instance, args, kwargs):
            return wrapped(*args, **kwargs)

    Counter().count(function)(1)


OPERATIONS = {
    "call": lambda: wrapper(1, 2),
    "call with names": lambda: wrapper(1, a=2, b=3),
    "call disabled": lambda: disabled(1, a=2),
    "call that raises": lambda: expect(ZeroDivisionError, lambda: FunctionWrapper(lambda: 1 / 0, pass_through)()),
    "method": lambda: thing.wrapped_method(1, a=2),
    "method through the class": lambda: Thing.wrapped_method(thing, 1, a=2),
    "method with another first argument": lambda: Thing.wrapped_method(5),
    "class method": lambda: thing.wrapped_class_method(1),
    "static method": lambda: Thing.wrapped_static_method(1),
    "method of a subclass": lambda: thing.sub_method(1),
    "bind": lambda: thing.wrapped_method,
    "bind again": lambda: Thing.wrapped_method.__get__(thing, Thing),
    "bound attributes": lambda: (thing.wrapped_method.__name__, thing.wrapped_method._self_parent),
    "bound attribute missing": lambda: hasattr(thing.wrapped_method, "missing"),
    "bound attribute set": lambda: setattr(thing.wrapped_method, "_self_note", object()),
    "make": lambda: (ObjectProxy([]), BaseObjectProxy(1), Sub([]), CallableObjectProxy(function)),
    "make wrappers": lambda: (FunctionWrapper(function, pass_through), SubWrapper(wrapped=len, wrapper=pass_through)),
    "make bound": lambda: BoundFunctionWrapper(function, None, pass_through, binding="function", parent=None),
    "make wrongly": lambda: expect(TypeError, lambda: FunctionWrapper(function, bad=1)),
    "make uninitialized": lambda: (ObjectProxy.__new__(ObjectProxy), FunctionWrapper.__new__(FunctionWrapper)),
    "use uninitialized": lambda: expect(AttributeError, lambda: FunctionWrapper.__new__(FunctionWrapper)()),
    "reinitialize": reinitialize,
    "partial": lambda: (
        partial(2, k=3),
        partial._self_args,
        partial._self_kwargs,
        PartialCallableObjectProxy(function, 1),
    ),
    "partial signature": lambda: partial.__signature__,
    "callable proxy": lambda: callable_proxy(1, a=2),
    "get attributes": lambda: (proxy.attribute, proxy.method, proxy.__doc__, proxy.__module__, proxy.__self_dict__),
    "get missing": lambda: hasattr(proxy, "missing"),
    "get by value": lambda: getattr(proxy, "".join(["__do", "c__"])),
    "set attributes": set_attributes,
    "operators": lambda: (
        number + 1,
        1 - number,
        number * number,
        number // 3,
        number**2,
        -number,
        divmod(7, number),
        number & 1,
    ),
    "operators that raise": lambda: expect(TypeError, lambda: number + "x"),
    "in place": in_place,
    "compare": lambda: (number == 1, number < number, hash(number), bool(number), int(number), float(number)),
    "containers": lambda: (len(items), items[0], 5 in items, list(items), reversed(items), dir(items)),
    "set items": set_items,
    "texts": lambda: (
        repr(number),
        str(number),
        f"{number:d}",
        bytes(ObjectProxy(b"a")),
        complex(number),
        round(number),
    ),
    "classes": lambda: (isinstance(proxy, Thing), isinstance(1, ObjectProxy(int)), issubclass(int, ObjectProxy(int))),
    "bases": lambda: type("Derived", (Thing,), {}) and ObjectProxy(Thing).__mro_entries__(()),
    "context": with_block,
    "lazy": lazy,
    "cycle": cycle,
    "resolve": lambda: martlet.resolve_path(Thing, "method"),
    "resolve wrongly": lambda: expect(AttributeError, lambda: martlet.resolve_path(Thing, "a.b")),
    "patch": patch,
    "hooks": hooks,
    "unwrap": unwrap,
    "chains": chains,
    "automatic proxy": automatic,
    "lazy proxy": lazy_proxy,
    "weak function proxy": weak,
    "attribute wrapper": attribute_wrapper,
    "temporary patches": temporary_patches,
    "state binding": state_binding,
    "partial function": lambda: (martlet.partial(function, 1)(2), expect(TypeError, martlet.partial)),
    "discover": lambda: martlet.discover_post_import_hooks("martlet.tests.none"),
    "format": lambda: martlet._core.formatargspec(["a", "b"], "c", "d", (1,), ["e"], {"e": 2}, {"a": int}),
    "stand-in": stand_in,
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_stays_behind(name):
    operation = OPERATIONS[name]
    watched = [
        function,
        pass_through,
        thing,
        Thing,
        wrapper,
        None,
        True,
        FunctionWrapper,
        BoundFunctionWrapper,
        ObjectProxy,
    ]

    def run(rounds):
        for _ in range(rounds):
            operation()
        gc.collect()
        return sys.getallocatedblocks(), [sys.getrefcount(object_) for object_ in watched]

    rounds = 200 if name in SLOW else ROUNDS
    # Reading entry points leaves up to 20 blocks in caches of the standard library, in each batch on CPython 3.13.
    slack = max(rounds // 20, 25)
    state = run(rounds)
    grown = []
    # What leaks grows in every batch; caches of the interpreter grow in some.
    for _ in range(4):
        before, state = state, run(rounds)
        blocks = state[0] - before[0]
        references = max(after - then for then, after in zip(before[1], state[1]))
        grown.append(max(blocks, references))
    assert min(grown) < slack, grown
