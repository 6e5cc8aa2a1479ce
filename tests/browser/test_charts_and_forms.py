"""Charts, filters, deletion and logging out, as a person uses them in a real browser."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from browser import follow, press, set_color_scheme, start_browser
from recording import MARTLET, Server, Workplace
from server_client import ServerClient, squeeze
from spans import post_spans

MINUTE = 60 * 10**9


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with start_browser() as browser:
        yield browser


def visible_text(browser: Chrome) -> str:
    return squeeze(browser.find_element(By.TAG_NAME, "body").text)


def calls(count: int, *, model: str, errors: int = 0, minutes_apart: float = 1.0) -> list[dict[str, object]]:
    """Calls of a model, the last of them just now, the first ones with an error."""
    now = time.time_ns()
    spans = []
    for number in range(count):
        start = now - int((count - number) * minutes_apart * MINUTE)
        attributes = {
            "gen_ai.operation.name": "chat", "gen_ai.request.model": model, "gen_ai.response.model": model,
            "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100, "user.id": f"user-{number % 2}",
        }  # fmt: skip
        spans.append({
            "traceId": uuid.uuid5(uuid.NAMESPACE_OID, f"{model} {number}").hex, "spanId": f"{number + 1:016x}",
            "name": f"chat {model}", "kind": 3, "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + 2 * 10**9),
            "attributes": attributes, "status": {"code": 2, "message": "overloaded"} if number < errors else {},
        })  # fmt: skip
    return spans


def charts(browser: Chrome) -> dict[str, WebElement]:
    """The drawings by their titles."""
    cards = browser.find_elements(By.CSS_SELECTOR, ".chart-card")
    return {card.find_element(By.TAG_NAME, "h2").text: card for card in cards}


def make_key(workplace: Workplace, kind: str) -> str:
    made = subprocess.run(
        [MARTLET, "key", "create", "--kind", kind], env=workplace.environment, capture_output=True, text=True, check=True
    )
    return made.stdout.split("secret key: ")[1].strip()


def log_in(browser: Chrome, client: ServerClient, secret: str) -> None:
    browser.get(f"{client.base_url}/login")
    browser.find_element(By.ID, "key").send_keys(secret)
    press(browser, "form.login")


def test_charts(server: Server, browser: Chrome) -> None:
    post_spans(server.client, calls(30, model="gpt-4o-mini", errors=3) + calls(10, model="gpt-4o"))
    browser.get(f"{server.client.base_url}/traces")
    follow(browser, browser.find_element(By.LINK_TEXT, "Charts"))
    # All of it is of the last hour, so that is what is shown.
    assert browser.find_element(By.CSS_SELECTOR, ".ranges [aria-current]").text == "Last hour"
    text = visible_text(browser)
    for shown in ("Spans 40", "Errors 3 7.5 %", "40,000 in, 4,000 out", "Median 1.97 s", "without error 37", "with error 3"):
        assert shown in text, f"{shown} is not shown: {text[:1500]}"
    drawings = charts(browser)
    assert list(drawings) == ["Spans", "Errors", "Duration, percentiles", "Tokens", "Cost"]
    for title, card in drawings.items():
        drawing = card.find_element(By.CSS_SELECTOR, "svg.drawing")
        assert drawing.size["width"] > 200 and drawing.size["height"] > 100, title
        shapes = [path for path in card.find_elements(By.TAG_NAME, "path") if path.size["height"] or path.size["width"]]
        assert shapes, f"{title} shows nothing"
    # Three errors in three of the minutes: no bar is anywhere else.
    assert drawings["Errors"].find_element(By.TAG_NAME, "path").get_attribute("d").count("M") == 3
    assert not browser.get_log("browser")


def test_charts_are_split_and_narrowed(server: Server, browser: Chrome) -> None:
    post_spans(server.client, calls(30, model="gpt-4o-mini", errors=3) + calls(10, model="gpt-4o"))
    browser.get(f"{server.client.base_url}/charts")
    Select(browser.find_element(By.ID, "filter-by")).select_by_visible_text("Model")
    press(browser, "form.filters")
    assert "by=model" in browser.current_url
    legend = squeeze(charts(browser)["Spans"].find_element(By.CSS_SELECTOR, ".legend").text)
    assert "gpt-4o-mini 30" in legend and "gpt-4o 10" in legend
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".sums").find_element(By.LINK_TEXT, "gpt-4o"))
    assert "Spans 10 Errors 0" in visible_text(browser)
    follow(browser, browser.find_element(By.LINK_TEXT, "30 days"))
    assert "range=month" in browser.current_url and "model=gpt-4o" in browser.current_url
    assert "Spans 10" in visible_text(browser)
    follow(browser, browser.find_element(By.LINK_TEXT, "Clear"))
    assert "Spans 40" in visible_text(browser)
    assert not browser.get_log("browser")


def test_a_bar_leads_to_its_traces(server: Server, browser: Chrome) -> None:
    post_spans(server.client, calls(3, model="gpt-4o", minutes_apart=10))
    browser.get(f"{server.client.base_url}/charts")
    links = charts(browser)["Spans"].find_elements(By.CSS_SELECTOR, "svg a")
    assert len(links) == 3
    follow(browser, links[0])
    assert browser.current_url.startswith(f"{server.client.base_url}/traces?since=")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".traces tbody tr")) == 1
    # The strip above the list is of that minute too, and the form shows it.
    assert "1 span, 0 errors" in visible_text(browser)
    assert browser.find_element(By.ID, "filter-since").get_attribute("value")
    assert not browser.get_log("browser")


def test_charts_in_a_narrow_window_and_in_the_dark(server: Server, browser: Chrome) -> None:
    model = "a-model-whose-name-is-longer-than-any-telephone-is-wide/" + "x" * 80
    post_spans(server.client, calls(5, model=model) + calls(5, model="gpt-4o"))
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for path in ("/charts", "/charts?by=model", "/traces"):
            browser.get(server.client.base_url + path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390, path
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    colors = set()
    for scheme in ("light", "dark"):
        set_color_scheme(browser, scheme)
        browser.get(f"{server.client.base_url}/charts")
        colors.add(charts(browser)["Spans"].find_element(By.TAG_NAME, "path").value_of_css_property("fill"))
    set_color_scheme(browser, "light")
    assert len(colors) == 2
    assert not browser.get_log("browser")


def test_pages_of_an_empty_server(server: Server, browser: Chrome) -> None:
    for path in ("/traces", "/charts"):
        browser.get(server.client.base_url + path)
        assert "martlet run app.py" in visible_text(browser)
        assert not browser.find_elements(By.TAG_NAME, "form")
        assert not browser.get_log("browser")


def test_filters_of_the_list(server: Server, browser: Chrome) -> None:
    post_spans(server.client, calls(6, model="gpt-4o-mini", errors=1) + calls(2, model="gpt-4o"))
    rows = (By.CSS_SELECTOR, ".traces tbody tr")
    browser.get(f"{server.client.base_url}/traces")
    assert len(browser.find_elements(*rows)) == 8
    browser.find_element(By.ID, "filter-model").send_keys("gpt-4o-mini")
    browser.find_element(By.ID, "filter-user").send_keys("user-0")
    press(browser, "form.filters")
    assert len(browser.find_elements(*rows)) == 3
    Select(browser.find_element(By.ID, "filter-status")).select_by_visible_text("Error")
    press(browser, "form.filters")
    # What was typed before is still there.
    assert browser.find_element(By.ID, "filter-user").get_attribute("value") == "user-0"
    assert len(browser.find_elements(*rows)) == 1
    browser.find_element(By.ID, "filter-session").send_keys("none")
    press(browser, "form.filters")
    assert "No trace is like that" in visible_text(browser)
    follow(browser, browser.find_element(By.LINK_TEXT, "Clear"))
    assert len(browser.find_elements(*rows)) == 8
    assert not browser.get_log("browser")


def test_delete(server: Server, browser: Chrome) -> None:
    post_spans(server.client, calls(2, model="gpt-4o"))
    browser.get(f"{server.client.base_url}/traces")
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".traces tbody .title a"))
    page = browser.current_url
    button = browser.find_element(By.CSS_SELECTOR, ".removal button")
    assert not button.is_displayed()
    browser.find_element(By.CSS_SELECTOR, ".removal summary").click()
    assert button.is_displayed()
    follow(browser, button)
    assert browser.current_url == f"{server.client.base_url}/traces"
    assert len(browser.find_elements(By.CSS_SELECTOR, ".traces tbody tr")) == 1
    assert not browser.get_log("browser")
    browser.get(page)
    assert "404" in visible_text(browser)
    browser.get_log("browser")


def test_log_out(workplace: Workplace, browser: Chrome) -> None:
    reading, everything = make_key(workplace, "read"), make_key(workplace, "full")
    client = workplace.serve("--require-key").client
    post_spans(client, calls(1, model="gpt-4o"), key=everything)
    for secret, may_remove in ((reading, False), (everything, True)):
        log_in(browser, client, secret)
        follow(browser, browser.find_element(By.CSS_SELECTOR, ".traces tbody .title a"))
        assert bool(browser.find_elements(By.CSS_SELECTOR, ".removal")) == may_remove
        for path in ("/charts", "/traces"):
            browser.get(client.base_url + path)
            assert browser.current_url == client.base_url + path
        press(browser, "form.logout")
        assert browser.current_url == f"{client.base_url}/login"
        # The way in leads to what was asked for.
        browser.get(f"{client.base_url}/charts?range=day")
        assert "/login?next=/charts" in browser.current_url
    browser.find_element(By.ID, "key").send_keys(reading)
    press(browser, "form.login")
    assert browser.current_url == f"{client.base_url}/charts?range=day"
    assert not browser.get_log("browser")


def test_nobody_looks_without_a_key(workplace: Workplace) -> None:
    make_key(workplace, "read")
    client = workplace.serve("--require-key").client
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"{client.base_url}/charts")
    with opener.open(request, timeout=60) as reply:
        assert reply.url == f"{client.base_url}/login?next=/charts"
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(f"{client.base_url}/api/v1/stats", timeout=60)
    assert caught.value.code == 401
