"""Whatever a value is, what is written of it is JSON; for plain values, JSON's own."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from conftest import JOURNAL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import martlet

PROFILE = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What secrets look like: a long word of letters, digits and dashes, or a part of an address.
SECRET = re.compile(r"[A-Za-z0-9_-]{14}|://")


def last_letter(key: str) -> str:
    """Of the letters that count where keys of secrets are looked for."""
    return re.sub("[^a-z0-9]", "", key.lower())[-1:]


# No keys that are those of secrets, and no texts that look like secrets: those are masked. Hypothesis tries texts that are
# written in other tests, too.
texts = st.text(max_size=40).filter(lambda text: not SECRET.search(text))
keys = texts.filter(lambda key: last_letter(key) not in [*"nydetsh"])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
plain = st.recursive(scalars, lambda inner: st.lists(inner, max_size=8) | st.dictionaries(keys, inner, max_size=8), max_leaves=40)


def written(value: object) -> bytes:
    JOURNAL.new()
    with martlet.span("property", value=value):
        pass
    [payload] = JOURNAL.one().payloads
    return payload.content


@PROFILE
@given(plain)
def test_plain_values_are_written_as_json_writes_them(value: Any) -> None:
    expected = json.dumps({"value": value}, ensure_ascii=False, separators=(",", ":"))
    assert json.loads(written(value)) == json.loads(expected)


class Odd:
    """Answers its `repr` with what it was given, or raises it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __repr__(self) -> str:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


odd = st.builds(Odd, st.text() | st.integers() | st.sampled_from([ValueError("x"), RecursionError(), MemoryError()]))
anything = st.recursive(
    scalars | st.floats() | st.binary() | st.dates() | st.decimals() | st.complex_numbers() | st.uuids() | odd
    | st.text(st.characters(categories=["Cs", "Cc", "So"])),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(scalars, inner, max_size=5) | st.tuples(inner, inner)
    | st.frozensets(scalars, max_size=4),
    max_leaves=30,
)  # fmt: skip


@PROFILE
@given(anything)
def test_anything_is_written_as_json(value: Any) -> None:
    def reject(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    json.loads(written(value).decode(), parse_constant=reject)


@PROFILE
@given(st.floats())
def test_floats_read_back_as_they_were(value: float) -> None:
    captured = json.loads(written(value))["value"]
    if math.isfinite(value):
        assert captured == value
        assert math.copysign(1, captured) == math.copysign(1, value)
    else:
        assert captured in ("NaN", "Infinity", "-Infinity")
