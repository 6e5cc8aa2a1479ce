"""`martlet run` passes everything through: arguments, input, exit status, signals."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from recording import BARE, MARTLET, ONE_CALL, RUN, Server, Workplace


def martlet_run(
    workplace: Workplace, *arguments: str | bytes | Path, text: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MARTLET, "run", *arguments], env=workplace.environment, input=text,
        capture_output=True, text=True, timeout=300, cwd=cwd,
    )


@pytest.fixture
def script(workplace: Workplace) -> Path:
    """A program that shows what it was given."""
    file = workplace.folder / "show.py"
    file.write_text("import sys\nprint(sys.argv[1:], sys.stdin.read())\nprint('to stderr', file=sys.stderr)")
    return file


@pytest.mark.parametrize("arguments", [
    [], ["one", "two words", ""], ["--help"], ["--home", "x", "-m", "-c"], ["--", "--"], ["ü"],
])
def test_arguments_and_input(workplace: Workplace, script: Path, arguments: list[str]) -> None:
    done = martlet_run(workplace, script, *arguments, text="some\ninput")
    assert done.stdout == f"{arguments!r} some\ninput\n"
    assert done.stderr == "to stderr\n"
    assert done.returncode == 0


def test_argument_that_is_not_utf8(workplace: Workplace) -> None:
    source = "import os, sys; print(os.fsencode(sys.argv[1]))"
    done = martlet_run(workplace, "-c", source, b"caf\xe9")
    assert done.stdout == "b'caf\\xe9'\n"


@pytest.mark.parametrize("status", [0, 1, 2, 77, 255])
def test_exit_status(workplace: Workplace, status: int) -> None:
    assert martlet_run(workplace, "-c", f"raise SystemExit({status})").returncode == status


def test_uncaught_error(workplace: Workplace) -> None:
    done = martlet_run(workplace, "-c", "1 / 0")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert "martlet" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_death_by_a_signal(workplace: Workplace, number: int) -> None:
    no_core_file = "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); "
    assert martlet_run(workplace, "-c", f"{no_core_file}os.kill(os.getpid(), {number})").returncode == -number


def test_signal_reaches_the_program(workplace: Workplace) -> None:
    """There is no process in between: what is sent to the command arrives in the program."""
    source = """
    import signal, sys, os
    signal.signal(signal.SIGUSR1, lambda *_: sys.exit(42))
    print(os.getpid(), flush=True)
    signal.pause()
    """
    program = workplace.start(source, RUN)
    assert int(program.stdout.readline()) == program.pid
    program.send_signal(signal.SIGUSR1)
    assert program.wait(timeout=120) == 42


def test_keyboard_interrupt(workplace: Workplace) -> None:
    source = """
    try:
        print("ready", flush=True)
        import time
        time.sleep(60)
    except KeyboardInterrupt:
        print("interrupted")
        raise SystemExit(3)
    """
    program = workplace.start(source, RUN)
    assert program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    assert program.stdout.read() == "interrupted\n"
    assert program.wait(timeout=120) == 3


def test_module(workplace: Workplace) -> None:
    (workplace.folder / "a_module.py").write_text("import sys; print(__name__, sys.argv[1:])")
    done = martlet_run(workplace, "-m", "a_module", "-x", cwd=workplace.folder)
    assert done.stdout == "__main__ ['-x']\n"


def test_first_entry_of_the_path(workplace: Workplace) -> None:
    """A script's own folder comes first, as it does with Python; the bootstrap does not get in between."""
    show = workplace.folder / "show_path.py"
    show.write_text("import sys; print(sys.path[0])")
    assert martlet_run(workplace, show).stdout == f"{workplace.folder}\n"


def test_own_sitecustomize_still_runs(workplace: Workplace) -> None:
    folder = workplace.folder / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("print('my own')")
    workplace.environment["PYTHONPATH"] = str(folder)
    done = martlet_run(workplace, "-c", "import sitecustomize; print('then this')")
    assert done.stdout == "my own\nthen this\n"


def test_program_that_is_not_python(workplace: Workplace, server: Server) -> None:
    """A shell script, whose Python child is recorded."""
    script = workplace.folder / "wrapper"
    _, program = workplace.command(ONE_CALL, BARE)
    script.write_text(f'#!/bin/sh\necho "$1"\n{sys.executable} {program}\nexit 9\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    done = martlet_run(workplace, script, "hello")
    assert (done.stdout, done.returncode) == ("hello\n", 9), done.stderr
    assert len(server.client.wait_for_traces(1)) == 1


def test_program_on_the_path(workplace: Workplace) -> None:
    assert martlet_run(workplace, "echo", "-n", "x").stdout == "x"


def test_programs_that_cannot_run(workplace: Workplace) -> None:
    missing = martlet_run(workplace, "no-such-program-anywhere")
    assert missing.returncode == 127
    assert "no-such-program-anywhere" in missing.stderr
    plain = workplace.folder / "plain"
    plain.write_text("#!/bin/sh\n")
    refused = martlet_run(workplace, plain)
    assert refused.returncode == 126
    assert str(plain) in refused.stderr
    assert martlet_run(workplace, workplace.folder / "missing.py").returncode in (2, 127)
    nothing = martlet_run(workplace)
    assert nothing.returncode == 64
    assert nothing.stderr.startswith("martlet: a program is missing\nUsage: martlet run ")
    assert "'martlet run --help'" in nothing.stderr


def test_home_option(workplace: Workplace) -> None:
    other = workplace.folder / "other"
    done = martlet_run(workplace, "--home", other, "-c", "import openai\n" + ONE_CALL)
    assert done.returncode == 0, done.stderr
    assert list((other / "journal").glob("*.journal"))
    assert not workplace.home.exists()


def test_journal_is_its_owners_alone(workplace: Workplace) -> None:
    old = os.umask(0)
    try:
        workplace.run(ONE_CALL, RUN)
        # As long as no server runs, nothing there comes or goes.
        assert workplace.segments()
        check_owner_alone(workplace)
        server = workplace.serve()
        server.client.wait_for_traces(1)
    finally:
        os.umask(old)
    server.kill()
    assert list(workplace.home.glob("martlet.db*"))
    check_owner_alone(workplace)


def check_owner_alone(workplace: Workplace) -> None:
    assert stat.S_IMODE(workplace.journal.stat().st_mode) == 0o700
    for file in workplace.home.rglob("*"):
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file
