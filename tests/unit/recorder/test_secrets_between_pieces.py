"""A secret that a streamed body has in two pieces is masked, and nothing of the body is lost or put in another place."""

from __future__ import annotations

import gc
import json
from typing import Any

import httpx2
import pytest

from journal import Journal, Span
from openai_clients import MESSAGES, client

LETTERS = "0123456789abcdefghijABCDEFGHIJ0123456789"
SECRETS = [
    f"sk-proj-{LETTERS}", f"ghp_{LETTERS}", "AKIAIOSFODNN7EXAMPLE", f"Bearer {LETTERS}", f"Authorization: Basic {LETTERS}",
    "postgres://me:hunter2@db/x", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk",
    f"-----BEGIN RSA PRIVATE KEY-----\n{LETTERS}\n-----END RSA PRIVATE KEY-----",
]  # fmt: skip


class Pieces(httpx2.SyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Any:
        yield from self.pieces


def streamed(pieces: list[bytes], kind: str = "text/plain") -> Any:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": kind}, stream=Pieces(pieces))

    return client(answer).chat.completions.with_streaming_response.create(model="m", messages=MESSAGES)


def read_parts(span: Span) -> str:
    return b"".join(payload.content for payload in span.payloads if payload.key == "response.part").decode()


def recorded(journal: Journal, pieces: list[bytes]) -> str:
    with streamed(pieces) as response:
        assert b"".join(response.iter_bytes()) == b"".join(pieces)
    span = journal.one()
    assert (span.outcome, span.ends) == ("returned", 1)
    return read_parts(span)


@pytest.mark.parametrize("secret", SECRETS)
def test_cut_at_every_place(journal: Journal, secret: str) -> None:
    for before, after in (("", ""), ('{"a": "', '", "b": 1}'), ("the key: ", " and more")):
        text = f"{before}{secret}{after}".encode()
        whole = recorded(journal, [text])
        assert "***" in whole and secret not in whole
        for place in range(1, len(text)):
            assert recorded(journal, [text[:place], text[place:]]) == whole, place


@pytest.mark.parametrize("secret", SECRETS)
def test_a_byte_at_a_time(journal: Journal, secret: str) -> None:
    text = f"x {secret} y {secret}\nthe end".encode()
    assert recorded(journal, [bytes([byte]) for byte in text]) == recorded(journal, [text])


def test_behind_an_escape_of_json(journal: Journal) -> None:
    text = json.dumps({"a": f"\nsk-{LETTERS}"}).encode()
    for place in range(1, len(text)):
        assert json.loads(recorded(journal, [text[:place], text[place:]])) == {"a": "\nsk-***"}, place


@pytest.mark.parametrize(
    "text",
    ["a risky business", "skis, do and be", "https://example.org:80/sk-", "-----BEGIN CERTIFICATE-----\nMII\n", "x" * 9000, "Grüße 🐦 12:30",
     "-----BEGIN RSA PRIVATE KEY-----" + "-----END RSA PRIVATE KEY-----", "Bearer of bad news", "Authorization: \n", "sk-" + "a-" * 4000],
)  # fmt: skip
def test_what_is_none_is_recorded_whole(journal: Journal, text: str) -> None:
    data = text.encode()
    for size in (1, 3, 7, 100, 5000):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        if len(pieces) < 2000:
            assert recorded(journal, pieces) in (text, text.replace("-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----***"))


def test_what_came_before_the_program_stopped_reading(journal: Journal) -> None:
    for leave in (lambda response: response.close(), lambda response: None):
        with streamed([f"one sk-{LETTERS[:30]}".encode(), b"6789 two"]) as response:
            parts = response.iter_bytes()
            next(parts)
            leave(response)
        del parts, response
        gc.collect()
        span = journal.one()
        assert (span.outcome, span.ends, read_parts(span)) == ("abandoned", 1, "one sk-***")


def test_a_piece_without_a_secret_is_recorded_when_it_comes(journal: Journal) -> None:
    with streamed([b"Hello wor", b"ld"]) as response:
        parts = response.iter_bytes()
        next(parts)
        span = journal.one()
        assert read_parts(span) == "Hello wor"
