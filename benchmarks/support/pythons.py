"""Another CPython of this machine, with Martlet and its peers in a virtual environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NEWEST_FIRST = ["3.13", "3.12", "3.11", "3.10"]


def candidates(version: str) -> list[str]:
    """Where a Python of this version may be."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [str(path) for path in sorted(pyenv.glob(f"versions/{version}.*/bin/python3"))]
    on_path = shutil.which(f"python{version}")
    return [*found, *filter(None, [on_path])]


def works(python: str, version: str) -> bool:
    """Whether it runs, is what it is called, and has the headers to build an extension."""
    script = (
        "import os, sys, sysconfig, venv; print('%d.%d' % sys.version_info[:2] if "
        "os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')) else '')"
    )
    result = subprocess.run([python, "-c", script], capture_output=True, text=True, timeout=60)
    return result.returncode == 0 and result.stdout.strip() == version


def other_python() -> str | None:
    """The newest Python that is not this one, with Martlet installed; None if there is no other."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    for version in NEWEST_FIRST:
        if version == own:
            continue
        for python in candidates(version):
            if works(python, version):
                return install(python, version)
    print("no other CPython with headers on this machine: measured one version only")
    return None


def install(python: str, version: str) -> str:
    """Builds Martlet for it. The extension is built anew when it has changed."""
    folder = ROOT / ".cache" / "benchmarks" / f"cp{version.replace('.', '')}"
    inside = folder / "bin" / "python"
    if not inside.exists():
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
    pip = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(ROOT / "benchmarks" / "requirements.txt")], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    return str(inside)
