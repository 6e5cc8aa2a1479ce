"""Programs that the demo and the tests start, and that must never outlive them."""

from __future__ import annotations

import ctypes
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class ChildProcess:
    """A server of ours: it says on its first line of output when it is ready.

    Use it in a `with` block. The child ends with the block and, because the kernel is asked to
    tell it, also when this process is killed.
    """

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        ready: str,
        environment: Mapping[str, str] | None = None,
        log: Path,
        timeout: float = 60,
    ) -> None:
        """Starts `command` and waits for a first line that matches the expression `ready`.

        What the child writes to standard error is appended to the file `log`.
        """
        self.name = Path(command[0]).name
        self.log = log
        parent = os.getpid()

        def end_with_parent() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # It went before the kernel knew of our wish.
                os._exit(1)

        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            # A session of its own: Ctrl-C reaches this process alone, which ends its children
            # in the right order.
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=errors, start_new_session=True, preexec_fn=end_with_parent,
            )
        try:
            self.ready = self._wait_until_ready(ready, timeout)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status; `None` while it runs."""
        return self._process.poll()

    def stop(self, timeout: float = 60) -> int:
        """Asks it to end, waits, and returns its exit status."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close()
        return self._process.returncode

    def kill(self) -> None:
        """Ends it at once, as `kill -9` does."""
        self._process.kill()
        self._process.wait()
        self._close()

    def __enter__(self) -> ChildProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_until_ready(self, pattern: str, timeout: float) -> re.Match[str]:
        assert self._process.stdout is not None
        deadline = time.monotonic() + timeout
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise RuntimeError(f"{self.name} was not ready after {timeout:.0f} s. {self._told()}")
                piece = os.read(self._process.stdout.fileno(), 4096)
                if not piece:
                    status = self._process.wait()
                    raise RuntimeError(f"{self.name} ended with status {status}. {self._told()}")
                line += piece
        text = line.decode()
        if not (match := re.search(pattern, text)):
            raise RuntimeError(f"{self.name} did not say that it is ready, but: {text.strip()!r}")
        return match

    def _told(self) -> str:
        """The end of its log, for an error message."""
        lines = self.log.read_text(errors="replace").splitlines()[-20:]
        return "Its log ends:\n" + "\n".join(lines) if lines else "It logged nothing."

    def _close(self) -> None:
        if self._process.stdout is not None:
            self._process.stdout.close()
