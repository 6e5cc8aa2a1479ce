"""Work over the whole store that is killed in the middle: nothing is lost, nothing is half done, and it goes on."""

from __future__ import annotations

import http.client
import itertools
import json
import subprocess
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

from recording import MARTLET, Server, Workplace

SPANS = 8
DAY = 86_400 * 10**9


def request(traces: range, start: int) -> bytes:
    """Traces of a few calls of a model, 1,000,000 tokens each; a word tells which trace it is."""
    spans = [
        {
            "traceId": f"{number:032x}", "spanId": f"{number * SPANS + position:016x}", "name": "chat", "kind": 3,
            "startTimeUnixNano": str(start + number), "endTimeUnixNano": str(start + number + 10**9),
            "attributes": [
                {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                {"key": "gen_ai.request.model", "value": {"stringValue": "our-model"}},
                {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1000000"}},
                {"key": "gen_ai.prompt", "value": {"stringValue": f"every word of trace{number}x {'and more ' * 20}"}},
                {"key": "session.id", "value": {"stringValue": f"session-{number % 50}"}},
            ],
        }
        for number in traces
        for position in range(1, SPANS + 1)
    ]  # fmt: skip
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()


def send(server: Server, traces: range, start: int) -> None:
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)
    for first in range(traces.start, traces.stop, 100):
        body = request(range(first, min(first + 100, traces.stop)), start)
        connection.request("POST", "/v1/traces", body, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            response.read()
            assert response.status == 200
    connection.close()


def rows(workplace: Workplace, sql: str, *values: str) -> list[Any]:
    with workplace.database() as database:
        return database.execute(sql, values).fetchall()


def number(workplace: Workplace, sql: str, *values: str) -> int:
    return int(rows(workplace, sql, *values)[0][0] or 0)


def check(workplace: Workplace) -> None:
    """All that the store says of its spans agrees with them: after a kill as at any time."""
    assert rows(workplace, "PRAGMA integrity_check") == [("ok",)]
    spans = number(workplace, "SELECT count(*) FROM span")
    for sql in (
        "SELECT value FROM counter WHERE name = 'spans'",
        "SELECT sum(span_count) FROM trace",
        "SELECT sum(spans) FROM rollup WHERE width = 60",
        "SELECT sum(spans) FROM rollup WHERE width = 86400",
        # One payload each.
        "SELECT count(*) FROM payload",
    ):
        assert number(workplace, sql) == spans, sql
    traces = number(workplace, "SELECT count(*) FROM trace")
    assert number(workplace, "SELECT value FROM counter WHERE name = 'traces'") == traces
    assert number(workplace, "SELECT count(*) FROM payload WHERE id >> 24 NOT IN (SELECT id FROM span)") == 0
    assert number(workplace, "SELECT count(*) FROM span_model WHERE span NOT IN (SELECT id FROM span)") == 0
    cost = number(workplace, "SELECT sum(cost) FROM span")
    assert number(workplace, "SELECT sum(cost) FROM trace") == cost
    assert number(workplace, "SELECT sum(cost) FROM rollup WHERE width = 3600") == cost


def check_words(workplace: Workplace) -> None:
    """The index of words agrees with the spans: once a server has had the time to see to it."""
    found = number(workplace, "SELECT count(*) FROM search WHERE search MATCH 'every AND word'")
    assert found == number(workplace, "SELECT count(*) FROM span")


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_retention_that_is_killed(workplace: Workplace) -> None:
    server = workplace.serve()
    now = time.time_ns()
    send(server, range(3_001, 3_101), now - DAY)
    assert server.stop() == 0
    left = [SPANS * 100]
    # Until it was met in the middle a few times: it may be at its end before we see that it has begun.
    for more in itertools.islice(itertools.cycle((0, 0.01, 0.02, 0.03)), 40):
        if left[-1] == SPANS * 100:
            server = workplace.serve()
            send(server, range(1, 2_001), now - 40 * DAY)
            assert server.stop() == 0
            left.append(SPANS * 2_100)
        server = workplace.serve("--keep-days", "30")
        wait_until(lambda: number(workplace, "SELECT count(*) FROM span") < left[-1])
        time.sleep(more)
        server.kill()
        left.append(number(workplace, "SELECT count(*) FROM span"))
        check(workplace)
        assert workplace.serve().stop() == 0
        check_words(workplace)
        if sum(SPANS * 100 < count < SPANS * 2_100 for count in left) == 3:
            break
    else:
        raise AssertionError(f"it was seldom met in the middle: {left}")
    server = workplace.serve("--keep-days", "30")
    wait_until(lambda: number(workplace, "SELECT count(*) FROM span") <= SPANS * 100)
    assert server.stop() == 0
    check(workplace)
    check_words(workplace)
    assert rows(workplace, "SELECT count(*), sum(span_count), min(start_time) FROM trace") == [(100, SPANS * 100, now - DAY + 3_001)]
    assert number(workplace, "SELECT count(*) FROM search WHERE search MATCH 'trace3001x'") == SPANS
    assert number(workplace, "SELECT count(*) FROM search WHERE search MATCH 'trace7x'") == 0


def test_prices_whose_work_is_killed(workplace: Workplace) -> None:
    server = workplace.serve()
    send(server, range(1, 2_001), time.time_ns())
    assert server.stop() == 0
    met = 0
    for price, more in enumerate(itertools.islice(itertools.cycle((0, 0.02, 0.05, 0.1)), 40), start=1):
        command = [MARTLET, "price", "set", "our-model", "--input", str(price), "--output", "0"]
        process = subprocess.Popen(command, env=workplace.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: number(workplace, "SELECT count(*) FROM span WHERE cost = ?", str(price * 10**9)) > 0)  # noqa: B023
        time.sleep(more)
        process.kill()
        process.wait()
        check(workplace)
        costs = number(workplace, "SELECT count(DISTINCT coalesce(cost, 0)) FROM span")
        # It may be at its end before we see that it has begun.
        met += costs > 1
        if price >= 4 and met:
            break
    assert met, "it was never met in the middle"
    # A server goes on by itself, and is killed at it.
    for seconds in (0.05, 0.1):
        server = workplace.serve()
        time.sleep(seconds)
        server.kill()
        check(workplace)
    server = workplace.serve()
    last = rows(workplace, "SELECT input FROM price WHERE is_default = 0")[0][0]
    wait_until(lambda: rows(workplace, "SELECT DISTINCT cost FROM span") == [(int(last * 1e9),)])
    assert server.stop() == 0
    check(workplace)
    check_words(workplace)
    done = subprocess.run([MARTLET, "price", "remove", "our-model"], env=workplace.environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert rows(workplace, "SELECT DISTINCT cost FROM span") == [(None,)]
    assert rows(workplace, "SELECT DISTINCT cost FROM trace") == [(None,)]
