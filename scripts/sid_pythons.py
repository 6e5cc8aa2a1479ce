"""Unpacks the newest CPythons from Debian's `sid` suite into `.cache/sid`, without installing anything.

    python scripts/sid_pythons.py            # prints the paths of python3.14 and python3.15
    python scripts/sid_pythons.py --refresh  # the same, with what Debian has today

The packages are fetched and verified by apt with a state of its own, and unpacked into one folder.
Their programs need a newer C library than this machine may have, so each interpreter becomes a small
script that calls it through the loader of its own suite. No root, no chroot, and nothing outside of
the folder is written. Everything is kept: the second time takes no network.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = ("3.14", "3.15")
SUITE = "sid"
MIRROR = "http://deb.debian.org/debian"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "sid"


class SidError(Exception):
    """The interpreters are not to be had; the text says why."""


def pythons(refresh: bool = False, cache: Path = CACHE) -> list[Path]:
    """The interpreters, one for each of `VERSIONS`; they are fetched if they are not there."""
    root = cache / "root"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        paths = [root / "usr" / "bin" / f"python{version}" for version in VERSIONS]
        complete = root / "complete"
        # The launchers name the folder, which may have been moved since.
        if refresh or not complete.exists() or complete.read_text() != str(root):
            unpack(download(cache / "apt"), root)
            for path in paths:
                write_launcher(path, root)
            complete.write_text(str(root))
    return paths


def download(state: Path) -> list[Path]:
    """The packages that the interpreters need, with all they depend on."""
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise SidError(f"there is no {tool}: Debian's packages are fetched with Debian's tools")
    if not KEYRING.exists():
        raise SidError(f"{KEYRING} is missing, with which the packages are verified: apt-get install {KEYRING.stem}")
    shutil.rmtree(state / "cache", ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    (state / "sources.list").write_text(f"deb [signed-by={KEYRING}] {MIRROR} {SUITE} main\n")
    (state / "status").write_text("")  # as if nothing were installed, so that nothing is left out
    settings = {
        "Dir::Etc::SourceList": state / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State": state,
        "Dir::State::Lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "APT::Install-Recommends": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        # A mirror that has stood still for weeks serves as well: signatures are still verified.
        "Acquire::Check-Valid-Until": "false",
    }
    if os.geteuid() == 0:
        settings["APT::Sandbox::User"] = "root"  # apt's own user could not write into the folder
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in settings.items())]
    names = [f"python{version}{suffix}" for version in VERSIONS for suffix in ("", "-dev", "-venv")]
    run([*apt, "update"], "the list of packages cannot be fetched")
    run([*apt, "--yes", "--download-only", "install", *names], "the packages cannot be fetched")
    return sorted((state / "cache" / "archives").glob("*.deb"))


def unpack(packages: list[Path], root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    # Debian's folders of the first level are links into /usr, which no package brings.
    for name in ("bin", "lib", "lib64", "sbin"):
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    for package in packages:
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as archive:
            run(
                ["tar", "--extract", "--directory", root, "--keep-directory-symlink", "--no-same-owner"],
                f"{package.name} cannot be unpacked",
                stdin=archive.stdout,
            )
        if archive.returncode != 0:
            raise SidError(f"{package.name} cannot be read")


def write_launcher(python: Path, root: Path) -> None:
    """Puts a script in the place of an interpreter, which keeps its name: `sys.executable` and virtual
    environments go by the name that a program was called with."""
    program = python.with_name(f"{python.name}.program")
    python.rename(program)
    loader = root / "usr" / "lib64" / "ld-linux-x86-64.so.2"
    python.write_text(
        f"#!/bin/sh\nexec '{loader}' --library-path '{root}/usr/lib/x86_64-linux-gnu' "
        f"""--argv0 "$0" '{program}' "$@"\n"""
    )
    python.chmod(0o755)
    run([python, "-c", "import ssl, sqlite3"], f"{python} does not run")


def run(command: list[str | Path], problem: str, **options) -> None:
    result = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=600, **options)
    if result.returncode != 0:
        raise SidError(f"{problem}:\n{result.stderr.strip()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--refresh", action="store_true", help="fetch them again")
    options = parser.parse_args()
    try:
        for path in pythons(options.refresh):
            print(path)
    except (SidError, subprocess.TimeoutExpired) as error:
        sys.exit(f"sid_pythons: {error}")


if __name__ == "__main__":
    main()
