"""What is written of objects that JSON has no form for: what people would want to read of them."""

from __future__ import annotations

import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import hashlib
import os
import subprocess
import sys
import types
import uuid
import warnings
from pathlib import Path, PurePosixPath
from typing import Any

import attrs
import msgspec
import numpy
import pandas
import PIL.Image
import pydantic
import pydantic.v1
import pytest

import martlet
from journal import Journal


def capture(journal: Journal, value: object) -> Any:
    with martlet.span("capture", value=value):
        pass
    return journal.one().value("attributes")["value"]


class Colour(enum.Enum):
    RED = "red"
    PAIR = (1, 2)


Point = collections.namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "captured"),
    [
        (decimal.Decimal("1.10"), "1.10"),
        (fractions.Fraction(1, 3), "1/3"),
        (1 + 2j, "(1+2j)"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), "2026-01-02T03:04:05+00:00"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.time(3, 4), "03:04:00"),
        (datetime.timedelta(days=1), "1 day, 0:00:00"),
        (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        (PurePosixPath("/a/b"), "/a/b"),
        (Path("c"), "c"),
        (Colour.RED, "red"),
        (Colour.PAIR, [1, 2]),
        (Point(1, [2]), {"x": 1, "y": [2]}),
        (frozenset({2}), [2]),
        (collections.deque([1, 2]), [1, 2]),
        ({"a": 1}.keys(), ["a"]),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (collections.ChainMap({"a": 1}, {"b": 2}), {"a": 1, "b": 2}),
        (types.SimpleNamespace(a=1, password="x"), {"a": 1, "password": "***"}),
        (numpy.float64(2.5), 2.5),
        (numpy.int64(4), 4),
        (pandas.Timestamp("2026-01-02"), "2026-01-02T00:00:00"),
        (numpy.zeros((3, 4)), {"$type": "numpy.ndarray", "shape": [3, 4], "dtype": "float64"}),
        (pandas.Series([1, 2]), {"$type": "pandas.Series", "shape": [2], "dtype": "int64"}),
    ],
)
def test_forms(journal: Journal, value: object, captured: object) -> None:
    assert capture(journal, value) == captured


def test_tables_have_their_columns(journal: Journal) -> None:
    captured = capture(journal, pandas.DataFrame({"a": [1], "b": [0.5]}))
    assert captured["$type"].endswith("DataFrame")
    assert captured["shape"] == [1, 2]
    assert captured["dtypes"] == {"a": "int64", "b": "float64"}


@dataclasses.dataclass
class Request:
    query: str
    limits: list[int]
    password: str = "hunter2"
    cache: Any = dataclasses.field(default=None, repr=False)
    shared: dataclasses.InitVar[int] = 4


@attrs.define
class Reply:
    text: str
    raw: bytes = attrs.field(default=b"", repr=False)


class Structure(msgspec.Struct):
    a: int
    b: str = "two"


class SlottedBase:
    __slots__ = ("a",)


@dataclasses.dataclass
class Slotted(SlottedBase):
    __slots__ = ("b",)
    b: int


def test_classes_with_declared_fields(journal: Journal) -> None:
    assert capture(journal, Request("q", [1])) == {"query": "q", "limits": [1], "password": "***"}
    assert capture(journal, Reply("r")) == {"text": "r"}
    assert capture(journal, Structure(1)) == {"a": 1, "b": "two"}
    assert capture(journal, Slotted(3)) == {"b": 3}


def test_a_dataclass_whose_lookups_are_hostile(journal: Journal) -> None:
    @dataclasses.dataclass
    class Hostile:
        a: int

        def __getattribute__(self, name: str) -> Any:
            raise SystemExit(1)

    assert capture(journal, Hostile(1)) == {"a": 1}


def test_a_field_that_was_deleted(journal: Journal) -> None:
    request = Request("q", [])
    del request.limits
    assert capture(journal, request) == {"query": "q", "password": "***"}


class Model(pydantic.BaseModel):
    count: int
    when: datetime.date = datetime.date(2026, 1, 2)
    token: pydantic.SecretStr = pydantic.SecretStr("s3cret")
    api_key: str = "k"
    deep: dict[str, Any] = {}


class Broken(pydantic.BaseModel):
    count: int

    @pydantic.field_serializer("count")
    def fail(self, value: int) -> int:
        raise RuntimeError("a fault of the program's")


class First(pydantic.v1.BaseModel):
    count: int
    when: datetime.date = datetime.date(2026, 1, 2)
    token: pydantic.v1.SecretStr = pydantic.v1.SecretStr("s3cret")


def test_models_of_pydantic(journal: Journal) -> None:
    assert capture(journal, Model(count=1, deep={"password": 1})) == {
        "count": 1, "when": "2026-01-02", "token": "**********", "api_key": "***", "deep": {"password": "***"},
    }  # fmt: skip
    assert capture(journal, First(count=1)) == {"count": 1, "when": "2026-01-02", "token": "**********"}


def test_a_model_that_cannot_serialise_itself(journal: Journal) -> None:
    assert capture(journal, Broken(count=1)) == {"count": 1}
    assert capture(journal, Model(count=1, deep={"b": b"\xff"}))["deep"]["b"]["size"] == 1


def test_a_model_whose_values_are_of_other_types_warns_nobody(journal: Journal) -> None:
    model = Model.model_construct(count="many")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert capture(journal, model)["count"] == "many"


def test_bytes_by_size_and_digest(journal: Journal) -> None:
    for content in (b"", b"abc", b"x" * 55, b"y" * 56, b"z" * 64, os.urandom(100_001)):
        digest = hashlib.sha256(content).hexdigest()
        assert capture(journal, content) == {"$type": "bytes", "size": len(content), "sha256": digest}
        assert capture(journal, bytearray(content))["sha256"] == digest
        assert capture(journal, memoryview(content))["sha256"] == digest


def test_many_bytes_have_no_digest(journal: Journal) -> None:
    assert capture(journal, bytes(5 << 20)) == {"$type": "bytes", "size": 5 << 20}


def test_pictures(journal: Journal) -> None:
    picture = PIL.Image.new("RGB", (4, 5))
    digest = hashlib.sha256(picture.tobytes()).hexdigest()
    assert capture(journal, picture) == {
        "$type": "PIL.Image.Image", "width": 4, "height": 5, "mode": "RGB", "sha256": digest,
    }  # fmt: skip
    assert capture(journal, b"\x89PNG\r\n\x1a\n")["media"] == "image/png"


def test_a_picture_that_is_not_loaded_stays_so(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    PIL.Image.new("L", (2, 2)).save(file)
    with PIL.Image.open(file) as picture:
        captured = capture(journal, picture)
        assert captured["format"] == "PNG"
        assert "sha256" not in captured
        assert picture.fp is not None


def test_data_addresses_in_messages(journal: Journal) -> None:
    content = os.urandom(1000)
    address = "data:image/png;base64," + base64.b64encode(content).decode()
    digest = hashlib.sha256(content).hexdigest()
    message = {"type": "image_url", "image_url": {"url": address}}
    assert capture(journal, message)["image_url"]["url"] == f"data:image/png;size=1000;sha256={digest};base64,…"
    small = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    assert capture(journal, small) == small
    other = "data:" + "no address, " * 50
    assert capture(journal, other) == other


def test_bytes_are_kept_if_asked(tmp_path: Path) -> None:
    program = "import martlet\nwith martlet.span('s', few=b'abc', many=b'abcdef', data='data:a/b;base64,' + 'QUJD' * 100): pass"
    environment = {**os.environ, "MARTLET_HOME": str(tmp_path), "MARTLET_CAPTURE_BYTES": "5"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=300)
    captured = Journal(tmp_path / "journal").one().value("attributes")
    assert captured["few"]["base64"] == "YWJj"
    assert "base64" not in captured["many"]
    assert captured["data"].startswith("data:a/b;size=300;")


def test_items_are_bounded(journal: Journal) -> None:
    captured = capture(journal, list(range(20_000)))
    assert captured[:10_000] == list(range(10_000))
    assert captured[10_000:] == [{"$cut": "items"}]
    captured = capture(journal, dict.fromkeys(range(20_000)))
    assert len(captured) == 10_001
    assert captured["$cut"] == "items"
    assert capture(journal, set(range(20_000)))[-1] == {"$cut": "items"}


def test_an_object_in_itself(journal: Journal) -> None:
    request = Request("q", [])
    request.limits.append(request)  # type: ignore[arg-type]
    assert capture(journal, request)["limits"] == [{"$cut": "cycle"}]
    namespace = types.SimpleNamespace()
    namespace.self = namespace
    assert capture(journal, namespace) == {"self": {"$cut": "cycle"}}


def test_environments_are_written_by_key(journal: Journal) -> None:
    os.environ["SOME_API_KEY"] = "plain"
    try:
        assert capture(journal, os.environ)["SOME_API_KEY"] == "***"
    finally:
        del os.environ["SOME_API_KEY"]


def test_classes_that_only_look_alike(journal: Journal) -> None:
    class Decimal:
        def __str__(self) -> str:
            return "not a number"

        def __repr__(self) -> str:
            return "Decimal()"

    assert capture(journal, Decimal())["repr"] == "Decimal()"

    class Shaped:
        shape = "round"
        dtype = property(lambda self: 1 / 0)

        def __repr__(self) -> str:
            return "Shaped()"

    assert capture(journal, Shaped())["repr"] == "Shaped()"


def test_arguments_are_written_before_the_call(journal: Journal) -> None:
    @martlet.trace
    def consume(items: list[int], request: Request) -> None:
        items.clear()
        request.query = "changed"

    consume([1, 2], Request("q", []))
    arguments = journal.one().value("arguments")
    assert arguments["items"] == [1, 2]
    assert arguments["request"]["query"] == "q"
