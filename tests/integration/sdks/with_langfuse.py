"""Langfuse: its drop-in for openai, its decorator, a generation of one's own and a score."""

from calls import call
from langfuse import get_client, observe, propagate_attributes
from langfuse.openai import openai

langfuse = get_client()
assert langfuse.auth_check()


@observe(as_type="tool")
def add(a, b):
    return a + b


@observe()
def lesson(question):
    add(1, 2)
    with langfuse.start_as_current_observation(
        as_type="generation", name="own", model="my-model", input="hi", metadata={"k": "v"}
    ) as generation:
        generation.update(output="hello", usage_details={"input": 3, "output": 4}, cost_details={"total": 0.5})
    call(openai.OpenAI())
    langfuse.score_current_trace(name="quality", value=0.9, comment="good")
    return langfuse.get_current_trace_id()


with propagate_attributes(user_id="ada", session_id="s-1", tags=["t"], metadata={"plan": "free"}, trace_name="school"):
    trace_id = lesson("why?")
langfuse.flush()
print(trace_id)
print(langfuse.get_trace_url(trace_id=trace_id))
