"""The build backend (PEP 517 and PEP 660): wheels, editable installs, source archives."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import stat
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import extension
import linkage
import metadata

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "python" / "martlet"
# What a source archive holds: everything a build reads, found through the links in `core/Sources`.
SOURCE_FILES = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
SOURCE_FOLDERS = ("core", "packaging", "python")
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1577836800"))

Settings = "dict[str, str] | None"


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    return []


get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Settings = None) -> str:
    """Writes the metadata alone, which takes no build."""
    folder = Path(metadata_directory) / f"{base_name()}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(metadata.render(), encoding="utf-8")
    (folder / "WHEEL").write_text(wheel_file(), encoding="utf-8")
    return folder.name


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None) -> str:
    """Builds the extension and packs it with the Python files."""
    files = {f"martlet/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in package_files()}
    library = built_extension()
    files[f"martlet/{extension.file_name()}"] = library.read_bytes()
    server = os.environ.get("MARTLET_SERVER")
    if server is None:
        return write_wheel(wheel_directory, files)
    # With the command in it, the wheel is all that a machine needs; so it says on which machines it runs.
    files[f"{base_name()}.data/scripts/martlet"] = Path(server).read_bytes()
    return write_wheel(wheel_directory, files, platform=portable_platform(library, Path(server)))


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Builds the extension into the checkout, and packs a path to it."""
    target = PACKAGE / extension.file_name()
    fresh = target.with_suffix(".new")
    shutil.copyfile(built_extension(), fresh)
    fresh.replace(target)  # a running program keeps the file that it has mapped
    return write_wheel(wheel_directory, {"__editable__.martlet.pth": f"{PACKAGE.parent}\n".encode()})


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Packs what a build needs."""
    base = base_name()
    with tarfile.open(Path(sdist_directory) / f"{base}.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path in source_files():
            add(archive, f"{base}/{path.relative_to(ROOT).as_posix()}", path.read_bytes())
        add(archive, f"{base}/PKG-INFO", metadata.render().encode())
    return f"{base}.tar.gz"


def built_extension() -> Path:
    """The extension; ends with a message and no traceback where it cannot be built."""
    try:
        return extension.build(str(metadata.read_project()["version"]))
    except (extension.BuildError, linkage.LinkageError) as error:
        sys.exit(f"martlet: {error}")


def package_files() -> Iterator[Path]:
    """The files of the package that are not made by a build."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".pyi", ".typed"} or path.name == "py.typed":
            yield path


def source_files() -> Iterator[Path]:
    for name in SOURCE_FILES:
        if (ROOT / name).is_file():
            yield ROOT / name
    for name in SOURCE_FOLDERS:
        # Links are followed: the archive holds `journal/` where `core/` uses it.
        for folder, folders, names in os.walk(ROOT / name, followlinks=True):
            folders[:] = sorted(f for f in folders if not f.startswith((".", "__pycache__")))
            for file in sorted(names):
                if not file.endswith((".so", ".pyc", ".new")) and file != "Package.resolved":
                    yield Path(folder) / file


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o644
    archive.addfile(entry, io.BytesIO(data))


def base_name() -> str:
    """`martlet-1.2.3`."""
    project = metadata.read_project()
    return f"{project['name']}-{project['version']}"


def wheel_file(platform: str | None = None) -> str:
    """The text of `WHEEL`."""
    return f"Wheel-Version: 1.0\nGenerator: martlet\nRoot-Is-Purelib: false\nTag: {wheel_tag(platform)}\n"


def wheel_tag(platform: str | None = None) -> str:
    """`cp311-cp311-linux_x86_64`, for the Python that runs this."""
    version = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = platform or sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{version}-{version}{sys.abiflags}-{platform}"


def portable_platform(*paths: Path) -> str:
    """`manylinux_2_35_x86_64`: runs where the C library is at least of the newest version that one of the files needs."""
    newest = max(linkage.glibc_version(path) for path in paths)
    return f"manylinux_{newest[0]}_{newest[1]}_{os.uname().machine}"


def write_wheel(directory: str, files: dict[str, bytes], platform: str | None = None) -> str:
    """Writes a wheel with these files and its metadata, and returns its name."""
    base = base_name()
    files = dict(files)
    files[f"{base}.dist-info/METADATA"] = metadata.render().encode()
    files[f"{base}.dist-info/WHEEL"] = wheel_file(platform).encode()
    record = f"{base}.dist-info/RECORD"
    lines = [f"{name},sha256={digest(data)},{len(data)}" for name, data in files.items()]
    files[record] = ("\n".join([*lines, f"{record},,"]) + "\n").encode()
    name = f"{base}-{wheel_tag(platform)}.whl"
    with zipfile.ZipFile(Path(directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            mode = 0o755 if path.endswith(".so") or "/scripts/" in path else 0o644
            # pip makes a file executable only where the entry says that it is a file, too.
            entry.external_attr = (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
    return name


def digest(data: bytes) -> str:
    """A SHA-256 as `RECORD` writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
