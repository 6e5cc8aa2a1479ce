"""One call, one span: whatever becomes of the client, of the task, of the process."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from journal import Journal
from openai_clients import CHUNKS, MESSAGES, ask, async_client, chunk_texts, client, reply, streaming

DEEPEST = 200


@pytest.mark.parametrize("make", [
    copy.copy,
    lambda client: client.copy(),
    lambda client: client.with_options(timeout=3),
    lambda client: client.with_options(max_retries=1).with_options(timeout=3),
    lambda client: copy.copy(client.with_options(default_headers={"x": "y"})),
])  # fmt: skip
def test_copies_of_a_client(journal: Journal, make: Callable[[Any], Any]) -> None:
    original = client(reply)
    for one in (make(original), original):
        assert ask(one).choices[0].message.content == "Hallo"
        span = journal.one()
        assert (span.outcome, span.ends, len(span.values("request"))) == ("returned", 1, 1)


def test_a_client_that_threads_share(journal: Journal) -> None:
    shared = client(reply)
    threads = [threading.Thread(target=lambda: [ask(shared) for _ in range(20)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans = journal.new()
    assert len(spans) == 160
    assert {(span.outcome, span.ends, len(span.values("request"))) for span in spans} == {("returned", 1, 1)}


async def slow(request: httpx2.Request) -> httpx2.Response:
    await asyncio.sleep(0)
    response = (streaming(*CHUNKS, "[DONE]") if b'"stream":true' in request.content else reply)(request)
    await asyncio.sleep(0)
    return response


async def cancelled_after(steps: int, is_stream: bool) -> bool:
    """Cancels a call after so many turns of the loop; whether it was done before."""

    async def call() -> None:
        answer = await async_client(slow).chat.completions.create(  # type: ignore[call-overload]
            model="gpt-4o", messages=MESSAGES, **({"stream": True} if is_stream else {}))
        if is_stream:
            async for _ in answer:
                pass

    task = asyncio.ensure_future(call())
    for _ in range(steps):
        await asyncio.sleep(0)
    if task.done():
        await task
        return True
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return False


@pytest.mark.parametrize("is_stream", [False, True], ids=["whole", "stream"])
def test_cancelled_at_every_step(journal: Journal, is_stream: bool) -> None:
    outcomes = []
    for steps in range(DEEPEST):
        is_done = asyncio.run(cancelled_after(steps, is_stream))
        gc.collect()
        spans = journal.new()
        # Before the task has run there is no call.
        assert len(spans) == (steps > 0), steps
        outcomes += [(span.outcome, span.ends) for span in spans]
        if is_done:
            break
    assert is_done
    assert outcomes[-1] == ("returned", 1)
    # How many steps a call has is up to the versions of the libraries below it.
    assert len(outcomes) > 2 and set(outcomes[:-1]) == {("cancelled", 1)}


def test_a_coroutine_that_never_ran_is_no_call(journal: Journal) -> None:
    coroutine = async_client(slow).chat.completions.create(model="gpt-4o", messages=MESSAGES)
    coroutine.close()
    assert journal.new() == []


def in_child(work: Callable[[], None]) -> None:
    """Does something in a fork's child, which must come to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0


def read_on(items: Iterator[Any]) -> None:
    assert [item.choices[0].delta.content for item in items] == ["two ", "three"]


def test_fork_in_mid_stream(journal: Journal) -> None:
    """The call is the parent's: what a child reads on of its copy is read, and not recorded."""
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    items = iter(stream)
    next(items)
    in_child(lambda: read_on(items))
    read_on(items)
    span = journal.one()
    assert (span.outcome, span.ends, chunk_texts(span)) == ("returned", 1, ["one ", "two ", "three"])


def test_fork_in_mid_stream_that_the_parent_leaves(journal: Journal) -> None:
    stream = ask(client(streaming(*CHUNKS, "[DONE]")), stream=True)
    items = iter(stream)
    next(items)
    in_child(lambda: read_on(items))
    in_child(stream.close)
    (span,) = journal.new()
    assert span.ends == 0
    stream.close()
    assert (journal.spans()[span.id].outcome, journal.spans()[span.id].ends) == ("abandoned", 1)


def test_a_child_has_calls_of_its_own(journal: Journal) -> None:
    shared = client(reply)
    ask(shared)
    in_child(lambda: ask(shared) and None)
    first, second = sorted(journal.new(), key=lambda span: span.started)
    assert {(span.outcome, span.ends) for span in (first, second)} == {("returned", 1)}
    assert first.trace != second.trace
