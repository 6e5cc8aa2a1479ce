"""What a program asks and is answered is found by the server, however it was recorded."""

from __future__ import annotations

import json

import recorded
from recording import DROP_IN, Server, Workplace

QUESTION = "Why does a swift hardly ever land?"

PLAIN = f"""
answer = openai.OpenAI().chat.completions.create(
    model="gpt-4o-mini", temperature=0.25, max_completion_tokens=300,
    messages=[{{"role": "system", "content": "Be brief."}}, {{"role": "user", "content": "{QUESTION}"}}],
)
print(answer.choices[0].message.content)
"""

STREAMED = f"""
stream = openai.OpenAI().chat.completions.create(
    model="gpt-4o-mini", stream=True, stream_options={{"include_usage": True}},
    messages=[{{"role": "user", "content": "{QUESTION}"}}],
)
print("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))
"""

ASYNC_PLAIN = f"""
import asyncio

async def main():
    async with openai.AsyncOpenAI() as client:
        answer = await client.chat.completions.create(
            model="gpt-4o-mini", messages=[{{"role": "user", "content": "{QUESTION}"}}]
        )
        print(answer.choices[0].message.content)

asyncio.run(main())
"""

ASYNC_STREAMED = f"""
import asyncio

async def main():
    async with openai.AsyncOpenAI() as client:
        stream = await client.chat.completions.create(
            model="gpt-4o-mini", messages=[{{"role": "user", "content": "{QUESTION}"}}], stream=True
        )
        print("".join([chunk.choices[0].delta.content or "" async for chunk in stream]))

asyncio.run(main())
"""


def one_trace(server: Server) -> dict:
    """The only trace there is, once it has ended."""
    [summary] = server.client.wait_for_traces(1)
    return server.client.trace(summary["id"])


def test_plain_call(workplace: Workplace, server: Server, how: str) -> None:
    printed = workplace.run(PLAIN, how)
    span = recorded.only_span(one_trace(server))
    assert span["status"] == "ok"
    assert recorded.prompts(span) == [("system", "Be brief."), ("user", QUESTION)]
    assert recorded.answers(span) == [printed.removesuffix("\n")]
    meaning = span["meaning"]
    assert meaning["requested_model"] == "gpt-4o-mini"
    assert meaning["answered_model"] == "gpt-4o-mini-2024-07-18"
    assert meaning["http_status"] == 200
    assert meaning["request_id"].startswith("req_")
    assert not meaning["is_stream"]
    # What was sent, and nothing that was not.
    assert recorded.parameters(span) == {"temperature": 0.25, "max_completion_tokens": 300}


def test_tokens_are_the_ones_that_the_api_counted(workplace: Workplace, server: Server) -> None:
    source = PLAIN + "\nprint(answer.usage.prompt_tokens, answer.usage.completion_tokens)"
    sent, answered = map(int, workplace.run(source, DROP_IN).splitlines()[-1].split())
    trace = one_trace(server)
    usage = recorded.only_span(trace)["meaning"]["usage"]
    assert (usage["input"], usage["output"], usage["total"]) == (sent, answered, sent + answered)
    assert trace["usage"]["input"] == sent


def test_streamed_call(workplace: Workplace, server: Server, how: str) -> None:
    printed = workplace.run(STREAMED, how)
    span = recorded.only_span(one_trace(server))
    assert span["status"] == "ok"
    assert recorded.prompts(span) == [("user", QUESTION)]
    assert recorded.answers(span) == [printed.removesuffix("\n")]
    meaning = span["meaning"]
    assert meaning["is_stream"]
    assert meaning["chunk_count"] > 10
    assert 0 < meaning["time_to_first_token_nano"] < span["duration_nano"]
    assert meaning["usage"]["output"] > 10


def test_async_calls(workplace: Workplace, server: Server, how: str) -> None:
    plain = workplace.run(ASYNC_PLAIN, how)
    streamed = workplace.run(ASYNC_STREAMED, how)
    assert plain == streamed
    spans = [recorded.only_span(server.client.trace(t["id"])) for t in server.client.wait_for_traces(2)]
    assert [span["meaning"]["is_stream"] for span in spans] == [True, False]
    for span in spans:
        assert span["status"] == "ok"
        assert recorded.answers(span) == [plain.removesuffix("\n")]


def test_page_shows_prompt_and_answer(workplace: Workplace, server: Server, how: str) -> None:
    printed = workplace.run(STREAMED, how)
    text = server.client.page_text(one_trace(server)["id"])
    assert QUESTION in text
    assert " ".join(printed.split()) in text


def test_calls_in_threads_and_tasks(workplace: Workplace, server: Server) -> None:
    """Every one of many calls at once becomes one trace with its own question and answer."""
    source = """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    def ask(number):
        messages = [{"role": "user", "content": f"Thread number {number}"}]
        return client.chat.completions.create(model="gpt-4o", messages=messages)

    async def ask_all(count):
        async with openai.AsyncOpenAI() as client:
            async def ask(number):
                messages = [{"role": "user", "content": f"Task number {number}"}]
                stream = await client.chat.completions.create(model="gpt-4o", messages=messages, stream=True)
                async for _ in stream:
                    pass
            await asyncio.gather(*map(ask, range(count)))

    client = openai.OpenAI()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(40)))
    asyncio.run(ask_all(40))
    """
    workplace.run(source, DROP_IN)
    traces = server.client.wait_for_traces(80)
    assert len(traces) == 80
    seen = set()
    for trace in traces:
        span = recorded.only_span(server.client.trace(trace["id"]))
        assert span["status"] == "ok"
        [(_, question)] = recorded.prompts(span)
        [answer] = recorded.answers(span)
        # The answer belongs to the question: it names its last word, the number.
        assert f"to “{question.split()[-1]}”" in answer
        seen.add(question)
    assert seen == {f"{kind} number {n}" for kind in ("Thread", "Task") for n in range(40)}


def test_tool_calls_and_choices(workplace: Workplace, server: Server) -> None:
    source = """
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": {
        "type": "object", "properties": {"city": {"type": "string"}}}}}
    question = {"role": "user", "content": "Ask get_weather about Zürich"}
    openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], tools=[tool])
    for chunk in openai.OpenAI().chat.completions.create(
        model="gpt-4o", messages=[question], tools=[tool], stream=True
    ):
        pass
    openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], n=3)
    """
    workplace.run(source, DROP_IN)
    choices, streamed, plain = (
        recorded.only_span(server.client.trace(t["id"])) for t in server.client.wait_for_traces(3)
    )
    for span in (plain, streamed):
        assert [(name, json.loads(text)) for name, text in recorded.tool_calls(span)] == [
            ("get_weather", {"city": "Zürich"})
        ]
    assert len(set(recorded.answers(choices))) == 3


def test_error_of_the_api(workplace: Workplace, server: Server, how: str) -> None:
    source = """
    question = {"role": "user", "content": "[status 429] Tell me all."}
    try:
        openai.OpenAI(max_retries=0).chat.completions.create(model="gpt-4o", messages=[question])
    except openai.RateLimitError as error:
        print(error.request_id)
    """
    request_id = workplace.run(source, how).strip()
    span = recorded.only_span(one_trace(server))
    assert span["status"] == "error"
    error = span["meaning"]["error"]
    assert error["type"] == "openai.RateLimitError"
    assert "Rate limit reached" in error["message"]
    assert (error["status"], error["request_id"]) == (429, request_id)


def test_stream_that_is_left_early(workplace: Workplace, server: Server) -> None:
    source = """
    question = {"role": "user", "content": "Speak at length."}
    stream = openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], stream=True)
    print("".join(next(stream).choices[0].delta.content or "" for _ in range(4)))
    stream.close()
    """
    printed = workplace.run(source, DROP_IN)
    span = recorded.only_span(one_trace(server))
    assert span["status"] == "abandoned"
    assert recorded.answers(span)[0].startswith(printed.removesuffix("\n"))


def test_error_in_mid_stream(workplace: Workplace, server: Server, how: str) -> None:
    source = """
    question = {"role": "user", "content": "[error after 4] Speak at length."}
    stream = openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], stream=True)
    try:
        for chunk in stream:
            print(chunk.choices[0].delta.content, end="")
    except openai.APIError:
        pass
    """
    printed = workplace.run(source, how)
    span = recorded.only_span(one_trace(server))
    assert span["status"] == "error"
    assert "server had an error" in span["meaning"]["error"]["message"]
    assert recorded.answers(span) == [printed]


def test_cancelled_task(workplace: Workplace, server: Server) -> None:
    source = """
    import asyncio

    async def main():
        question = {"role": "user", "content": "[stall after 2] Speak at length."}
        async with openai.AsyncOpenAI() as client:
            async def listen():
                stream = await client.chat.completions.create(
                    model="gpt-4o", messages=[question], stream=True
                )
                async for _ in stream:
                    pass
            task = asyncio.create_task(listen())
            await asyncio.sleep(1)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                print("cancelled")

    asyncio.run(main())
    """
    assert workplace.run(source, DROP_IN) == "cancelled\n"
    assert recorded.only_span(one_trace(server))["status"] == "cancelled"


def test_key_is_recorded_nowhere(workplace: Workplace, server: Server, how: str) -> None:
    source = PLAIN.replace("OpenAI()", "OpenAI(api_key='sk-very-secret', organization='org-own')")
    # Segments are deleted once they are stored, so a first look happens from within.
    source += """
import pathlib, os
for file in pathlib.Path(os.environ["MARTLET_HOME"], "journal").iterdir():
    assert b"sk-very-secret" not in file.read_bytes(), file
"""
    workplace.run(source, how)
    one_trace(server)
    assert server.stop() == 0
    for file in workplace.home.rglob("*"):
        assert not file.is_file() or b"sk-very-secret" not in file.read_bytes(), file
