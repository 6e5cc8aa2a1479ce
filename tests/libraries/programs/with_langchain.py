"""A chat model of LangChain: whole and streamed, plain and asynchronous, in batches, with a tool, and one that is not there."""

import asyncio

from langchain_core.tools import tool
from langchain_openai import ChatOpenAI


@tool
def weather(town: str) -> str:
    """The weather in a town."""
    return "rain"


model = ChatOpenAI(model="gpt-4o", temperature=0)
print(model.invoke("Hello there").content)
print([chunk.content for chunk in model.stream("Hello there")])
print([answer.content for answer in model.batch(["one", "two", "three"])])
print(model.bind_tools([weather]).invoke("weather in Oslo").tool_calls)


async def main() -> None:
    print((await model.ainvoke("Hello there")).content)
    print([chunk.content async for chunk in model.astream("Hello there")])
    print([answer.content for answer in await model.abatch(["one", "two"])])


asyncio.run(main())
try:
    ChatOpenAI(model="none-such", max_retries=0).invoke("x")
except Exception as error:
    print(type(error).__module__, type(error).__name__, str(error))
