"""How soon a server answers on a store that is there, and what memory it has at rest.

    python benchmarks/server_start.py [HOME] [--server server/.build/release/martlet] [--rounds 9]

HOME is a state directory with a database, such as `server_fill.py` makes; without one, a store of 50,176 spans is made. Each round starts a server on it, on one core,
waits for its line, asks `/healthz` and the first page of the list, waits until the server rests, reads its memory, and ends it.
The times go from before the process is made. Where no other program runs, the files are in the system's cache after the
first round, which is left out.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from server_ingest import ROOT, OTLPLoad, Server
from support.span_load import SECOND

REST = 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("home", type=Path, nargs="?", help="a state directory with a database")
    parser.add_argument("--server", type=Path, default=ROOT / "server/.build/release/martlet")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or filled(options.server, Path(folder))
        report(options.server, home, options.rounds)


def filled(command: Path, home: Path) -> Path:
    server = Server(command, home)
    OTLPLoad().send(server, 50_176, 1, int(time.time() - 3_600) * SECOND, SECOND // 10)
    server.settle()
    server.stop()
    return home


def report(command: Path, home: Path, rounds: int) -> None:
    rows = [measure(command, home) for _ in range(rounds + 1)][1:]
    for name, values in zip(("ready, s", "healthz, s", "first list, s", "CPU until then, s", "memory at rest, MB"), zip(*rows)):
        print(f"{name:20} median {statistics.median(values):8.3f}   from {min(values):.3f} to {max(values):.3f}")
    size = (home / "martlet.db").stat().st_size
    print(f"{'database, MB':20} {size / 1e6:15.1f}")


def measure(command: Path, home: Path) -> tuple[float, ...]:
    start = time.perf_counter()
    server = Server(command, home)
    try:
        ready = time.perf_counter() - start
        server.get("/healthz")
        healthy = time.perf_counter() - start
        server.get("/api/v1/traces?limit=50")
        listed = time.perf_counter() - start
        cpu = server.cpu()
        time.sleep(REST)
        return ready, healthy, listed, cpu, server.memory("VmRSS")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
