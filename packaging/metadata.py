"""Reads `[project]` of `pyproject.toml` and writes the metadata of a distribution."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_project() -> dict[str, object]:
    """The strings and lists of strings of the table `[project]`.

    Python 3.10 has no `tomllib`, and a build must fetch nothing; that table holds
    nothing else, in a notation that TOML and Python share.
    """
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = re.search(r"^\[project\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    if table is None:
        raise ValueError("pyproject.toml has no table [project]")
    pairs = re.findall(r'^([\w-]+) = ("[^"]*"|\[[^\]]*\])', table.group(1), re.MULTILINE)
    return {key: ast.literal_eval(value) for key, value in pairs}


def render() -> str:
    """The text of `METADATA` and `PKG-INFO`."""
    project = read_project()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        f"Keywords: {','.join(project['keywords'])}",
    ]
    lines += [f"Classifier: {classifier}" for classifier in project["classifiers"]]
    lines.append("Description-Content-Type: text/markdown")
    readme = ROOT / str(project["readme"])
    description = readme.read_text(encoding="utf-8") if readme.is_file() else str(project["description"])
    return "\n".join(lines) + "\n\n" + description
