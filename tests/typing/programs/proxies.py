"""Proxies know the type of what they wrap."""

from types import ModuleType
from typing import Any

from typing_extensions import assert_type

import martlet

numbers = martlet.ObjectProxy([1, 2, 3])
assert_type(numbers, martlet.ObjectProxy[list[int]])
assert_type(numbers.__wrapped__, list[int])
assert_type(len(numbers), int)
for number in numbers:
    assert_type(number, Any)
assert_type(numbers + [4], Any)
assert_type(numbers[0], Any)
with martlet.BaseObjectProxy(open(__file__)) as file:  # noqa: PTH123, SIM115  a proxy of a context manager
    assert_type(file, Any)


class Named(martlet.ObjectProxy[dict[str, int]]):
    def __init__(self, wrapped: dict[str, int], name: str) -> None:
        super().__init__(wrapped)
        self._self_name = name

    def name(self) -> str:
        return self._self_name


named = Named({"a": 1}, "first")
assert_type(named.name(), str)
assert_type(named.__wrapped__, dict[str, int])

assert_type(martlet.CallableObjectProxy(len)("abc"), Any)
assert_type(martlet.partial(max, 1)(2), Any)

automatic = martlet.AutoObjectProxy(iter([1]))
for number in automatic:
    assert_type(number, Any)

assert_type(martlet.LazyObjectProxy(lambda: 5).__wrapped__, int)
assert_type(martlet.lazy_import("json"), martlet.LazyObjectProxy[ModuleType])
assert_type(martlet.lazy_import("json", "dumps"), martlet.LazyObjectProxy[Any])

assert_type(martlet.WeakFunctionProxy(Named.name)(named), Any)


def refused() -> None:
    """Never called: the checkers must complain of it."""
    Named({"a": 1})  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
