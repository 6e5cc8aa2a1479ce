"""How Python values are written: complete, bounded, and without touching them."""

from __future__ import annotations

import collections
import enum
import sys
from typing import Any

import pytest

import martlet
from journal import Journal


def capture(journal: Journal, value: object) -> Any:
    """What is recorded of a value."""
    with martlet.span("capture", value=value):
        pass
    return journal.one().value("attributes")["value"]


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, 0, -1, 2**63 - 1, -(2**63), 2**63, 10**100, -(10**100), 0.0, -0.0, 1.5, 1e300, 5e-324, 0.1,
        "", "plain", "Grüße 🐦", 'quo"te', "back\\slash", "line\nbreak\ttab\rreturn", "".join(map(chr, range(32))),
        "\x7f\x80\xff", "\u2028\ufeff", [], [1, [2, [3]]], {}, {"a": {"b": [None, True]}}, {"": ""},
    ],
)  # fmt: skip
def test_what_json_can_say(journal: Journal, value: object) -> None:
    captured = capture(journal, value)
    assert captured == value
    assert type(captured) is type(value)


@pytest.mark.parametrize("special", ['"', "\\", "\n", "\0", "\x1f", " ", "!", "[", "]", "\x7f", "\x80", "ü", "🐦"])
def test_escapes_at_every_place(journal: Journal, special: str) -> None:
    texts = [a * before + special + b * after for before in range(18) for after in (0, 1, 7, 8) for a, b in ("a]", '"\\')]
    assert capture(journal, texts) == texts


@pytest.mark.parametrize(
    ("value", "captured"),
    [
        ((1, "two"), [1, "two"]),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (float("nan"), "NaN"),
        ("lone \udc80 surrogate", "lone \\udc80 surrogate"),
        ({1: "a", None: "b", 2.5: "c", False: "e", ("t",): "d"}, {"1": "a", "null": "b", "2.5": "c", "false": "e", "('t',)": "d"}),
        (collections.OrderedDict(a=1), {"a": 1}),
        ({3}, [3]),
    ],
)
def test_what_json_has_no_form_for(journal: Journal, value: object, captured: object) -> None:
    assert capture(journal, value) == captured


def test_subclasses_of_plain_types(journal: Journal) -> None:
    class Level(enum.IntEnum):
        HIGH = 3

    class Text(str):
        def __str__(self) -> str:
            return "something else"

    assert capture(journal, [Level.HIGH, Text("itself")]) == [3, "itself"]


def test_objects_are_named_by_type(journal: Journal) -> None:
    class Thing:
        def __repr__(self) -> str:
            return "a thing"

    name = f"{__name__}.test_objects_are_named_by_type.<locals>.Thing"
    assert capture(journal, Thing()) == {"$type": name, "repr": "a thing"}


def test_a_repr_that_fails(journal: Journal) -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise SystemExit(3)

    assert set(capture(journal, Hostile())) == {"$type"}


def test_a_repr_that_is_long(journal: Journal) -> None:
    class Talkative:
        def __repr__(self) -> str:
            return "x" * 100_000

    assert capture(journal, Talkative())["repr"] == "x" * 200 + "…"


def test_a_container_in_itself(journal: Journal) -> None:
    loop: list[Any] = [1]
    loop.append({"again": loop})
    assert capture(journal, loop) == [1, {"again": {"$cut": "cycle"}}]


def test_the_same_container_twice_is_no_cycle(journal: Journal) -> None:
    shared = [1]
    assert capture(journal, [shared, shared]) == [[1], [1]]


def test_depth_is_bounded(journal: Journal) -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    captured, depth = capture(journal, deep), 0
    while isinstance(captured, list):
        (captured,), depth = captured, depth + 1
    assert captured == {"$cut": "depth"}
    assert depth == 47  # and the dictionary of the attributes


def test_size_is_bounded_and_says_so(journal: Journal) -> None:
    with martlet.span("large", text="ä" * 10_000_000, rest=1):
        pass
    (payload,) = journal.one().payloads
    assert payload.is_cut
    assert len(payload.content) < 4 * 1024 * 1024 + 1000
    assert payload.value["text"].endswith("ä…")


def test_a_long_list_is_cut_between_items(journal: Journal) -> None:
    with martlet.span("large", items=["x" * 1000] * 10_000):
        pass
    (payload,) = journal.one().payloads
    assert payload.is_cut
    items = payload.value["items"]
    assert items[-1] == {"$cut": "size"}
    assert items[0] == "x" * 1000


@pytest.mark.parametrize("key", ["api_key", "API-KEY", "Authorization", "password", "Set-Cookie", "client_secret"])
def test_secrets_are_masked_by_key(journal: Journal, key: str) -> None:
    assert capture(journal, {"deep": [{key: "s3cret", "other": 1}]}) == {"deep": [{key: "***", "other": 1}]}
    assert capture(journal, {key: None}) == {key: None}


def test_a_list_that_changes_while_it_is_written(journal: Journal) -> None:
    class Shrinking:
        def __repr__(self) -> str:
            values.clear()
            return "gone"

    values: list[Any] = [Shrinking(), *range(100)]
    assert capture(journal, values)[0]["repr"] == "gone"

    class Growing:
        def __repr__(self) -> str:
            mapping.update({str(index): index for index in range(1000)})
            return "more"

    mapping: dict[str, Any] = {"first": Growing(), "second": 2}
    assert capture(journal, mapping)["first"]["repr"] == "more"


def test_values_are_not_touched(journal: Journal) -> None:
    text = "Grüße " + str(id(journal))
    size = sys.getsizeof(text)
    count = sys.getrefcount(text)
    assert capture(journal, text) == text
    assert sys.getsizeof(text) == size, "no encoded copy is left in the program's string"
    assert sys.getrefcount(text) == count


def test_digits_beyond_the_limit(journal: Journal) -> None:
    assert capture(journal, 10**5000) == {"$cut": "digits"}
