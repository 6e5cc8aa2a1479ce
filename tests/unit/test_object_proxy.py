"""`BaseObjectProxy` and `ObjectProxy`."""

import copy
import gc
import inspect
import operator
import pickle
import pydoc
import weakref

import pytest

from martlet import BaseObjectProxy, CallableObjectProxy, ObjectProxy, WrapperNotInitializedError


class Box:
    """A box."""

    def __init__(self, value=None):
        self.value = value

    def __iadd__(self, other):
        self.value += other
        return self


BINARY = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, pow,
    operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor,
]  # fmt: skip
IN_PLACE = [
    operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ifloordiv, operator.imod, operator.ipow,
    operator.ilshift, operator.irshift, operator.iand, operator.ior, operator.ixor,
]  # fmt: skip


@pytest.mark.parametrize("operation", BINARY)
def test_binary_operators_unwrap_both_operands(operation):
    expected = operation(13, 3)
    for left, right in [(ObjectProxy(13), 3), (13, ObjectProxy(3)), (ObjectProxy(13), ObjectProxy(3))]:
        result = operation(left, right)
        assert result == expected and type(result) is type(expected)


@pytest.mark.parametrize("operation", IN_PLACE)
def test_in_place_operators_make_a_new_proxy_of_immutable_objects(operation):
    proxy = ObjectProxy(13)
    result = operation(proxy, 3)
    assert type(result) is ObjectProxy and result is not proxy
    assert result == operation(13, 3) and proxy == 13


def test_concatenation_in_place():
    items = [1]
    proxy = ObjectProxy(items)
    assert operator.iconcat(proxy, ObjectProxy([2])) is proxy
    assert items == [1, 2]
    assert operator.iconcat(ObjectProxy((1,)), (2,)).__wrapped__ == (1, 2)
    assert operator.iconcat(BaseObjectProxy([1]), [2]).__wrapped__ == [1, 2]
    with pytest.raises(TypeError):
        operator.iconcat(ObjectProxy({}), {})


def test_in_place_operators_change_mutable_objects():
    box = Box(1)
    proxy = same = ObjectProxy(box)
    proxy += 2
    assert proxy is same and box.value == 3 and proxy.__wrapped__ is box


@pytest.mark.parametrize(
    "operation", [operator.neg, operator.pos, abs, operator.invert, int, float, operator.index, hash]
)
def test_unary_operators_and_conversions(operation):
    assert operation(ObjectProxy(-7)) == operation(-7)


def test_conversions_of_other_types():
    assert complex(ObjectProxy(2)) == 2 and bytes(ObjectProxy(b"ab")) == b"ab"
    assert round(ObjectProxy(2.567), 1) == 2.6 and f"{ObjectProxy(2.5):.2f}" == "2.50"
    assert list(reversed(ObjectProxy([1, 2]))) == [2, 1] and dir(ObjectProxy([])) == dir([])
    assert bool(ObjectProxy([])) is False and str(ObjectProxy([1])) == "[1]"


def test_ternary_power():
    assert pow(ObjectProxy(2), 5, 7) == 4 and pow(2, ObjectProxy(5)) == 32
    with pytest.raises(TypeError):
        pow(2, 5, ObjectProxy(7))


def test_containers():
    proxy = ObjectProxy({"a": 1})
    proxy["b"] = 2
    del proxy["a"]
    assert proxy["b"] == 2 and "b" in proxy and len(proxy) == 1 and list(proxy) == ["b"]
    with pytest.raises(KeyError):
        proxy["a"]


def test_only_object_proxy_can_be_iterated_over():
    assert list(ObjectProxy([1, 2])) == [1, 2]
    with pytest.raises(TypeError):
        iter(BaseObjectProxy([1, 2]))


def test_attributes_belong_to_the_wrapped_object():
    box = Box(1)
    proxy = ObjectProxy(box)
    proxy.value = 5
    proxy.other = 6
    assert (box.value, box.other) == (5, 6) and vars(proxy) is vars(box)
    del proxy.other
    assert not hasattr(box, "other") and not hasattr(proxy, "other")


def test_own_attributes_have_a_prefix():
    box = Box()
    proxy = ObjectProxy(box)
    proxy._self_extra = 1
    assert proxy._self_extra == 1 and not hasattr(box, "_self_extra")
    assert proxy.__self_dict__["_self_extra"] == 1
    del proxy._self_extra
    assert not hasattr(proxy, "_self_extra")


def test_properties_of_a_subclass_are_its_own():
    class Counting(ObjectProxy):
        def __init__(self, wrapped):
            super().__init__(wrapped)
            self._self_reads = 0

        @property
        def reads(self):
            return self._self_reads

        @reads.setter
        def reads(self, value):
            self._self_reads = value

    proxy = Counting({})
    proxy.reads = 3
    assert proxy.reads == 3 and proxy == {}


def test_a_subclass_may_override_getattr():
    class Loud(ObjectProxy):
        def __getattr__(self, name):
            return "loud " + name if name.startswith("x") else super().__getattr__(name)

    assert Loud(Box(1)).xyz == "loud xyz" and Loud(Box(1)).value == 1


@pytest.mark.parametrize("name", ["__module__", "__doc__"])
def test_names_are_compared_by_value(name):
    proxy = ObjectProxy(Box)
    assert getattr(proxy, "".join(list(name))) == getattr(Box, name)


def test_description():
    def function():
        """What it does."""

    proxy = CallableObjectProxy(function)
    assert proxy.__name__ == "function" and proxy.__qualname__ == function.__qualname__
    assert proxy.__doc__ == "What it does." and "What it does." in pydoc.render_doc(proxy)
    assert inspect.signature(proxy) == inspect.signature(function)
    proxy.__doc__ = "Else."
    assert function.__doc__ == "Else." and object.__getattribute__(proxy, "__doc__") == "Else."
    del proxy.__doc__
    assert function.__doc__ is None


def test_identity_of_types():
    proxy = ObjectProxy([1])
    assert isinstance(proxy, list) and proxy.__class__ is list and type(proxy) is ObjectProxy
    assert isinstance([], ObjectProxy(list)) and issubclass(list, ObjectProxy(list))
    assert type(ObjectProxy) is type and isinstance(ObjectProxy.__module__, str)

    class Derived(ObjectProxy(Box)):
        pass

    assert Derived.__mro__[1] is Box


def test_repr_names_both():
    assert repr(ObjectProxy(1)).startswith("<ObjectProxy at 0x")
    assert repr(BaseObjectProxy(1)).startswith("<martlet._core.BaseObjectProxy at 0x")
    assert " for int at 0x" in repr(ObjectProxy(1))


def test_types_of_submodules_are_named_as_classes_are():
    """Other people's tests compare messages, which name a class written in Python without its module."""
    assert (ObjectProxy.__module__, ObjectProxy.__name__) == ("martlet.proxies", "ObjectProxy")
    assert repr(ObjectProxy) == "<class 'martlet.proxies.ObjectProxy'>"
    with pytest.raises(TypeError, match="^'ObjectProxy' object is not callable$"):
        ObjectProxy(object())()
    with pytest.raises(AttributeError, match="^'ObjectProxy' object has no attribute '__wrapped__'$"):
        _ = ObjectProxy.__new__(ObjectProxy).anything


def test_uninitialized():
    proxy = ObjectProxy.__new__(ObjectProxy, 1, 2, key=3)
    with pytest.raises(AttributeError, match="has no attribute '__wrapped__'"):
        len(proxy)
    assert not hasattr(proxy, "anything")
    proxy._self_extra = 1
    assert proxy._self_extra == 1


def test_lazy():
    made = []

    class Lazy(ObjectProxy):
        def __wrapped_factory__(self):
            made.append(1)
            return [1, 2]

        def __wrapped_get__(self):
            return self.__wrapped_factory__()

    proxy = Lazy(None)
    assert made == []
    assert len(proxy) == 2 and proxy == [1, 2] and made == [1]


def test_lazy_without_a_factory_any_more():
    class Lazy(ObjectProxy):
        __wrapped_factory__ = staticmethod(list)

        def __wrapped_get__(self):
            return []

    proxy = Lazy(None)
    del Lazy.__wrapped_factory__
    with pytest.raises(WrapperNotInitializedError, match="__wrapped__ is not set"):
        len(proxy)
    assert not issubclass(WrapperNotInitializedError, AttributeError)


def test_wrapped_cannot_be_deleted():
    with pytest.raises(TypeError, match="can't delete __wrapped__ attribute"):
        del ObjectProxy(1).__wrapped__


def test_dict_cannot_be_replaced():
    with pytest.raises(AttributeError, match="has no setter"):
        ObjectProxy(Box()).__dict__ = {}


@pytest.mark.parametrize("function", [copy.copy, copy.deepcopy, pickle.dumps])
def test_copies_are_for_subclasses_to_define(function):
    with pytest.raises(NotImplementedError, match="object proxy must define"):
        function(ObjectProxy(1))


@pytest.mark.parametrize("arguments", [(), (1, 2)])
def test_wrong_arguments(arguments):
    with pytest.raises(TypeError, match="ObjectProxy"):
        ObjectProxy(*arguments)
    with pytest.raises(TypeError, match="unexpected keyword"):
        ObjectProxy(1, other=2)
    assert ObjectProxy(wrapped=5) == 5


def test_weak_references_and_cycles():
    class Node(ObjectProxy):
        pass

    for type_ in (ObjectProxy, BaseObjectProxy, CallableObjectProxy, Node):
        proxy = type_(Box())
        proxy.back = proxy
        proxy._self_me = proxy
        reference = weakref.ref(proxy)
        del proxy
        gc.collect()
        assert reference() is None


def test_exceptions_of_the_wrapped_object_pass_through():
    class Bad:
        @property
        def attribute(self):
            raise ValueError("from the property")

        def __len__(self):
            raise ZeroDivisionError

    with pytest.raises(ValueError, match="from the property"):
        getattr(ObjectProxy(Bad()), "attribute")  # noqa: B009
    with pytest.raises(ZeroDivisionError):
        len(ObjectProxy(Bad()))


def test_context_manager():
    class Manager:
        def __enter__(self):
            return "entered"

        def __exit__(self, *details):
            return details[0] is KeyError

    with ObjectProxy(Manager()) as value:
        assert value == "entered"
        raise KeyError
    with pytest.raises(AttributeError, match="__enter__"):
        ObjectProxy(1).__enter__()


def test_a_proxy_cannot_wrap_itself():
    inner = ObjectProxy(1)
    outer = CallableObjectProxy(ObjectProxy(inner))
    for assign in (
        lambda: setattr(inner, "__wrapped__", inner),
        lambda: setattr(inner, "__wrapped__", outer),
        lambda: inner.__init__(outer),
    ):
        with pytest.raises(ValueError, match="a proxy cannot wrap itself"):
            assign()
    assert inner == 1 and outer == 1

    class Returning:
        def __iadd__(self, other):
            return other[0]

    proxy = ObjectProxy(Returning())
    with pytest.raises(ValueError, match="a proxy cannot wrap itself"):
        proxy += [proxy]
