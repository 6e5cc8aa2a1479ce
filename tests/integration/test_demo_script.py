"""The demo itself: it passes its own check, and leaves nothing running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import recorded
from recording import ROOT
from server_client import ServerClient

DEMO = [sys.executable, str(ROOT / "scripts" / "demo.py")]
PAGE = re.compile(r"http://127\.0\.0\.1:\d+/traces/[0-9a-f]{32}")


def children_in(home: Path) -> list[str]:
    """The processes that have `home` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(home) in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # It is gone, or not ours.
    return found


def test_check(tmp_path: Path) -> None:
    environment = os.environ | {"CI": "true"}
    done = subprocess.run(
        [*DEMO, "--home", str(tmp_path)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(set(PAGE.findall(done.stdout))) == 6
    assert not children_in(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_end_by_a_signal(tmp_path: Path, number: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(
        [*DEMO, "--home", str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
    ) as demo:
        lines = iter(demo.stdout.readline, "")
        printed = next(line for line in lines if PAGE.search(line))
        # The page is really there.
        base, _, trace_id = PAGE.search(printed)[0].partition("/traces/")
        assert "swift" in ServerClient(base).page_text(trace_id)
        demo.send_signal(number)
        demo.stdout.read()
        assert demo.wait(timeout=120) == {signal.SIGINT: 0, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    recorded.eventually(lambda: not children_in(tmp_path), "the demo left processes behind")
