"""The server beside Arize Phoenix and MLflow: the same OTLP load, one after the other, in one run.

    make bench-server
    python benchmarks/server_peers.py [--install] [--only martlet mlflow] [--seconds 60] [--cores 1] [--filled FOLDER]

Each server is started as it comes from PyPI, with SQLite and an empty folder, and has the same cores: all of the machine, which
the load shares, or as many as `--cores` says. A request has 64 spans, 8 a trace, about 1.6 kB of attributes each; `support/span_load.py` says what they are. A span
counts when it is in the database, not when the server has answered: Phoenix answers before that. Peers get as many
spans as they manage in `--seconds`, and the rate is that of what was stored.

What counts is the rate by the clock: what a server keeps on the same machine, its waiting for the disk included. The rate for
each second of CPU time stands beside it; it is the better one of the two where others use the machine, and takes no account of waiting.
None of the three is set up in another way than it comes: MLflow has each transaction forced onto the disk, Phoenix and
Martlet do not, and Phoenix answers before it has stored anything.

`--filled` names a state directory that `server_fill.py` has filled; Martlet is measured a second time on it, and keeps what it gets.

`--install` puts the peers into virtual environments in `.cache/benchmarks`: 1.7 GB. Without it, a peer that is not there is
left out.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from server_ingest import REQUEST_TRACES, ROOT, TICK
from support.span_load import SECOND, SPANS, Template

CACHE = ROOT / ".cache/benchmarks"
REQUEST_SPANS = REQUEST_TRACES * SPANS


@dataclass
class Peer:
    """A server that takes OTLP, and how it is run."""

    name: str
    package: str | None
    command: Callable[[Path, int], list[str]]
    database: str
    health: str
    spans: int
    """How many are sent at most."""
    connections: int
    headers: dict[str, str] = field(default_factory=dict)
    environment: Callable[[Path, int], dict[str, str]] = lambda home, port: {}

    @property
    def folder(self) -> Path:
        return CACHE / self.name

    def is_installed(self) -> bool:
        return self.package is None or (self.folder / "installed").exists()

    def install(self) -> None:
        if self.is_installed():
            return
        print(f"installing {self.package} into {self.folder.relative_to(ROOT)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", self.folder], check=True)
        subprocess.run([self.folder / "bin/python", "-m", "pip", "install", "--quiet", str(self.package)], check=True)
        (self.folder / "installed").touch()


def peers(server: Path, spans: int) -> list[Peer]:
    return [
        Peer(
            "martlet", None, lambda home, port: [str(server), "serve", "--port", str(port), "--home", str(home)],
            "martlet.db", "/healthz", spans, connections=8,
        ),
        Peer(
            "phoenix", "arize-phoenix", lambda home, port: [str(CACHE / "phoenix/bin/phoenix"), "serve"],
            "phoenix.db", "/healthz", 20_000, connections=2,
            environment=lambda home, port: {
                "PHOENIX_WORKING_DIR": str(home), "PHOENIX_HOST": "127.0.0.1", "PHOENIX_PORT": str(port),
                "PHOENIX_GRPC_PORT": str(free_port()), "PHOENIX_TELEMETRY_ENABLED": "false",
            },
        ),
        # One worker, and no jobs beside it: with SQLite, more of them make it slower.
        Peer(
            "mlflow", "mlflow",
            lambda home, port: [
                str(CACHE / "mlflow/bin/mlflow"), "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
                "--backend-store-uri", f"sqlite:///{home}/mlflow.db", "--artifacts-destination", str(home / "artifacts"),
            ],
            "mlflow.db", "/health", 100_000, connections=2, headers={"x-mlflow-experiment-id": "0"},
            environment=lambda home, port: {
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true",
                "PATH": f"{CACHE / 'mlflow/bin'}:{os.environ['PATH']}",
            },
        ),
    ]


def free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return int(own.getsockname()[1])


class Run:
    """A server that runs, with all processes that it starts."""

    def __init__(self, peer: Peer, home: Path, cores: int | None) -> None:
        self.peer, self.home, self.port = peer, home, free_port()
        own = sorted(os.sched_getaffinity(0))[-(cores or 0) :]
        start = time.monotonic()
        with (home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                peer.command(home, self.port), stdout=log, stderr=log, start_new_session=True,
                env=os.environ | peer.environment(home, self.port),
                preexec_fn=lambda: os.sched_setaffinity(0, own),
            )
        self._wait_for_health()
        self.start_time = time.monotonic() - start

    def _wait_for_health(self) -> None:
        end = time.monotonic() + 180
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", self.peer.health)
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.005)
        log = (self.home / "log").read_text(errors="replace")[-2_000:]
        self.stop()
        raise SystemExit(f"{self.peer.name} did not start:\n{log}")

    def _processes(self) -> list[int]:
        """All of its session."""
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if os.getsid(int(entry.name)) == self._process.pid:
                    found.append(int(entry.name))
        return found

    def cpu(self) -> float:
        """Seconds of all processes that still run, and of those that they have waited for."""
        total = 0
        for process in self._processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
                total += sum(int(value) for value in fields[11:15])
        return total / TICK

    def memory(self) -> float:
        """Megabytes; what processes share is counted once."""
        total = 0
        for process in self._processes():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
        return total / 1024

    def _database(self) -> Path | None:
        return next(self.home.rglob(self.peer.database), None)

    def stored(self) -> int:
        """Spans in the database."""
        path = self._database()
        if path is None:
            return 0
        table = "span" if self.peer.package is None else "spans"
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as database,
        ):
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        return -1

    def disk(self) -> int:
        path = self._database()
        return sum(file.stat().st_size for file in path.parent.glob(path.name + "*")) if path else 0

    def stop(self) -> None:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for process in self._processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, kind)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
                if not self._processes():
                    return


class Load:
    """Requests from a few connections, until all are sent or the time is over."""

    def __init__(self, run: Run, spans: int, seconds: float, first: int = 1_000, seed: int = 7) -> None:
        self.sent = self.refused = 0
        self._run = run
        self._lock = threading.Lock()
        # Made before the clock runs: the load has the server's cores, and what it does there is no server's work.
        self._bodies = iter(self._make(first, spans // REQUEST_SPANS, seed))
        self.started = time.monotonic()
        self._end = self.started + seconds
        threads = [threading.Thread(target=self._work) for _ in range(run.peer.connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @staticmethod
    def _make(first: int, count: int, seed: int) -> list[bytes]:
        """The bodies of so many requests, 110 kB each."""
        templates = [Template(REQUEST_TRACES, seed=number) for number in range(32)]
        origin = time.time_ns()
        bodies = []
        for number in range(first, first + count):
            trace = number * REQUEST_TRACES
            template = templates[number % len(templates)]
            bodies.append(template.stamp(trace, origin + trace * SECOND // 2_500, seed=seed))
        return bodies

    def _work(self) -> None:
        headers = {"Content-Type": "application/x-protobuf"} | self._run.peer.headers
        connection = http.client.HTTPConnection("127.0.0.1", self._run.port, timeout=120)
        while time.monotonic() < self._end:
            with self._lock:
                body = next(self._bodies, None)
            if body is None:
                break
            with contextlib.suppress(TimeoutError):
                connection.request("POST", "/v1/traces", body, headers)
                with connection.getresponse() as response:
                    answer = response.read()
                if response.status == 200:
                    with self._lock:
                        self.sent += REQUEST_SPANS
                    continue
                if response.status not in (429, 503):
                    raise SystemExit(f"{self._run.peer.name} answered {response.status}: {answer[:200]!r}")
            self.refused += 1
            time.sleep(0.2)
        connection.close()


@dataclass
class Result:
    """What one server did."""

    name: str
    start: float
    rest: float
    loaded: float
    stored: int
    wall: float
    cpu: float
    disk: float
    before: int = 0

    def __str__(self) -> str:
        return (
            f"{self.name:<9}{self.stored:>9,} spans {self.stored / self.wall:>9,.0f} /s {self.stored / self.cpu:>9,.0f} /CPU s"
            f"   rest {self.rest:>5,.0f} MB, after {self.loaded:>5,.0f} MB   start {self.start:>6.2f} s   {self.disk:>6,.0f} bytes/span"
        )


def measure(peer: Peer, seconds: float, cores: int | None, filled: Path | None = None) -> Result:
    home = filled or Path(tempfile.mkdtemp(prefix=f"martlet-bench-{peer.name}-"))
    run = Run(peer, home, cores)
    try:
        # What is imported at the first request is no work on spans. Ids of their own for each run.
        known, seed = run.stored(), 7 if filled is None else time.time_ns() & 0xFFFFFFFF
        Load(run, REQUEST_SPANS, 60, first=0, seed=seed)
        settle(run, known + REQUEST_SPANS, 60)
        rest, before, cpu = run.memory(), run.stored(), run.cpu()
        load = Load(run, peer.spans, seconds, seed=seed)
        # What was taken in time is in the database, or what could be put there in as much time again.
        wall = settle(run, before + load.sent, seconds) - load.started
        cpu, stored = run.cpu() - cpu, run.stored() - before
        if peer.package is None and stored != load.sent:
            raise SystemExit(f"{peer.name} acknowledged {load.sent} spans and has {stored}")
        time.sleep(3)
        name = peer.name if filled is None else f"{peer.name}+"
        return Result(name, run.start_time, rest, run.memory(), stored, wall, cpu, run.disk() / max(1, run.stored()), before)
    finally:
        run.stop()
        if filled is None:
            shutil.rmtree(home, ignore_errors=True)


def settle(run: Run, wanted: int, seconds: float) -> float:
    """Waits until so many are stored; returns when that was."""
    end = time.monotonic() + seconds
    while run.stored() < wanted and time.monotonic() < end:
        time.sleep(0.1)
    return time.monotonic()


BUDGETS = {"phoenix": 100, "mlflow": 30}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", type=Path, default=ROOT / "server/.build/release/martlet")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--only", nargs="+", choices=["martlet", "phoenix", "mlflow"], default=["martlet", "phoenix", "mlflow"])
    parser.add_argument("--seconds", type=float, default=30, help="of load, for each")
    parser.add_argument("--spans", type=int, default=200_000, help="for Martlet, at most")
    parser.add_argument("--cores", type=int, help="for each server; else all")
    parser.add_argument("--filled", type=Path, help="a state directory with many spans, for Martlet")
    arguments = parser.parse_args()
    results: dict[str, Result] = {}
    for peer in peers(arguments.server, arguments.spans):
        if peer.name not in arguments.only:
            continue
        if arguments.install:
            peer.install()
        if not peer.is_installed():
            print(f"{peer.name}: not installed; make bench-server does that")
            continue
        results[peer.name] = measure(peer, arguments.seconds, arguments.cores)
        print(results[peer.name], flush=True)
        if peer.package is None and arguments.filled:
            results["martlet+"] = measure(peer, arguments.seconds, arguments.cores, arguments.filled)
            print(results["martlet+"], f"  with {results['martlet+'].before:,} spans before", flush=True)
    own = results.get("martlet")
    for ours in (own, results.get("martlet+")):
        for name, least in BUDGETS.items():
            if ours is None or name not in results or results[name].stored < 1:
                continue
            other = results[name]
            by_wall = ours.stored / ours.wall / (other.stored / other.wall)
            by_cpu = ours.stored / ours.cpu / (other.stored / other.cpu)
            mark = "" if by_wall >= least else "   MISSED"
            print(f"{ours.name}: {by_wall:,.0f} times {name} by the clock, {by_cpu:,.0f} by CPU time; at least {least}{mark}")
    if own is not None:
        for title, value, most in (("at rest, MB", own.rest, 30), ("after load, MB", own.loaded, 100), ("start, s", own.start, 0.1)):
            print(f"martlet {title}: {value:.2f}; at most {most}{'' if value <= most else '   MISSED'}")


if __name__ == "__main__":
    main()
