"""A server that is killed under load has every span that it acknowledged, once, and finds its words."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import sqlite3
import threading
import time
import urllib.parse

from recording import Server, Workplace

SPANS = 40


def request(number: int) -> bytes:
    """One trace of a few spans; each span's prompt has words of its own."""
    trace = f"{number + 1:032x}"
    spans = [
        {
            "traceId": trace, "spanId": f"{number * SPANS + position + 1:016x}", "name": "chat", "kind": 3,
            "startTimeUnixNano": str(1_700_000_000_000_000_000 + number * 1_000_000), "endTimeUnixNano": str(1_700_000_001_000_000_000 + number),
            "attributes": [
                {"key": "openinference.span.kind", "value": {"stringValue": "LLM"}},
                {"key": "input.value", "value": {"stringValue": f"every span and trace{number}x and span{number}x{position} " + "filler " * 40}},
            ],
        }
        for position in range(SPANS)
    ]
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()


class Load:
    """Sends traces from several connections until the server is gone; knows which were acknowledged."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self.acknowledged: set[int] = set()
        self.sent = 0

    def run(self, server: Server, seconds: float) -> None:
        threads = [threading.Thread(target=self._send, args=(server.client.base_url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        server.kill()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()

    def _send(self, address: str) -> None:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=30)
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                with self._lock:
                    number = next(self._numbers)
                    self.sent += 1
                connection.request("POST", "/v1/traces", request(number), {"Content-Type": "application/json"})
                with connection.getresponse() as response:
                    response.read()
                    assert response.status == 200
                with self._lock:
                    self.acknowledged.add(number)


def test_what_was_acknowledged_is_there_once(workplace: Workplace) -> None:
    load = Load()
    for seconds in (0.05, 0.3, 0.7, 1.1, 0.15, 0.9):
        load.run(workplace.serve(), seconds)
    assert len(load.acknowledged) > 20
    server = workplace.serve()
    # An answer covers all that was received before it.
    traces = len(server.client.traces())
    assert traces > 0
    with contextlib.closing(sqlite3.connect(f"file:{workplace.home}/martlet.db?mode=ro", uri=True)) as database:
        def number(sql: str, *values: str) -> int:
            return int(database.execute(sql, values).fetchone()[0])

        assert number("SELECT value FROM counter WHERE name = 'spans'") == number("SELECT count(*) FROM span")
        # Each request is stored as a whole, or was not acknowledged.
        stored = {row[0] - 1: row[1] for row in database.execute("SELECT trace_low, span_count FROM trace")}
        assert load.acknowledged <= set(stored)
        assert len(stored) <= load.sent
        assert set(stored.values()) == {SPANS}
        assert number("SELECT count(*) FROM span") == SPANS * len(stored)
        assert number("SELECT sum(spans) FROM rollup WHERE width = 86400") == SPANS * len(stored)
        assert number("SELECT count(*) FROM search WHERE search MATCH ?", "every AND filler") == SPANS * len(stored)
        for trace in sorted(load.acknowledged)[::7]:
            assert number("SELECT count(*) FROM search WHERE search MATCH ?", f'"trace{trace}x"') == SPANS
