"""Pythons that cannot be tested with are named, not passed over in silence."""

import json
from pathlib import Path

import pytest

import pythons


@pytest.mark.parametrize(
    ("headers", "installer", "missing"),
    [(False, True, "no headers"), (True, False, "no ensurepip"), (False, False, "no headers and no ensurepip")],
)
def test_python_that_lacks_something_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: bool, installer: bool, missing: str
) -> None:
    answer = {
        "implementation": "cpython",
        "version": [3, 12],
        "full_version": "3.12.99",
        "free_threaded": False,
        "headers": headers,
        "installer": installer,
    }
    path = tmp_path / "python3.12"
    path.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
    path.chmod(0o755)
    monkeypatch.setattr(pythons, "left_out", {})
    assert pythons.probe(path) is None
    assert pythons.left_out == {path: f"CPython 3.12.99 has {missing}"}
