"""`FunctionWrapper`, `BoundFunctionWrapper` and the partial they make."""

import functools
import gc
import inspect
import weakref

import pytest

from martlet import BoundFunctionWrapper, CallableObjectProxy, FunctionWrapper, PartialCallableObjectProxy


class Recorder:
    """A wrapper function that keeps what it was called with."""

    def __init__(self):
        self.calls = []

    def __call__(self, wrapped, instance, args, kwargs):
        self.calls.append((instance, args, kwargs))
        return wrapped(*args, **kwargs)


@pytest.fixture
def recorder():
    return Recorder()


def add(a, b=2, *rest, **named):
    """Adds."""
    return a + b + sum(rest) + sum(named.values())


def test_arguments_arrive_as_they_were_given(recorder):
    wrapper = FunctionWrapper(add, recorder)
    assert wrapper(1) == 3 and wrapper(1, b=5) == 6 and wrapper(1, 2, 3, x=4) == 10 and wrapper(*(1,), **{"b": 1}) == 2
    assert recorder.calls == [
        (None, (1,), {}),
        (None, (1,), {"b": 5}),
        (None, (1, 2, 3), {"x": 4}),
        (None, (1,), {"b": 1}),
    ]
    assert all(type(args) is tuple and type(kwargs) is dict for _, args, kwargs in recorder.calls)


def test_it_looks_like_the_function():
    wrapper = FunctionWrapper(add, None)
    assert wrapper.__name__ == "add" and wrapper.__doc__ == "Adds." and wrapper.__wrapped__ is add
    assert inspect.signature(wrapper) == inspect.signature(add) and inspect.isfunction(wrapper)
    assert wrapper == add and hash(wrapper) == hash(add)


def make_class(recorder):
    class Thing:
        def method(self, x):
            return ("method", self, x)

        @classmethod
        def class_method(cls, x):
            return ("class", cls, x)

        @staticmethod
        def static_method(x):
            return ("static", x)

        @property
        def value(self):
            return 5

        method = FunctionWrapper(method, recorder)
        class_method = FunctionWrapper(class_method, recorder)
        static_method = FunctionWrapper(static_method, recorder)
        builtin = FunctionWrapper(len, recorder)
        kind = FunctionWrapper(dict, recorder)

    return Thing


def test_binding(recorder):
    Thing = make_class(recorder)
    thing = Thing()
    cases = [
        (lambda: thing.method(1), ("method", thing, 1), (thing, (1,), {})),
        (lambda: Thing.method(thing, 1), ("method", thing, 1), (thing, (1,), {})),
        (lambda: Thing.method(thing, x=1), ("method", thing, 1), (thing, (), {"x": 1})),
        (lambda: thing.class_method(1), ("class", Thing, 1), (Thing, (1,), {})),
        (lambda: Thing.class_method(1), ("class", Thing, 1), (Thing, (1,), {})),
        (lambda: thing.static_method(1), ("static", 1), (None, (1,), {})),
        (lambda: Thing.static_method(1), ("static", 1), (None, (1,), {})),
        (lambda: thing.builtin([1]), 1, (None, ([1],), {})),
        (lambda: thing.kind(a=1), {"a": 1}, (None, (), {"a": 1})),
    ]
    for call, result, seen in cases:
        assert call() == result
        assert recorder.calls.pop() == seen


def test_a_method_called_through_the_class_with_something_else(recorder):
    Thing = make_class(recorder)
    assert Thing.method(5, 6) == ("method", 5, 6)
    assert recorder.calls.pop() == (None, (5, 6), {})
    with pytest.raises(TypeError):
        Thing.method()


@pytest.mark.parametrize(
    ("wrapped", "binding"),
    [
        (len, "builtin"), ([].append, "builtin"), (dict.fromkeys, "builtin"), (add, "function"), (lambda: 0, "function"),
        (dict, "class"), (classmethod(add), "classmethod"), (staticmethod(add), "staticmethod"),
        (Recorder().__call__, "instancemethod"), (str.upper, "callable"), (functools.partial(add), "callable"),
        (FunctionWrapper(classmethod(add), None), "classmethod"),
    ],
)  # fmt: skip
def test_kinds(wrapped, binding):
    assert FunctionWrapper(wrapped, None)._self_binding == binding


def test_a_wrapper_around_a_bound_method_passes_its_instance(recorder):
    class Thing:
        def method(self):
            return self

    thing = Thing()
    assert FunctionWrapper(thing.method, recorder)() is thing
    assert recorder.calls == [(thing, (), {})]


@pytest.mark.parametrize("enabled", [False, 0, "", lambda: False, lambda: []])
def test_disabled(enabled, recorder):
    assert FunctionWrapper(add, recorder, enabled)(1) == 3 and recorder.calls == []


@pytest.mark.parametrize("enabled", [None, True, 1, lambda: True])
def test_enabled(enabled, recorder):
    assert FunctionWrapper(add, recorder, enabled=enabled)(1) == 3 and len(recorder.calls) == 1


def test_enabled_that_raises(recorder):
    def enabled():
        raise ZeroDivisionError

    class Unclear:
        def __bool__(self):
            raise LookupError

    with pytest.raises(ZeroDivisionError):
        FunctionWrapper(add, recorder, enabled)(1)
    with pytest.raises(LookupError):
        FunctionWrapper(add, recorder, Unclear())(1)
    assert recorder.calls == []


def test_bound_wrappers(recorder):
    Thing = make_class(recorder)
    thing = Thing()
    assert type(thing.method) is BoundFunctionWrapper and thing.method == thing.method
    assert hash(thing.method) == hash(thing.method) and thing.method.__self__ is thing
    assert thing.method._self_parent is Thing.__dict__["method"] and thing.method._self_owner is Thing
    assert thing.method._self_instance is thing and thing.method._self_wrapper is recorder
    thing.method._self_note = 1
    assert thing.method._self_note == 1 and Thing.__dict__["method"]._self_note == 1
    with pytest.raises(AttributeError):
        thing.method._self_instance = 1
    with pytest.raises(AttributeError):
        thing.method.note = 1


def test_binding_again(recorder):
    Thing = make_class(recorder)
    thing = Thing()
    unbound = Thing.method
    assert unbound.__get__(thing, Thing)(1) == ("method", thing, 1)
    assert thing.method.__get__(None, Thing)._self_instance is thing


def test_subclass_of_the_bound_wrapper(recorder):
    class Bound(BoundFunctionWrapper):
        def __call__(self, *args):
            return ("bound", super().__call__(*args))

    class Wrapper(FunctionWrapper):
        __bound_function_wrapper__ = Bound

        def note(self):
            return "from the parent"

    class Thing:
        method = Wrapper(lambda self, x: x, recorder)

    assert Thing().method(1) == ("bound", 1) and Thing.method(Thing(), 1) == ("bound", 1)
    assert Thing().method.note() == "from the parent"


def test_set_name_is_passed_on(recorder):
    class Named:
        def __set_name__(self, owner, name):
            self.name = name

        def __call__(self):
            pass

    named = Named()

    class Thing:  # noqa: B903
        attribute = FunctionWrapper(named, recorder)

    assert named.name == "attribute"


def test_native_descriptors_get_no_instance_for_access_through_the_class(recorder):
    seen = []

    class Descriptor:
        def __get__(self, instance, owner):
            seen.append((instance, owner))
            return lambda: 1

        def __call__(self):
            pass

    class Thing:
        attribute = FunctionWrapper(Descriptor(), recorder)

    assert Thing.attribute() == 1 and seen == [(None, Thing)]


def test_uninitialized(recorder):
    wrapper = FunctionWrapper.__new__(FunctionWrapper)
    for use in (lambda: wrapper(), lambda: wrapper.__get__(1, int), lambda: wrapper._self_wrapper):
        with pytest.raises(AttributeError):
            use()
    wrapper.__wrapped__ = FunctionWrapper(add, recorder)
    with pytest.raises(AttributeError):
        wrapper()
    assert wrapper._self_wrapper is recorder


def test_replacing_everything_from_inside_the_call():
    """A call holds what it works with, whatever the wrapper function does to the wrapper."""
    results = []

    class Victim:
        def __call__(self, *args, **kwargs):
            return "first"

    def wrapper_function(wrapped, instance, args, kwargs):
        wrapper.__wrapped__ = len
        wrapper.__init__(add, lambda *a: "second", enabled=lambda: True)
        gc.collect()
        results.append(wrapped(*args))
        return wrapped

    wrapper = FunctionWrapper(Victim(), wrapper_function)
    assert isinstance(wrapper(1, x=2), Victim) and results == ["first"]
    assert wrapper(1) == "second"


def test_replacing_everything_from_inside_enabled_and_binding():
    def enabled():
        wrapper.__init__(add, lambda *a: "second")
        gc.collect()
        return True

    wrapper = FunctionWrapper(lambda: "first", lambda wrapped, *a: wrapped(), enabled=enabled)
    assert wrapper() == "first" and wrapper() == "second"

    class Descriptor:
        def __get__(self, instance, owner):
            bound.__wrapped__ = len
            gc.collect()
            return lambda: "bound"

        def __call__(self):
            pass

    bound = FunctionWrapper(Descriptor(), lambda wrapped, *a: wrapped())
    Thing = type("Thing", (), {"attribute": bound})
    assert Thing().attribute() == "bound"


def test_a_destructor_that_looks_at_the_field_it_was_in():
    seen = []

    class Loud:
        def __call__(self):
            pass

        def __del__(self):
            seen.append(wrapper.__wrapped__)

    wrapper = FunctionWrapper(Loud(), None)
    wrapper.__wrapped__ = add
    assert seen == [add]


def test_garbage_and_weak_references(recorder):
    Thing = make_class(recorder)
    wrapper = Thing.__dict__["method"]
    wrapper._self_me = wrapper
    thing = Thing()
    thing.bound = thing.method
    references = [weakref.ref(wrapper), weakref.ref(thing.bound), weakref.ref(Thing)]
    recorder.calls.clear()
    del wrapper, thing, Thing
    gc.collect()
    assert [reference() for reference in references] == [None, None, None]


def test_callable_proxy():
    proxy = CallableObjectProxy(add)
    assert proxy(1) == 3 and proxy(1, b=1) == 2 and CallableObjectProxy(wrapped=add)(2) == 4
    with pytest.raises(TypeError):
        CallableObjectProxy(5)()


def test_partial():
    partial = PartialCallableObjectProxy(add, 1, b=7)
    assert partial() == 8 and partial(b=1) == 2 and partial._self_args == (1,) and partial._self_kwargs == {"b": 7}
    assert inspect.signature(partial) == inspect.signature(functools.partial(add, 1, b=7))
    assert not hasattr(PartialCallableObjectProxy, "__signature__")
    assert PartialCallableObjectProxy(lambda self: self)(self=1) == 1
    with pytest.raises(TypeError, match="the first argument must be callable"):
        PartialCallableObjectProxy(5)
    with pytest.raises(TypeError, match="__init__ of partial needs an argument"):
        PartialCallableObjectProxy()


@pytest.mark.parametrize("arguments", [(), (add,), (add, add, None, 1)])
def test_wrong_arguments(arguments):
    with pytest.raises(TypeError, match="FunctionWrapper"):
        FunctionWrapper(*arguments)
    with pytest.raises(TypeError, match="multiple values"):
        FunctionWrapper(add, add, wrapped=add)


def test_what_cannot_be_called_is_found_before_the_wrapper_runs_when_its_class_is_asked():
    calls = []

    def wrapper(wrapped, instance, args, kwargs):
        calls.append(wrapped)

    class C:
        value = FunctionWrapper(property(lambda self: 1), wrapper)

    with pytest.raises(TypeError, match="^the first argument must be callable$"):
        C.value(C())
    assert calls == []
