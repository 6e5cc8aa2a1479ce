"""The wheel with the command in it, in an environment where there is nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pythons
import recorded
from child_process import ChildProcess
from recording import MARTLET, ROOT

# Nothing of this environment: not its packages, not its commands.
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


RUNNING = Path(sys.executable)
# The Python that runs the tests always; the others of this machine with --slow.
PYTHONS = [
    pytest.param(RUNNING if is_running else python.path, id=str(python), marks=[] if is_running else pytest.mark.slow)
    for python in pythons.find()
    for is_running in [python.version == sys.version_info[:2]]
]


@pytest.fixture(scope="module", params=PYTHONS)
def python(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def wheel(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, ROOT / "packaging" / "wheels.py", "--server", MARTLET, "--output", folder, python]
    subprocess.run(command, check=True, timeout=600)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(python: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([python, "-m", "venv", folder], env=BARE, check=True, timeout=300)
    command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", wheel]
    subprocess.run(command, env=BARE, check=True, timeout=300)
    return folder


def test_package_and_command(environment: Path) -> None:
    python = environment / "bin" / "python"
    code = "import martlet; print(martlet.__version__, martlet.ObjectProxy(3) + 4)"
    done = subprocess.run([python, "-I", "-c", code], env=BARE, capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "7"
    command = environment / "bin" / "martlet"
    version = subprocess.run([command, "--version"], env=BARE, capture_output=True, text=True, check=True)
    assert version.stdout.strip() == done.stdout.split()[0]


def test_whole_way(environment: Path, tmp_path: Path) -> None:
    """A program is recorded, and its call is seen, with what the wheel has brought."""
    command = environment / "bin" / "martlet"
    variables = {**BARE, "MARTLET_HOME": str(tmp_path / "home")}
    program = tmp_path / "program.py"
    program.write_text("import martlet\n\n@martlet.trace\ndef add(a, b):\n    return a + b\n\nprint(add(3, 4))\n")
    done = subprocess.run([command, "run", program], env=variables, capture_output=True, text=True, timeout=300)
    assert done.stdout == "7\n", done
    with ChildProcess(
        [command, "serve", "--port", "0"], ready=r"listening on (\S+)", log=tmp_path / "log", environment=variables
    ):
        query = "SELECT name, status FROM spans"

        def is_stored() -> bool:
            asked = subprocess.run([command, "sql", "--format", "csv", query], env=variables, capture_output=True, text=True)
            assert asked.returncode == 0, asked
            return "add,ok" in asked.stdout

        recorded.eventually(is_stored, "the call is not stored")


def test_level_that_the_name_says(wheel: Path) -> None:
    """auditwheel, which knows what each level allows, finds no other."""
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", wheel], capture_output=True, text=True, timeout=300,
        env={**os.environ, "COLUMNS": "1000"},
    )
    assert shown.returncode == 0, shown.stderr
    platform = re.search(r"-(manylinux_\d+_\d+_\w+)\.whl$", wheel.name)
    assert platform is not None, wheel
    assert f'consistent with\nthe following platform tag: "{platform[1]}"' in shown.stdout.replace("\r", ""), shown.stdout
