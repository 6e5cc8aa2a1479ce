"""`martlet.toml`: what it can say, where it is found, and that a bad one is told and never raises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from journal import Journal

SPAN = """
import martlet
with martlet.span("s", value={"ssn": 1, "text": "cust-12 4111111111111111", "list": list(range(9)), "few": b"ab"}): pass
"""


def run(
    folder: Path, settings: str | None, program: str = SPAN, **environment: str
) -> tuple[subprocess.CompletedProcess[str], Journal]:
    if settings is not None:
        (folder / "martlet.toml").write_text(settings)
    inner = folder / "deep" / "deeper"
    inner.mkdir(parents=True, exist_ok=True)
    home = folder / "home"
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
    variables.update({"MARTLET_HOME": str(home), **environment})
    done = subprocess.run(
        [sys.executable, "-c", program], env=variables, cwd=inner, capture_output=True, text=True, timeout=300, check=True
    )
    return done, Journal(home / "journal")


def captured(journal: Journal) -> Any:
    return journal.one().value("attributes").get("value")


def test_all_settings(tmp_path: Path) -> None:
    done, journal = run(tmp_path, r"""
# A comment, and an empty line

trace = [
    "a.b:C.*",   # with a comma behind the last
]
instrument = []
capture = { payloads = "full", bytes = 1_0 }
mask.keys = ["SSN"]
[mask]
patterns = ['cust-\d+', "z\u00fc\\d"]
cards = true
[limits]
items = 3
depth = 4
"bytes" = 10_000
repr = +20
""")
    assert done.stderr == ""
    assert captured(journal) == {
        "ssn": "***", "text": "*** ***1111", "list": [0, 1, 2, {"$cut": "items"}], "$cut": "items",
    }  # fmt: skip


def test_without_a_file(tmp_path: Path) -> None:
    done, journal = run(tmp_path, None)
    assert done.stderr == ""
    assert captured(journal)["ssn"] == 1


def test_the_environment_comes_first(tmp_path: Path) -> None:
    _, journal = run(tmp_path, 'capture.payloads = "none"\ncapture.bytes = 0', MARTLET_CAPTURE="full", MARTLET_CAPTURE_BYTES="2")
    assert captured(journal)["few"]["base64"] == "YWI="


@pytest.mark.parametrize(("payloads", "spans", "attributes"), [("none", 0, None), ("metadata", 1, {})])
def test_payloads(tmp_path: Path, payloads: str, spans: int, attributes: Any) -> None:
    _, journal = run(tmp_path, f'[capture]\npayloads = "{payloads}"')
    found = journal.new()
    assert len(found) == spans
    assert all(span.value("attributes") == attributes for span in found)


def test_a_file_that_is_named(tmp_path: Path) -> None:
    named = tmp_path / "other.toml"
    named.write_text('mask.keys = ["text"]')
    _, journal = run(tmp_path, 'mask.keys = ["ssn"]', MARTLET_CONFIG=str(named))
    value = captured(journal)
    assert (value["ssn"], value["text"]) == (1, "***")


def test_no_file_is_wanted(tmp_path: Path) -> None:
    _, journal = run(tmp_path, 'mask.keys = ["ssn"]', MARTLET_CONFIG="")
    assert captured(journal)["ssn"] == 1


def test_the_file_of_somebody_else_does_not_count(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    (tmp_path / "martlet.toml").write_text('capture.payloads = "none"')
    os.chown(tmp_path / "martlet.toml", 12345, 12345)
    tmp_path.chmod(0o755)
    done, journal = run(tmp_path, None)
    assert done.stderr == ""
    assert captured(journal)["ssn"] == 1


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "martlet.toml").mkdir()
    done, journal = run(tmp_path, None)
    assert "the file cannot be read" in done.stderr
    assert journal.one().value("attributes") == {}
    done, _ = run(tmp_path, None, MARTLET_CONFIG=str(tmp_path / "missing"))
    assert "missing: the file cannot be read" in done.stderr


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("trace = 3", "line 1: trace is a list"),
        ('\n\ntrace = ["no.colon"]', "line 3: trace has a pattern without a colon"),
        ('trace = ["m*:f"]', "whose module is no name"),
        ('trace = ["m.*.n:f"]', "whose module is no name of one; for all modules of a package write"),
        ('trace = ["m.**"]', "has a pattern without a colon"),
        ('trace = ["m.*:"]', "whose path is none"),
        ('trace = ["m:*.f"]', "* before its last name"),
        ('[mask]\npatterns = ["("]', "line 2: mask.patterns has one that is no regular expression"),
        ("[mask]\nkeys = 'x'", "mask.keys is a list of texts"),
        ("[mask]\nkeys = [1]", "mask.keys is a list of texts, each in quotation marks"),
        ("mask.cards = 1", "mask.cards is true or false"),
        ("[capture]\npayloads = 'all'", 'line 2: capture.payloads is "full", "metadata" or "none"'),
        ("limits.items = 0", "limits.items is at least 1"),
        ("limits.depth = 49", "limits.depth is a number from 1 to 48"),
        ("limits.items = 1.5", "limits.items is neither"),
        ("limits.items = 1__0", "limits.items is neither"),
        ("limits.items = 99999999999999999999999", "limits.items is too large"),
        ("colour = true", "colour is no setting; there are trace"),
        ("[limits]\nitems = 1\nitems = 2", "line 3: limits.items is there twice"),
        ("[limits]\n[limits]", "line 2: limits is there twice"),
        ("items =", "items has no value"),
        ("= 3", "a key is missing"),
        ("items 3", "items a key is followed by ="),
        ("mask.keys = ['a' 'b']", "no comma between two texts"),
        ("mask.keys = ['a',", "is a list of texts"),
        ("a = 'b\n", "a has a text that does not end on its line"),
        ('a = """b', "a has a text that does not end"),
        ('a = "\\q"', "a has a backslash"),
        ('a = "\\ud800"', "a has a \\u that is no character"),
        ("mask.keys = ['b'] c", "there is more behind the value"),
        ("[a", "the name of a table ends with ]"),
        ("[[a]]", "there are no lists of tables"),
        ("\x00", "a key is missing"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_and_nothing_of_payloads_is_recorded(tmp_path: Path, settings: str, message: str) -> None:
    done, journal = run(tmp_path, settings)
    assert f"{tmp_path}/martlet.toml" in done.stderr
    assert message in done.stderr
    assert done.stderr.count("ValueError") == 1
    assert journal.one().value("attributes") == {}, "nobody knows what was to be masked"


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "martlet.toml").write_bytes(os.urandom(10_000) + b"\nx = '\xff")
    done, journal = run(tmp_path, None)
    assert "martlet.toml, line" in done.stderr
    assert journal.one().value("attributes") == {}


def test_switched_off_it_is_not_read(tmp_path: Path) -> None:
    done, journal = run(tmp_path, "what is this", MARTLET_DISABLED="1")
    assert done.stderr == ""
    assert journal.segments() == []
