"""An agent of OpenAI's own that calls a tool and answers from what it said, plain and streamed."""

import asyncio

import openai
from agents import Agent, OpenAIChatCompletionsModel, Runner, function_tool, set_tracing_disabled

set_tracing_disabled(True)


@function_tool
def weather(town: str) -> str:
    """The weather in a town."""
    return f"rain in {town}"


agent = Agent(
    name="Forecaster", instructions="Be brief.", tools=[weather],
    model=OpenAIChatCompletionsModel("gpt-4o", openai.AsyncOpenAI()),
)
print(Runner.run_sync(agent, "the weather for Oslo").final_output)
print(Runner.run_sync(agent, "Hello there").final_output)


async def main() -> None:
    streamed = Runner.run_streamed(agent, "the weather for Rome")
    async for event in streamed.stream_events():
        print(event.type)
    print(streamed.final_output)


asyncio.run(main())
