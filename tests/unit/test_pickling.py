"""Decorated functions are copied and pickled by reference, as functions and methods are."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import martlet


@martlet.decorator
def doubling(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)


@doubling
def area(width, height=1):
    return width * height


class Account:
    def __init__(self, balance):
        self.balance = balance

    @doubling
    def deposit(self, amount):
        return self.balance + amount

    @doubling
    @classmethod
    def currency(cls):
        return cls.__name__

    @doubling
    @staticmethod
    def fee(amount):
        return amount

    @martlet.synchronized
    def withdraw(self, amount):
        return self.balance - amount

    @martlet.lru_cache
    def interest(self, years):
        return self.balance * years

    # Not the name that its function has.
    renamed = doubling(lambda self: self.balance)

    class Inner:
        @doubling
        def value(self):
            return 3


class Savings(Account):
    pass


@doubling
class Point:
    pass


nameless = martlet.FunctionWrapper(partial(area, 2), lambda wrapped, instance, args, kwargs: wrapped(*args, **kwargs))

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


@pytest.fixture(params=PROTOCOLS)
def pickled(request):
    """Pickles and unpickles, with the pickler in C and the one in Python."""

    def pickled(value):
        text = pickle.dumps(value, request.param)
        assert text == pickle._dumps(value, request.param)
        return pickle.loads(text)

    return pickled


def test_function_is_the_same(pickled):
    assert pickled(area) is area


def test_decorator_is_the_same(pickled):
    assert pickled(doubling) is doubling


def test_decorated_class_is_the_same(pickled):
    assert pickled(Point) is Point


def test_partial_of_a_decorated_function(pickled):
    assert pickled(partial(area, height=3))(2) == 12


def test_methods_take_their_object_along(pickled):
    account = Account(5)
    for name, argument, result in [("deposit", 1, 12), ("withdraw", 1, 4), ("interest", 2, 10)]:
        method = pickled(getattr(account, name))
        assert type(method) is type(getattr(account, name))
        assert method.__self__ is not account
        assert method(argument) == result


def test_method_through_the_class(pickled):
    assert pickled(Account.deposit)(Account(5), 1) == 12
    assert pickled(Account.deposit).__wrapped__ is Account.deposit.__wrapped__


def test_method_of_a_nested_class(pickled):
    assert pickled(Account.Inner().value)() == 6


def test_class_methods_take_the_class_along(pickled):
    assert pickled(Account.currency)() == "AccountAccount"
    assert pickled(Savings.currency)() == "SavingsSavings"
    assert pickled(Savings(5).currency)() == "SavingsSavings"


def test_static_methods_take_nothing_along(pickled):
    account = Account(lambda: "cannot be pickled")
    assert pickled(account.fee)(4) == 8
    assert pickled(Account.fee)(4) == 8


def test_functions_are_their_own_copies():
    assert copy.copy(area) is area
    assert copy.deepcopy(area) is area
    assert copy.deepcopy({"area": [area]})["area"][0] is area


@pytest.mark.parametrize("copier, name", [(copy.copy, "__copy__"), (copy.deepcopy, "__deepcopy__")])
def test_wrappers_of_objects_without_a_name_do_not_share_their_state(copier, name):
    class Counter:
        def __init__(self):
            self.calls = 0

        def __call__(self):
            self.calls += 1

    wrapper = martlet.FunctionWrapper(Counter(), lambda wrapped, instance, args, kwargs: wrapped(*args, **kwargs))
    with pytest.raises(NotImplementedError, match=name):
        copier(wrapper)


def test_deep_copy_of_a_method_has_the_copied_object():
    account = Account([5])
    account.callback = account.deposit
    assert copy.copy(account.callback) == account.callback
    twin = copy.deepcopy(account)
    assert twin.callback.__self__ is twin
    assert twin.balance == [5] and twin.balance is not account.balance
    assert copy.deepcopy(Account.deposit).__wrapped__ is Account.deposit.__wrapped__


def test_local_function_cannot_be_found():
    @doubling
    def local():
        return 1

    with pytest.raises((pickle.PicklingError, AttributeError), match="local"):
        pickle.dumps(local)
    assert copy.deepcopy(local) is local


def test_function_that_another_replaced():
    replaced = doubling(area.__wrapped__)
    with pytest.raises(pickle.PicklingError, match="not the same object"):
        pickle.dumps(replaced)


def test_method_under_another_name():
    with pytest.raises(pickle.PicklingError, match="not an attribute of .* under the name of its function"):
        pickle.dumps(Account(5).renamed)


def test_inner_wrapper_of_two():
    class Twice:
        @doubling
        @doubling
        def method(self):
            return 1

    inner = Twice().method.__wrapped__
    with pytest.raises(pickle.PicklingError):
        pickle.dumps(inner)


def test_what_has_no_name():
    with pytest.raises(NotImplementedError, match="'functools.partial' object has none: define __reduce__"):
        pickle.dumps(nameless)
    with pytest.raises(NotImplementedError, match="must define __copy__"):
        copy.copy(nameless)


def test_uninitialized_wrapper():
    wrapper = martlet.FunctionWrapper.__new__(martlet.FunctionWrapper)
    for action in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(AttributeError):
            action(wrapper)


class Reduced(martlet.FunctionWrapper):
    def __reduce__(self):
        return "area"

    def __deepcopy__(self, memo):
        return "deep"


def test_subclasses_say_otherwise():
    wrapper = Reduced(len, lambda wrapped, instance, args, kwargs: 1)
    assert wrapper.__reduce__() == "area"
    assert copy.deepcopy(wrapper) == "deep"


@pytest.mark.parametrize("make", [martlet.ObjectProxy, martlet.BaseObjectProxy, martlet.AutoObjectProxy])
def test_proxies_are_not_pickled(make):
    with pytest.raises(NotImplementedError, match=r"object proxy must define __reduce__\(\)"):
        pickle.dumps(make([1]))
    with pytest.raises(NotImplementedError, match=r"object proxy must define __deepcopy__\(\)"):
        copy.deepcopy(make([1]))


PROGRAM = """
import multiprocessing
import martlet

@martlet.decorator
def doubling(wrapped, instance, args, kwargs):
    return 2 * wrapped(*args, **kwargs)

@doubling
def square(number):
    return number * number

class Table:
    @doubling
    def row(self, number):
        return number + 1

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(square, [1, 2, 3]), pool.map(Table().row, [1, 2]))
"""


def test_spawned_processes(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=300)
    assert done.stdout == "[2, 8, 18] [4, 6]\n", done.stderr
