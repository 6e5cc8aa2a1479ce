"""A run of an assistant, streamed: what it asked for, what it answered and what it took is on the server."""

from __future__ import annotations

import recorded
from recording import DROP_IN, Server, Workplace

# The API is a transport of the program's own; its events are made of the package's types, so they have all that real ones have.
PROGRAM = """
import warnings
warnings.simplefilter("ignore")
import json
import httpx2
from openai.types.beta.threads import Message, MessageDeltaEvent, Run
from openai.types.beta.threads.runs import RunStep, RunStepDeltaEvent

IDS = {"assistant_id": "asst_1", "thread_id": "thread_1", "run_id": "run_1"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Oslo"}'}}
ASKS = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [CALL]}}
USAGE = {"prompt_tokens": 30, "completion_tokens": 9, "total_tokens": 39}


def run(status, **members):
    members = {"usage": None, "required_action": None, **members}
    return "thread.run." + status, Run(
        id="run_1", object="thread.run", created_at=1, model="gpt-4o-2024-08-06", instructions="Be brief.", tools=[],
        parallel_tool_calls=True, status=status, assistant_id="asst_1", thread_id="thread_1", **members)


def step(status, calls):
    return "thread.run.step." + status, RunStep.model_validate({
        **IDS, "id": "step_1", "object": "thread.run.step", "created_at": 1, "type": "tool_calls", "status": "in_progress",
        "step_details": {"type": "tool_calls", "tool_calls": calls}})


def step_delta(**function):
    call = {"index": 0, "id": "call_1", "type": "function", "function": function}
    return "thread.run.step.delta", RunStepDeltaEvent.model_validate({
        "id": "step_1", "object": "thread.run.step.delta", "delta": {"step_details": {"type": "tool_calls", "tool_calls": [call]}}})


def message(status, text):
    content = [{"type": "text", "text": {"value": text, "annotations": []}}] if text else []
    return "thread.message." + status, Message.model_validate({
        **IDS, "id": "msg_1", "object": "thread.message", "created_at": 1, "role": "assistant", "status": "in_progress", "content": content})


def text(value):
    delta = {"role": "assistant", "content": [{"index": 0, "type": "text", "text": {"value": value}}]}
    return "thread.message.delta", MessageDeltaEvent.model_validate({"id": "msg_1", "object": "thread.message.delta", "delta": delta})


FIRST = [
    run("queued"), step("created", []), step_delta(name="weather", arguments=""), step_delta(arguments='{"city":'),
    step_delta(arguments='"Oslo"}'), run("requires_action", required_action=ASKS),
]
SECOND = [run("in_progress"), message("created", ""), text("It is "), text("cold."), message("completed", "It is cold."), run("completed", usage=USAGE)]


def answer(request):
    events = SECOND if request.url.path.endswith("submit_tool_outputs") else FIRST
    body = "".join(f"event: {name}\\ndata: {value.model_dump_json()}\\n\\n" for name, value in events)
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, text=body + "event: done\\ndata: [DONE]\\n\\n")


client = openai.OpenAI(http_client=openai.DefaultHttpxClient(transport=httpx2.MockTransport(answer)))
runs = client.beta.threads.runs
with runs.stream(thread_id="thread_1", assistant_id="asst_1", additional_messages=[{"role": "user", "content": "Weather in Oslo?"}]) as stream:
    stream.until_done()
outputs = [{"tool_call_id": "call_1", "output": "-3"}]
with runs.submit_tool_outputs_stream(thread_id="thread_1", run_id="run_1", tool_outputs=outputs) as stream:
    print("".join(stream.text_deltas))
"""


def test_a_run_and_its_tools(workplace: Workplace, server: Server) -> None:
    assert workplace.run(PROGRAM, DROP_IN) == "It is cold.\n"
    # The lists have the newest first.
    answered, asked = [recorded.only_span(server.client.trace(t["id"])) for t in server.client.wait_for_traces(2)]
    assert [span["status"] for span in (asked, answered)] == ["ok", "ok"]
    assert recorded.prompts(asked) == [("user", "Weather in Oslo?")]
    [called] = asked["meaning"]["output"]
    assert called["finish_reason"] == "requires_action"
    [part] = called["parts"]
    assert (part["name"], part["arguments"]) == ("weather", '{"city":"Oslo"}')
    assert "usage" not in asked["meaning"] or asked["meaning"]["usage"] is None
    assert recorded.prompts(answered) == [("tool", "-3")]
    assert recorded.answers(answered) == ["It is cold."]
    meaning = answered["meaning"]
    assert meaning["title"] == "invoke_agent gpt-4o-2024-08-06"
    assert (meaning["answered_model"], meaning["session"], meaning["response_id"]) == ("gpt-4o-2024-08-06", "thread_1", "run_1")
    assert (meaning["usage"]["input"], meaning["usage"]["output"]) == (30, 9)
    assert meaning["is_stream"]
    assert "It is cold." in server.client.page_text(server.client.traces()[0]["id"])
    # It costs what a call of that model does.
    assert server.client.traces()[0]["cost_usd"] > 0
