"""A headless Chromium from Debian, as the browser test and the picture use it."""

from __future__ import annotations

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait


def start_browser(width: int = 1280, height: int = 900) -> webdriver.Chrome:
    """Starts a browser; leaving a `with` block ends it."""
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new",
        # Only our own server is visited, and root, as in CI, has no sandbox.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-proxy-server",
        "--hide-scrollbars",
        f"--window-size={width},{height}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, Service("/usr/bin/chromedriver"))


def set_color_scheme(browser: webdriver.Chrome, scheme: str) -> None:
    """Makes pages believe that the user prefers `light` or `dark`."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def press(browser: webdriver.Chrome, form: str) -> None:
    """Sends a form, and waits for what comes of it."""
    follow(browser, browser.find_element(By.CSS_SELECTOR, f"{form} button[type=submit]"))


def follow(browser: webdriver.Chrome, element: WebElement) -> None:
    """Clicks on what leads to another page, and waits for that."""
    before = browser.execute_script("return performance.timeOrigin")
    element.click()
    arrived = "return performance.timeOrigin !== arguments[0] && document.readyState === 'complete'"
    # While one page goes and another comes, there is nothing that could run a script.
    waiting = WebDriverWait(browser, 60, ignored_exceptions=[WebDriverException])
    waiting.until(lambda _: browser.execute_script(arrived, before))
