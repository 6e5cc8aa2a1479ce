"""Runs a command and holds it up: stops it, or a process that it has started, for up to two seconds, again and again.

A machine that does other things at the same time lets a process wait anywhere. A test that fails under this

    python scripts/hold_up.py python -m pytest tests/integration

looks once at what comes a little later, or takes the time that something takes for what it is to show.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

PAUSES = (0.1, 0.3, 0.7, 1.5, 2.0)
# How often it is the command itself, which has most of the time of a test.
SHARE_OF_THE_COMMAND = 0.4


class Process(NamedTuple):
    """A process as `/proc` shows it; the start time tells it from a later one with its number."""

    pid: int
    parent: int
    state: str
    start: int

    @classmethod
    def read(cls, pid: int) -> Process | None:
        """That process, or None if it is gone."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return cls(pid, int(fields[1]), fields[0], int(fields[19]))

    def send(self, number: signal.Signals) -> None:
        now = Process.read(self.pid)
        if now is not None and now.start == self.start:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)


def tree(root: int) -> list[Process]:
    """A process and all that descend from it."""
    everything = [Process.read(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    processes = [process for process in everything if process is not None]
    found = [process for process in processes if process.pid == root]
    for process in found:
        found += [child for child in processes if child.parent == process.pid]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=float, default=0.5, metavar="SECONDS", help="between two pauses, on average")
    parser.add_argument("--seed", type=int, default=1, help="of the moments, and of who is stopped")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("say which command to run")
    choice = random.Random(options.seed)
    pauses = 0
    with subprocess.Popen(options.command) as command:
        while command.poll() is None:
            time.sleep(choice.expovariate(1 / options.every))
            running = [process for process in tree(command.pid) if process.state in "RSD"]
            if not running:
                continue
            is_command = choice.random() < SHARE_OF_THE_COMMAND
            (running[0] if is_command else choice.choice(running)).send(signal.SIGSTOP)
            try:
                time.sleep(choice.choice(PAUSES))
            finally:
                # All of them: one that sees its child stop may have stopped as well.
                for process in tree(command.pid):
                    if process.state == "T":
                        process.send(signal.SIGCONT)
            pauses += 1
    print(f"held up {pauses} times", file=sys.stderr)
    return command.returncode


if __name__ == "__main__":
    sys.exit(main())
