"""`martlet.langfuse.openai`: Langfuse's arguments are recorded, and not sent. In a process of its own, since the
package's methods take them from then on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from journal import Journal, Span

SUPPORT = Path(__file__).resolve().parent.parent.parent / "support"

PRELUDE = """
import asyncio, json, sys
from martlet.langfuse.openai import AsyncOpenAI, OpenAI, openai
import martlet, httpx2
from openai_clients import CHUNKS, MESSAGES, REPLY, Handler, async_client, client, reply, streaming

sent = []
def answer(request):
    sent.append(json.loads(request.content))
    return reply(request)

def events(request):
    sent.append(json.loads(request.content))
    return streaming(*CHUNKS, "[DONE]")(request)

one, several = client(answer), client(events)
basis = {"model": "gpt-4o", "messages": MESSAGES}
"""


def run(folder: Path, source: str, **environment: str) -> tuple[list[dict[str, Any]], list[Span]]:
    """What was sent, and the spans."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(source) + "\nprint(json.dumps(sent))"],
        env=os.environ | {"MARTLET_HOME": str(folder), "PYTHONPATH": path()} | environment,
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    journal = folder / "journal"
    return json.loads(done.stdout.splitlines()[-1]), Journal(journal).new() if journal.exists() else []


def path() -> str:
    return os.pathsep.join(entry for entry in (str(SUPPORT), os.environ.get("PYTHONPATH", "")) if entry)


def attributes(span: Span) -> dict[str, Any]:
    return {key: value for each in span.values("attributes") for key, value in each.items()}


ALL = """
arguments = dict(
    name="greeting", metadata={"a": 1}, trace_id="0af7651916cd43dd8448eb211c80319c",
    parent_observation_id="b7ad6b7169203331", session_id="s-1", user_id="u-1", tags=["x", "y"],
    langfuse_public_key="pk-1",
)
"""
NOTED = {
    "martlet.name": "greeting", "martlet.metadata": {"a": 1}, "session.id": "s-1", "user.id": "u-1",
    "martlet.tags": ["x", "y"], "langfuse.public_key": "pk-1",
}  # fmt: skip
CALLS = {
    "create": "one.chat.completions.create(**basis, **arguments)",
    "create, streamed": "list(several.chat.completions.create(**basis, stream=True, **arguments))",
    "parse": "one.chat.completions.parse(**basis, **arguments)",
    "stream": """
with several.chat.completions.stream(**basis, **arguments) as stream:
    list(stream)
""",
    "raw": "one.chat.completions.with_raw_response.create(**basis, **arguments)",
    "a client of its own": "one.with_options(timeout=3).chat.completions.create(**basis, **arguments)",
    "asynchronous create": "asyncio.run(async_client(answer).chat.completions.create(**basis, **arguments))",
    "asynchronous parse": "asyncio.run(async_client(answer).chat.completions.parse(**basis, **arguments))",
    "asynchronous stream": """
async def main():
    async with async_client(events).chat.completions.stream(**basis, **arguments) as stream:
        async for _ in stream: pass
asyncio.run(main())
""",
    "in a task": """
async def main():
    await asyncio.gather(*[async_client(answer).chat.completions.create(**basis, **arguments)])
asyncio.run(main())
""",
}


@pytest.mark.parametrize("call", CALLS)
def test_the_arguments_are_recorded_and_not_sent(tmp_path: Path, call: str) -> None:
    sent, spans = run(tmp_path, ALL + CALLS[call])
    (body,), (span,) = sent, spans
    assert body["messages"] and set(body) <= {"messages", "model", "stream"}
    assert attributes(span) == NOTED
    assert (span.trace, span.parent) == ("0af7651916cd43dd8448eb211c80319c", 0xB7AD6B7169203331)
    assert span.outcome == "returned"


def test_calls_without_them_have_none_of_the_call_before(tmp_path: Path) -> None:
    sent, spans = run(tmp_path, ALL + "one.chat.completions.create(**basis, **arguments)\none.chat.completions.create(**basis)")
    assert [attributes(span) for span in spans] == [NOTED, {}]
    assert spans[1].parent == 0 and spans[1].trace != spans[0].trace


def test_a_trace_without_a_parent(tmp_path: Path) -> None:
    _, (span,) = run(tmp_path, 'one.chat.completions.create(**basis, trace_id="0AF7651916CD43DD8448EB211C80319C")')
    assert (span.trace, span.parent) == ("0af7651916cd43dd8448eb211c80319c", 0)


def test_metadata_is_sent_with_store_alone(tmp_path: Path) -> None:
    sent, spans = run(tmp_path, """
        one.chat.completions.create(**basis, metadata={"a": "1"})
        one.chat.completions.create(**basis, metadata={"a": "1"}, store=False)
        one.chat.completions.create(**basis, metadata={"a": "1"}, store=True)
    """)
    assert [body.get("metadata") for body in sent] == [None, None, {"a": "1"}]
    assert [body.get("store") for body in sent] == [None, False, True]
    assert [attributes(span) for span in spans] == [{"martlet.metadata": {"a": "1"}}] * 3


def test_bad_values_are_recorded_and_never_raise(tmp_path: Path) -> None:
    class_ = 'class Odd:\n    def __repr__(self): raise ValueError\n'
    sent, spans = run(tmp_path, class_ + textwrap.dedent("""
        one.chat.completions.create(**basis, name=7, trace_id="nonsense", parent_observation_id=5)
        one.chat.completions.create(**basis, parent_observation_id="b7ad6b7169203331")
        one.chat.completions.create(**basis, trace_id="0" * 32, tags="one", metadata=Odd(), user_id=Odd(), session_id=None)
        one.chat.completions.create(**basis, langfuse_prompt="none")
        one.chat.completions.create(**basis, name=None, trace_id=None)
    """))
    assert len(sent) == len(spans) == 5
    first, second, third, fourth, fifth = map(attributes, spans)
    assert first == {"langfuse.name": 7, "langfuse.trace_id": "nonsense", "langfuse.parent_observation_id": 5}
    assert second == {"langfuse.parent_observation_id": "b7ad6b7169203331"}
    assert third["langfuse.trace_id"] == "0" * 32 and third["martlet.tags"] == "one"
    assert third["user.id"]["$type"].endswith("Odd")
    assert fourth == {"langfuse.prompt": "none"}
    assert fifth == {}


def test_a_prompt(tmp_path: Path) -> None:
    _, (span,) = run(tmp_path, """
        class Prompt: name, version = "greet", 3
        one.chat.completions.create(**basis, langfuse_prompt=Prompt())
    """)
    assert attributes(span) == {"langfuse.observation.prompt.name": "greet", "langfuse.observation.prompt.version": 3}


def test_inside_a_context_and_a_span(tmp_path: Path) -> None:
    _, spans = run(tmp_path, """
        with martlet.span("outer"), martlet.context(session="outer", user="u"):
            one.chat.completions.create(**basis, session_id="inner")
            with martlet.span("after"): pass
    """)
    outer, call, after = spans
    assert call.parent == outer.id
    assert attributes(call) == {"session.id": "inner", "user.id": "u"}
    assert attributes(after) == {"session.id": "outer", "user.id": "u"}


def test_where_nothing_is_recorded_they_are_not_sent_either(tmp_path: Path) -> None:
    for environment in ({"MARTLET_CAPTURE": "none"}, {"MARTLET_CAPTURE": "metadata"}):
        (body,), _ = run(tmp_path, ALL + CALLS["create"], **environment)
        assert set(body) == {"messages", "model"}


def test_the_methods_are_the_functions_that_they_were(tmp_path: Path) -> None:
    run(tmp_path, """
        import inspect, pickle
        from openai.resources.chat.completions import AsyncCompletions, Completions
        assert "messages" in inspect.signature(Completions.create).parameters
        assert pickle.loads(pickle.dumps(Completions.create)) is Completions.create
        assert openai.chat.completions.create.__name__ == "create"
        try:
            one.chat.completions.create(model="x", name="y")
        except TypeError as error:
            assert "messages" in str(error), error
        else:
            raise AssertionError
    """)
