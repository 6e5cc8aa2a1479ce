"""Which span is whose parent, held against a plain ContextVar that does the same.

The recorder changes an object in place where nobody but the running context can reach it. A
`ContextVar` that is set and reset for every span is what that has to be indistinguishable from.
"""

from __future__ import annotations

import asyncio
import contextvars
import random
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import martlet
from journal import Journal

MODEL: contextvars.ContextVar[str | None] = contextvars.ContextVar("model", default=None)
OTHERS = [contextvars.ContextVar[int](f"other {number}") for number in range(40)]


class Spans:
    """Spans by name, and who each one's parent must be."""

    def __init__(self) -> None:
        self.expected: dict[str, str | None] = {}
        self.lock = threading.Lock()

    def enter(self) -> tuple[Any, contextvars.Token[str | None]]:
        with self.lock:
            name = f"span {len(self.expected)}"
            self.expected[name] = MODEL.get()
        scope = martlet.span(name)
        scope.__enter__()
        return scope, MODEL.set(name)

    def leave(self, entered: tuple[Any, contextvars.Token[str | None]]) -> None:
        scope, token = entered
        scope.__exit__(None, None, None)
        MODEL.reset(token)

    def check(self, journal: Journal) -> None:
        recorded = {span.id: span for span in journal.new()}
        assert len(recorded) == len(self.expected)
        for span in recorded.values():
            parent = recorded[span.parent].name if span.parent else None
            assert parent == self.expected[span.name], span.name
            assert span.ends == 1


def play(seed: int, spans: Spans, depth: int = 0) -> None:
    """A random program of spans, other variables, copies of the context, and runs in them."""
    random_ = random.Random(seed)
    entered = []
    copies: list[contextvars.Context] = []
    for _ in range(30):
        match random_.randrange(8):
            case 0 | 1:
                entered.append(spans.enter())
            case 2 if entered:
                spans.leave(entered.pop())
            case 3:
                random_.choice(OTHERS[: random_.choice([2, 40])]).set(random_.randrange(9))
            case 4:
                copies.append(contextvars.copy_context())
            case 5 if copies and depth < 3:
                random_.choice(copies).run(play, random_.randrange(1 << 30), spans, depth + 1)
            case 6 if copies:
                # A copy that sets a variable of its own has a map of its own that shares ours.
                random_.choice(copies).run(random_.choice(OTHERS).set, 1)
            case 7 if copies:
                copies.append(random_.choice(copies).copy())
                if random_.random() < 0.3:
                    copies.pop(random_.randrange(len(copies)))
    while entered:
        spans.leave(entered.pop())


@pytest.mark.parametrize("first", [0, 100])
def test_random_programs(journal: Journal, first: int) -> None:
    spans = Spans()
    for seed in range(first, first + 50):
        contextvars.Context().run(play, seed, spans)
    spans.check(journal)


@pytest.mark.parametrize("variables", [0, 1, 5, 16, 17, 40])
def test_a_task_sees_what_was_current_when_it_was_made(journal: Journal, variables: int) -> None:
    """The task first changes a variable, so that it shares a part of the map, and not the map."""

    async def child(spans: Spans, change: int) -> None:
        if change:
            OTHERS[-change].set(0)
        await asyncio.sleep(0)
        spans.leave(spans.enter())

    async def main(spans: Spans) -> None:
        for variable in OTHERS[:variables]:
            variable.set(1)
        tasks = []
        for change in range(10):
            outer = spans.enter()
            tasks.append(asyncio.create_task(child(spans, change)))
            await asyncio.sleep(0)
            spans.leave(outer)
            spans.leave(spans.enter())
            OTHERS[change].set(2)
        await asyncio.gather(*tasks)

    spans = Spans()
    asyncio.run(main(spans))
    spans.check(journal)


def test_gather_interleaves(journal: Journal) -> None:
    async def work(spans: Spans, depth: int) -> None:
        entered = spans.enter()
        for number in range(3):
            await asyncio.sleep(0)
            if depth and number == 1:
                await asyncio.gather(*(work(spans, depth - 1) for _ in range(3)))
            spans.leave(spans.enter())
        spans.leave(entered)

    spans = Spans()
    asyncio.run(work(spans, 3))
    spans.check(journal)


def test_callbacks_and_executors(journal: Journal) -> None:
    async def main(spans: Spans) -> None:
        loop = asyncio.get_running_loop()
        outer = spans.enter()
        done = loop.create_future()

        def called() -> None:
            spans.leave(spans.enter())
            done.set_result(None)

        loop.call_soon(called)
        in_thread = asyncio.to_thread(lambda: spans.leave(spans.enter()))
        spans.leave(spans.enter())
        await in_thread
        spans.leave(outer)
        await done

    spans = Spans()
    asyncio.run(main(spans))
    spans.check(journal)


def test_threads_side_by_side(journal: Journal) -> None:
    """The way to the holder is remembered per interpreter: threads must not use each other's."""
    spans = Spans()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        outer = spans.enter()
        with ThreadPoolExecutor(8) as pool:
            runs = [
                pool.submit((contextvars.copy_context() if seed % 2 else contextvars.Context()).run, play, seed, spans)
                for seed in range(60)
            ]
            for run in runs:
                run.result()
        spans.leave(outer)
    finally:
        sys.setswitchinterval(interval)
    spans.check(journal)


def test_one_context_in_several_threads_one_after_the_other(journal: Journal) -> None:
    spans = Spans()
    context = contextvars.Context()
    entered = [context.run(spans.enter)]
    for _ in range(3):
        for action in (
            lambda: entered.append(context.run(spans.enter)),
            lambda: context.run(spans.leave, entered.pop()),
        ):
            thread = threading.Thread(target=action)
            thread.start()
            thread.join()
    context.run(spans.leave, entered.pop())
    spans.check(journal)


def test_a_block_that_is_left_in_another_context(journal: Journal) -> None:
    scope = contextvars.copy_context().run(lambda: (block := martlet.span("elsewhere"), block.__enter__())[0])
    with martlet.span("here") as here:
        scope.__exit__(None, None, None)
        assert martlet.current_span() is here
    assert martlet.current_span() is None
    assert {span.name: span.parent for span in journal.new()} == {"elsewhere": 0, "here": 0}


def test_blocks_that_are_left_out_of_order(journal: Journal) -> None:
    """As by two generators that are read in turn."""
    first, second = martlet.span("first"), martlet.span("second")
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert martlet.current_span() is None
    with martlet.span("later"):
        pass
    assert {span.name: span.parent for span in journal.new()}["later"] == 0


def test_the_handle_of_a_copied_context(journal: Journal) -> None:
    with martlet.span("outer") as outer:
        context = contextvars.copy_context()
    assert context.run(martlet.current_span) is outer
    assert martlet.current_span() is None
    journal.new()
