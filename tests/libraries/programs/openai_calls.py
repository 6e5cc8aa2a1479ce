"""What every version of openai since 1.0 can do: each kind of call once, and how each of them may end."""

import asyncio
import copy
import gc
import os

import openai

CALL = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello there"}]}


def asking(text: str) -> dict:
    return CALL | {"messages": [{"role": "user", "content": text}]}


def show(what: str, value: object) -> None:
    print(f"{what}: {value}")


def text(stream: object) -> list:
    return [chunk.choices[0].delta.content for chunk in stream]


# The first versions do not look for the address in the environment.
ADDRESS = os.environ["OPENAI_BASE_URL"]
client = openai.OpenAI(base_url=ADDRESS, max_retries=0)
# In the first versions a copy that goes closes what it shares with the others.
others = [openai.OpenAI(base_url=ADDRESS, max_retries=0) for _ in range(3)]
copies = [others[0].with_options(timeout=9), copy.copy(others[1]), others[2].with_options(max_retries=1)]
show("plain", client.chat.completions.create(**CALL).choices[0].message.content)
show("streamed", text(client.chat.completions.create(**CALL, stream=True)))
raw = client.chat.completions.with_raw_response.create(**CALL)
show("raw", (raw.headers["content-type"], raw.parse().choices[0].finish_reason))
show("options", copies[0].chat.completions.create(**CALL).model)
show("copy", copies[1].chat.completions.create(**CALL).model)
show("posted", client.post("/chat/completions", body=CALL, cast_to=dict[str, object])["model"])
for trouble in ("[status 500]", "[status 401]", "[status 429]"):
    try:
        client.chat.completions.create(**asking(trouble))
    except openai.APIStatusError as error:
        show(trouble, (type(error).__name__, error.status_code))
try:
    copies[2].chat.completions.create(**asking("[status 503]"))
except openai.APIStatusError as error:
    show("tried twice", type(error).__name__)
try:
    openai.OpenAI(base_url="http://127.0.0.1:9/v1", max_retries=0).chat.completions.create(**CALL)
except openai.APIConnectionError as error:
    show("nobody there", type(error).__name__)
try:
    text(client.chat.completions.create(**asking("[error after 2]"), stream=True))
except openai.APIError as error:
    show("error in the stream", type(error).__name__)
stream = client.chat.completions.create(**CALL, stream=True)
show("left", next(iter(stream)).choices[0].delta.role)
del stream
gc.collect()


async def main() -> None:
    client = openai.AsyncOpenAI(base_url=ADDRESS, max_retries=0)
    show("async", (await client.chat.completions.create(**CALL)).model)
    show("async stream", [c.choices[0].delta.content async for c in await client.chat.completions.create(**CALL, stream=True)])
    task = asyncio.ensure_future(client.chat.completions.create(**CALL))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        show("cancelled", True)
    await client.close()


asyncio.run(main())
