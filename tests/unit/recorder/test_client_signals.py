"""A signal handler of the program may raise at any moment, also while the recorder is at work: what it
raises is the program's."""

from __future__ import annotations

import functools
import gc
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import httpx2
import pytest

from journal import Journal
from martlet.openai import OpenAI
from openai_clients import CHUNKS, ask, client, reply, streaming


class TimeLimit(Exception):
    """What the handlers raise."""


def plain_handler(number: int, frame: object) -> None:
    raise TimeLimit


class Watch:
    def method(self, number: int, frame: object) -> None:
        raise TimeLimit

    def __call__(self, number: int, frame: object) -> None:
        self.method(number, frame)


HANDLERS: list[Callable[..., Any]] = [
    plain_handler, Watch().method, Watch(), functools.partial(Watch.method, Watch()), lambda *_: plain_handler(0, 0)
]  # fmt: skip


@pytest.fixture
def alarms() -> Iterator[Callable[[Callable[..., Any]], None]]:
    before = signal.getsignal(signal.SIGALRM)
    yield lambda handler: signal.signal(signal.SIGALRM, handler) and None
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


class Address:
    """A base URL whose text only Python code knows, which takes its time."""

    def __str__(self) -> str:
        signal.raise_signal(signal.SIGALRM)
        return "http://models.test/v1"


class Odd(OpenAI):
    base_url = Address()  # type: ignore[assignment]

    def _build_request(self, *arguments: Any, **more: Any) -> Any:
        return httpx2.Request("POST", "http://models.test/v1")


@pytest.mark.parametrize("handler", HANDLERS)
def test_what_a_handler_raises_in_code_of_the_recorder(journal: Journal, alarms: Any, handler: Any) -> None:
    alarms(handler)
    odd = Odd(api_key="sk-x", max_retries=0, http_client=client(reply)._client)
    with pytest.raises(TimeLimit):
        odd.post("/chat/completions", cast_to=object)
    journal.new()


def test_no_alarm_is_lost(journal: Journal, alarms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alarms go off at all moments of many calls; each raises once in the program."""
    raised = caught = 0

    def handler(number: int, frame: FrameType | None) -> None:
        nonlocal raised
        while frame is not None:
            # Libraries that drop every exception, with Martlet or without.
            if frame.f_code.co_filename.endswith(("cookiejar.py", "openai/_models.py")):
                return
            frame = frame.f_back
        raised += 1
        raise TimeLimit

    def is_one(error: BaseException | None) -> bool:
        # The client makes errors of its own of what comes up in some places.
        return error is not None and (
            isinstance(error, TimeLimit) or is_one(error.__cause__) or is_one(error.__context__))

    def in_finalizer(unraisable: Any) -> None:
        # A generator that is closed by the collector: nobody can catch what comes up there.
        nonlocal caught
        caught += is_one(unraisable.exc_value)

    monkeypatch.setattr(sys, "unraisablehook", in_finalizer)
    one, streamed = client(reply), client(streaming(*CHUNKS, "[DONE]"))
    # The first calls make classes, which drops exceptions too.
    ask(one)
    list(ask(streamed, stream=True))
    alarms(handler)
    for round in range(1500):
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.00001 + round * 0.000002)
            ask(one)
            for _ in ask(streamed, stream=True):
                pass
            signal.setitimer(signal.ITIMER_REAL, 0)
        except Exception as error:
            caught += is_one(error)
    signal.setitimer(signal.ITIMER_REAL, 0)
    assert raised > 100
    assert caught == raised
    # Streams that an alarm broke off may be parts of circles.
    gc.collect()
    spans = journal.new()
    assert {span.ends for span in spans} == {1}
    assert len(spans) > 500
