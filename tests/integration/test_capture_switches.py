"""MARTLET_DISABLED and MARTLET_CAPTURE: how much is recorded, down to nothing."""

from __future__ import annotations

import pytest

import recorded
from recording import BARE, DROP_IN, RUN, Server, Workplace

SECRET = "What nobody else may read"
PROGRAM = f"""
question = {{"role": "user", "content": "{SECRET}"}}
print(openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question]).choices)
print([c.choices for c in openai.OpenAI().chat.completions.create(
    model="gpt-4o", messages=[question], stream=True)])
try:
    openai.OpenAI(api_key="wrong").chat.completions.create(model="gpt-4o", messages=[question])
except openai.AuthenticationError as error:
    print(error)
"""


@pytest.mark.parametrize("switch", [{"MARTLET_DISABLED": "1"}, {"MARTLET_CAPTURE": "none"}], ids=str)
def test_nothing_is_recorded(workplace: Workplace, how: str, switch: dict[str, str]) -> None:
    assert workplace.run(PROGRAM, how, environment=switch) == workplace.run(PROGRAM, BARE)
    # Not even a file: who switches it off wants no trace of it.
    assert not workplace.home.exists()


def test_disabled_patches_nothing(workplace: Workplace) -> None:
    source = """
    from openai._base_client import SyncAPIClient
    print(type(SyncAPIClient.request))
    """
    for how in (DROP_IN, RUN):
        switched_off = workplace.run(source, how, environment={"MARTLET_DISABLED": "1"})
        assert switched_off == workplace.run(source, BARE) == "<class 'function'>\n"


def test_metadata_has_no_payloads(workplace: Workplace, server: Server, how: str) -> None:
    printed = workplace.run(PROGRAM, how, environment={"MARTLET_CAPTURE": "metadata"})
    assert printed == workplace.run(PROGRAM, BARE)
    traces = server.client.wait_for_traces(3)
    assert [trace["status"] for trace in traces] == ["error", "ok", "ok"]
    for trace in traces:
        span = recorded.only_span(server.client.trace(trace["id"]))
        assert span["start_time"] < span["end_time"]
        assert not recorded.answers(span)
    assert server.stop() == 0
    for file in workplace.home.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_unknown_value_records_no_more_than_asked(workplace: Workplace) -> None:
    """A misspelt MARTLET_CAPTURE must not turn into full capture."""
    workplace.run(PROGRAM, DROP_IN, environment={"MARTLET_CAPTURE": "metadta"})
    for file in workplace.home.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
