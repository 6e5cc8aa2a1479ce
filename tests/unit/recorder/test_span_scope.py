"""`martlet.span`: what is written, and which span is whose parent."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trio

import martlet
from journal import Journal, description
from martlet import _core
from programs import run


def test_a_block_is_a_start_and_an_end(journal: Journal) -> None:
    with martlet.span("work", size=3) as handle:
        assert [span.outcome for span in journal.spans().values() if span.id == int(handle.span_id, 16)] == [None]
    span = journal.one()
    assert (span.name, span.kind, span.parent, span.outcome, span.ends) == ("work", 1, 0, "returned", 1)
    assert span.value("attributes") == {"size": 3}
    assert span.trace == handle.trace_id
    assert span.thread == threading.get_native_id()
    assert span.ended is not None and span.ended > span.started


def test_nesting(journal: Journal) -> None:
    assert martlet.current_span() is None
    with martlet.span("outer") as outer:
        assert martlet.current_span() is outer
        with martlet.span("inner") as inner:
            assert martlet.current_span() is inner
        assert martlet.current_span() is outer
    assert martlet.current_span() is None
    first, second = journal.new()
    assert second.parent == first.id
    assert first.trace == second.trace


def test_an_exception_passes_and_is_recorded(journal: Journal) -> None:
    error = LookupError("not there")
    with pytest.raises(LookupError) as caught, martlet.span("fails"):
        raise error
    assert caught.value is error
    assert martlet.current_span() is None
    span = journal.one()
    assert span.outcome == "raised"
    assert span.value("error") == {"type": "LookupError", "message": "not there"}


def test_an_exception_whose_text_fails(journal: Journal) -> None:
    class Silent(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no text")

    with pytest.raises(Silent), martlet.span("fails"):
        raise Silent
    assert journal.one().value("error") == {
        "type": f"{__name__}.test_an_exception_whose_text_fails.<locals>.Silent"
    }


def test_async_with(journal: Journal) -> None:
    async def task(name: str) -> None:
        async with martlet.span(name):
            await asyncio.sleep(0)
            with martlet.span(f"inside {name}"):
                await asyncio.sleep(0)

    async def main() -> None:
        async with martlet.span("main") as main:
            await asyncio.gather(task("a"), task("b"))
            assert martlet.current_span() is main

    asyncio.run(main())
    spans = {span.name: span for span in journal.new()}
    assert spans["a"].parent == spans["b"].parent == spans["main"].id
    assert spans["inside a"].parent == spans["a"].id
    assert spans["inside b"].parent == spans["b"].id
    assert {span.outcome for span in spans.values()} == {"returned"}


def test_cancellation(journal: Journal) -> None:
    async def main() -> None:
        async def wait() -> None:
            async with martlet.span("waits"):
                await asyncio.sleep(60)

        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert journal.one().outcome == "cancelled"


def test_cancellation_by_trio(journal: Journal) -> None:
    async def main() -> None:
        with trio.move_on_after(0):
            async with martlet.span("waits"):
                await trio.sleep(60)

    trio.run(main)
    span = journal.one()
    assert (span.outcome, span.value("error")["type"]) == ("cancelled", "trio.Cancelled")


def test_a_thread_is_a_root_unless_it_gets_the_context(journal: Journal) -> None:
    def work(name: str) -> None:
        with martlet.span(name):
            pass

    with martlet.span("main"):
        context = contextvars.copy_context()
        threads = [
            threading.Thread(target=work, args=("alone",)),
            threading.Thread(target=context.run, args=(work, "below")),
        ]
        for thread in threads:
            thread.start()
            thread.join()
    spans = {span.name: span for span in journal.new()}
    assert spans["alone"].parent == 0
    assert spans["below"].parent == spans["main"].id
    assert len({span.thread for span in spans.values()}) == 3


def test_a_generator_that_is_dropped(journal: Journal) -> None:
    def numbers() -> Iterator[int]:
        with martlet.span("numbers"):
            yield 1
            yield 2

    iterator = numbers()
    next(iterator)
    del iterator
    gc.collect()
    assert journal.one().outcome == "abandoned"


def test_a_scope_that_is_dropped(journal: Journal) -> None:
    scope = martlet.span("left open")
    scope.__enter__()
    assert contextvars.copy_context()  # the context goes on with the span as current
    del scope
    gc.collect()
    assert journal.one().outcome == "abandoned"
    # What is current is a matter of the context, which the dropped scope no longer ends.
    contextvars.Context().run(lambda: None)


def test_a_scope_serves_once_at_a_time(journal: Journal) -> None:
    scope = martlet.span("once")
    with scope, pytest.raises(RuntimeError, match="has been entered"):
        scope.__enter__()
    assert journal.one().outcome == "returned"


@pytest.mark.parametrize("arguments", [(), (1,), ("a", "b")])
def test_wrong_arguments(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        martlet.span(*arguments)  # type: ignore[arg-type]


def test_handles_cannot_be_made() -> None:
    with pytest.raises(TypeError):
        _core.Span()


def test_the_process_record(journal: Journal) -> None:
    with martlet.span("any"):
        pass
    record = description(journal.segments()[0])
    assert record["executable"] == sys.executable
    assert record["implementation"] == sys.implementation.name
    assert record["version"] == sys.version.split()[0]
    assert record["martlet"] == martlet.__version__
    assert record["host"] == os.uname().nodename
    assert "argv" not in record


@pytest.mark.parametrize(
    ("variable", "value"), [("MARTLET_DISABLED", "1"), ("MARTLET_CAPTURE", "none")]
)
def test_nothing_is_recorded_when_switched_off(tmp_path: Path, variable: str, value: str) -> None:
    run("import martlet\nwith martlet.span('x') as s: assert s is None", tmp_path, {variable: value})
    assert not (tmp_path / "journal").exists()


def test_metadata_alone(tmp_path: Path) -> None:
    run(
        "import martlet\ntry:\n  with martlet.span('x', secret='s3cret'): raise ValueError('s3cret')\n"
        "except ValueError: pass", tmp_path, {"MARTLET_CAPTURE": "metadata"})
    span = Journal(tmp_path / "journal").one()
    assert span.outcome == "raised"
    assert span.value("error") == {"type": "ValueError"}
    assert b"s3cret" not in Journal(tmp_path / "journal").segments()[0].read_bytes()


def test_a_fork_records_for_itself(tmp_path: Path) -> None:
    run(
        """
import martlet, os
with martlet.span("parent"):
    child = os.fork()
    if child == 0:
        with martlet.span("child"):
            pass
        os._exit(0)
    os.waitpid(child, 0)
""", tmp_path)
    journal = Journal(tmp_path / "journal")
    assert len(journal.segments()) == 2
    spans = {span.name: span for span in journal.new()}
    assert spans["child"].parent == spans["parent"].id
    assert spans["child"].trace == spans["parent"].trace
    assert [spans[name].ends for name in ("parent", "child")] == [1, 1]


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    run(
        """
import martlet, os, signal
for index in range(1000):
    with martlet.span("done", index=index):
        pass
scope = martlet.span("open")
scope.__enter__()
os.kill(os.getpid(), signal.SIGKILL)
""", tmp_path, status=-9)
    spans = Journal(tmp_path / "journal").new()
    assert [span.value("attributes")["index"] for span in spans[:-1]] == list(range(1000))
    assert spans[-1].name == "open"
    assert spans[-1].outcome is None


def test_a_relative_home_stays_where_it_was(tmp_path: Path) -> None:
    run(
        "import martlet, os\nwith martlet.span('a'): pass\nos.chdir('/')\n"
        "for i in range(10_000):\n  with martlet.span('b'): pass", Path("home"), folder=tmp_path)
    journal = Journal(tmp_path / "home" / "journal")
    assert len(journal.segments()) > 1
    assert len(journal.new()) == 10_001


def test_other_files_do_not_count_against_the_quota(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    with (tmp_path / "journal" / "notes.bak").open("wb") as file:
        file.truncate(3 * 1024**3)
    run("import martlet\nwith martlet.span('a'): pass", tmp_path)
    assert Journal(tmp_path / "journal").one().name == "a"
