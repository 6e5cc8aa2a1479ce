"""Starts programs with and without Martlet, and servers that follow what they record."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from child_process import ChildProcess
from server_client import ServerClient

ROOT = Path(__file__).resolve().parent.parent.parent
MARTLET = Path(sys.executable).with_name("martlet")

# A program that makes one call; it goes behind the import of `openai`.
ONE_CALL = """
question = {"role": "user", "content": "Why does a swift hardly ever land?"}
openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question])
"""

# How a program comes to be recorded, and its first line in each case.
DROP_IN = "drop-in import"
RUN = "martlet run"
BARE = "without Martlet"
IMPORT = {
    DROP_IN: "from martlet.openai import openai",
    RUN: "import openai",
    BARE: "import openai",
}


class Workplace:
    """A state directory of one test, the programs that record into it, its servers."""

    def __init__(self, folder: Path, model_api: str, stack: ExitStack) -> None:
        self.folder = folder
        self.home = folder / "home"
        self._stack = stack
        self._servers = 0
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MARTLET_", "OPENAI_"))}
        self.environment = inherited | {
            "MARTLET_HOME": str(self.home),
            "OPENAI_BASE_URL": model_api,
            "OPENAI_API_KEY": "sk-of-the-tests",
        }

    @property
    def journal(self) -> Path:
        return self.home / "journal"

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The store's tables and the index of words, to read."""
        with closing(sqlite3.connect(f"file:{self.home}/martlet.db?mode=ro", uri=True, timeout=60)) as database:
            database.execute("ATTACH ? AS words", (f"file:{self.home}/martlet.db-search?mode=ro",))
            yield database

    def segments(self) -> list[Path]:
        """The journal's files, oldest first by name."""
        return sorted(self.journal.glob("*.journal"))

    def command(self, source: str, how: str, *arguments: str, name: str = "program.py") -> list[str]:
        """Writes a program, behind the import that suits `how`, and gives the command that runs it."""
        file = self.folder / name
        file.write_text(f"{IMPORT[how]}\n{textwrap.dedent(source)}")
        return [*([MARTLET, "run"] if how == RUN else [sys.executable]), str(file), *arguments]

    def run(
        self, source: str, how: str, *arguments: str,
        environment: Mapping[str, str] | None = None, status: int = 0,
    ) -> str:
        """Runs a program to its end, which must be `status`, and gives what it printed."""
        done = subprocess.run(
            self.command(source, how, *arguments), env=self.environment | (environment or {}),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        )
        assert done.returncode == status, f"ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(
        self, source: str, how: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Starts a program that the test talks to through pipes; it ends with the test at the latest."""
        process = subprocess.Popen(
            self.command(source, how, *arguments), env=self.environment | (environment or {}),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self._stack.enter_context(process)
        self._stack.callback(process.kill)
        return process

    def serve(self, *options: str) -> Server:
        """Starts `martlet serve` on a free port; it ends with the test at the latest."""
        self._servers += 1
        log = self.folder / f"serve-{self._servers}.log"
        return self._stack.enter_context(Server(self.environment, log, options))


class Server(ChildProcess):
    """A running `martlet serve`."""

    def __init__(self, environment: Mapping[str, str], log: Path, options: tuple[str, ...] = ()) -> None:
        super().__init__(
            [MARTLET, "serve", "--port", "0", *options],
            ready=r"^martlet is listening on (http://127\.0\.0\.1:\d+)\n$",
            environment=environment, log=log,
        )
        self.client = ServerClient(self.ready[1])
