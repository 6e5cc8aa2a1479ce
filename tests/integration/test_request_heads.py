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


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        ("Host: evil.example\r\nContent-Length: 2", "{}", 400),
        ("Transfer-Encoding: xchunked", "2\r\n{}\r\n0\r\n\r\n", 400), ("Transfer-Encoding: chunked", "x\r\n{}\r\n", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 4", "2\r\n{}\r\n0\r\n\r\n", 400),
        ("Content-Length: 2\r\nContent-Length: 3", "{}", 400), ("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n", 200),
    ],
    ids=["two hosts", "an unknown coding", "no length of a chunk", "two framings", "two lengths", "chunks"],
)  # fmt: skip
def test_framing_of_bodies(workplace: Workplace, head: str, body: str, status: int) -> None:
    server = workplace.serve()
    port = int(server.client.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        request = (
            f"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{head}\r\n\r\n{body}"
        )
        connection.sendall(request.encode())
        assert connection.recv(100).split()[1] == str(status).encode()
    assert server.client.json("/healthz") == {"status": "ok"}


def test_a_client_that_waits_before_it_sends_a_body(workplace: Workplace) -> None:
    server = workplace.serve()
    port = int(server.client.base_url.rpartition(":")[2])
    head = "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_of_the_first_version_is_not_told_to_go_on(workplace: Workplace) -> None:
    """It does not know that answer."""
    server = workplace.serve()
    port = int(server.client.base_url.rpartition(":")[2])
    head = "POST /v1/traces HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n{{}}".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
