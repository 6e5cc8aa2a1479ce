"""Heads of requests that are too long or broken."""

from __future__ import annotations

import socket

import pytest

from recording import Workplace


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("X-Long: " + "a" * 20_000, 431), ("\r\n".join(f"X-{number}: b" for number in range(200)), 431),
        ("X-Broken", 400), ("X-Fine: c", 200),
    ],
    ids=["a long field", "many fields", "no field", "a field"],
)  # fmt: skip
def test_heads_of_requests(workplace: Workplace, head: str, status: int) -> None:
    server = workplace.serve()
    port = int(server.client.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost\r\n{head}\r\nConnection: close\r\n\r\n".encode())
        assert connection.recv(100).split()[1] == str(status).encode()
    assert server.client.json("/healthz") == {"status": "ok"}
