"""Clients that are slow on purpose, over real sockets: what they can take is bounded, in time and memory."""

from __future__ import annotations

import gzip
import re
import select
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

import recorded
from recording import Server, Workplace
from spans import post_spans

# Seconds, as the option says it; and how much later the server may notice, also on a busy machine.
TIMEOUT = 2
PATIENCE = 60
HEAD = b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"


@pytest.fixture
def server(workplace: Workplace) -> Server:
    return workplace.serve("--client-timeout", str(TIMEOUT))


def connect(server: Server, *, receive_buffer: int | None = None) -> socket.socket:
    connection = socket.socket()
    if receive_buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", int(server.client.base_url.rpartition(":")[2])))
    return connection


def rest(connection: socket.socket) -> bytes:
    """What still comes until the server closes."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def is_answered(connection: socket.socket) -> bool:
    """Whether something has come that is not read yet, or the server has closed."""
    return bool(select.select([connection], [], [], 0)[0])


def resident_bytes(server: Server) -> int:
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def open_sockets(server: Server) -> int:
    count = 0
    for link in Path(f"/proc/{server.pid}/fd").iterdir():
        # It may be closed meanwhile.
        with suppress(FileNotFoundError):
            count += "socket:" in str(link.readlink())
    return count


def trickle(connection: socket.socket, data: bytes, pause: float = 0.05) -> None:
    """Sends a byte at a time for as long as the server lets us."""
    start = time.monotonic()
    try:
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(pause)
            if time.monotonic() - start > PATIENCE:
                pytest.fail("the server waits for ever")
    except (ConnectionResetError, BrokenPipeError):
        return
    pytest.fail("the server took it all")


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: loc", HEAD, HEAD + b'{"resourceSpans": ['], ids=["nothing", "part of a head", "a head", "part of a body"])
def test_silence(server: Server, sent: bytes) -> None:
    start = time.monotonic()
    with connect(server) as connection:
        connection.sendall(sent)
        assert b"200 OK" not in rest(connection)
    assert time.monotonic() - start > TIMEOUT - 0.5


@pytest.mark.parametrize("before", [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n", HEAD], ids=["head", "body"])
def test_a_byte_at_a_time(server: Server, before: bytes) -> None:
    start = time.monotonic()
    with connect(server) as connection:
        connection.sendall(before)
        trickle(connection, b"X-Slow: " + b"a" * 4000)
    assert time.monotonic() - start > TIMEOUT - 0.5
    assert server.client.json("/healthz") == {"status": "ok"}


def test_a_body_that_comes_steadily_is_waited_for(workplace: Workplace) -> None:
    """What is slow and gets on is no attack: a second more for each 16 KiB."""
    # So long that no pause that the machine makes is silence.
    seconds = 8
    server = workplace.serve("--client-timeout", str(seconds))
    body = b'{"resourceSpans": []' + b" " * 390_000 + b"}"
    head = HEAD.replace(b"1000000", str(len(body)).encode()).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with connect(server) as connection:
        connection.sendall(head)
        start = time.monotonic()
        for position in range(0, len(body), 4096):
            connection.sendall(body[position : position + 4096])
            time.sleep(0.1)
        assert time.monotonic() - start > seconds + 1
        assert rest(connection).startswith(b"HTTP/1.1 200 OK")


def test_many_at_once(server: Server) -> None:
    with ExitStack() as stack:
        before, sockets = resident_bytes(server), open_sockets(server)
        slow = [stack.enter_context(connect(server)) for _ in range(300)]
        for number, connection in enumerate(slow):
            connection.sendall(HEAD if number % 2 else b"GET / HTTP/1.1\r\nHost: loc")
        # The others do not wait for them: one after the other they would take ten minutes.
        assert server.client.json("/healthz") == {"status": "ok"}
        assert resident_bytes(server) - before < 64 << 20
        for connection in slow:
            rest(connection)
        recorded.eventually(lambda: open_sockets(server) <= sockets + 2, "connections are never given back")


def test_an_answer_that_nobody_reads(server: Server) -> None:
    # Before anybody asks, it has no connection.
    sockets = open_sockets(server)
    text = "swifts sleep on the wing " * 20_000
    for number in range(80):
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.prompt": f"{number} {text}"}
        post_spans(server.client, [{
            "traceId": f"{number + 1:032x}", "spanId": f"{number + 1:016x}", "name": "chat", "kind": 3,
            "startTimeUnixNano": str(time.time_ns()), "endTimeUnixNano": str(time.time_ns() + 1000), "attributes": attributes,
        }])  # fmt: skip
    _, _, whole = server.client.get("/api/v1/export")
    assert len(whole) > 40_000_000
    before, most = resident_bytes(server), 0
    with ExitStack() as stack:
        readers = [stack.enter_context(connect(server, receive_buffer=16384)) for _ in range(8)]
        for reader in readers:
            reader.sendall(b"GET /api/v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n")
        # Until it has had enough of all of them. What it had sent before, they can still read.
        deadline = time.monotonic() + PATIENCE
        while most == 0 or open_sockets(server) > sockets:
            assert time.monotonic() < deadline, "it waits for ever"
            most = max(most, resident_bytes(server))
            assert server.client.json("/healthz") == {"status": "ok"}
            time.sleep(0.1)
        # Of each answer, one span is in memory, which is half a megabyte, in some copies.
        assert most - before < 60 << 20, f"{most - before} bytes more"
        for reader in readers:
            assert len(rest(reader)) < len(whole) // 2
    assert server.client.json("/api/v1/stats")["spans"] == 80
    # All that they had is given back: as many can ask again.
    recorded.eventually(lambda: server.client.get("/api/v1/export", limit=1)[0] == 200, "nobody is answered any more")
    for _ in range(10):
        assert server.client.get("/api/v1/export", limit=1)[0] == 200


def test_long_answers_that_nobody_reads(workplace: Workplace) -> None:
    """Answers that come whole: no more of them are kept than there is room for."""
    server = workplace.serve("--client-timeout", "15")
    text = "swifts sleep on the wing " * 40_000
    spans = [
        {
            "traceId": f"{1:032x}", "spanId": f"{number + 1:016x}", "name": "chat", "kind": 3, "attributes": {"note": text},
            "startTimeUnixNano": str(time.time_ns()), "endTimeUnixNano": str(time.time_ns() + 1000),
        }
        for number in range(12)
    ]  # fmt: skip
    post_spans(server.client, spans)
    path = f"/api/v1/traces/{1:032x}"
    assert server.client.get(path)[0] == 200
    refused = 0
    with ExitStack() as stack:
        readers = [stack.enter_context(connect(server, receive_buffer=16384)) for _ in range(40)]
        for reader in readers:
            reader.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        most, start = 0, time.monotonic()
        # At least until each is answered or refused.
        while time.monotonic() - start < 10 or not all(map(is_answered, readers)):
            assert time.monotonic() - start < PATIENCE, "some are never answered"
            most = max(most, resident_bytes(server))
            time.sleep(0.05)
        for reader in readers:
            refused += rest(reader).startswith(b"HTTP/1.1 503 ")
    assert refused > 10
    # Forty of them would be a gigabyte.
    assert most < 500 << 20, f"{most} bytes"
    assert server.client.get(path)[0] == 200


def test_a_body_that_unpacks_to_a_thousand_times_its_size(server: Server) -> None:
    bomb = gzip.compress(bytes(256 << 20), 9)
    assert len(bomb) < 1 << 20
    before = resident_bytes(server)
    for kind in (b"application/x-protobuf", b"application/json"):
        head = HEAD.replace(b"application/json", kind).replace(b"1000000", str(len(bomb)).encode())
        with connect(server) as connection:
            connection.sendall(head.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n") + bomb)
            assert rest(connection).startswith(b"HTTP/1.1 413 ")
    assert resident_bytes(server) - before < 100 << 20
    assert server.client.json("/healthz") == {"status": "ok"}


def test_who_announces_much_takes_it_from_nobody(server: Server) -> None:
    head = HEAD.replace(b"application/json", b"application/x-protobuf").replace(b"1000000", b"67108864")
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(connect(server)).sendall(head + bytes(100))
        post_spans(server.client, [{
            "traceId": f"{1:032x}", "spanId": f"{1:016x}", "name": "call", "kind": 3,
            "startTimeUnixNano": "1", "endTimeUnixNano": "2",
        }])  # fmt: skip
    assert server.client.json("/api/v1/stats")["spans"] == 1
