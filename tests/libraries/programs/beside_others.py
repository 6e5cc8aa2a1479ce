"""One call of each kind while Langfuse and OpenTelemetry record too; `first` or `last` says when Martlet is imported."""

import asyncio
import sys

if sys.argv[1] == "first":
    import martlet.openai  # noqa: F401

import openai
from langfuse import Langfuse
from langfuse.openai import openai as patched
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

of_langfuse, of_opentelemetry = InMemorySpanExporter(), InMemorySpanExporter()
recorder = Langfuse(public_key="pk-lf-x", secret_key="sk-lf-x", base_url="http://127.0.0.1:9", span_exporter=of_langfuse)
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(of_opentelemetry))
OpenAIInstrumentor().instrument(tracer_provider=provider)

if sys.argv[1] == "last":
    import martlet.openai  # noqa: F401

CALL = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello there"}]}
assert patched is openai
client = openai.OpenAI(max_retries=0)
print(client.chat.completions.create(**CALL, name="named").choices[0].message.content)
with client.chat.completions.create(**CALL, stream=True) as stream:
    print([chunk.choices[0].delta.content for chunk in stream])
try:
    client.chat.completions.create(model="none-such", messages=CALL["messages"])
except openai.NotFoundError as error:
    print(type(error).__name__, error.status_code)


async def main() -> None:
    client = openai.AsyncOpenAI(max_retries=0)
    print((await client.chat.completions.create(**CALL)).choices[0].message.content)
    async with await client.chat.completions.create(**CALL, stream=True) as stream:
        print([chunk.choices[0].delta.content async for chunk in stream])
    await client.close()


asyncio.run(main())
recorder.flush()
for exporter in (of_langfuse, of_opentelemetry):
    print(sorted((span.name, span.status.status_code.name) for span in exporter.get_finished_spans()))
