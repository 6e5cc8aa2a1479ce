"""The programs in the guides run, and print what the guides say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import martlet

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
GUIDES = ["quick-start.md", "guides/decorators.md", "guides/proxies.md", "guides/patching.md"]
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (\w+\.py)\n")
# Between what two blocks print.
MARK = "-- next block --"


@pytest.mark.parametrize("guide", GUIDES)
def test_guide(guide: str, tmp_path: Path) -> None:
    """The blocks of a guide are one program, but for those that begin with the name of a file: they are that file."""
    program: list[str] = []
    expected: list[str] = []
    for language, text in BLOCK.findall((DOCS / guide).read_text()):
        if language == "text":
            expected[-1] = text
        elif named := FILE.match(text):
            (tmp_path / named[1]).write_text(text)
        else:
            program.append(text)
            expected.append("")
    (tmp_path / "guide.py").write_text(f"\nprint({MARK!r})\n".join(program))
    done = subprocess.run([sys.executable, "guide.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split(MARK + "\n") == expected


def test_every_public_name_is_in_a_guide_or_the_reference() -> None:
    """In the guides by its name, or with a docstring in the stub."""
    tree = ast.parse((DOCS.parent / "python" / "martlet" / "_core.pyi").read_text())
    documented = set()
    previous: ast.stmt | None = None
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            documented.add(node.name)
        if isinstance(node, ast.Expr) and isinstance(previous, ast.AnnAssign) and isinstance(previous.target, ast.Name):
            documented.add(previous.target.id)
        previous = node
    renamed = {"bind_state_to_wrapper": "_StateBindingWrapper"}
    missing = {name for name in martlet.__all__ if renamed.get(name, name) not in documented}
    assert missing == {"__version__", "__version_info__"}
