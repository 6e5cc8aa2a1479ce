"""The CPythons of this machine, each with a virtual environment that holds Martlet built for it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "pythons"
OLDEST, NEWEST = (3, 10), (3, 13)
# What an interpreter says of itself.
PROBE = """
import importlib.util, json, pathlib, platform, sys, sysconfig
print(json.dumps({
    "implementation": sys.implementation.name,
    "version": list(sys.version_info[:2]),
    "full_version": platform.python_version(),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "headers": (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists(),
    "installer": importlib.util.find_spec("ensurepip") is not None,
}))
"""


class PythonError(Exception):
    """An interpreter cannot be used; the text says why."""


@dataclass(frozen=True)
class Python:
    """An interpreter."""

    path: Path
    version: tuple[int, int]
    full_version: str

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


# Why CPythons are not used that might be: `tests/conftest.py` prints it.
left_out: dict[Path, str] = {}


def find(oldest: tuple[int, int] = OLDEST, newest: tuple[int, int] = NEWEST) -> list[Python]:
    """One CPython for each version that this machine has, the running one first among equals.

    One is enough: an extension is built for 3.11, say, and runs on every 3.11. The others are in `left_out`.
    """
    found: dict[tuple[int, int], Python] = {}
    for path in candidates():
        python = probe(path)
        if python is None or not oldest <= python.version <= newest:
            continue
        first = found.setdefault(python.version, python)
        if first is not python:
            left_out[path] = f"CPython {first.full_version} in {first.path} stands for {python} already"
    return [found[version] for version in sorted(found)]


def candidates() -> list[Path]:
    """Programs that may be a CPython: on PATH, of pyenv, and in the usual folders."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    folders = [Path(folder) for folder in os.get_exec_path() if folder]
    folders += [Path("/usr/bin"), Path("/usr/local/bin"), *sorted((pyenv / "versions").glob("*/bin"), reverse=True)]
    folders += sorted(Path("/opt").glob("*/bin"), reverse=True)
    names = ["python3", *(f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1))]
    paths = [Path(sys._base_executable), *(folder / name for folder in folders for name in names)]
    # pyenv's shims choose another program each time.
    real = {path.resolve(): None for path in paths if os.access(path, os.X_OK) and path.parent.name != "shims"}
    return list(real)


def probe(path: Path) -> Python | None:
    """What there is at a path, or None where it is nothing that Martlet can be built for."""
    try:
        output = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, timeout=60, check=True).stdout
        answer = json.loads(output)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    if answer["implementation"] != "cpython" or answer["free_threaded"]:
        return None
    missing = [
        name for name, there in (("headers", answer["headers"]), ("ensurepip", answer["installer"])) if not there
    ]
    if missing:
        left_out[path] = f"CPython {answer['full_version']} has no {' and no '.join(missing)}"
        return None
    return Python(path, tuple(answer["version"]), answer["full_version"])


def environment(python: Python, requirements: list[str]) -> Path:
    """The interpreter of a virtual environment with Martlet, as it is in this checkout, and with what is required.

    It is kept, and Martlet is built again only when its sources have changed.
    """
    kind = hashlib.sha256("\n".join([str(python.path), python.full_version, *requirements]).encode()).hexdigest()
    folder = CACHE / f"{python}-{kind[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    executable = folder / "venv" / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder / "venv", ignore_errors=True)
            run([python.path, "-m", "venv", "--without-pip", folder / "venv"])
            install(python, executable, str(pip(python)), *requirements)
            (folder / "complete").touch()
        sources = digest_of_sources()
        built = folder / "built"
        if not built.exists() or built.read_text() != sources:
            install(python, executable, "--no-deps", "--force-reinstall", str(ROOT))
            built.write_text(sources)
    return executable


def install(python: Python, executable: Path, *what: str) -> None:
    """Lets the pip that came with an interpreter install into an environment."""
    run([executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *what], PYTHONPATH=pip(python))


def pip(python: Python) -> Path:
    """The wheel of pip that an interpreter brings along, which runs without being installed."""
    script = "import ensurepip; print(ensurepip.__file__)"
    bundled = Path(run([python.path, "-c", script]).strip()).parent / "_bundled"
    # Debian keeps the wheel apart from the library.
    prefix = python.path.parent.parent
    for folder in (bundled, prefix / "share" / "python-wheels", Path("/usr/share/python-wheels")):
        wheels = sorted(folder.glob("pip-*.whl"))
        if wheels:
            return wheels[-1]
    raise PythonError(f"{python.path} brings no pip along")


def requirement(name: str) -> str:
    """A line of what the tests of the extension import: where the version of a tool is written, once."""
    return next(line for line in requirements() if line.startswith(f"{name}=="))


def requirements() -> list[str]:
    """What the tests of the extension import, beside what the examples do."""
    lines = (ROOT / "tests" / "unit" / "requirements.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith(("#", "-"))]


def digest_of_sources() -> str:
    """Changes whenever a file changes that Martlet's package is built from."""
    digest = hashlib.sha256()
    for folder in ("core", "journal/Sources", "packaging", "python"):
        for path in sorted((ROOT / folder).rglob("*")):
            hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
            if path.is_file() and not hidden and path.suffix not in {".so", ".pyc"}:
                digest.update(f"{path}\0{path.stat().st_mtime_ns}\0{path.stat().st_size}\n".encode())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    return digest.hexdigest()


def run(command: list[str | Path], **environment: str | Path) -> str:
    variables = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    for name in ("PYTHONHOME", "VIRTUAL_ENV", *([] if environment else ["PYTHONPATH"])):
        variables.pop(name, None)
    result = subprocess.run(command, capture_output=True, text=True, env=variables, timeout=900)
    if result.returncode != 0:
        words = " ".join(map(str, command))
        raise PythonError(f"`{words}` failed:\n{result.stdout[-2000:]}{result.stderr[-4000:]}")
    return result.stdout
