"""Takes the picture in the README: the page of a streamed call, in a headless Chromium."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from browser import set_color_scheme, start_browser
from demo import PROGRAMS, ROOT, run, start

PICTURE = ROOT / "docs" / "images" / "trace.png"
WIDTH, HEIGHT = 1200, 995


def main() -> None:
    """Records the demo's first program and takes the picture of its streamed call."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment, client, _ = start(stack, home)
        run(PROGRAMS[0], environment)
        traces = client.wait_for_traces(PROGRAMS[0].calls)
        streamed = next(
            (t["id"] for t in traces if client.trace(t["id"])["spans"][0]["meaning"]["is_stream"]), None
        )
        if streamed is None:
            sys.exit("picture: the program recorded no stream")
        browser = stack.enter_context(start_browser(WIDTH, HEIGHT))
        set_color_scheme(browser, "light")
        browser.get(client.page_address(streamed))
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_bytes(browser.get_screenshot_as_png())
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
