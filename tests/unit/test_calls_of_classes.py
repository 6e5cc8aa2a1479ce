"""Calls of classes through wrappers that pass them on must do what calls of the classes themselves do."""

import abc
import collections
import dataclasses
import enum
import gc
import sys
import traceback
import types
import weakref

import pytest

import martlet


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


WAYS = {
    "synchronized": martlet.synchronized,
    "CallableObjectProxy": martlet.CallableObjectProxy,
    "switched off": lambda kind: martlet.FunctionWrapper(kind, pass_through, False),
    "with_signature": martlet.with_signature(prototype=lambda *args, **kwargs: None),
}


@pytest.fixture(params=list(WAYS))
def wrap(request):
    return WAYS[request.param]


class Plain:
    def __init__(self, a, b=2, *rest, c=3, **named):
        self.given = (a, b, rest, c, named)


def test_arguments_arrive(wrap):
    call = wrap(Plain)
    assert call(1).given == (1, 2, (), 3, {})
    assert call(1, 5, 6, 7).given == (1, 5, (6, 7), 3, {})
    assert call(a=1, c=4, d=5).given == (1, 2, (), 4, {"d": 5})
    assert call(1, *(2, 3), **{"c": 4}).given == (1, 2, (3,), 4, {})
    assert call(*(1, 2)).given == (1, 2, (), 3, {})
    assert type(call(1)) is Plain


class WithNew:
    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made.new = (args, kwargs)
        return made

    def __init__(self, *args, **kwargs):
        self.init = (args, kwargs)


class Foreign:
    """Its `__new__` gives something else, which is not initialized."""

    def __new__(cls, x):
        return x

    def __init__(self, x):
        raise AssertionError


class Listed(list):
    def __init__(self, *values):
        super().__init__(values)


class Slotted:
    __slots__ = ("x", "__weakref__")

    def __init__(self, x):
        self.x = x


class Meta(type):
    def __call__(cls, *args):
        return ("called", cls.__name__, super().__call__(*args).given)


class WithMeta(Plain, metaclass=Meta):
    pass


class Silent(type):
    """A metaclass that leaves calls alone."""


class WithSilentMeta(Plain, metaclass=Silent):
    pass


class Number(enum.Enum):
    ONE = 1


@dataclasses.dataclass
class Data:
    x: int
    y: int = 2


def test_kinds_of_classes(wrap):
    made = wrap(WithNew)(1, x=2)
    assert made.new == made.init == ((1,), {"x": 2})
    assert wrap(Foreign)(5) == 5
    assert wrap(Listed)(1, 2) == [1, 2]
    assert wrap(Slotted)(3).x == 3
    assert wrap(WithMeta)(3) == ("called", "WithMeta", (3, 2, (), 3, {}))
    assert wrap(WithSilentMeta)(3).given[0] == 3
    assert wrap(Number)(1) is Number.ONE
    assert wrap(Data)(1) == Data(1, 2)
    assert wrap(type("Derived", (Plain,), {}))(1).given[0] == 1
    assert type(wrap(type("Empty", (), {}))()).__name__ == "Empty"
    assert wrap(CallableInstance())(4) == ("instance", 4)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "synchronized"])
def test_builtin_classes(way):
    """(They have no room for the lock of `synchronized`.)"""
    wrap = WAYS[way]
    assert wrap(int)("12") == 12
    assert wrap(type)(5) is int
    assert wrap(type)("Made", (Plain,), {})(1).given[0] == 1
    assert wrap(object)() is not None
    assert "takes no arguments" in str(same_error(wrap, object, 1))
    assert wrap(collections.OrderedDict)(a=1) == {"a": 1}
    assert wrap(types.SimpleNamespace)(a=1).a == 1


class CallableInstance:
    def __call__(self, x):
        return ("instance", x)


def same_error(wrap, kind, *args, **kwargs):
    """The error of a call through the wrapper, which must be that of the class itself."""
    with pytest.raises(Exception) as direct:  # noqa: B017, PT011
        kind(*args, **kwargs)
    with pytest.raises(type(direct.value)) as wrapped:
        wrap(kind)(*args, **kwargs)
    assert str(wrapped.value) == str(direct.value)
    return wrapped.value


def test_errors(wrap):
    assert "missing 1 required positional argument: 'a'" in str(same_error(wrap, Plain))
    assert "multiple values" in str(same_error(wrap, Plain, 1, a=1))
    assert "takes" in str(same_error(wrap, type("Empty", (), {}), 1))

    class Returning:
        def __init__(self, x):
            return x

    assert "should return None, not 'int'" in str(same_error(wrap, Returning, 1))
    assert wrap(Returning)(None) is not None

    class Abstract(abc.ABC):
        def __init__(self, x):
            raise AssertionError

        @abc.abstractmethod
        def method(self):
            pass

    assert "abstract" in str(same_error(wrap, Abstract, 1))

    class Failing:
        def __init__(self, x):
            raise KeyError(x)

    error = same_error(wrap, Failing, 1)
    assert [frame.name for frame in traceback.extract_tb(error.__traceback__)][-1] == "__init__"


def test_an_object_that_is_not_initialized_is_let_go(wrap):
    seen = []

    class Failing:
        def __init__(self, x):
            seen.append(weakref.ref(self))
            raise KeyError(x)

        def __del__(self):
            seen.append("deleted")

    with pytest.raises(KeyError):
        wrap(Failing)(1)
    gc.collect()
    assert seen[0]() is None
    assert seen[1:] == ["deleted"]


def test_the_initializer_is_looked_up_at_each_call(wrap):
    class Changing:
        def __init__(self, x):
            self.x = x

    call = wrap(Changing)
    assert call(1).x == 1

    def other(self, x):
        self.x = -x

    Changing.__init__ = other
    assert call(1).x == -1

    class Initializer:
        def __get__(self, instance, owner):
            return lambda x: instance.__dict__.update(x=("bound", x))

    Changing.__init__ = Initializer()
    assert call(1).x == ("bound", 1)
    del Changing.__init__
    with pytest.raises(TypeError):
        call(1)
    assert isinstance(call(), Changing)


def test_the_class_may_change_while_it_is_initialized(wrap):
    class Fleeting:
        def __init__(self, x):
            type(self).__init__ = None
            self.__class__ = Plain
            self.x = x

    assert type(wrap(Fleeting)(1)) is Plain


def test_arguments_of_the_caller_stay(wrap):
    """The word before the arguments of a call is used, and holds again what it held."""

    class Kept:
        def __init__(self, *args):
            self.args = args

    call = wrap(Kept)
    bound = types.MethodType(call, "first")
    for _ in range(3):
        assert bound("second").args == ("first", "second")
    values = ["a", "b", "c"]
    assert [call(value, *values).args for value in values] == [(value, *values) for value in values]
    assert list(map(lambda made: made.args, map(call, values, values))) == [(value, value) for value in values]


def test_recursion_is_an_error(wrap):
    class Endless:
        def __init__(self):
            call()

    call = wrap(Endless)
    with pytest.raises(RecursionError):
        call()


def test_nothing_stays_behind(wrap):
    class Counted:
        def __init__(self, x, *, y=None):
            self.x = x

    call = wrap(Counted)
    argument = object()
    before = sys.getrefcount(argument), sys.getrefcount(Counted.__init__), sys.getrefcount(Counted)
    for _ in range(100):
        call(argument, y=argument)
        with pytest.raises(TypeError):
            call(argument, z=argument)
    gc.collect()
    after = sys.getrefcount(argument), sys.getrefcount(Counted.__init__), sys.getrefcount(Counted)
    assert after == before


def test_a_class_may_be_gone_when_its_object_is_made(wrap):
    """Only the call keeps the class."""

    def make():
        class Lonely:
            def __init__(self):
                self.name = type(self).__name__

        return Lonely

    assert wrap(make())().name == "Lonely"
