"""A server that is killed under load has every span that it acknowledged, once, and finds its words."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import itertools
import json
import sqlite3
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

import recorded
from recording import MARTLET, Server, Workplace

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
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
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
    for _ in range(20):
        # So little is acknowledged only where something else keeps the machine busy.
        if len(load.acknowledged) <= 20:
            load.run(workplace.serve(), 2)
    assert len(load.acknowledged) > 20
    server = workplace.serve()
    # An answer covers all that was received before it.
    traces = len(server.client.traces())
    assert traces > 0
    with workplace.database() as database:

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


def counted(workplace: Workplace) -> int:
    query = "SELECT count(*) FROM spans"
    done = subprocess.run([MARTLET, "sql", "--format", "csv", query], env=workplace.environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    return int(done.stdout.split()[1])


def test_a_command_sees_what_was_acknowledged_before(workplace: Workplace) -> None:
    server = workplace.serve()
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)

    def send(number: int) -> None:
        connection.request("POST", "/v1/traces", request(number), {"Content-Type": "application/json"})
        assert connection.getresponse().read() is not None

    # Beside the server that goes on, each time at once.
    for number in range(8):
        send(number)
        assert counted(workplace) == SPANS * (number + 1)
    query = json.dumps({"query": "SELECT count(*) FROM spans"})
    send(8)
    connection.request("POST", "/api/v1/sql", query, {"Content-Type": "application/json"})
    assert json.load(connection.getresponse())["rows"] == [[SPANS * 9]]
    # Of a server that was killed before it came to it.
    send(9)
    server.kill()
    assert counted(workplace) == SPANS * 10
    # After one that ended by itself, all is in one file.
    server = workplace.serve()
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)
    send(10)
    assert server.stop() == 0
    for name in ["wal", "inbox-0", "inbox-1"]:
        assert (workplace.home / f"martlet.db-{name}").stat().st_size == 0, name
    assert counted(workplace) == SPANS * 11


def test_a_server_that_starts_while_commands_settle(workplace: Workplace) -> None:
    for number in range(6):
        server = workplace.serve()
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)
        connection.request("POST", "/v1/traces", request(number), {"Content-Type": "application/json"})
        assert connection.getresponse().read() is not None
        server.kill()
        command = [MARTLET, "sql", "--format", "csv", "SELECT count(*) FROM spans"]
        with contextlib.ExitStack() as stack:
            commands = [
                stack.enter_context(subprocess.Popen(command, env=workplace.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
                for _ in range(3)
            ]
            # At whatever moment of theirs it comes.
            time.sleep(0.002 * number)
            server = workplace.serve()
            for process in commands:
                out, errors = process.communicate(timeout=300)
                assert (process.returncode, errors, out.split()[1]) == (0, "", str(SPANS * (number + 1)))
        assert server.stop() == 0


def test_who_has_the_lock_is_told_and_a_command_waited_for(workplace: Workplace) -> None:
    server = workplace.serve()
    done = subprocess.run([MARTLET, "serve", "--port", "0"], env=workplace.environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (1, f"martlet: another server follows {workplace.home} already (process {server.pid})\n")
    assert server.stop() == 0
    with (workplace.home / "martlet.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\nsettle\n")
        lock.flush()
        log = workplace.folder / "serve-2.log"

        def let_go() -> None:
            recorded.eventually(lambda: log.exists() and "waiting: a command puts" in log.read_text(), "it does not say that it waits")
            fcntl.flock(lock, fcntl.LOCK_UN)

        thread = threading.Thread(target=let_go)
        thread.start()
        server = workplace.serve()
        thread.join()
    assert log.read_text().count("waiting: a command puts") == 1
    assert "(process 4711)" in log.read_text()


def test_a_backup_beside_what_a_server_left(workplace: Workplace) -> None:
    server = workplace.serve()
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)

    def send(number: int) -> None:
        connection.request("POST", "/v1/traces", request(number), {"Content-Type": "application/json"})
        assert connection.getresponse().read() is not None

    send(0)
    copy = workplace.folder / "copy.db"
    subprocess.run([MARTLET, "backup", copy], env=workplace.environment, check=True, capture_output=True, timeout=300)
    send(1)
    server.kill()
    left = {path.name: path.read_bytes() for path in workplace.home.glob("martlet.db-inbox-*") if path.stat().st_size}
    assert left
    for name in ("martlet.db-wal", "martlet.db-shm"):
        (workplace.home / name).unlink(missing_ok=True)
    copy.rename(workplace.home / "martlet.db")
    server = workplace.serve()
    assert len(server.client.traces()) == 1
    for name, content in left.items():
        assert (workplace.home / f"{name}-of-another-database").read_bytes() == content
    log = (workplace.folder / "serve-2.log").read_text()
    assert log.count("was set aside") + log.count("were set aside") == len(left)
    assert server.stop() == 0
    assert counted(workplace) == SPANS


def test_what_a_command_sets_aside_is_said_also_beside_an_old_store(workplace: Workplace) -> None:
    """It brings the store to its version before it does its work, and finds another one's spans beside it."""
    server = workplace.serve()
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.client.base_url).netloc, timeout=60)
    connection.request("POST", "/v1/traces", request(0), {"Content-Type": "application/json"})
    assert connection.getresponse().read() is not None
    server.kill()
    left = [path for path in workplace.home.glob("martlet.db-inbox-*") if path.stat().st_size]
    assert left
    for path in workplace.home.glob("martlet.db*"):
        if path not in left:
            path.unlink()
    old = Path(__file__).parents[2] / "server/Tests/StoreTests/Fixtures/version-1.sql"
    with contextlib.closing(sqlite3.connect(workplace.home / "martlet.db")) as database:
        database.executescript(old.read_text())
    done = subprocess.run([MARTLET, "price", "list"], env=workplace.environment, capture_output=True, text=True, timeout=300, check=True)
    for path in left:
        assert done.stderr.count(f"were set aside: {path}-of-another-database") == 1
