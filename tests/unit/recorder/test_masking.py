"""Secrets do not reach the journal: by the key that they stand under, by their shape, by the program's own rules."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import martlet
from journal import Journal


def capture(journal: Journal, value: object) -> Any:
    with martlet.span("capture", value=value):
        pass
    return journal.one().value("attributes")["value"]


LETTERS = "0123456789abcdefghijABCDEFGHIJ0123456789"


@pytest.mark.parametrize(
    "key",
    [
        "api_key", "apiKey", "OPENAI_API_KEY", "X-Api-Key", "x-goog-api-key", "db.password", "Password", "new_password", "pwd",
        "aws_secret_access_key", "client_secret", "secret", "SECRET_KEY", "Authorization", "Proxy-Authorization",
        "accessToken", "refresh_token", "id_token", "Set-Cookie", "cookie", "private key", "passphrase", "credentials",
        "auth_token", "bearer.token", "sessionToken", "security-token", "api_token", "CSRF-TOKEN", "PASSWD", "password_",
        "app_secret", "x-auth", "jwt", "secrets",
    ],
)  # fmt: skip
def test_keys_of_secrets(journal: Journal, key: str) -> None:
    assert capture(journal, {key: "value", "other": 1}) == {key: "***", "other": 1}


@pytest.mark.parametrize(
    "key", ["max_tokens", "token", "tokens", "first_token", "key", "keys", "secretary", "author", "monkey", "cookies_allowed", "", "_", "y",
     "response", "target", "next_token", "my_jwt", "length", "reason"]
)
def test_keys_that_only_look_alike(journal: Journal, key: str) -> None:
    assert capture(journal, {key: "value"}) == {key: "value"}


@pytest.mark.parametrize(
    ("secret", "masked"),
    [
        (f"sk-{LETTERS}", "sk-***"),
        (f"sk-proj-{LETTERS}", "sk-***"),
        (f"sk-ant-api03-{LETTERS}", "sk-***"),
        (f"sk_live_{LETTERS}", "sk_live_***"),
        (f"ghp_{LETTERS}", "ghp_***"),
        (f"github_pat_{LETTERS}", "github_pat_***"),
        (f"glpat-{LETTERS}", "glpat-***"),
        ("xoxb-123456789012-abcdef", "xoxb-***"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIA***"),
        (f"AIza{LETTERS[:35]}", "AIza***"),
        (f"hf_{LETTERS}", "hf_***"),
        (f"ya29.{LETTERS}", "ya29.***"),
        (f"SG.{LETTERS[:22]}.{LETTERS}", "SG.***"),
        ("Bearer abcdef0123456789", "Bearer ***"),
        ("bearer abcdef0123456789==", "bearer ***"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk", "eyJ***"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"),
        ("postgres://me:hunter2@db/x", "postgres://me:***@db/x"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
         "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----***"),
    ],
)  # fmt: skip
def test_shapes_of_secrets(journal: Journal, secret: str, masked: str) -> None:
    for before, after in (("", ""), ("use ", " please"), ('{"a": "', '"}'), ("ü=", "\n"), ("(", ")")):
        assert capture(journal, before + secret + after) in (before + masked + after, before + masked)
    assert capture(journal, {secret: 1}) == {masked: 1}
    assert capture(journal, [secret] * 2) == [masked] * 2
    with pytest.raises(ValueError, match="x"), martlet.span("error"):
        raise ValueError("x " + secret)
    assert LETTERS[:12] not in journal.one().value("error")["message"]


@pytest.mark.parametrize(
    "text",
    [
        "scikit-learn, sk-learn-with-many-words-behind-it", "risk-free-0123456789012345678901234567890", "Bearer of good news",
        "AKIA is not enough", "eyJ.is.nothing", "https://example.org/a:b@c", "mailto:me@example.org", "4111 1111 1111 1111",
        "a://b", "the hf_hub", "x" * 1000, "-----BEGIN CERTIFICATE-----\nMIIE", "time 10:20:30 // a@b",
    ],
)  # fmt: skip
def test_texts_that_only_look_alike(journal: Journal, text: str) -> None:
    assert capture(journal, text) == text


def test_escapes_in_a_text_that_is_json(journal: Journal) -> None:
    inner = json.dumps({"a": f"\nsk-{LETTERS}", "b": f"\u2028ghp_{LETTERS}"})
    assert json.loads(capture(journal, inner)) == {"a": "\nsk-***", "b": "\u2028ghp_***"}
    # What only looks like an escape, or ends in the middle of one.
    for text in (r"C:\users\network\binary\u12 and so on", "at the end there is \\u12", "at the end there is \\"):
        assert capture(journal, text) == text
    assert capture(journal, f"\\npm_{LETTERS}") == "\\npm_***"


def test_names_of_spans(journal: Journal) -> None:
    with martlet.span(f"ask with sk-{LETTERS}, please"):
        pass
    assert journal.one().name == "ask with sk-***, please"
    with martlet.span("a long and harmless name of a span"):
        pass
    assert journal.one().name == "a long and harmless name of a span"


def test_a_secret_at_the_cut(journal: Journal) -> None:
    class Talkative:
        def __repr__(self) -> str:
            return "x" * 190 + " sk-" + LETTERS

    assert "0123" not in capture(journal, Talkative())["repr"]


def run(tmp_path: Path, program: str, **environment: str) -> Journal:
    variables = {**os.environ, "MARTLET_HOME": str(tmp_path / "home"), **environment}
    subprocess.run([sys.executable, "-c", program], env=variables, check=True, timeout=300, cwd=tmp_path)
    return Journal(tmp_path / "home" / "journal")


def test_rules_of_the_program(tmp_path: Path) -> None:
    journal = run(tmp_path, """
import re, martlet
martlet.mask(keys=["SSN", "ünïcode"], patterns=[r"\\bcust-\\d+", re.compile("zebra", re.I)], cards=True)
martlet.mask(keys=("later",))
with martlet.span("s", value={"s-s-n": 1, "ssn2": 2, "ünïcode": 3, "Later": 4,
                              "texts": ["cust-123 and cust-45", "ZEBRA", "4111 1111-1111 1111", "1234567890123", "x4111111111111111"]}):
    pass
""")
    assert journal.one().value("attributes")["value"] == {
        "s-s-n": "***", "ssn2": 2, "ünïcode": "***", "Later": "***",
        "texts": ["*** and ***", "***", "***1111", "1234567890123", "x4111111111111111"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"keys": "password"}, TypeError), ({"keys": [1]}, TypeError), ({"keys": 5}, TypeError), ({"patterns": ["("]}, re.error),
        ({"patterns": [re.compile(b"x")]}, TypeError), ({"patterns": [3]}, TypeError), ({"other": 1}, TypeError),
    ],
)  # fmt: skip
def test_rules_that_are_none(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        martlet.mask(**arguments)


PIECES = [
    f"sk-{LETTERS}", f"sk_live_{LETTERS}", f"ghp_{LETTERS}", "AKIAIOSFODNN7EXAMPLE", f"AIza{LETTERS[:35]}", f"ya29.{LETTERS}",
    f"Bearer {LETTERS}", "bearer abcdefabcdefabcdef==", "Authorization: Basic xyz", "postgres://me:hunter2@db/x", "a://b:c@d",
    "x://:p@", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk", "-----BEGIN RSA PRIVATE KEY-----",
    "-----END RSA PRIVATE KEY-----", "xoxb-0123456789", "dapi" + "a0" * 16, " ", "\n", r"\n", "\\", r"\u2028", '"', "'", ",", "=",
    "(", ")", "a", "n", "word", "everybody", "-", "_", ".", ":", "/", "ü", "Bear", "er ", "sk", "sk-", "gh", "Authorization:",
]  # fmt: skip


def test_what_is_passed_over_holds_no_secret(tmp_path: Path) -> None:
    """With numbers of cards to be masked every byte of a text is looked at; else most are not."""
    choice = random.Random(5)
    texts = ["".join(choice.choices(PIECES, k=choice.randrange(1, 9))) for _ in range(9000)]
    (tmp_path / "texts").write_text(json.dumps(texts))
    found = []
    for folder, cards in (("fast", False), ("whole", True)):
        (tmp_path / folder).mkdir()
        journal = run(tmp_path / folder, f"""
import json, martlet
martlet.mask(cards={cards})
texts = json.load(open("../texts"))
for number in range(0, len(texts), 100):
    with martlet.span("s", value=texts[number:number + 100]):
        pass
""")
        found.append([text for span in journal.new() for text in span.value("attributes")["value"]])
    assert found[0] == found[1]
    assert sum(masked != text for masked, text in zip(found[0], texts, strict=True)) > 5000
