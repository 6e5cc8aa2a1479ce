"""wrapt's stress scripts: threads replace what a shared proxy holds while others use it.

In wrapt 2.5.2 four of the five skip themselves, because they import a name from where it is not.
The copies that run here import it, and Martlet, from where they are. A script that dies of a
signal, fails or skips itself is a failure.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import wrapt_source

SCRIPTS = (
    "stress_function_wrapper_call.py",
    "stress_init_reinit.py",
    "stress_inplace_ops.py",
    "stress_read_during_mutate.py",
    "stress_set_wrapped.py",
)
# For one script. A script sleeps and its threads share two cores: more time proves little more.
SECONDS = 2
THREADS = 8


def copy_script(name: str, folder: Path) -> Path:
    source = wrapt_source.fetch() / "tests" / "stress" / name
    text = wrapt_source.renamed(source.read_text(encoding="utf-8"))
    script = folder / name
    script.write_text(text.replace("from martlet._wrappers import", "from martlet import"), encoding="utf-8")
    return script


def test_the_scripts_are_all_there():
    folder = wrapt_source.fetch() / "tests" / "stress"
    assert sorted(path.name for path in folder.glob("stress_*.py")) == list(SCRIPTS)


# Short slices switch threads at more places than the default of 5 ms.
@pytest.mark.parametrize("switch_interval", [5e-3, 1e-6], ids=["usual slices", "short slices"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_script_survives(name: str, switch_interval: float, tmp_path: Path):
    script = copy_script(name, tmp_path)
    command = (
        f"import runpy, sys; sys.setswitchinterval({switch_interval}); sys.modules['wrapt'] = None; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    for seconds in (SECONDS, 10 * SECONDS):
        result = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", command],
            env={**os.environ, "WRAPT_STRESS_SECONDS": str(seconds), "WRAPT_STRESS_THREADS": str(THREADS)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert result.returncode == 0, f"exit code {result.returncode}\n{result.stdout}\n{result.stderr[-4000:]}"
        # An exception in a thread is printed, and ends the thread alone.
        assert result.stderr == ""
        done = re.search(r"survived: (\d+)", result.stdout)
        assert done is not None, result.stdout
        if int(done[1]) > 0:
            return
    raise AssertionError(f"it did nothing: {result.stdout}")
