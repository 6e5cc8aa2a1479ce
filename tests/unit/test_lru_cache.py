"""Caches per instance and per class, where wrapt's own tests do not look."""

import copy
import gc
import pickle
import weakref

import pytest

import martlet


class Base:
    def __init__(self, number):
        self.number = number
        self.calls = []

    @martlet.lru_cache
    def method(self, value, *, factor=1):
        self.calls.append(value)
        return self.number * value * factor

    @martlet.lru_cache(maxsize=8)
    @classmethod
    def name(cls, text):
        return cls.__name__ + text

    @martlet.lru_cache
    @staticmethod
    def static(value):
        return [value]


class Derived(Base):
    def method(self, value, *, factor=1):
        return super().method(value, factor=factor) + 1


class Sibling(Base):
    pass


def test_call_through_the_class_shares_the_instances_cache():
    base = Base(2)
    assert base.method(3) == Base.method(base, 3) == 6
    assert base.calls == [3]
    assert base.method.cache_info().hits == 1
    assert Base.method.cache_info() is None


def test_call_through_the_class_with_something_else():
    class Other:
        number = 5
        calls = []

    assert Base.method(Other, 2) == 10


def test_subclasses_have_their_own_cache_of_a_class_method():
    assert Base.name("!") == "Base!"
    assert Sibling.name("!") == "Sibling!"
    assert Base(1).name("!") == "Base!"
    assert Base.name.cache_info().hits == 1
    assert Sibling.name.cache_info().hits == 0
    assert Sibling.name.cache_parameters()["maxsize"] == 8
    Base.name.cache_clear()
    assert Base.name.cache_info().currsize == 0
    assert Sibling.name.cache_info().currsize == 1


def test_static_method_has_one_cache():
    assert Base.static(1) is Base(1).static(1) is Sibling.static(1)


def test_super_finds_the_other_cache():
    derived = Derived(2)
    assert derived.method(3) == 7
    assert derived.method(3) == 7
    assert derived.calls == [3]


def test_copies_have_caches_of_their_own():
    original = Base(2)
    assert original.method(3) == 6
    for duplicate in (copy.copy(original), copy.deepcopy(original), pickle.loads(pickle.dumps(original))):
        duplicate.number = 10
        assert duplicate.method(3) == 30
        assert original.method(3) == 6


def test_instances_with_caches_are_collected():
    base = Base(2)
    base.method(3)
    reference = weakref.ref(base)
    del base
    gc.collect()
    assert reference() is None


def test_options_are_checked_at_once():
    with pytest.raises(TypeError, match="unknown"):
        martlet.lru_cache(unknown=1)
    with pytest.raises(TypeError, match="not a 'int' object"):
        martlet.lru_cache(128)
    with pytest.raises(TypeError, match="alone"):
        martlet.lru_cache(len, len)


def test_instance_without_dictionary():
    class Slots:
        __slots__ = ()

        @martlet.lru_cache
        def method(self):
            return 1

    with pytest.raises(AttributeError):
        Slots().method()


def test_exceptions_are_not_kept():
    calls = []

    @martlet.lru_cache
    def function(value):
        calls.append(value)
        raise KeyError(value)

    for _ in range(2):
        with pytest.raises(KeyError):
            function(1)
    assert calls == [1, 1]


def test_wrapper_cleared_of_its_parent_is_refused():
    bound = Base(1).method
    martlet.BoundFunctionWrapper.__init__(bound, len, None, len)
    with pytest.raises(TypeError, match="without the wrapper that made it"):
        bound([1])
    with pytest.raises(TypeError, match="without the wrapper that made it"):
        bound.cache_info()
