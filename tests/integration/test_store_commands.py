"""The commands that look after the store: prices, backups, retention, removal; beside a server and without one."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recording import MARTLET, Server, Workplace

DAY = 86_400 * 10**9


def martlet(workplace: Workplace, *arguments: str | Path, status: int = 0) -> str:
    """Runs a command to its end; gives what it said."""
    done = subprocess.run([MARTLET, *arguments], env=workplace.environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done
    return done.stdout if status == 0 else done.stderr


def sql(workplace: Workplace, query: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(martlet(workplace, "sql", "--format", "csv", query))))[1:]


def ask(server: Server, method: str, path: str, body: object = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.client.base_url + path, data, {"Content-Type": "application/json"}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def send(server: Server, traces: range, start: int, model: str = "our-model-1", text: str = "") -> None:
    """One call of a model in each trace: 1,000,000 tokens in, half as many out."""
    attributes = {
        "gen_ai.operation.name": {"stringValue": "chat"}, "gen_ai.request.model": {"stringValue": model},
        "gen_ai.usage.input_tokens": {"intValue": "1000000"}, "gen_ai.usage.output_tokens": {"intValue": "500000"},
        "note": {"stringValue": text}, "gen_ai.input.messages": {"stringValue": '[{"role": "user", "content": "swifts"}]'},
    }  # fmt: skip
    spans = [
        {
            "traceId": f"{number:032x}", "spanId": f"{number:016x}", "name": "chat", "kind": 3,
            "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + 10**9),
            "attributes": [{"key": key, "value": value} for key, value in attributes.items()],
        }
        for number in traces
    ]  # fmt: skip
    body = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    status, answer = ask(server, "POST", "/v1/traces", body)
    assert status == 200, answer


def costs(workplace: Workplace) -> list[list[str]]:
    """What the spans cost, each amount once."""
    return sql(workplace, "SELECT DISTINCT coalesce(cost_usd, 'none') FROM spans")


def size_on_disk(workplace: Workplace) -> int:
    """Of a database that no server has open, with nothing left in its log."""
    file = workplace.home / "martlet.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.stat().st_size


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.parametrize("beside", [True, False], ids=["beside a server", "alone"])
def test_prices_hold_for_the_past_too(workplace: Workplace, beside: bool) -> None:
    server = workplace.serve()
    send(server, range(1, 301), time.time_ns())
    assert costs(workplace) == [["none"]]
    if not beside:
        assert server.stop() == 0
    said = martlet(workplace, "price", "set", "our-model*", "--input", "2", "--output", "4")
    assert "300 spans" in said
    listed = list(csv.DictReader(io.StringIO(martlet(workplace, "price", "list", "--format", "csv"))))
    [ours] = [price for price in listed if price["from"] == "you"]
    assert (ours["pattern"], float(ours["input"]), float(ours["output"])) == ("our-model*", 2, 4)
    assert any(price["pattern"] == "gpt-4o" and price["from"] == "martlet" for price in listed)
    assert sql(workplace, "SELECT sum(cost_usd), count(*) FROM spans") == [["1200.0", "300"]]
    if not beside:
        server = workplace.serve()
    assert costs(workplace) == [["4.0"]]
    # Of two that fit, the one that says more; and from a time on that is still to come.
    martlet(workplace, "price", "set", "our-model-1", "--input", "20", "--output", "40", "--since", "2100-01-01T00:00:00Z")
    assert costs(workplace) == [["4.0"]]
    martlet(workplace, "price", "remove", "our-model*")
    assert costs(workplace) == [["none"]]
    assert "you gave no price" in martlet(workplace, "price", "remove", "our-model*", status=1)


@pytest.mark.parametrize(
    "arguments",
    [["set", "m"], ["set", "m", "--input", "-1", "--output", "1"], ["set", "m", "--input", "nan", "--output", "1"],
     ["set", "", "--input", "1", "--output", "1"], ["set", "m", "--input", "1", "--output", "1", "--since", "soon"], ["remove"]],
)  # fmt: skip
def test_what_is_no_price(workplace: Workplace, arguments: list[str]) -> None:
    assert martlet(workplace, "price", *arguments, status=64).startswith("martlet: ")


def test_a_store_of_an_earlier_version(workplace: Workplace) -> None:
    """Under a server it is left alone; ``test_intake_under_kill`` has a command that brings one to this version."""
    with workplace.serve() as server:
        send(server, range(1, 3), 10**9)
        version = set_version(workplace, 17)
        # As far as anybody can tell, the server is of that version.
        assert "restart" in martlet(workplace, "price", "list", status=1)
        set_version(workplace, version)
    assert "gpt-4o" in martlet(workplace, "price", "list")
    assert sql(workplace, "SELECT count(*) FROM spans") == [["2"]]


def set_version(workplace: Workplace, version: int) -> int:
    """Has a database say that it is of a version, and tells what it said before."""
    with contextlib.closing(sqlite3.connect(workplace.home / "martlet.db", timeout=60)) as database:
        [before] = database.execute("PRAGMA user_version").fetchone()
        database.execute(f"PRAGMA user_version = {version:d}")
    return int(before)


def test_lines_end_as_the_tools_of_a_shell_expect(workplace: Workplace) -> None:
    workplace.serve()
    command = [MARTLET, "sql", "--format", "csv", "SELECT 1 AS a, 'x, y' AS b"]
    assert subprocess.check_output(command, env=workplace.environment, timeout=300) == b'a,b\n1,"x, y"\n'


def test_everything_is_interpreted_anew(workplace: Workplace) -> None:
    server = workplace.serve()
    send(server, range(1, 2_501), time.time_ns())
    before = sql(workplace, "SELECT count(*), sum(total_tokens), sum(model = 'our-model-1') FROM spans")
    assert server.stop() == 0
    # As if an older version had understood nothing.
    with sqlite3.connect(workplace.home / "martlet.db") as database:
        database.execute("UPDATE span SET model = NULL, requested_model = NULL, title = 'old'")
    assert "2500 spans" in martlet(workplace, "reinterpret")
    assert sql(workplace, "SELECT count(*), sum(total_tokens), sum(coalesce(model, requested_model) = 'our-model-1') FROM spans")[0][:2] == before[0][:2]
    assert sql(workplace, "SELECT count(*) FROM spans WHERE title = 'old' OR coalesce(model, requested_model) IS NULL") == [["0"]]
    # Beside a server that goes on.
    server = workplace.serve()
    assert "2500 spans" in martlet(workplace, "reinterpret")
    assert ask(server, "GET", "/healthz")[0] == 200


def test_a_backup_is_the_whole_store(workplace: Workplace) -> None:
    server = workplace.serve()
    send(server, range(1, 501), time.time_ns(), text="x" * 2_000)
    copy = workplace.folder / "backup" / "martlet.db"
    assert "cannot create" in martlet(workplace, "backup", copy, status=1)
    copy.parent.mkdir()
    assert str(copy) in martlet(workplace, "backup", copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert list(copy.parent.iterdir()) == [copy]
    assert "there already" in martlet(workplace, "backup", copy, status=1)
    send(server, range(501, 601), time.time_ns())
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    # A server takes it as its own.
    workplace.environment = workplace.environment | {"MARTLET_HOME": str(copy.parent)}
    other = workplace.serve()
    assert json.loads(ask(other, "GET", "/api/v1/stats")[1])["spans"] == 500
    assert json.loads(ask(server, "GET", "/api/v1/stats")[1])["spans"] == 600


def test_what_is_too_old_goes(workplace: Workplace) -> None:
    server = workplace.serve()
    now = time.time_ns()
    send(server, range(1, 1_501), now - 40 * DAY)
    send(server, range(2_001, 2_101), now - 5 * DAY)
    assert server.stop() == 0
    server = workplace.serve("--keep-days", "30")
    wait_until(lambda: json.loads(ask(server, "GET", "/api/v1/stats")[1])["spans"] == 100)
    assert sql(workplace, "SELECT count(*), min(start_unix_nano) FROM traces") == [["100", str(now - 5 * DAY)]]


def test_what_is_too_much_goes_and_frees_the_disk(workplace: Workplace) -> None:
    server = workplace.serve()
    now = time.time_ns()
    # Texts that nothing packs.
    for first in range(1, 4_001, 500):
        send(server, range(first, first + 500), now + first, text=f"{first} " + "".join(chr(33 + (i * first) % 90) for i in range(4_000)))
    assert server.stop() == 0
    assert size_on_disk(workplace) > 10_000_000
    server = workplace.serve("--keep-size", "5MB")
    wait_until(lambda: json.loads(ask(server, "GET", "/api/v1/stats")[1])["database_bytes"] <= 6_000_000)
    left = json.loads(ask(server, "GET", "/api/v1/stats")[1])["spans"]
    assert 0 < left < 4_000
    # The oldest went.
    assert sql(workplace, "SELECT max(start_unix_nano) FROM traces") == [[str(now + 3_501)]]
    assert server.stop() == 0
    assert size_on_disk(workplace) <= 6_000_000


def test_one_trace_is_removed(workplace: Workplace) -> None:
    server = workplace.serve()
    send(server, range(1, 3), time.time_ns(), text="forget me")
    path = f"/api/v1/traces/{1:032x}"
    assert ask(server, "DELETE", path)[0] == 204
    assert ask(server, "GET", path)[0] == 404
    assert ask(server, "DELETE", path)[0] == 404
    assert sql(workplace, "SELECT trace_id FROM traces") == [[f"{2:032x}"]]


@pytest.mark.parametrize("options", [["--keep-days", "0"], ["--keep-days", "nan"], ["--keep-size", "much"], ["--keep-size", "1"]])
def test_limits_that_are_none(workplace: Workplace, options: list[str]) -> None:
    assert martlet(workplace, "serve", "--port", "0", *options, status=64).startswith("martlet: ")


@pytest.mark.parametrize("beside", [True, False], ids=["beside a server", "alone"])
def test_commands_do_not_need_the_index(workplace: Workplace, beside: bool) -> None:
    """Its file is none: that is the server's to mend, and theirs to leave alone."""
    server = workplace.serve()
    send(server, range(1, 101), time.time_ns())
    sql(workplace, "SELECT count(*) FROM spans")
    if not beside:
        assert server.stop() == 0
    index = workplace.home / "martlet.db-search"
    with sqlite3.connect(index, timeout=60) as database:
        assert database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    with index.open("r+b") as file:
        file.write(b"no database " * 10)
    broken = index.read_bytes()
    assert "100 spans" in martlet(workplace, "price", "set", "our-model*", "--input", "2", "--output", "4")
    assert "our-model*" in martlet(workplace, "price", "list")
    assert "100 spans" in martlet(workplace, "reinterpret")
    assert "copy.db" in martlet(workplace, "backup", workplace.folder / "copy.db")
    assert sql(workplace, "SELECT count(*) FROM spans") == [["100"]]
    martlet(workplace, "price", "remove", "our-model*")
    assert beside or index.read_bytes() == broken
    assert not beside or server.stop() == 0
    server = workplace.serve()
    wait_until(lambda: len(json.loads(ask(server, "GET", "/api/v1/spans?text=swifts&limit=200")[1])["spans"]) == 100)


def test_a_search_says_when_the_index_lags(workplace: Workplace) -> None:
    """The index cannot be written: one line says so, a metric and each search do, and one line says that it works again."""
    server = workplace.serve()
    index = workplace.home / "martlet.db-search"

    def search() -> tuple[int, bool]:
        found = json.loads(ask(server, "GET", "/api/v1/spans?text=swifts&limit=500")[1])
        return len(found["spans"]), found["is_complete"]

    def change(statement: str) -> None:
        with sqlite3.connect(index, timeout=60) as database:
            database.execute(statement)

    def lines() -> list[str]:
        return [line for line in server.log.read_text().splitlines() if "the index of words" in line]

    send(server, range(1, 11), time.time_ns())
    assert search() == (10, True)
    change("ALTER TABLE state RENAME TO elsewhere")
    for first in range(11, 61, 10):
        send(server, range(first, first + 10), time.time_ns())
        assert search() == (10, False)
    assert len(lines()) == 1
    assert "level=error" in lines()[0]
    metrics = ask(server, "GET", "/metrics")[1].decode()
    assert "\nmartlet_index_fails 1\n" in metrics
    assert "\nmartlet_index_pending_changes 0\n" not in metrics
    status, refusal = ask(server, "GET", "/api/v1/export?text=swifts")
    assert (status, json.loads(refusal)["error"]["code"]) == (503, "index_incomplete")
    assert b"there may be more" in ask(server, "GET", "/traces?text=swifts")[1]
    assert b"there may be more" not in ask(server, "GET", "/traces")[1]
    change("ALTER TABLE elsewhere RENAME TO state")
    wait_until(lambda: search() == (60, True))
    assert [line.count("level=error") for line in lines()] == [1, 0]
    assert "\nmartlet_index_fails 0\n" in ask(server, "GET", "/metrics")[1].decode()
    assert ask(server, "GET", "/api/v1/export?text=swifts")[1].count(b"\n") == 60


def test_all_say_what_waits_beside_the_tables(workplace: Workplace) -> None:
    """The tables cannot be written: what is acknowledged meanwhile is in no list, trace, sum nor chart, and that is said."""
    server = workplace.serve()

    def change(statement: str) -> None:
        with sqlite3.connect(workplace.home / "martlet.db", timeout=60) as database:
            database.execute(statement)

    def listed(path: str) -> tuple[int, bool]:
        found = json.loads(ask(server, "GET", f"/api/v1/{path}")[1])
        return len(found[path.partition("?")[0]]), found["is_complete"]

    def numbers() -> dict[bytes, bytes]:
        return dict(line.split() for line in ask(server, "GET", "/metrics")[1].splitlines() if line.startswith(b"martlet_") and b"{" not in line)

    def are_complete(*, notice: bool) -> set[bool]:
        first = f"{1:032x}"
        for page in ("/traces", "/charts", "/charts?model=none", f"/traces/{first}"):
            assert (b"cannot be put into the database now" in ask(server, "GET", page)[1]) == notice, page
        answers = ["stats", "stats?group_by=model", f"traces/{first}"]
        return {json.loads(ask(server, "GET", f"/api/v1/{path}")[1])["is_complete"] for path in answers}

    def refusal_of(path: str) -> str:
        status, refusal = ask(server, "GET", path)
        assert status == 404
        return json.loads(refusal)["error"]["message"]

    send(server, range(1, 11), time.time_ns())
    assert listed("spans") == listed("traces") == (10, True)
    assert are_complete(notice=False) == {True}
    change("CREATE TRIGGER refusal BEFORE INSERT ON span BEGIN SELECT RAISE(ABORT, 'no room'); END")
    send(server, range(11, 21), time.time_ns())
    assert are_complete(notice=True) == {False}
    assert "cannot be put there now" in refusal_of(f"/api/v1/traces/{11:032x}")
    assert listed("spans") == listed("traces") == listed("spans?text=swifts") == (10, False)
    assert numbers()[b"martlet_waiting_spans"] == b"10"
    assert numbers()[b"martlet_tables_fail"] == b"1"
    assert json.loads(ask(server, "GET", "/api/v1/stats")[1])["waiting_spans"] == 10
    status, refusal = ask(server, "GET", "/api/v1/export")
    assert (status, json.loads(refusal)["error"]["code"]) == (503, "spans_waiting")
    change("DROP TRIGGER refusal")
    assert listed("spans") == listed("traces") == listed("spans?text=swifts") == (20, True)
    assert numbers()[b"martlet_tables_fail"] == numbers()[b"martlet_waiting_spans"] == b"0"
    assert are_complete(notice=False) == {True}
    assert refusal_of(f"/api/v1/traces/{21:032x}") == f"there is no trace {21:032x}"
    assert ask(server, "GET", "/api/v1/export")[1].count(b"\n") == 20
    lines = [line for line in server.log.read_text().splitlines() if "put into the database" in line]
    assert [line.count("level=error") for line in lines] == [1, 0]
    assert "no room" in lines[0]


def test_a_server_starts_without_its_index(workplace: Workplace) -> None:
    """Something that is no file is in its place: spans are taken and listed, and searches say that they find nothing."""
    server = workplace.serve()
    send(server, range(1, 11), time.time_ns())
    assert server.stop() == 0
    index = workplace.home / "martlet.db-search"
    index.unlink()
    index.mkdir()
    server = workplace.serve()
    send(server, range(11, 21), time.time_ns())
    assert len(json.loads(ask(server, "GET", "/api/v1/spans")[1])["spans"]) == 20
    found = json.loads(ask(server, "GET", "/api/v1/spans?text=swifts")[1])
    assert (found["spans"], found["is_complete"]) == ([], False)
    assert b"there may be more" in ask(server, "GET", "/traces?text=swifts")[1]
    assert "\nmartlet_index_fails 1\n" in ask(server, "GET", "/metrics")[1].decode()
    lines = [line for line in server.log.read_text().splitlines() if "the index of words" in line]
    assert len(lines) == 1
    assert str(index) in lines[0]
    assert server.stop() == 0
    index.rmdir()
    server = workplace.serve()
    wait_until(lambda: len(json.loads(ask(server, "GET", "/api/v1/spans?text=swifts")[1])["spans"]) == 20)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["serve", "--port", "x"], 64), (["nothing"], 64), (["backup"], 64), (["sql", "--limit", "0", "SELECT 1"], 64), (["run"], 64),
     (["price", "list", "--format", "x"], 64), (["key", "revoke", "pk-none"], 1), (["sql", "SELECT 1"], 1), (["ship", "--to", "x"], 1),
     (["serve", "--host", "x"], 1), (["reinterpret"], 1), (["run", "nothing"], 127)],
)  # fmt: skip
def test_errors_have_one_form(workplace: Workplace, arguments: list[str], status: int) -> None:
    done = subprocess.run([MARTLET, *arguments], env=workplace.environment, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith("martlet: ")
    assert "Error:" not in done.stderr
    assert ("Usage: " in done.stderr) == (status == 64)


@pytest.mark.parametrize("command", [["backup", "x"], ["reinterpret"], ["price", "list"]])
def test_without_a_store(workplace: Workplace, command: list[str]) -> None:
    assert "there is no database" in martlet(workplace, *command, status=1)
    assert not workplace.home.exists()


@pytest.mark.parametrize("command", ["backup", "reinterpret", "price", "price set", "price list", "price remove", "serve"])
def test_help_says_what_it_does(workplace: Workplace, command: str) -> None:
    said = martlet(workplace, *command.split(), "--help")
    assert "OVERVIEW:" in said
    assert "USAGE:" in said
