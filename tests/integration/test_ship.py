"""`martlet ship`: what is recorded on one machine is seen on another, each call once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from child_process import ChildProcess
from ports import free_port
from recording import MARTLET, RUN, Server, Workplace

CALLS = """
import sys
import martlet

@martlet.trace
def step(number):
    return number * 2

for number in range(int(sys.argv[1])):
    step(number)
print("done")
"""


# So many calls for each line that it reads.
CALLS_ON_DEMAND = """
import sys
import martlet

@martlet.trace
def step(number):
    return number * 2

for line in sys.stdin:
    for number in range(int(line)):
        step(number)
"""


class Elsewhere:
    """A server with a state directory of its own, which asks for keys."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.home = workplace.folder / "elsewhere"
        self.environment = workplace.environment | {"MARTLET_HOME": str(self.home)}
        self.port = free_port()
        self.key = self.make_key("write")
        self.server: Server | None = None

    def make_key(self, kind: str) -> str:
        command = [MARTLET, "key", "create", "--kind", kind]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.split("secret key: ")[1].strip()

    def serve(self) -> str:
        """Starts it, each time on the same port."""
        log = self.workplace.folder / "elsewhere.log"
        options = ("--require-key", "--port", str(self.port))
        self.server = self.workplace._stack.enter_context(Server(self.environment, log, options))
        return self.server.client.base_url

    def ask(self, query: str) -> list[list[str]]:
        command = [MARTLET, "sql", "--format", "csv", query]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return [line.split(",") for line in done.stdout.splitlines()[1:]]

    def wait_for(self, query: str, answer: list[list[str]], seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while (found := self.ask(query)) != answer:
            assert time.monotonic() < deadline, f"{found} and not {answer}"
            time.sleep(0.2)


@pytest.fixture
def elsewhere(workplace: Workplace) -> Elsewhere:
    return Elsewhere(workplace)


def ship(workplace: Workplace, url: str, key: str | None, *options: str | Path, status: int = 0) -> str:
    """Sends all that is there; gives what was said about it."""
    environment = workplace.environment | ({"MARTLET_KEY": key} if key else {})
    command = [MARTLET, "ship", "--to", url, "--once", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done
    return done.stderr


def shipping(workplace: Workplace, url: str, key: str, name: str) -> ChildProcess:
    """A `martlet ship` that goes on."""
    return ChildProcess(
        [MARTLET, "ship", "--to", url], ready=r"^martlet is sending .* to (http\S+)\n$",
        environment=workplace.environment | {"MARTLET_KEY": key}, log=workplace.folder / f"{name}.log",
    )


def test_what_is_recorded_here_is_seen_there(workplace: Workplace, elsewhere: Elsewhere) -> None:
    workplace.run(CALLS, RUN, "50")
    url = elsewhere.serve()
    ship(workplace, url, elsewhere.key)
    assert elsewhere.ask("SELECT count(*), count(DISTINCT span_id), sum(status = 'ok') FROM spans") == [["50", "50", "50"]]
    assert workplace.segments() == []
    # Once more, and after a restart of the server, which looks for no file of theirs.
    ship(workplace, url, elsewhere.key)
    assert elsewhere.server is not None and elsewhere.server.stop() == 0
    elsewhere.serve()
    workplace.run(CALLS, RUN, "7")
    ship(workplace, elsewhere.server.client.base_url, elsewhere.key)
    assert elsewhere.ask("SELECT count(*), sum(status = 'ok') FROM spans") == [["57", "57"]]
    assert elsewhere.ask("SELECT count(*) FROM segment WHERE state IN (2, 3)") == [["0"]]


def test_each_call_once_however_often_the_sender_dies(workplace: Workplace, elsewhere: Elsewhere) -> None:
    url = elsewhere.serve()
    program = workplace.start(CALLS, RUN, "60000")
    for round in range(4):
        sender = shipping(workplace, url, elsewhere.key, f"ship-{round}")
        with sender:
            time.sleep(0.4)
            os.kill(sender.pid, signal.SIGKILL)
    assert program.wait(timeout=120) == 0
    ship(workplace, url, elsewhere.key)
    assert elsewhere.ask("SELECT count(*), count(DISTINCT span_id), sum(status = 'ok') FROM spans") == [["60000", "60000", "60000"]]


def test_a_server_that_is_away_for_a_while(workplace: Workplace, elsewhere: Elsewhere) -> None:
    url = elsewhere.serve()
    with shipping(workplace, url, elsewhere.key, "ship") as sender:
        workplace.run(CALLS, RUN, "5")
        elsewhere.wait_for("SELECT count(*) FROM spans", [["5"]])
        assert elsewhere.server is not None
        elsewhere.server.kill()
        workplace.run(CALLS, RUN, "6")
        time.sleep(1)
        elsewhere.serve()
        elsewhere.wait_for("SELECT count(*) FROM spans", [["11"]])
        os.kill(sender.pid, signal.SIGTERM)
        assert sender.stop() == 0


def test_a_server_that_is_not_there_yet(workplace: Workplace, elsewhere: Elsewhere) -> None:
    """Two machines start in any order."""
    workplace.run(CALLS, RUN, "5")
    url = f"http://127.0.0.1:{elsewhere.port}"
    with shipping(workplace, url, elsewhere.key, "ship") as sender:
        assert "trying again" in (workplace.folder / "ship.log").read_text()
        elsewhere.serve()
        elsewhere.wait_for("SELECT count(*) FROM spans", [["5"]])
        os.kill(sender.pid, signal.SIGTERM)
        assert sender.stop() == 0


def test_each_call_once_however_often_the_receiver_dies(workplace: Workplace, elsewhere: Elsewhere) -> None:
    """What the server has committed and not acknowledged comes again, and is known."""
    url = elsewhere.serve()
    with shipping(workplace, url, elsewhere.key, "ship") as sender:
        program = workplace.start(CALLS_ON_DEMAND, RUN)
        total = 0

        def record() -> None:
            nonlocal total
            total += 20_000
            print(20_000, file=program.stdin, flush=True)

        for wait in (0.3, 0.45, 0.6, 0.75):
            record()
            time.sleep(wait)
            assert elsewhere.server is not None
            elsewhere.server.kill()
            assert int(elsewhere.ask("SELECT count(*) FROM spans")[0][0]) <= total
            elsewhere.serve()
        # It never died when all was there.
        record()
        program.stdin.close()
        assert program.wait(timeout=120) == 0
        elsewhere.wait_for("SELECT count(*), count(DISTINCT span_id), sum(status = 'ok') FROM spans", [[str(total)] * 3])
        os.kill(sender.pid, signal.SIGTERM)
        assert sender.stop() == 0
    assert elsewhere.ask("SELECT count(*) FROM segment WHERE state IN (2, 3)") == [["0"]]


def test_what_cannot_be_sent_is_said_and_kept(workplace: Workplace, elsewhere: Elsewhere) -> None:
    workplace.run(CALLS, RUN, "3")
    before = workplace.segments()
    url = elsewhere.serve()
    assert "the key that was sent is none" in ship(workplace, url, "sk-wrong", status=1)
    assert "--key-file" in ship(workplace, url, None, status=1)
    assert "403" in ship(workplace, url, elsewhere.make_key("read"), status=1)
    assert "TLS" in ship(workplace, "http://martlet.example", elsewhere.key, status=1)
    assert "address" in ship(workplace, "martlet.example", elsewhere.key, status=1)
    assert ship(workplace, "http://127.0.0.1:1", None, status=1)
    assert workplace.segments() == before


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


@pytest.fixture
def secure_front(elsewhere: Elsewhere, certificate: tuple[Path, Path]) -> Iterator[str]:
    """What stands before a server and speaks TLS."""
    backend = int(elsewhere.serve().rpartition(":")[2])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    loop = asyncio.new_event_loop()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", backend)
        await asyncio.gather(pipe(reader, inner_writer), pipe(inner_reader, writer), return_exceptions=True)

    server = loop.run_until_complete(asyncio.start_server(accept, "127.0.0.1", 0, ssl=context))
    port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{port}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=5)


def test_over_tls(
    workplace: Workplace, elsewhere: Elsewhere, secure_front: str, certificate: tuple[Path, Path]
) -> None:
    workplace.run(CALLS, RUN, "4")
    # A certificate that nobody here trusts.
    assert "certificate" in ship(workplace, secure_front, elsewhere.key, status=1)
    # One of another host.
    other = secure_front.replace("localhost", "127.0.0.1")
    ship(workplace, other, elsewhere.key, "--ca-file", certificate[0], status=1)
    ship(workplace, secure_front, elsewhere.key, "--ca-file", certificate[0])
    assert elsewhere.ask("SELECT count(*) FROM spans") == [["4"]]
    for path in (workplace.folder / "missing.pem", Path(__file__)):
        told = ship(workplace, secure_front, elsewhere.key, "--ca-file", path, status=1)
        assert told == f"martlet: cannot read certificates in PEM from {path}\n"


def test_endpoints_without_a_key(server: Server) -> None:
    """A server on loopback asks nobody; what is nonsense gets a precise answer."""
    import urllib.error
    import urllib.request

    request = urllib.request.Request(
        server.client.base_url + "/api/v1/journal", json.dumps({"batches": [{"process": 1}]}).encode(),
        {"Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60)
    assert error.value.code == 400
    assert "batches[0]" in error.value.read().decode()
