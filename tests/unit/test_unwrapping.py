"""Chains of wrappers, and taking wrappers out of them."""

import copy
import functools
import pickle
import types

import pytest

import martlet
from martlet import FunctionWrapper, ObjectProxy


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


def function():
    return 1


def test_wrapper_chain():
    inner = FunctionWrapper(function, pass_through)
    outer = ObjectProxy(inner)
    chain = martlet.wrapper_chain(outer)
    assert iter(chain) is chain
    assert [id(entry) for entry in chain] == [id(outer), id(inner), id(function)]
    assert martlet.unwrapped(outer) is function and martlet.unwrapped(function) is function
    assert martlet.find_wrapper(outer, inner) is inner and martlet.find_wrapper(outer, pass_through) is None
    assert martlet.find_wrapper(outer, predicate=lambda entry: type(entry) is FunctionWrapper) is inner
    assert martlet.is_wrapped_by(outer, inner) is True and martlet.is_wrapped_by(inner, outer) is False
    with pytest.raises(TypeError, match="requires a wrapper handle or a predicate"):
        martlet.find_wrapper(outer)


def test_a_chain_that_is_too_long_or_a_circle():
    proxy = function
    for _ in range(63):
        proxy = ObjectProxy(proxy)
    assert martlet.unwrapped(proxy) is function
    with pytest.raises(martlet.WrapperChainTooDeepError, match="exceeded 64 levels"):
        martlet.unwrapped(ObjectProxy(proxy))
    assert martlet.unwrapped(ObjectProxy(proxy), limit=65) is function

    def circle():
        pass

    circle.__wrapped__ = functools.partial(circle)
    circle.__wrapped__.__wrapped__ = circle
    assert list(martlet.wrapper_chain(circle)) == [circle, circle.__wrapped__]


@pytest.fixture
def target():
    target = types.ModuleType("martlet_unwrap_target")

    class Base:
        def inherited(self):
            return 1

    class Thing(Base):
        def method(self):
            return 1

    target.function, target.Base, target.Thing = function, Base, Thing
    return target


def test_unwrapping_restores(target):
    original = vars(target.Thing)["method"]
    wrapper = martlet.wrap_function_wrapper(target, "Thing.method", pass_through)
    assert martlet.unwrap_object(target, "Thing.method", wrapper) is wrapper
    assert vars(target.Thing)["method"] is original
    with pytest.raises(martlet.WrapperNotFoundError):
        martlet.unwrap_object(target, "Thing.method", wrapper)
    assert martlet.unwrap_object(target, "Thing.method", wrapper, missing_ok=True) is None
    assert martlet.unwrap_object(target, "Thing.missing", wrapper, missing_ok=True) is None


def test_unwrapping_removes_what_the_patch_made(target):
    wrapper = martlet.wrap_function_wrapper(target, "Thing.inherited", pass_through)
    assert "inherited" in vars(target.Thing)
    martlet.unwrap_object(target, "Thing.inherited", wrapper)
    assert "inherited" not in vars(target.Thing)


def test_unwrapping_from_below(target):
    first = martlet.wrap_function_wrapper(target, "function", pass_through)
    second = martlet.wrap_function_wrapper(target, "function", pass_through)
    martlet.unwrap_object(target, "function", first)
    assert target.function is second and second.__wrapped__ is function


def test_what_is_no_wrapper_of_ours_is_not_passed(target):
    first = martlet.wrap_function_wrapper(target, "function", pass_through)
    target.function = functools.wraps(first)(lambda: first())
    with pytest.raises(martlet.WrapperNotOutermostError, match="function"):
        martlet.unwrap_object(target, "function", first)


def test_resolve_owner(target):
    assert martlet.resolve_owner(target, "Thing.inherited")[0] is target.Base
    assert martlet.resolve_owner(target.Thing(), "method")[0] is target.Thing
    assert martlet.resolve_owner(target, "function")[0] is target
    target.__getattr__ = lambda name: name
    with pytest.raises(martlet.PathResolutionError, match="served dynamically, so there is no owning location to patch"):
        martlet.resolve_owner(target, "anything")


def test_patch_function_wrapper(target):
    @martlet.patch_function_wrapper(target, "function")
    def double(wrapped, instance, args, kwargs):
        return 2 * wrapped(*args, **kwargs)

    assert target.function() == 2 and isinstance(double, types.FunctionType)
    with pytest.warns(DeprecationWarning):
        martlet.patch_function_wrapper(target, "function", lambda: False)(double)
    assert target.function() == 2
    with pytest.raises(TypeError, match="multiple values for argument 'enabled'"):
        martlet.patch_function_wrapper(target, "function", True, enabled=True)


def test_missing():
    assert repr(martlet.MISSING) == "<martlet.MISSING>" and type(martlet.MISSING)() is martlet.MISSING
    assert all(make(martlet.MISSING) is martlet.MISSING for make in (copy.copy, copy.deepcopy))
    assert pickle.loads(pickle.dumps(martlet.MISSING)) is martlet.MISSING
