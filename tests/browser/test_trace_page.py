"""The pages in a real browser: found by their links, read as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

import recorded
from browser import follow, set_color_scheme, start_browser
from recording import DROP_IN, Server, Workplace
from server_client import squeeze

QUESTION = "Why does a swift <hardly> ever land & rest?"
PROGRAM = f"""
question = {{"role": "user", "content": "{QUESTION}"}}
stream = openai.OpenAI().chat.completions.create(
    model="gpt-4o-mini", messages=[{{"role": "system", "content": "Be brief."}}, question],
    stream=True, stream_options={{"include_usage": True}},
)
print("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with start_browser() as browser:
        yield browser


def complaints(browser: Chrome) -> list[str]:
    """What the browser's console says: errors, refused styles and scripts, missing files."""
    return [entry["message"] for entry in browser.get_log("browser")]


def visible_text(browser: Chrome) -> str:
    return squeeze(browser.find_element(By.TAG_NAME, "body").text)


def test_from_the_list_to_a_call(workplace: Workplace, server: Server, browser: Chrome) -> None:
    answer = workplace.run(PROGRAM, DROP_IN)
    [summary] = server.client.wait_for_traces(1)
    usage = recorded.only_span(server.client.trace(summary["id"]))["meaning"]["usage"]

    browser.get(server.client.base_url)
    assert browser.current_url == f"{server.client.base_url}/traces"
    assert "gpt-4o-mini" in visible_text(browser)
    follow(browser, browser.find_element(By.CSS_SELECTOR, f'main a[href="/traces/{summary["id"]}"]'))

    assert browser.current_url == server.client.page_address(summary["id"])
    assert "gpt-4o-mini" in browser.title
    text = visible_text(browser)
    # As it was written: a page that took the text for markup would have lost a word of it.
    assert QUESTION in text
    assert "Be brief." in text
    assert squeeze(answer) in text
    assert re.search(r"\bok\b", text, re.IGNORECASE)
    for count in (usage["input"], usage["output"]):
        assert re.search(rf"\b{count}\b", text), f"the page does not show {count} tokens"
    assert not complaints(browser)


def test_call_that_is_cut_off(workplace: Workplace, server: Server, browser: Chrome) -> None:
    program = workplace.start("""
    question = {"role": "user", "content": "[stall after 6] Tell me."}
    stream = openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], stream=True)
    for number, chunk in enumerate(stream, 1):
        print(chunk.choices[0].delta.content, end="\\n" if number == 6 else "", flush=True)
    """, DROP_IN)
    arrived = program.stdout.readline().strip()
    program.kill()
    [summary] = server.client.wait_for_traces(1)
    browser.get(server.client.page_address(summary["id"]))
    text = visible_text(browser)
    assert arrived in text
    assert "interrupted" in text.lower()
    assert not complaints(browser)


def test_both_color_schemes(workplace: Workplace, server: Server, browser: Chrome) -> None:
    workplace.run(PROGRAM, DROP_IN)
    [summary] = server.client.wait_for_traces(1)
    brightness = {}
    for scheme in ("light", "dark"):
        set_color_scheme(browser, scheme)
        for address in (f"{server.client.base_url}/traces", server.client.page_address(summary["id"])):
            browser.get(address)
            paper, ink = (
                luminance(browser.find_element(By.TAG_NAME, "body").value_of_css_property(name))
                for name in ("background-color", "color")
            )
            brighter, darker = max(paper, ink), min(paper, ink)
            assert (brighter + 0.05) / (darker + 0.05) >= 7, f"{scheme}: hard to read"
            brightness[scheme] = paper
    assert brightness["light"] > 0.8 and brightness["dark"] < 0.1
    assert not complaints(browser)


def test_narrow_window(workplace: Workplace, server: Server, browser: Chrome) -> None:
    """On a phone nothing runs out of the page to the right."""
    workplace.run(PROGRAM, DROP_IN)
    [summary] = server.client.wait_for_traces(1)
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for path in ("/traces", f"/traces/{summary['id']}"):
            browser.get(server.client.base_url + path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def luminance(color: str) -> float:
    """The relative luminance of `rgb(…)`, as the accessibility guidelines reckon it."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
