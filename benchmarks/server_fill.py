"""Makes a large store, through the server's own door, for measurements of queries.

    python benchmarks/server_fill.py /tmp/large [--spans 1000000] [--days 30]

The spans are those of `support/span_load.py`, spread evenly over so many days. Then, for the times of each kind of query
and a check of SQLite's plans for them:

    cd server && MARTLET_LARGE_STORE=/tmp/large/martlet.db swift test -c release --filter QueryBenchmark
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from server_ingest import ROOT, OTLPLoad, Server, report, stored_spans
from support.span_load import SECOND, SPANS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path, nargs="?", help="a state directory to fill")
    parser.add_argument("--server", type=Path, default=ROOT / "server/.build/release/martlet")
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--days", type=float, default=30)
    arguments = parser.parse_args()
    if arguments.home is None:
        return print("this makes a store and measures nothing: name a folder for it")
    arguments.home.mkdir(parents=True, exist_ok=True)
    server = Server(arguments.server, arguments.home)
    try:
        load, part = OTLPLoad(templates=256), 100_000
        length = int(arguments.days * 24 * 3_600) * SECOND
        origin, step = time.time_ns() - length, length * SPANS // arguments.spans
        for first in range(0, arguments.spans, part):
            count = min(part, arguments.spans - first)
            cpu, start = server.cpu(), time.monotonic()
            load.send(server, count, first // SPANS, origin + first // SPANS * step, step)
            report(f"to {stored_spans(server):,}", count, server.cpu() - cpu, time.monotonic() - start, server)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
