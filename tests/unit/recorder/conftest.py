"""The recorder reads its environment once: all these tests record into one journal."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from journal import Journal

HOME = tempfile.TemporaryDirectory(prefix="martlet-tests-")
os.environ["MARTLET_HOME"] = HOME.name
for name in ("MARTLET_DISABLED", "MARTLET_CAPTURE"):
    os.environ.pop(name, None)


@pytest.fixture
def journal() -> Journal:
    journal = Journal(Path(HOME.name) / "journal")
    journal.new()
    return journal
