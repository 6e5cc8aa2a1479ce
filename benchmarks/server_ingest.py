"""How many spans a second the server takes and keeps, on one core.

    python benchmarks/server_ingest.py [--server server/.build/release/martlet] [--spans 200000] [--way otlp journal]

A real server is started with an empty state directory, on one core; the load comes from another. Over OTLP, a request
has 64 spans, 8 requests are under way at the same time, and an answer means that the spans are
committed. A journal is put into the directory whole. `support/span_load.py` says what the spans are.

What counts is the CPU time of the server (all of its threads, and what the kernel does for it), until
nothing is left to do: also what it does behind the answers. A second figure is the time by the clock; it is worth something
only on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from support.span_load import SECOND, SPANS, Template, segment

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
REQUEST_TRACES = 8


class Server:
    """A server of its own, on the last core."""

    def __init__(self, command: Path, home: Path) -> None:
        self.home = home
        self._process = subprocess.Popen(
            [command, "serve", "--port", "0", "--home", home], stdout=subprocess.PIPE, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {max(os.sched_getaffinity(0))}),
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1])

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self, name: str) -> float:
        """Megabytes: `VmRSS` now, `VmHWM` at most."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
        return 0

    def get(self, path: str) -> dict[str, object]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        with connection.getresponse() as response:
            answer = json.loads(response.read())
        connection.close()
        return answer

    def settle(self, limit: float = 300) -> None:
        """Waits until it has nothing left to do."""
        end, last = time.monotonic() + limit, self.cpu()
        while time.monotonic() < end:
            time.sleep(1)
            now = self.cpu()
            if now - last < 0.08:
                return
            last = now

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def disk(self) -> int:
        return sum(file.stat().st_size for file in self.home.glob("martlet.db*"))


class OTLPLoad:
    """Requests from several connections."""

    def __init__(self, connections: int = 8, templates: int = 32) -> None:
        self._templates = [[Template(REQUEST_TRACES, seed=c * 1_000 + n) for n in range(templates // connections)]
                           for c in range(connections)]

    def send(self, server: Server, spans: int, first_trace: int, origin: int, step: int) -> None:
        requests = spans // (REQUEST_TRACES * SPANS)
        counter = iter(range(requests))
        lock = threading.Lock()
        problems: list[str] = []

        def work(templates: list[Template]) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            turn = 0
            while True:
                with lock:
                    number = next(counter, None)
                if number is None or problems:
                    break
                trace = first_trace + number * REQUEST_TRACES
                body = templates[turn % len(templates)].stamp(trace, origin + (trace - first_trace) * step, seed=7, step=step)
                turn += 1
                connection.request("POST", "/v1/traces", body, {"Content-Type": "application/x-protobuf"})
                with connection.getresponse() as response:
                    answer = response.read()
                    if response.status != 200 or answer:
                        problems.append(f"{response.status}: {answer!r}")
            connection.close()

        threads = [threading.Thread(target=work, args=(t,)) for t in self._templates]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise SystemExit(f"the server answered {problems[0]}")


def stored_spans(server: Server) -> int:
    return int(str(server.get("/api/v1/stats")["spans"]))


def report(name: str, spans: int, cpu: float, wall: float, server: Server) -> None:
    print(
        f"{name:<22} {spans / cpu:8,.0f} spans/CPU s {spans / wall:8,.0f} spans/s  {server.memory('VmRSS'):5.0f} MB"
        f" (at most {server.memory('VmHWM'):.0f})  {server.disk() / max(1, stored_spans(server)):6,.0f} bytes/span",
        flush=True,
    )


def by_otlp(server: Server, spans: int, rounds: int) -> None:
    load = OTLPLoad()
    # As if they came at the rate at which they are sent: 2,500 traces a second.
    origin, step = time.time_ns(), SECOND // 2_500
    for number in range(rounds):
        first = number * spans // SPANS
        cpu, start = server.cpu(), time.monotonic()
        load.send(server, spans, first, origin + first * step, step)
        wall = time.monotonic() - start
        server.settle()
        sent = spans // (REQUEST_TRACES * SPANS) * REQUEST_TRACES * SPANS
        report(f"OTLP, to {stored_spans(server):,}", sent, server.cpu() - cpu, wall, server)


def by_journal(server: Server, spans: int) -> None:
    folder = server.home / "journal"
    folder.mkdir(mode=0o700, exist_ok=True)
    traces, before = 500, stored_spans(server)
    count = max(1, spans // (traces * SPANS))
    origin = time.time_ns() - 24 * 3_600 * SECOND
    written = []
    for number in range(count):
        file = folder / f"4000000-{number:016x}-00000000.journal.new"
        file.write_bytes(segment(traces, seed=number % 8, instance=number + 1, origin=origin + number * 20 * SECOND))
        written.append(file)
    cpu, start = server.cpu(), time.monotonic()
    for file in written:
        file.rename(file.with_suffix(""))
    while stored_spans(server) - before < count * traces * SPANS and time.monotonic() - start < 600:
        time.sleep(0.5)
    wall = time.monotonic() - start
    server.settle()
    report("journal", count * traces * SPANS, server.cpu() - cpu, wall, server)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", type=Path, default=ROOT / "server/.build/release/martlet")
    parser.add_argument("--spans", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--way", nargs="+", choices=["otlp", "journal"], default=["otlp", "journal"])
    parser.add_argument("--keep", type=Path, help="leave the state directory here")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    for way in arguments.way:
        home = arguments.keep or Path(tempfile.mkdtemp(prefix="martlet-ingest-"))
        server = Server(arguments.server, home)
        try:
            print(f"at rest: {server.memory('VmRSS'):.0f} MB", flush=True)
            if way == "otlp":
                by_otlp(server, arguments.spans, arguments.rounds)
            else:
                by_journal(server, arguments.spans)
        finally:
            server.stop()
            if not arguments.keep:
                shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
