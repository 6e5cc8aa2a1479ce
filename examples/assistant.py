"""Answers one question in several steps, and shows them as one trace: `martlet.span` marks a step.

The calls of the model inside a step belong to it, also when they run at the same time.
Needs OPENAI_API_KEY and, for another API than OpenAI's own, OPENAI_BASE_URL:

    python examples/assistant.py
"""

import asyncio

import martlet
from martlet.openai import openai

MODEL = "gpt-4o-mini"
QUESTION = "Could a swift sleep while it flies?"


async def ask(client: openai.AsyncOpenAI, text: str) -> str:
    """One call of the model."""
    message = {"role": "user", "content": text}
    completion = await client.chat.completions.create(model=MODEL, messages=[message])
    return completion.choices[0].message.content


async def main() -> None:
    """Two views of the question at once, then an answer made of both."""
    async with openai.AsyncOpenAI() as client:
        with martlet.span("answer", question=QUESTION):
            async with martlet.span("gather views"):
                views = await asyncio.gather(
                    ask(client, f"As a biologist: {QUESTION}"),
                    ask(client, f"As a pilot: {QUESTION}"),
                )
            with martlet.span("conclude"):
                print(await ask(client, "Make one answer of these two:\n\n" + "\n\n".join(views)))


if __name__ == "__main__":
    asyncio.run(main())
