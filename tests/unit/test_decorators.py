"""Decorators, adapters and overridden signatures, where wrapt's own tests do not look."""

import inspect
import subprocess
import sys

import pytest

import martlet


@martlet.decorator
def double(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)


def test_decorator_shows_its_own_signature():
    assert [parameter.name for parameter in inspect.signature(double).parameters.values()] == [
        "wrapper", "enabled", "adapter", "proxy",
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [{"wrapper": double}, {"unknown": 1}])
def test_decorator_refuses_other_arguments(arguments):
    with pytest.raises(TypeError):
        martlet.decorator(**arguments)


def test_decorator_needs_something_to_decorate():
    with pytest.raises(TypeError, match="the function to be decorated"):
        double()


def test_decorator_without_wrapper_takes_it_later():
    later = martlet.decorator(enabled=False)

    @later
    def wrapper(wrapped, instance, args, kwargs):
        raise AssertionError

    def function():
        return 1

    assert wrapper(function) is function


def test_proxy_none_is_the_function_wrapper():
    make = martlet.decorator(lambda wrapped, instance, args, kwargs: 5, proxy=None)
    assert type(make(len)) is martlet.FunctionWrapper


def test_adapter_without_signature_leaves_the_methods_own():
    class Unsigned:
        __signature__ = 1

        def __call__(self):
            raise AssertionError

    make = martlet.decorator(lambda wrapped, instance, args, kwargs: wrapped(*args, **kwargs), adapter=Unsigned())

    class Owner:
        @make
        def method(self, value):
            return value

    assert Owner().method(3) == 3
    assert Owner().method.__func__.__code__.co_varnames == ("self", "value")


def test_surrogates_are_read_only():
    @martlet.with_signature(prototype=lambda a, b=1: None)
    def function(*args):
        return args

    code = function.__code__
    with pytest.raises(AttributeError, match="co_argcount"):
        code.co_argcount = 5
    assert code.co_argcount == 2
    assert code.co_name == "function"
    assert function(1, 2, 3) == (1, 2, 3)


def test_signature_factory_must_return_a_pair():
    with pytest.raises(ValueError, match="a signature, or that and a docstring"):
        martlet.with_signature(factory=lambda function: (1, 2, 3))(len)


def test_signature_without_parameters():
    wrapped = martlet.with_signature(signature=inspect.Signature())(lambda a, b=1, *, c=2: None)
    assert (wrapped.__defaults__, wrapped.__kwdefaults__, wrapped.__annotations__) == (None, None, {})
    assert wrapped.__code__.co_varnames == ()


def test_pass_through_refuses_other_calls():
    wrapper = martlet.with_doc(doc="other")(len)._self_wrapper
    with pytest.raises(TypeError, match="takes a function, an instance"):
        wrapper(len)
    assert wrapper(len, None, ([1],), {}) == 1


def test_wrappers_of_ours_cannot_be_made_by_hand():
    with pytest.raises(TypeError):
        type(martlet.with_doc(doc="other")(len))(len, len)


def test_asyncio_is_not_imported_at_import():
    program = "import sys, martlet, martlet.synchronization, martlet.decorators; print('asyncio' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
