"""Talks to a model and knows nothing of Martlet; `martlet run` records it all the same.

Needs OPENAI_API_KEY and, for another API than OpenAI's own, OPENAI_BASE_URL:

    martlet run examples/plain_chat.py
"""

import asyncio

import openai

MODEL = "gpt-4o"


def conversation() -> None:
    """Two turns; the second sends the first along."""
    client = openai.OpenAI()
    messages = [{"role": "user", "content": "Name the bird of heraldry that has no feet."}]
    for follow_up in ("And why was it drawn without them?", None):
        completion = client.chat.completions.create(model=MODEL, messages=messages)
        answer = completion.choices[0].message.content
        print(answer, end="\n\n")
        if follow_up:
            messages.append({"role": "assistant", "content": answer})
            messages.append({"role": "user", "content": follow_up})


async def streamed() -> None:
    """A streamed answer, from asyncio."""
    question = {"role": "user", "content": "Which families carry the martlet in their arms?"}
    async with openai.AsyncOpenAI() as client:
        stream = await client.chat.completions.create(model=MODEL, messages=[question], stream=True)
        async for chunk in stream:
            for choice in chunk.choices:
                print(choice.delta.content or "", end="", flush=True)
    print()


if __name__ == "__main__":
    conversation()
    asyncio.run(streamed())
