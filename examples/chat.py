"""Asks a model three questions and records every call: Martlet is in the one import.

Needs OPENAI_API_KEY and, for another API than OpenAI's own, OPENAI_BASE_URL:

    python examples/chat.py
"""

import asyncio

from martlet.openai import openai

MODEL = "gpt-4o-mini"
SYSTEM = {"role": "system", "content": "You are a patient ornithologist. Answer in plain words."}


def plain() -> None:
    """The whole answer at once."""
    question = {"role": "user", "content": "Why does a swift hardly ever land?"}
    completion = openai.OpenAI().chat.completions.create(
        model=MODEL, messages=[SYSTEM, question], temperature=0.2
    )
    print(completion.choices[0].message.content, end="\n\n")


def streamed() -> None:
    """The answer as it is written."""
    question = {"role": "user", "content": "What do swifts drink while they are in the air?"}
    stream = openai.OpenAI().chat.completions.create(
        model=MODEL, messages=[SYSTEM, question], stream=True, stream_options={"include_usage": True}
    )
    for chunk in stream:
        for choice in chunk.choices:
            print(choice.delta.content or "", end="", flush=True)
    print("\n")


async def asynchronous() -> None:
    """The same from asyncio."""
    question = {"role": "user", "content": "How far does a swift fly in its life?"}
    async with openai.AsyncOpenAI() as client:
        completion = await client.chat.completions.create(model=MODEL, messages=[SYSTEM, question])
    print(completion.choices[0].message.content)


if __name__ == "__main__":
    plain()
    streamed()
    asyncio.run(asynchronous())
