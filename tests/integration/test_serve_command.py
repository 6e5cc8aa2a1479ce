"""`martlet serve` from the outside: its one line, its errors, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from recording import MARTLET, Server, Workplace


def refused(workplace: Workplace, *options: str | Path) -> str:
    """What a server says that cannot start."""
    done = subprocess.run(
        [MARTLET, "serve", "--port", "0", *options], env=workplace.environment,
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode != 0 and not done.stdout, done
    return done.stderr


def test_healthz(server: Server) -> None:
    status, _, _ = server.client.get("/healthz")
    assert status == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_clean_end(server: Server, number: int) -> None:
    os.kill(server.pid, number)
    assert server.stop() == 0


def test_default_home(workplace: Workplace) -> None:
    """Without MARTLET_HOME the state lies where the desktop's rules put it."""
    del workplace.environment["MARTLET_HOME"]
    workplace.environment["XDG_STATE_HOME"] = str(workplace.folder / "state")
    workplace.serve().stop()
    home = workplace.folder / "state" / "martlet"
    assert (home / "martlet.db").exists()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700

    del workplace.environment["XDG_STATE_HOME"]
    workplace.environment["HOME"] = str(workplace.folder)
    workplace.serve().stop()
    assert (workplace.folder / ".local/state/martlet/martlet.db").exists()


def test_port_that_is_taken(workplace: Workplace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in refused(workplace, "--port", port)


def test_second_server_on_the_same_home(workplace: Workplace, server: Server) -> None:
    assert str(workplace.home) in refused(workplace)
    server.kill()
    # The lock ends with its holder.
    workplace.serve()


def test_home_that_cannot_be_made(workplace: Workplace) -> None:
    (workplace.folder / "file").write_text("")
    assert str(workplace.folder / "file") in refused(workplace, "--home", workplace.folder / "file" / "x")


def test_address_for_everybody_is_refused(workplace: Workplace) -> None:
    assert "0.0.0.0" in refused(workplace, "--host", "0.0.0.0")


def test_listens_on_loopback_alone(server: Server) -> None:
    port = int(server.client.base_url.rpartition(":")[2])
    rows = [
        row.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for row in Path(table).read_text().splitlines()[1:]
    ]
    # The state 0A is LISTEN; addresses are in hexadecimal, of this machine's byte order.
    listening = [address for _, address, _, state, *_ in rows if state == "0A"]
    assert [a for a in listening if a.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


@pytest.mark.parametrize("path, status", [
    ("/api/v1/traces?limit=many", 400),
    ("/api/v1/traces?limit=0", 400),
    ("/api/v1/traces?cursor=nonsense", 400),
    ("/api/v1/traces?since=yesterday", 400),
    ("/api/v1/traces/xyz", 404),
    ("/api/v1/traces/" + 32 * "a", 404),
    ("/api/v1/nothing", 404),
])
def test_errors_of_the_api(server: Server, path: str, status: int) -> None:
    got, headers, body = server.client.get(path)
    assert got == status, body
    assert headers["Content-Type"].startswith("application/json")
    error = json.loads(body)["error"]
    assert error["code"] and error["message"]


@pytest.mark.parametrize("path", ["/traces", "/traces/" + 32 * "a", "/nothing"])
def test_pages_are_locked_down(server: Server, path: str) -> None:
    _, headers, _ = server.client.get(path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_foreign_host_name_is_refused(server: Server) -> None:
    """A page elsewhere whose name points to loopback must not read the recordings."""
    port = int(server.client.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET /api/v1/traces HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        reply = b"".join(iter(lambda: connection.recv(4096), b""))
    assert reply.split()[1] in (b"400", b"403", b"421")
    assert b"traces\"" not in reply


def test_version() -> None:
    done = subprocess.run([MARTLET, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip()
