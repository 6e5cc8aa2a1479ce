"""What spans have in common with those around them: attributes, and a parent in another process."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import sys
from typing import Any

import pytest

import martlet
from journal import Journal

HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@martlet.trace(capture=False)
def work() -> Any:
    return martlet.current_span()


def attributes(journal: Journal) -> dict[str, Any]:
    return {span.name: {k: v for part in span.values("attributes") for k, v in part.items()} for span in journal.new()}


# Attributes of a handle


def test_attributes_of_a_handle(journal: Journal) -> None:
    with martlet.span("block", first=1) as span:
        span.set_attribute("key", "value")
        span.set_attribute("password", "secret")
        span.set_attributes({"a.b": [1], "first": 2}, named=True)
        span.set_attributes()
    assert attributes(journal) == {"block": {"first": 2, "key": "value", "password": "***", "a.b": [1], "named": True}}
    span.set_attribute("late", 1)
    assert journal.spans()[int(span.span_id, 16)].values("attributes")[-1] == {}


def test_attributes_of_a_traced_call(journal: Journal) -> None:
    @martlet.trace(capture=False)
    def function() -> Any:
        span = martlet.current_span()
        assert span is not None
        span.set_attribute("seen", True)
        return span

    function().set_attribute("late", True)
    assert journal.one().values("attributes") == [{"seen": True}]


def test_an_exception_that_was_handled(journal: Journal) -> None:
    with martlet.span("block") as span:
        span.record_exception(ValueError("handled"))
    recorded = journal.one()
    assert recorded.value("error") == {"type": "ValueError", "message": "handled"}
    assert recorded.outcome == "returned"


@pytest.mark.parametrize(
    "call",
    [
        lambda span: span.set_attribute("key"),
        lambda span: span.set_attribute(1, 2),
        lambda span: span.set_attributes([1]),
        lambda span: span.record_exception("text"),
        lambda span: span.record_exception(ValueError),
    ],
)
def test_wrong_uses_of_a_handle(journal: Journal, call: Any) -> None:
    with martlet.span("block") as span, pytest.raises(TypeError):
        call(span)
    journal.new()


# martlet.context


def test_a_context(journal: Journal) -> None:
    with martlet.context(session="s", user="u", tags=["a"], metadata={"k": 1}, name="n"):
        work()
        with martlet.context(user="v"), martlet.span("inner", own=1):
            pass
        work()
    work()
    spans = journal.new()
    whole = {
        "session.id": "s",
        "user.id": "u",
        "martlet.tags": ["a"],
        "martlet.metadata": {"k": 1},
        "martlet.trace.name": "n",
    }
    assert [span.values("attributes") for span in spans] == [
        [whole],
        [whole | {"user.id": "v"}, {"own": 1}],
        [whole],
        [],
    ]


def test_a_context_and_tasks(journal: Journal) -> None:
    async def child(user: str) -> None:
        async with martlet.context(user=user):
            await asyncio.sleep(0)
            work()
            await asyncio.sleep(0)
            work()

    async def main() -> None:
        with martlet.context(session="s"):
            tasks = [asyncio.create_task(child(str(number))) for number in range(3)]
        work()
        await asyncio.gather(*tasks)
        work()

    asyncio.run(main())
    spans = journal.new()
    seen = [span.values("attributes") for span in spans]
    assert seen[0] == seen[-1] == []
    assert sorted(part["user.id"] for (part,) in seen[1:-1]) == ["0", "0", "1", "1", "2", "2"]
    assert {part["session.id"] for (part,) in seen[1:-1]} == {"s"}


def test_a_context_inside_of_spans(journal: Journal) -> None:
    with martlet.span("outer"):
        with martlet.context(user="u"):
            assert work() is not None
        work()
    outer, first, second = journal.new()
    assert first.parent == second.parent == outer.id
    assert [span.values("attributes") for span in (outer, first, second)] == [[], [{"user.id": "u"}], []]


def test_a_context_is_left_where_it_was_entered(journal: Journal) -> None:
    block = martlet.context(user="u")
    contextvars.copy_context().run(block.__enter__)
    block.__exit__(None, None, None)
    work()
    with pytest.raises(RuntimeError, match="has been entered"):
        block.__enter__()
    assert journal.one().values("attributes") == []


@pytest.mark.parametrize("arguments", [{"sessions": "x"}])
def test_wrong_contexts(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        martlet.context(**arguments)
    with pytest.raises(TypeError):
        martlet.context("session")  # type: ignore[misc]


# traceparent


def test_inject(journal: Journal) -> None:
    headers = {"accept": "x"}
    assert martlet.inject(headers) is headers == {"accept": "x"}
    assert martlet.inject() == {}
    with martlet.span("block") as span:
        assert martlet.inject() == {"traceparent": f"00-{span.trace_id}-{span.span_id}-01"}
    journal.new()
    with martlet.span("block"), pytest.raises(TypeError):
        martlet.inject(1)
    journal.new()


def test_extract(journal: Journal) -> None:
    with martlet.span("outer") as outer:
        with martlet.extract({"traceparent": HEADER}):
            work()
            assert martlet.inject() == {"traceparent": HEADER}
            remote = martlet.current_span()
            assert remote is not None
            assert (remote.trace_id, remote.span_id) == tuple(HEADER.split("-")[1:3])
            remote.set_attribute("is", "not ours")
        assert martlet.current_span() is outer
    _, inside = journal.new()
    assert (inside.trace, inside.parent) == (HEADER.split("-")[1], int(HEADER.split("-")[2], 16))


def test_extract_what_was_injected(journal: Journal) -> None:
    async def serve(headers: dict[str, str]) -> None:
        async with martlet.extract(headers):
            work()

    with martlet.span("client"):
        headers = martlet.inject({})
    asyncio.run(serve({key.title(): value for key, value in headers.items()}))
    client, server = journal.new()
    assert (server.trace, server.parent) == (client.trace, client.id)


@pytest.mark.parametrize(
    "header",
    [
        None,
        1,
        "",
        "00",
        HEADER[:-1],
        HEADER + "-x",
        HEADER.upper(),
        HEADER.replace("-", "_"),
        "ff" + HEADER[2:],
        HEADER.replace("b7ad6b7169203331", "0" * 16),
        HEADER.replace("0af7651916cd43dd8448eb211c80319c", "0" * 32),
        HEADER.replace("0a", "xx"),
        "\u00e9" * 55,
    ],
)
def test_headers_that_cannot_be_read(journal: Journal, header: Any) -> None:
    with martlet.extract({"traceparent": header} if header is not None else {}):
        work()
    assert journal.one().parent == 0


def test_a_later_version_of_the_header(journal: Journal) -> None:
    with martlet.extract({"traceparent": "01" + HEADER[2:] + "-more"}):
        work()
    assert journal.one().parent == int(HEADER.split("-")[2], 16)


def test_extract_needs_a_mapping() -> None:
    with pytest.raises(TypeError, match="a mapping of headers"):
        martlet.extract(1)


# martlet.instrument


def test_instrument_a_module(journal: Journal, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a_target.py").write_text(
        "class Tool:\n    def run(self, x): return x\n    @classmethod\n    def make(cls): return cls\ndef f(): return 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    martlet.instrument("a_target?", "Tool.run", kind="client")
    martlet.instrument("a_target?", "Tool.make", name="making")
    assert "a_target" not in sys.modules
    import a_target  # type: ignore[import-not-found]

    martlet.instrument("a_target?", "f")
    martlet.instrument(a_target, "f")
    assert (a_target.Tool().run(1), a_target.Tool.make(), a_target.f()) == (1, a_target.Tool, 1)
    assert [(span.name, span.kind) for span in journal.new()] == [("Tool.run", 3), ("making", 1), ("f", 1)]


def test_a_patch_without_a_place_does_not_fail_the_import(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b_target.py").write_text("value = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    martlet.instrument("b_target?", "Missing.run")
    reported = []
    monkeypatch.setattr(sys, "unraisablehook", reported.append)
    import b_target  # type: ignore[import-not-found]

    assert b_target.value == 1
    assert reported[0].object == "Missing.run"
    reported.clear()
    with pytest.raises(AttributeError):
        martlet.instrument(b_target, "Missing.run")


@pytest.mark.parametrize("arguments", [(), ("openai", "x", "y"), (sys, 1)])
def test_wrong_instrumentations(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        martlet.instrument(*arguments)
    with pytest.raises(TypeError):
        martlet.instrument("openai", name="x")  # type: ignore[call-overload]
    for more in ((), (None,)):
        with pytest.raises(ValueError, match="no instrumentation"):
            martlet.instrument("nothing of that name", *more)


def test_nothing_leaks(journal: Journal) -> None:
    def round() -> None:
        with martlet.context(session="s", metadata={"k": [1]}), martlet.context(user="u"):
            work()
            with martlet.extract(martlet.inject({})):
                work().set_attributes({"a": 1}, b=2)
        martlet.context(tags=["x"])
        martlet.extract({"traceparent": HEADER})

    def blocks(rounds: int) -> int:
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(rounds):
            round()
            contextvars.copy_context().run(round)
        gc.collect()
        return sys.getallocatedblocks() - before

    blocks(20)
    assert min(blocks(200) for _ in range(3)) < 100
    journal.new()
