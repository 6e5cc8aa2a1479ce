"""What the demo and the tests ask a running `martlet serve`."""

from __future__ import annotations

import html.parser
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any


class ServerClient:
    """Talks to one server over its JSON API and its pages."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        # The programs under test may run behind a proxy; what is on loopback never is.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, path: str, **query: object) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of a page or an API call, whatever the status."""
        url = self.base_url + path
        if query:
            url += "?" + urllib.parse.urlencode(query)
        try:
            with self._opener.open(url, timeout=60) as reply:
                return reply.status, dict(reply.headers), reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read().decode()

    def json(self, path: str, **query: object) -> Any:
        """The JSON of an API call that must succeed."""
        status, _, body = self.get(path, **query)
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}: {body[:500]}")
        return json.loads(body)

    def traces(self, **query: object) -> list[dict[str, Any]]:
        """All traces that fit, newest first, however many pages of the list they fill."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.json("/api/v1/traces", **query)
            found += page["traces"]
            if not (cursor := page.get("next_cursor")):
                return found
            query["cursor"] = cursor

    def trace(self, trace_id: str) -> dict[str, Any]:
        """One trace with its spans."""
        return self.json(f"/api/v1/traces/{trace_id}")

    def page_address(self, trace_id: str) -> str:
        """Where a person looks at a trace."""
        return f"{self.base_url}/traces/{trace_id}"

    def page_text(self, trace_id: str) -> str:
        """What a person reads on a trace's page, each run of white space as one space."""
        status, _, body = self.get(f"/traces/{trace_id}")
        if status != 200:
            raise RuntimeError(f"the page of trace {trace_id} answered {status}")
        return squeeze(text_of_html(body))

    def wait_for_traces(
        self,
        count: int,
        *,
        condition: Callable[[dict[str, Any]], bool] | None = None,
        timeout: float = 60,
        **query: object,
    ) -> list[dict[str, Any]]:
        """Waits until `count` traces fit and all of them meet `condition`: by default, have ended."""
        condition = condition or (lambda trace: trace["status"] != "running")
        deadline = time.monotonic() + timeout
        while True:
            traces = self.traces(**query)
            if len(traces) >= count and all(map(condition, traces)):
                return traces
            if time.monotonic() > deadline:
                states = [(trace["id"], trace["status"]) for trace in traces]
                raise TimeoutError(f"waited {timeout:.0f} s for {count} traces and see {states}")
            time.sleep(0.05)


def squeeze(text: str) -> str:
    """Each run of white space as one space: what a page may change about a text."""
    return " ".join(text.split())


def text_of_html(source: str) -> str:
    """The texts of a page without their markup."""
    texts: list[str] = []
    parser = html.parser.HTMLParser(convert_charrefs=True)
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(source)
    parser.close()
    return "".join(texts)
