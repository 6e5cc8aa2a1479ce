"""A recorded program sees what it would see without Martlet: results, errors, types, threads."""

from __future__ import annotations

import re

import pytest

import recorded
from recording import BARE, RUN, Server, Workplace

# Replies carry the time of day; all else is the same in each run.
RESULTS = """
import asyncio

def show(reply):
    print(type(reply), {**reply.model_dump(), "created": 0})

def ask(text, client=openai.OpenAI(max_retries=0), **more):
    return client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": text}], **more
    )

show(ask("A plain question"))
show(ask("Two answers", n=2, temperature=0))
stream = ask("A streamed one", stream=True, stream_options={"include_usage": True})
print(type(stream), stream.response.status_code)
for chunk in stream:
    show(chunk)
print(list(stream))
with ask("Left early", stream=True) as stream:
    show(next(stream))
    iterator = iter(stream)
    show(next(iterator))

raw = openai.OpenAI().chat.completions.with_raw_response.create(
    model="gpt-4o", messages=[{"role": "user", "content": "Raw"}]
)
print(type(raw), raw.status_code, raw.headers["content-type"])
show(raw.parse())
with openai.OpenAI().chat.completions.with_streaming_response.create(
    model="gpt-4o", messages=[{"role": "user", "content": "Streaming"}]
) as response:
    print(type(response), len(response.read()) > 100)

def messages():
    yield {"role": "user", "content": "From an iterator"}

show(openai.OpenAI().chat.completions.create(model="gpt-4o", messages=messages()))
show(openai.OpenAI().chat.completions.create(
    model="gpt-4o", messages=[{"role": "user", "content": "With metadata"}], metadata={"a": "b"}
))

async def asynchronous():
    async with openai.AsyncOpenAI() as client:
        show(await ask("From asyncio", client))
        stream = await ask("From asyncio, streamed", client, stream=True)
        print(type(stream))
        async for chunk in stream:
            show(chunk)

asyncio.run(asynchronous())
"""

ERRORS = """
import socket

def attempt(call, *arguments, **more):
    try:
        print(call(*arguments, **more))
    except Exception as error:
        print(type(error), error, error.args, sorted(set(vars(error)) - {"request", "response"}))
        print(getattr(error, "status_code", None), getattr(error, "code", None), getattr(error, "body", None))
        print(type(error.__cause__), type(error.__context__))

def ask(text, client=openai.OpenAI(max_retries=0), **more):
    return client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": text}], **more
    )

attempt(ask, "x", openai.OpenAI(api_key="wrong"))
attempt(ask, "[status 429] x")
attempt(ask, "[status 500] x")
attempt(openai.OpenAI().chat.completions.create, model="unknown", messages=[{"role": "user"}])
attempt(openai.OpenAI().chat.completions.create, model="gpt-4o", messages=[])
attempt(openai.OpenAI().chat.completions.create, model="gpt-4o")
attempt(openai.OpenAI().chat.completions.create, no_such_argument=1)
attempt(ask, "x", openai.OpenAI(base_url="http://127.0.0.1:9/v1", max_retries=0))
attempt(ask, "[stall after 0] x", stream=True)
silent = socket.create_server(("127.0.0.1", 0))
silent_url = "http://127.0.0.1:%d/v1" % silent.getsockname()[1]
attempt(ask, "x", openai.OpenAI(base_url=silent_url, timeout=0.5, max_retries=0))
attempt(lambda: [c for c in ask("[error after 3] x", stream=True)])
attempt(lambda: [c for c in ask("[cut after 3] x", stream=True)])
attempt(openai.OpenAI().models.list)
attempt(openai.OpenAI().embeddings.create, model="gpt-4o", input="x")
"""

LOOKS = """
import inspect, pickle, copy
from openai.resources.chat.completions import AsyncCompletions, Completions

for owner in (Completions, AsyncCompletions):
    create = owner.create
    print(inspect.signature(create), create.__name__, create.__qualname__, create.__module__)
    print(create.__doc__, inspect.isfunction(create), inspect.iscoroutinefunction(create))
    print(create.__defaults__, create.__kwdefaults__, create.__annotations__.keys())
bound = openai.OpenAI().chat.completions.create
print(inspect.ismethod(bound), bound.__name__, inspect.signature(bound), type(bound.__self__))
print(bound.__func__ is Completions.create or bound.__func__ == Completions.create)

class Mine(openai.OpenAI):
    def post(self, *arguments, **more):
        print("my own post")
        return super().post(*arguments, **more)

Mine().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "x"}])
print(openai.OpenAI.__mro__, openai.OpenAI.__init__.__qualname__, openai.__name__, openai.__file__)
print(sorted(name for name in dir(openai.OpenAI()) if not name.startswith("__")))
print(sorted(name for name in vars(openai)))
"""


def without_addresses(text: str) -> str:
    """Objects that have no text of their own print their address, another one in each run."""
    return re.sub(r"\bat 0x[0-9a-f]+", "at ...", text)


@pytest.mark.parametrize("source", [RESULTS, ERRORS, LOOKS], ids=["results", "errors", "looks"])
def test_same_as_without(workplace: Workplace, server: Server, how: str, source: str) -> None:
    bare = workplace.run(source, BARE)
    assert bare.count("\n") > 5
    assert not server.client.traces(), "a program without Martlet was recorded"
    assert without_addresses(workplace.run(source, how)) == without_addresses(bare)
    # And it was truly recorded meanwhile.
    assert server.client.wait_for_traces(1)


def test_uncaught_error(workplace: Workplace, how: str) -> None:
    """An error that nobody catches ends the program in the same way, with the same last line."""
    source = """
    import sys
    sys.stderr = sys.stdout
    question = {"role": "user", "content": "[status 400] x"}
    openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question])
    """
    bare, seen = (workplace.run(source, kind, status=1) for kind in (BARE, how))
    assert seen.splitlines()[-1] == bare.splitlines()[-1]
    assert "BadRequestError" in seen


def test_no_thread_and_no_descriptor_is_left(workplace: Workplace, how: str) -> None:
    """Recording starts no thread and holds no socket or pipe: only the mapped journal."""
    source = """
    import os, threading
    client = openai.OpenAI()
    for stream in (False, True):
        question = {"role": "user", "content": "x"}
        reply = client.chat.completions.create(model="gpt-4o", messages=[question], stream=stream)
        if stream:
            list(reply)
    client.close()
    print([thread.name for thread in threading.enumerate()], len(os.listdir("/proc/self/task")))
    descriptors = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
    targets = [os.readlink(path) for path in descriptors if os.path.exists(path)]
    print(sorted(target.partition(":")[0] for target in targets if ".journal" not in target))
    """
    assert workplace.run(source, how) == workplace.run(source, BARE)


def test_a_home_that_cannot_be_written(workplace: Workplace, how: str) -> None:
    """A fault of ours does not reach the program."""
    source = """
    question = {"role": "user", "content": "x"}
    print(openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question]).choices)
    """
    bare = workplace.run(source, BARE)
    # A file where the directory should be: even root cannot write below it.
    (workplace.folder / "file").write_text("")
    environment = {"MARTLET_HOME": str(workplace.folder / "file" / "home")}
    assert workplace.run(source, how, environment=environment) == bare


def test_both_ways_at_once_record_once(workplace: Workplace, server: Server) -> None:
    source = """
    from martlet.openai import openai as other
    assert other is openai
    openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "x"}])
    """
    workplace.run(source, RUN)
    [summary] = server.client.wait_for_traces(1)
    recorded.only_span(server.client.trace(summary["id"]))
