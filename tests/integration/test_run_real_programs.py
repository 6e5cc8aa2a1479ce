"""`martlet run` with programs from PyPI: each works as it does alone, and what it was told to trace is recorded."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import recorded
from journal import Journal, Span, description
from ports import free_port
from recording import MARTLET

TOOLS = Path(sys.executable).parent
APPLICATION = """
import os

def answer(path):
    return "you asked for " + path

def wsgi(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [(answer(environ["PATH_INFO"]) + " " + str(os.getpid())).encode()]

async def asgi(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": (answer(scope["path"]) + " " + str(os.getpid())).encode()})
"""


class Program:
    """A program under `martlet run`, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal(folder / "home" / "journal")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
        self.environment = {**kept, "MARTLET_HOME": str(folder / "home"), "PYTHONUNBUFFERED": "1"}

    def command(self, *arguments: str | Path) -> list[str | Path]:
        return [MARTLET, "run", *arguments]

    def run(self, *arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*arguments), cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == code, done.stderr + done.stdout
        return done

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(
                self.command(*arguments), cwd=self.folder, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def spans(self, name: str) -> list[Span]:
        return [span for span in self.journal.spans().values() if span.name == name]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "application.py").write_text(APPLICATION)
    return Program(tmp_path)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def started(program: Program) -> Iterator[list[subprocess.Popen[bytes]]]:
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait(timeout=120)


def ask(port: int, path: str, process: subprocess.Popen[bytes], program: Program) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, program.log
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as reply:
                return str(reply.read().decode())
        except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
            time.sleep(0.1)
    raise AssertionError(program.log)


@pytest.mark.parametrize("preload", [[], ["--preload"]])
def test_gunicorn(program: Program, port: int, started: list[subprocess.Popen[bytes]], preload: list[str]) -> None:
    process = program.start(
        "--trace", "application:answer", TOOLS / "gunicorn", "--workers", "2", *preload, "--bind", f"127.0.0.1:{port}", "application:wsgi"
    )
    started.append(process)
    replies = [ask(port, f"/{number}", process, program) for number in range(40)]
    workers = {reply.split()[-1] for reply in replies}
    assert str(process.pid) not in workers, "the workers are forked"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0, program.log
    spans = program.spans("answer")
    assert sorted(span.value("arguments")["path"] for span in spans) == sorted(f"/{number}" for number in range(40))
    assert all(span.outcome == "returned" for span in spans)
    written_by = {segment.name.split("-")[0] for segment in program.journal.segments() if b"you asked for" in segment.read_bytes()}
    assert written_by == workers


def test_uvicorn(program: Program, port: int, started: list[subprocess.Popen[bytes]]) -> None:
    process = program.start(
        "--trace=application:answer", TOOLS / "uvicorn", "--host", "127.0.0.1", "--port", str(port), "application:asgi"
    )
    started.append(process)
    assert ask(port, "/one", process, program) == f"you asked for /one {process.pid}"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) in (0, 130, -signal.SIGINT), program.log
    assert [span.value("result") for span in program.spans("answer")] == ["you asked for /one"]


def test_uvicorn_that_reloads(program: Program, port: int, started: list[subprocess.Popen[bytes]]) -> None:
    process = program.start(
        "--trace=application:answer", TOOLS / "uvicorn", "--reload", "--host", "127.0.0.1", "--port", str(port), "application:asgi"
    )
    started.append(process)
    before = ask(port, "/one", process, program)
    assert before.startswith("you asked for /one ")
    assert before.split()[-1] != str(process.pid), "the server is a child"
    deadline = time.monotonic() + 120
    while not (after := ask(port, "/two", process, program)).startswith("now you asked for /two "):
        assert time.monotonic() < deadline, program.log
        # More than once: uvicorn takes no notice of a change before its first look at the files.
        # As a whole: a file that is half written would be loaded as it is.
        changed = program.folder / "application.py.new"
        changed.write_text(APPLICATION.replace("you asked for", "now you asked for"))
        changed.replace(program.folder / "application.py")
        time.sleep(2)
    assert after.split()[-1] != before.split()[-1]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) in (0, 130, -signal.SIGINT), program.log
    results = [span.value("result") for span in sorted(program.spans("answer"), key=lambda span: span.started)]
    assert (results[0], results[-1]) == ("you asked for /one", "now you asked for /two")


def test_pytest_in_several_processes(program: Program) -> None:
    (program.folder / "test_it.py").write_text(
        "import application, pytest\n@pytest.mark.parametrize('n', range(12))\ndef test_it(n): assert application.answer(str(n)) and n != 5\n"
    )
    done = program.run("--trace", "application:*", TOOLS / "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "test_it.py", code=1)
    assert "1 failed, 11 passed" in done.stdout
    spans = program.spans("answer")
    assert sorted(int(span.value("arguments")["path"]) for span in spans) == list(range(12))
    assert {(span.outcome, span.ends) for span in spans} == {("returned", 1)}
    assert len({segment.name.split("-")[0] for segment in program.journal.segments()}) == 2


def test_pytest(program: Program) -> None:
    (program.folder / "test_it.py").write_text(
        "import application\ndef test_good(): assert application.answer('x')\ndef test_bad(): assert not application.answer('y')\n"
    )
    done = program.run("--trace", "application:*", TOOLS / "pytest", "-q", "-p", "no:cacheprovider", "test_it.py", code=1)
    assert "1 failed, 1 passed" in done.stdout
    assert [span.value("arguments") for span in program.spans("answer")] == [{"path": "x"}, {"path": "y"}]
    done = program.run("--trace", "application:*", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "good")
    assert "1 passed" in done.stdout
    assert len(program.spans("answer")) == 3


@pytest.mark.parametrize("pool", ["solo", "prefork", "threads"])
def test_celery(program: Program, started: list[subprocess.Popen[bytes]], pool: str) -> None:
    (program.folder / "tasks.py").write_text("""
import celery, application
folder = "filesystem://"
app = celery.Celery("tasks", broker=folder, backend="file://" + __file__.rpartition("/")[0] + "/results")
app.conf.broker_transport_options = {name: __file__.rpartition("/")[0] + "/queue" for name in ("data_folder_in", "data_folder_out")}
app.conf.broker_transport_options["control_folder"] = __file__.rpartition("/")[0] + "/control"

@app.task
def work(path):
    return application.answer(path)
""")
    for name in ("queue", "results", "control"):
        (program.folder / name).mkdir()

    def python(source: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", source], cwd=program.folder, env=program.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr + (program.log if started else "")
        return done.stdout

    # Before there is a worker: one that looks into the folder while the message is written takes a part of it.
    task = python("import tasks; print(tasks.work.delay('/task').id)").strip()
    process = program.start(
        "--trace", "application:answer", TOOLS / "celery", "-A", "tasks", "worker", "--pool", pool, "--concurrency", "1",
        "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "info",
    )  # fmt: skip
    started.append(process)
    assert python(f"import tasks; print(tasks.app.AsyncResult('{task}').get(timeout=120))") == "you asked for /task\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0, program.log
    assert [span.value("arguments") for span in program.spans("answer")] == [{"path": "/task"}]


def test_children(program: Program) -> None:
    child = program.folder / "child.py"
    child.write_text("import application; application.answer('child')")
    (program.folder / "parent.py").write_text(
        "import subprocess, sys\nsubprocess.run([sys.executable, 'child.py'], check=True)\n"
        "subprocess.run('exec \"$0\" child.py', shell=True, executable='/bin/sh', check=True) if False else None\n"
        "subprocess.run(['sh', '-c', sys.executable + ' child.py'], check=True)\n"
    )
    program.run("--trace", "application:answer", "parent.py")
    assert len(program.spans("answer")) == 2
    assert {description(segment)["program"] for segment in program.journal.segments()} == {"child.py"}


def test_another_virtual_environment_of_the_same_python(program: Program) -> None:
    """Its packages are its own, and Martlet is none of them; it is recorded all the same."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", program.folder / "other"], check=True, timeout=300)
    (program.folder / "app.py").write_text("import application, sys; application.answer(sys.prefix)")
    python = program.folder / "other" / "bin" / "python"
    done = program.run("--trace", "application:answer", python, "app.py")
    assert done.stderr == ""
    assert [span.value("arguments") for span in program.spans("answer")] == [{"path": str(program.folder / "other")}]


def other_pythons() -> list[Path]:
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = [Path(place) for place in os.environ.get("PATH", "").split(":")] + list(Path.home().glob(".pyenv/versions/*/bin"))
    found = {file.name: file for place in places for file in place.glob("python3.?*") if file.name[8:].isdigit() and file.name != ours}
    return list(found.values())[:2]


@pytest.mark.parametrize("python", other_pythons(), ids=lambda python: python.name)
def test_another_version_of_python_runs_and_says_that_it_is_not_recorded(program: Program, python: Path) -> None:
    (program.folder / "app.py").write_text("import application; print(application.answer('x')); raise SystemExit(7)")
    done = program.run("--trace", "application:answer", python, "app.py", code=7)
    assert done.stdout == "you asked for x\n"
    [line] = done.stderr.splitlines()
    assert line.startswith(f"martlet: this Python {python.name[6:]} program is not recorded: ")
    assert "built for another Python" in line
    assert program.journal.segments() == []


def test_stands_in_for_wrapt(program: Program) -> None:
    source = "import wrapt, wrapt.decorators, martlet; print(wrapt.FunctionWrapper is martlet.FunctionWrapper)"
    assert program.run("--as-wrapt", "-c", source).stdout == "True\n"


def test_switched_off_it_is_not_loaded(program: Program) -> None:
    program.environment["MARTLET_DISABLED"] = "1"
    source = "import sys; print([name for name in sys.modules if 'martlet' in name], len(sys.meta_path))"
    alone = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=300, check=True)
    assert program.run("--trace", "application:answer", "-c", source).stdout == alone.stdout
    assert program.run("--as-wrapt", "-c", "import wrapt; print(wrapt.decorator.__module__)").stdout.startswith("martlet")


def test_settings_of_the_working_directory(program: Program) -> None:
    (program.folder / "martlet.toml").write_text('trace = ["application:a*"]\nmask.keys = ["path"]\n')
    program.run("-c", "import application; application.answer('s')")
    assert [span.value("arguments") for span in program.spans("answer")] == [{"path": "***"}]


def test_bad_settings_are_told_once_and_the_program_runs(program: Program) -> None:
    (program.folder / "martlet.toml").write_text("[limits]\nitems = many\n")
    source = "import subprocess, sys; print('ran'); subprocess.run([sys.executable, '-c', 'print(1)'])"
    done = program.run("-c", source)
    assert done.stdout == "ran\n1\n"
    [line] = done.stderr.splitlines()
    assert line.startswith(f"martlet: {program.folder}/martlet.toml, line 2: limits.items ")


@pytest.mark.parametrize("pattern", ["application", ":x", "application:", "app*:x", "a:b:c", "app*", "*", "a.*.b", "a.**", "a.*:"])
def test_bad_patterns(program: Program, pattern: str) -> None:
    done = program.run("--trace", pattern, "-c", "print('must not run')", code=64)
    assert "--trace takes" in done.stderr
    assert done.stdout == ""


def test_report(program: Program) -> None:
    traces = ["--trace", "application:answer", "--trace", "nowhere.at.all:f", "--trace", "application:nothing"]
    program.environment["TMPDIR"] = str(program.folder)
    done = program.run("--report", *traces, "-c", "import application, sys; sys.unraisablehook = print; application.answer('x'); raise SystemExit(5)", code=5)
    lines = done.stderr.splitlines()[-3:]
    assert lines[0] == "martlet: application:answer was traced"
    assert lines[1] == "martlet: nowhere.at.all:f was never imported"
    assert lines[2].startswith("martlet: application:nothing could not be traced: ")
    assert len(program.spans("answer")) == 1
    assert not list(program.folder.glob("martlet-report-*"))


def test_all_modules_of_a_package(program: Program) -> None:
    for file, source in {
        "shop/__init__.py": "def open_(): return 1\n",
        "shop/_stock/count.py": "def count(): return 2\n",
        "shop/unused.py": "raise RuntimeError('nobody imports this')\n",
        "shop/__main__.py": "import shop\nfrom shop._stock.count import count\nprint(shop.open_() + count())\n",
        "shopping.py": "def other(): pass\n",
    }.items():
        path = program.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    traces = ["--trace", "shop.*", "--trace", "nowhere.*", "--trace", "shop.*:nothing"]
    done = program.run("--report", *traces, "-m", "shop")
    assert done.stdout == "3\n"
    assert done.stderr.splitlines() == [
        "martlet: shop.*:* was traced",
        "martlet: nowhere.*:* was never imported",
        "martlet: shop.*:nothing could not be traced: no module of the package that was imported has such a function or class",
    ]
    assert [(span.scope, span.name) for span in program.journal.new()] == [("shop", "open_"), ("shop._stock.count", "count")]
    (program.folder / "martlet.toml").write_text('trace = ["shop.*:c*"]\n')
    program.run("-c", "import shopping, shop, shop._stock.count as module; shopping.other(), shop.open_(), module.count()")
    assert [span.name for span in program.journal.new()] == ["count"]
    (program.folder / "martlet.toml").write_text('trace = ["shop*"]\n')
    done = program.run("-c", "pass")
    assert 'line 1: trace has a pattern without a colon: write "package.module:function", "package.module:*", or "package.*"' in done.stderr


def test_report_passes_signals_and_ends_as_the_program_did(program: Program, started: list[subprocess.Popen[bytes]]) -> None:
    process = program.start("--report", "-c", "import signal, time; print('ready', flush=True); time.sleep(60)")
    started.append(process)
    recorded.eventually(lambda: "ready" in program.log, "it does not begin")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == -signal.SIGTERM
    assert "nothing was named" in program.log
    missing = program.run("--report", "no-such-program-anywhere", code=127)
    assert "no-such-program-anywhere" in missing.stderr
