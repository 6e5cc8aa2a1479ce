"""How long the server takes to answer each kind of question over a large store, over HTTP.

    python benchmarks/server_fill.py /tmp/large --spans 1000000
    python benchmarks/server_queries.py /tmp/large [--rounds 9]

One client asks one question after the other on one connection; each is asked once before it is timed. The time is that from
sending the request until all of the answer has been read; of an export, until its first byte has. The median counts:
lists, filters and one trace have 5 ms, full-text search and percentiles 50.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import time
import urllib.parse
from pathlib import Path
from typing import Any

from server_ingest import ROOT, Server

DAY = 86_400 * 10**9
LIST, SEARCH = 5.0, 50.0


class Client:
    """Asks a server on one connection."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def get(self, path: str, **parameters: Any) -> dict[str, Any]:
        return dict(json.loads(self.ask(address(path, parameters))[1]))

    def ask(self, target: str, body: bytes | None = None) -> tuple[float, bytes]:
        """Milliseconds until all of the answer is there, and the answer."""
        start = time.perf_counter()
        headers = {"Content-Type": "application/json"} if body else {}
        self._connection.request("POST" if body else "GET", target, body, headers)
        with self._connection.getresponse() as response:
            answer = response.read()
            took = (time.perf_counter() - start) * 1e3
            assert response.status == 200, (target, answer[:500])
        return took, answer

    def first_byte(self, target: str) -> float:
        """Milliseconds until the answer's first byte is there."""
        start = time.perf_counter()
        self._connection.request("GET", target)
        response = self._connection.getresponse()
        assert response.status == 200 and response.read(1)
        took = (time.perf_counter() - start) * 1e3
        # What is left of it is not wanted.
        self._connection.close()
        return took


def address(path: str, parameters: dict[str, Any]) -> str:
    return path + ("?" + urllib.parse.urlencode(parameters) if parameters else "")


def questions(client: Client) -> list[tuple[str, float, str, dict[str, Any]]]:
    newest = client.get("/api/v1/traces", limit=1)["traces"][0]
    end = int(newest["start_time_unix_nano"])
    middle = end - 15 * DAY
    old = client.get("/api/v1/traces", limit=1, until=middle)["traces"][0]
    traces, spans, stats = "/api/v1/traces", "/api/v1/spans", "/api/v1/stats"
    return [
        ("latest traces", LIST, traces, {}),
        ("latest spans", LIST, spans, {}),
        ("one trace", LIST, f"{traces}/{old['id']}", {}),
        ("traces of one day", LIST, traces, {"since": middle - DAY, "until": middle}),
        ("errors", LIST, spans, {"status": "error"}),
        ("traces with errors", LIST, traces, {"status": "error"}),
        ("a model", LIST, spans, {"model": "o4-mini"}),
        ("a model's errors", LIST, spans, {"model": "o4-mini", "status": "error"}),
        ("traces with a model", LIST, traces, {"model": "o4-mini"}),
        ("a name", LIST, spans, {"name": "embed"}),
        ("a kind", LIST, spans, {"operation": "guardrail"}),
        ("traces of a user", LIST, traces, {"user": old["user"]}),
        ("traces of a session", LIST, traces, {"session": old["session"]}),
        ("traces with a tag", LIST, traces, {"tag": "batch"}),
        ("slower than 5 s", LIST, spans, {"min_duration": "5s"}),
        ("more than 1000 tokens", LIST, spans, {"min_tokens": 1000}),
        ("dearer than 0.01 $", LIST, spans, {"min_cost": 0.01}),
        ("traces dearer than 0.01 $", LIST, traces, {"min_cost": 0.01}),
        ("a user's slow calls of a model", LIST, spans, {"model": "gpt-4o", "min_duration": "2s", "user": old["user"]}),
        ("a model's calls of another kind", LIST, spans, {"model": "gpt-4o-mini", "operation": "guardrail"}),
        ("a name's slow and dear calls", LIST, spans, {"name": "embed", "min_duration": "100s", "min_cost": 1}),
        ("short calls that cost much", LIST, spans, {"max_duration": "1ms", "min_cost": 0.00001}),
        ("slow calls with many tokens", LIST, spans, {"min_duration": "5s", "min_tokens": 1000}),
        ("traces with a tag, dear and short", LIST, traces, {"tag": "batch", "min_cost": 0.01, "max_duration": "1s"}),
        ("the list as a page", LIST, "/traces", {}),
        ("a trace as a page", LIST, f"/traces/{old['id']}", {}),
        ("counts", LIST, stats, {}),
        ("a common word", SEARCH, spans, {"text": "morqua"}),
        ("the beginning of a rare word", SEARCH, spans, {"text": "kerjoqu*"}),
        ("a word that is nowhere", SEARCH, spans, {"text": "nowhereatall"}),
        ("traces with two words", SEARCH, traces, {"text": "morqua balimcor"}),
        ("a word in errors", SEARCH, spans, {"text": "morqua", "status": "error"}),
        ("percentiles of a month", SEARCH, stats, {"since": end - 30 * DAY}),
        ("percentiles of the last hour", SEARCH, stats, {"since": end - DAY // 24}),
        ("a month by name", SEARCH, stats, {"group_by": "name"}),
        ("a month by the hour", SEARCH, stats, {"step": "1h"}),
        ("a month by day and model", SEARCH, stats, {"step": "1d", "group_by": "model"}),
        ("an hour by the minute", SEARCH, stats, {"since": middle, "until": middle + DAY // 24, "step": "60s"}),
    ]


def report(name: str, budget: float | None, times: list[float], size: int | None = None) -> None:
    middle = statistics.median(times)
    mark = "" if budget is None or middle <= budget else f"   MISSED: {budget:.0f}"
    kilobytes = "" if size is None else f"{size / 1e3:8,.0f} kB"
    print(f"{name:<32} {middle:8.2f} ms (best {min(times):.2f}, worst {max(times):.2f}){kilobytes}{mark}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path, nargs="?", help="a state directory that server_fill.py has filled")
    parser.add_argument("--server", type=Path, default=ROOT / "server/.build/release/martlet")
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    if arguments.home is None or not (arguments.home / "martlet.db").exists():
        return print("there is no store to ask: make one with server_fill.py, and name its folder")
    server = Server(arguments.server, arguments.home)
    try:
        client = Client(server)
        server.settle()
        print(f"{client.get('/api/v1/stats')['spans']:,} spans, {server.disk() / 1e6:,.0f} MB", flush=True)
        for name, budget, path, parameters in questions(client):
            target = address(path, parameters)
            _, answer = client.ask(target)
            report(name, budget, [client.ask(target)[0] for _ in range(arguments.rounds)], len(answer))
        for form in ("jsonl", "csv", "otlp"):
            target = address("/api/v1/export", {"format": form})
            client.first_byte(target)
            report(f"first byte of an export, {form}", None, [client.first_byte(target) for _ in range(arguments.rounds)])
        print(f"memory after these: {server.memory('VmRSS'):.0f} MB")
        query = json.dumps({"query": "SELECT model, count(*) FROM spans GROUP BY model", "timeout_ms": 30_000}).encode()
        report("SQL over all spans", None, [client.ask("/api/v1/sql", query)[0] for _ in range(3)])
        print(f"memory after that: {server.memory('VmRSS'):.0f} MB", end="", flush=True)
        time.sleep(3)
        print(f", and 3 s later {server.memory('VmRSS'):.0f} MB")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
