"""Answers as models of pydantic, plain, asynchronous and in pieces; one that does not fit, which is asked for again."""

import asyncio

import instructor
import openai
from pydantic import BaseModel, field_validator


class Bird(BaseModel):
    name: str


class Strict(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def refuse(cls, value: str) -> str:
        raise ValueError("it is always wrong")


def ask(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


client = instructor.from_openai(openai.OpenAI())
print(client.chat.completions.create(model="gpt-4o", response_model=Bird, messages=ask("Bird swift")))
for part in client.chat.completions.create_partial(model="gpt-4o", response_model=Bird, messages=ask("Bird martin")):
    print(part)
try:
    client.chat.completions.create(model="gpt-4o", response_model=Strict, messages=ask("Strict owl"), max_retries=2)
except Exception as error:
    print(type(error).__name__)


async def main() -> None:
    client = instructor.from_openai(openai.AsyncOpenAI())
    calls = [
        client.chat.completions.create(model="gpt-4o", response_model=Bird, messages=ask(f"Bird {name}")) for name in "abc"
    ]
    print(await asyncio.gather(*calls))


asyncio.run(main())
