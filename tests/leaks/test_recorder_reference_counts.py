"""What is recorded, in loops: writing a value down leaves no object and no reference behind."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import gc
import os
import sys
import tempfile
import types
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import attrs
import msgspec
import numpy
import pandas
import PIL.Image
import pydantic
import pydantic.v1
import pytest

HOME = tempfile.TemporaryDirectory(prefix="martlet-leaks-")
os.environ.setdefault("MARTLET_HOME", HOME.name)

import martlet  # noqa: E402

ROUNDS = 300


class Colour(enum.Enum):
    RED = object()


@dataclasses.dataclass
class Data:
    a: Any
    b: Any = dataclasses.field(default=None, repr=False)


@attrs.define
class Attributes:
    a: Any


class Structure(msgspec.Struct):
    a: Any


class Model(pydantic.BaseModel):
    a: Any


class Broken(pydantic.BaseModel):
    a: Any

    @pydantic.field_serializer("a")
    def fail(self, value: Any) -> Any:
        raise RuntimeError


class First(pydantic.v1.BaseModel):
    a: Any


class Hostile:
    def __repr__(self) -> str:
        raise ValueError


class Shaped:
    shape = property(lambda self: 1 / 0)
    dtype = 1


content = object()
Point = collections.namedtuple("Point", "x y")
loop: list[Any] = [content]
loop.append(loop)
VALUES: dict[str, Any] = {
    "scalars": [None, True, 1, 10**50, 1.5, float("nan"), "text", "ü", "\udc80", 10**5000],
    "containers": {"a": [content, (content,), {content}, frozenset({content})], 1: content, None: content, content: content},
    "deque": collections.deque([content]),
    "mapping": types.MappingProxyType({"a": content}),
    "chain": collections.ChainMap({"a": content}),
    "namespace": types.SimpleNamespace(a=content, password=content),
    "loop": loop,
    "named tuple": Point(content, content),
    "enumeration": Colour.RED,
    "dataclass": Data(content, content),
    "attrs": Attributes(content),
    "structure": Structure(content),
    "model": Model(a=[content]),
    "broken model": Broken(a=content),
    "first model": First(a=1),
    "first model that fails": First(a=content),
    "texts": [decimal.Decimal("1"), PurePosixPath("a"), datetime.datetime.now(), datetime.timedelta(1), 1j],
    "bytes": [b"x" * 100, bytearray(b"x"), memoryview(b"x")],
    "data": "data:image/png;base64," + "QUJD" * 200,
    "array": numpy.zeros(3),
    "number": numpy.int64(3),
    "table": pandas.DataFrame({"a": [1]}),
    "picture": PIL.Image.new("L", (3, 3)),
    "hostile": [Hostile(), Shaped()],
    "many": list(range(11_000)),
    "secrets": ["sk-0123456789abcdefghij0123456789", {"password": content}, "a://b:c@d"],
    "type": [Data, content, len, sys],
}


def check(operation: Callable[[], object], rounds: int = ROUNDS) -> None:
    watched = [content, None, True, Data, Colour.RED, Model, Hostile, martlet.Span]

    def run() -> tuple[int, list[int]]:
        for _ in range(rounds):
            operation()
        gc.collect()
        return sys.getallocatedblocks(), [sys.getrefcount(object_) for object_ in watched]

    run()
    state = run()
    grown = []
    # What leaks grows in every batch; caches of the interpreter grow in some.
    for _ in range(4):
        before, state = state, run()
        grown.append(max(state[0] - before[0], *(after - then for then, after in zip(before[1], state[1], strict=True))))
    assert min(grown) < rounds // 20, grown


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    value = VALUES[name]

    def operation() -> None:
        with martlet.span("s", value=value):
            pass

    # Exceptions within pydantic fill caches of `abc`, a few entries in a thousand.
    check(operation, 2000 if name == "first model that fails" else ROUNDS)


def test_arguments_and_results() -> None:
    @martlet.trace
    def work(a: Any, *rest: Any, b: Any = None, **named: Any) -> Any:
        return Data(a)

    check(lambda: work(content, content, b=[content], c=content, password=content))


def test_patterns_and_their_report() -> None:
    number = 0

    def operation() -> None:
        nonlocal number
        number = (number + 1) % 7
        module = types.ModuleType(f"leaking_{number}")
        module.work = types.FunctionType((lambda: 1).__code__, {"__name__": module.__name__}, "work")
        module.work.__module__ = module.__name__
        sys.modules[module.__name__] = module
        martlet.instrument(module.__name__ + "?", "w*")
        module.work()
        del sys.modules[module.__name__]
        martlet.trace_report()

    check(operation)


def test_rules() -> None:
    def operation() -> None:
        for wrong in ({"keys": [1]}, {"patterns": ["("]}, {"keys": "x"}):
            with pytest.raises(Exception):  # noqa: B017, PT011
                martlet.mask(**wrong)
        martlet.mask()

    check(operation)
