"""What is reused for speed must not be noticed: dictionaries, dead bound wrappers and methods, descriptions."""

import gc
import sys
import threading
import weakref

import pytest

from martlet import (
    BaseObjectProxy,
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    ObjectProxy,
    PartialCallableObjectProxy,
)


def pass_through(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


def documented():
    """What it does."""


def count_one_reference():
    """What `sys.getrefcount` says of a local variable alone: 2, and since 3.14, which lends it, 1."""
    fresh = object()
    return sys.getrefcount(fresh)


ONE_REFERENCE = count_one_reference()


class Described:
    """A described class."""


# The dictionary of keywords


def test_a_wrapper_may_keep_its_keywords():
    kept = []
    wrapper = FunctionWrapper(documented, lambda wrapped, instance, args, kwargs: kept.append(kwargs))
    wrapper()
    wrapper()
    wrapper()
    assert kept == [{}, {}, {}]
    assert len({id(kwargs) for kwargs in kept}) == 3


def test_a_wrapper_may_fill_its_keywords():
    def add(wrapped, instance, args, kwargs):
        assert kwargs == {}
        kwargs["x"] = 1
        return wrapped(*args, **kwargs)

    wrapper = FunctionWrapper(lambda **kwargs: kwargs, add)
    assert [wrapper() for _ in range(3)] == [{"x": 1}] * 3


def test_nested_calls_have_keywords_of_their_own():
    seen = []

    def nest(wrapped, instance, args, kwargs):
        assert kwargs == {}
        kwargs["depth"] = args[0]
        if args[0]:
            wrapper(args[0] - 1)
        assert kwargs == {"depth": args[0]}
        seen.append(kwargs.pop("depth"))
        assert kwargs == {}

    wrapper = FunctionWrapper(documented, nest)
    wrapper(5)
    wrapper(2)
    assert seen == [0, 1, 2, 3, 4, 5, 0, 1, 2]


def test_named_keywords_are_each_calls_own():
    kept = []

    def change(wrapped, instance, args, kwargs):
        seen = dict(kwargs)
        if "keep" in kwargs:
            kept.append(kwargs)
        if "pop" in kwargs:
            del kwargs["pop"]
        if "move" in kwargs:
            kwargs["move"] = kwargs.pop("move")
        if "add" in kwargs:
            kwargs["added"] = kwargs
            del kwargs["added"]
            kwargs["more"] = 1
        return seen, wrapped(*args, **kwargs)

    wrapper = FunctionWrapper(lambda **kwargs: list(kwargs.items()), change)
    for _ in range(3):
        assert wrapper(a=1, b=2) == ({"a": 1, "b": 2}, [("a", 1), ("b", 2)])
        assert wrapper(pop=1, b=2) == ({"pop": 1, "b": 2}, [("b", 2)])
        assert wrapper(move=1, b=2) == ({"move": 1, "b": 2}, [("b", 2), ("move", 1)])
        assert wrapper(add=1) == ({"add": 1}, [("add", 1), ("more", 1)])
        assert wrapper(keep=1) == ({"keep": 1}, [("keep", 1)])
        assert wrapper() == ({}, [])
        many = {f"name{index}": index for index in range(100)}
        assert wrapper(**many) == (many, list(many.items()))
    assert kept == [{"keep": 1}] * 3


@pytest.mark.parametrize("call", [lambda wrapper, value: wrapper(x=value), lambda wrapper, value: wrapper(value)])
def test_no_keyword_lives_longer_than_its_call(call):
    wrapper = FunctionWrapper(lambda x: None, pass_through)
    for _ in range(3):
        value = Described()
        reference = weakref.ref(value)
        call(wrapper, value)
        del value
        assert reference() is None


def test_a_keywords_end_may_call_the_wrapper():
    seen = []

    class Calling:
        def __del__(self):
            seen.append(wrapper(inner=len(seen)))

    wrapper = FunctionWrapper(lambda **kwargs: [*kwargs], pass_through)
    for _ in range(3):
        assert wrapper(first=Calling(), second=Calling()) == ["first", "second"]
        assert wrapper() == []
    assert seen == [["inner"]] * 6


def test_a_keywords_end_may_find_the_dictionary():
    found = []

    class Looking:
        def __del__(self):
            found.extend(thing for thing in gc.get_objects() if type(thing) is dict and "looking" in thing)
            found.extend(thing for thing in gc.get_objects() if type(thing) is dict and thing == {})

    wrapper = FunctionWrapper(lambda **kwargs: None, lambda wrapped, instance, args, kwargs: wrapped(**kwargs))
    wrapper(looking=Looking())
    kept = [dict(thing) for thing in found]
    wrapper(other=1)
    assert [dict(thing) for thing in found] == kept


def test_keywords_of_threads_are_their_own():
    def check(wrapped, instance, args, kwargs):
        before = dict(kwargs)
        result = wrapped(*args, **kwargs)
        assert kwargs == before
        return result

    wrapper = FunctionWrapper(lambda number, **kwargs: kwargs == {f"name{number}": number}, check)
    wrong = []

    def work(number):
        for _ in range(2000):
            if not wrapper(number, **{f"name{number}": number}):
                wrong.append(number)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


def test_keywords_of_a_call_that_raised_are_kept_by_its_traceback():
    def fail(wrapped, instance, args, kwargs):
        raise ValueError

    wrapper = FunctionWrapper(documented, fail)
    with pytest.raises(ValueError) as caught:
        wrapper()
    kwargs = caught.tb.tb_next.tb_frame.f_locals["kwargs"]
    kwargs["mine"] = 1
    passed = []
    FunctionWrapper(documented, lambda wrapped, instance, args, kwargs: passed.append(dict(kwargs)))()
    assert passed == [{}]


# Dead bound wrappers


class Target:
    def method(self, *args):
        return self, args

    method = FunctionWrapper(method, pass_through)


def test_bound_wrappers_that_live_are_not_reused():
    targets = [Target() for _ in range(100)]
    bound = [target.method for target in targets]
    assert len({id(each) for each in bound}) == 100
    assert [each()[0] for each in bound] == targets
    del bound[::2]
    again = [target.method for target in targets[::2]]
    assert [each()[0] for each in again] == targets[::2]
    assert [each()[0] for each in bound] == targets[1::2]


def test_a_reused_bound_wrapper_starts_anew():
    target = Target()
    for turn in range(50):
        bound = target.method
        assert type(bound) is BoundFunctionWrapper
        assert bound.__self_dict__["__module__"] == __name__
        assert "own" not in bound.__self_dict__
        bound.__self_setattr__("own", turn)
        assert bound.__self_dict__["own"] == turn
        assert gc.is_tracked(bound)
        assert sys.getrefcount(bound) == ONE_REFERENCE
        del bound


# The bound methods in them


class Passed:
    """Its method's wrapper keeps each bound method that it is passed."""

    kept = []

    def method(self):
        return self

    method = FunctionWrapper(method, lambda wrapped, instance, args, kwargs: Passed.kept.append(wrapped) or wrapped())


def test_a_bound_method_that_is_kept_is_not_reused():
    targets = [Passed() for _ in range(30)]
    assert [target.method() for target in targets] == targets
    assert len({id(method) for method in Passed.kept}) == 30
    assert [method() for method in Passed.kept] == targets
    assert all(gc.is_tracked(method) for method in Passed.kept)
    Passed.kept.clear()
    assert [target.method() for target in reversed(targets)] == targets[::-1]
    Passed.kept.clear()


def test_a_weak_reference_to_a_bound_method_dies_with_it():
    class Watched:
        def method(self):
            return self

        method = FunctionWrapper(method, lambda wrapped, instance, args, kwargs: weakref.ref(wrapped))

    references = [Watched().method() for _ in range(30)]
    assert [reference() for reference in references] == [None] * 30


def test_what_a_reused_bound_method_was_bound_to_is_let_go():
    deleted = []

    class Heavy:
        def method(self):
            return None

        method = FunctionWrapper(method, pass_through)

        def __del__(self):
            deleted.append(Heavy.method)  # binds while a bound wrapper dies

    for turn in range(50):
        Heavy().method()
        assert len(deleted) == turn + 1


def test_a_bound_method_in_a_cycle_is_collected():
    class Node:
        deleted = 0

        def method(self):
            return None

        method = FunctionWrapper(method, lambda wrapped, instance, args, kwargs: setattr(instance, "own", wrapped))

        def __del__(self):
            Node.deleted += 1

    for _ in range(30):
        Node().method()
    gc.collect()
    assert Node.deleted == 30


def test_a_bound_wrapper_in_a_cycle_is_collected_and_reused():
    class Node(Target):
        deleted = 0

        def __del__(self):
            Node.deleted += 1

    for _ in range(20):
        node = Node()
        node.bound = node.method
        del node
    gc.collect()
    assert Node.deleted == 20
    assert Target().method(1)[1] == (1,)


def test_a_method_may_be_called_from_the_destructor_of_what_a_bound_wrapper_held():
    class Last(Target):
        calls = []

        def __del__(self):
            other = Target()
            self.calls.append(other.method(len(self.calls))[1])
            self.calls.append(Target.method(other, "class")[1])

    for _ in range(10):
        bound = Last().method
        del bound
    assert Last.calls[0] == (0,)
    assert Last.calls[1::2] == [("class",)] * 10


def test_the_partial_of_a_call_through_the_class_may_be_kept():
    kept = []

    class Keeping:
        def method(self, x):
            return self, x

        method = FunctionWrapper(method, lambda wrapped, instance, args, kwargs: kept.append(wrapped) or wrapped(*args))

    objects = [Keeping() for _ in range(40)]
    for each in objects:
        assert Keeping.method(each, 1) == (each, 1)
    assert all(type(partial) is PartialCallableObjectProxy for partial in kept)
    assert [partial(2) for partial in kept] == [(each, 2) for each in objects]
    assert [partial._self_args for partial in kept] == [(each,) for each in objects]


# Dead wrappers and proxies


def test_reused_proxies_and_wrappers_start_anew():
    for make in (
        lambda: ObjectProxy(Described()),
        lambda: CallableObjectProxy(documented),
        lambda: FunctionWrapper(documented, pass_through),
    ):
        for turn in range(50):
            fresh = make()
            assert gc.is_tracked(fresh)
            assert sys.getrefcount(fresh) == ONE_REFERENCE
            assert set(fresh.__self_dict__) == {"__module__", "__doc__"}
            assert weakref.getweakrefcount(fresh) == 0
            fresh._self_turn = turn
            reference = weakref.ref(fresh)
            del fresh
            assert reference() is None


def test_a_proxy_that_could_not_be_made_leaves_nothing():
    class Unreadable:
        @property
        def __module__(self):
            raise ValueError("unreadable")

    for _ in range(50):
        ObjectProxy(1)
        with pytest.raises(ValueError, match="unreadable"):
            ObjectProxy(Unreadable())
        with pytest.raises(ValueError, match="unreadable"):
            CallableObjectProxy(Unreadable())
        with pytest.raises(ValueError, match="unreadable"):
            FunctionWrapper(Unreadable(), pass_through)
        assert ObjectProxy(2) + 1 == 3
        assert CallableObjectProxy(abs)(-3) == 3
        assert FunctionWrapper(lambda x: x, pass_through)(4) == 4


def test_subclasses_get_no_memory_of_the_dead_of_other_classes():
    class Other(ObjectProxy):
        pass

    class OtherCallable(CallableObjectProxy):
        pass

    kinds = [ObjectProxy, Other, CallableObjectProxy, OtherCallable, PartialCallableObjectProxy]
    dead = [kind(abs) for kind in kinds for _ in range(30)]
    del dead
    for kind in kinds:
        assert [type(kind(abs)) for _ in range(30)] == [kind] * 30


# Shared descriptions


@pytest.mark.parametrize("kind", [ObjectProxy, BaseObjectProxy, CallableObjectProxy])
def test_proxies_have_the_description_where_object_finds_it(kind):
    proxies = [kind(Described()) for _ in range(3)]
    for proxy in proxies:
        assert object.__getattribute__(proxy, "__doc__") == "A described class."
        assert object.__getattribute__(proxy, "__module__") == __name__
    wrapper = FunctionWrapper(documented, pass_through)
    assert object.__getattribute__(wrapper, "__doc__") == "What it does."
    assert wrapper.__self_dict__ == {"__module__": __name__, "__doc__": "What it does."}
    assert "__module__" not in kind(1).__self_dict__


def test_what_one_proxy_stores_no_other_has():
    first, second, third = (ObjectProxy(Described()) for _ in range(3))
    first._self_own = 1
    second.__self_dict__["_self_own"] = 2
    third.__self_setattr__("other", 3)
    fresh = ObjectProxy(Described())
    description = {"__module__": __name__, "__doc__": "A described class."}
    assert first.__self_dict__ == {**description, "_self_own": 1}
    assert second.__self_dict__ == {**description, "_self_own": 2}
    assert third.__self_dict__ == {**description, "other": 3}
    assert fresh.__self_dict__ == description
    with pytest.raises(AttributeError):
        _ = fresh._self_own


def test_a_new_documentation_is_the_proxys_alone():
    first, second = ObjectProxy(Described()), ObjectProxy(Described())
    first.__doc__ = "Mine."
    assert object.__getattribute__(first, "__doc__") == "Mine."
    assert object.__getattribute__(second, "__doc__") == "A described class."
    assert object.__getattribute__(ObjectProxy(Described()), "__doc__") == "A described class."


def test_descriptions_that_are_no_texts_are_copied_each_time():
    class Odd:
        __doc__ = 17
        __module__ = ["a list"]

    proxy = ObjectProxy(Odd())
    assert proxy.__self_dict__ == {"__module__": ["a list"], "__doc__": 17}


def test_a_second_init_replaces_the_description_and_keeps_the_rest():
    shared, own = ObjectProxy(Described()), ObjectProxy(Described())
    own._self_own = 1
    for proxy in (shared, own):
        proxy.__init__(5)
    assert shared.__self_dict__ == {"__doc__": int.__doc__}
    assert own.__self_dict__ == {"__doc__": int.__doc__, "_self_own": 1}


def test_a_class_that_shows_its_own_dictionary_shares_none():
    class Plain:
        pass

    class Mixed(Plain, ObjectProxy):
        pass

    first, second = Mixed(Described()), Mixed(Described())
    first.__dict__["own"] = 1
    assert "own" not in second.__dict__
    assert "own" not in ObjectProxy(Described()).__self_dict__


# Attribute lookup of classes made in Python


def test_getattr_of_a_subclass_is_found_whenever_it_comes():
    class Late(ObjectProxy):
        pass

    proxy = Late(Described())
    with pytest.raises(AttributeError):
        _ = proxy.missing
    Late.__getattr__ = lambda self, name: f"late {name}"
    assert proxy.missing == "late missing"
    assert Late(1).missing == "late missing"
    Late.__getattribute__ = lambda self, name: f"always {name}"
    assert proxy.missing == "always missing"
    assert Late(1).missing == "always missing"
    del Late.__getattribute__
    assert Late(1).missing == proxy.missing == "late missing"
    del Late.__getattr__
    with pytest.raises(AttributeError):
        _ = Late(1).missing


def test_getattribute_of_a_base_stays():
    class Noting(ObjectProxy):
        names = []

        def __getattribute__(self, name):
            type(self).names.append(name)
            return super().__getattribute__(name)

    class Deeper(Noting):
        pass

    proxy = Deeper([1])
    assert proxy.append(2) is None
    assert "append" in Deeper.names
