"""Calls through LiteLLM, which has its own client of openai for them: whole, streamed, asynchronous, and one that fails."""

import asyncio
import os

import litellm

litellm.suppress_debug_info = True
CALL = {
    "model": "openai/gpt-4o", "messages": [{"role": "user", "content": "Hello there"}],
    "api_base": os.environ["OPENAI_BASE_URL"], "max_retries": 0,
}


def text(chunk: object) -> str:
    return chunk.choices[0].delta.content or ""


print(litellm.completion(**CALL).choices[0].message.content)
print([text(chunk) for chunk in litellm.completion(**CALL, stream=True)])


async def main() -> None:
    print((await litellm.acompletion(**CALL)).choices[0].message.content)
    print([text(chunk) async for chunk in await litellm.acompletion(**CALL, stream=True)])


asyncio.run(main())
try:
    litellm.completion(**CALL | {"model": "openai/none-such"})
except Exception as error:
    print(type(error).__name__, error.status_code)
