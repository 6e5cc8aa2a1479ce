"""Traced functions and what others sent, as a person sees them; and how a person gets in."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from browser import press, start_browser
from recording import MARTLET, RUN, Server, Workplace
from server_client import squeeze

TRACE = "0102030405060708090a0b0c0d0e0f10"
PROGRAM = """
import martlet

@martlet.trace
def look_up(city, *, units="metric"):
    return {"city": city, "degrees": 21.5, "note": "<b>sunny</b>"}

@martlet.trace
def numbers():
    yield from (101, 102, 103)

look_up("Bern")
list(numbers())
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with start_browser() as browser:
        yield browser


def visible_text(browser: Chrome) -> str:
    return squeeze(browser.find_element(By.TAG_NAME, "body").text)


def post(server: Server, path: str, value: object) -> None:
    request = urllib.request.Request(
        server.client.base_url + path, json.dumps(value).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as reply:
        assert reply.status in (200, 201)


def test_values_of_traced_functions(workplace: Workplace, server: Server, browser: Chrome) -> None:
    workplace.run(PROGRAM, RUN)
    texts = []
    for summary in server.client.wait_for_traces(2):
        browser.get(server.client.page_address(summary["id"]))
        texts.append(visible_text(browser))
        assert not browser.get_log("browser")
    text = " ".join(texts)
    # What is folded away is not visible: these are seen without opening anything.
    assert "Arguments" in text and '"Bern"' in text
    assert "Result" in text and "21.5" in text and "<b>sunny</b>" in text
    assert "3 items" in text and "101" in text and "103" in text


def test_user_session_tags_cost_and_scores(server: Server, browser: Chrome) -> None:
    attributes = {
        "langfuse.observation.type": "generation", "langfuse.observation.model.name": "m-1",
        "langfuse.observation.cost_details": '{"input": 0.25, "output": 0.5, "total": 0.75}',
        "user.id": "ada@example.com", "session.id": "conversation-7",
    }  # fmt: skip
    listed = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
    tags = {"arrayValue": {"values": [{"stringValue": "urgent"}, {"stringValue": "beta"}]}}
    span = {
        "traceId": TRACE, "spanId": "0000000000000001", "name": "answer", "kind": 1,
        "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000001000000000",
        "attributes": [*listed, {"key": "langfuse.trace.tags", "value": tags}],
    }  # fmt: skip
    post(server, "/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    score = {"trace_id": TRACE, "name": "helpfulness", "value": 0.875, "comment": "short & good"}
    post(server, "/api/v1/scores", {"scores": [score, score | {"name": "tone", "value": "kind", "span_id": "0000000000000001"}]})
    browser.get(server.client.page_address(TRACE))
    text = visible_text(browser)
    for shown in ("ada@example.com", "conversation-7", "urgent, beta", "$0.75", "helpfulness", "0.875", "short & good", "tone", "kind"):
        assert shown in text, f"{shown} is not shown: {text}"
    assert not browser.get_log("browser")


def test_login(workplace: Workplace, browser: Chrome) -> None:
    made = subprocess.run(
        [MARTLET, "key", "create", "--kind", "read"], env=workplace.environment, capture_output=True, text=True, check=True
    )
    secret = made.stdout.split("secret key: ")[1].strip()
    server = workplace.serve("--require-key")
    page = f"{server.client.base_url}/traces?status=error"
    browser.get(page)
    assert browser.current_url.startswith(f"{server.client.base_url}/login")
    browser.find_element(By.ID, "key").send_keys("sk-wrong")
    press(browser, "form.login")
    assert "lets nobody look" in visible_text(browser)
    browser.find_element(By.ID, "key").send_keys(secret)
    press(browser, "form.login")
    assert browser.current_url == page
    assert "Traces" in browser.title
