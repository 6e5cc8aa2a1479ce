"""`instrument("module?", "Class.*")`: functions named by patterns, traced when their module is imported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import martlet
from journal import Journal

SOURCE = """
from os.path import join
from json import JSONEncoder

def alpha(x): return x
def beta(x): return alpha(x)
def _hidden(x): return x
constant = 3

class Agent:
    limit = 5
    def run(self, q): return q
    def run_all(self): return []
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def helper(): return 1
    def _private(self): return 2
    @property
    def name(self): return "n"

class Other:
    def method(self): return 3
"""


@pytest.fixture
def module(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"patterns_{abs(hash(request.node.name)) % 10**9}"
    (tmp_path / f"{name}.py").write_text(SOURCE)
    sys.path.insert(0, str(tmp_path))
    yield name
    sys.path.remove(str(tmp_path))
    sys.modules.pop(name, None)


def use(name: str, journal: Journal) -> list[str]:
    """The names of what is recorded when all of the module is used."""
    module = __import__(name)
    module.beta(1), module._hidden(1), module.join("a")
    agent = module.Agent.make()
    agent.run("q"), agent.run_all(), agent.helper(), agent._private(), agent.name, module.Other().method()
    return sorted(span.name for span in journal.new())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("*", ["Agent.helper", "Agent.make", "Agent.run", "Agent.run_all", "Other.method", "alpha", "beta"]),
        ("Agent.*", ["Agent.helper", "Agent.make", "Agent.run", "Agent.run_all"]),
        ("Agent.run*", ["Agent.run", "Agent.run_all"]),
        ("Agent._p*", ["Agent._private"]),
        ("*a", ["alpha", "beta"]),
        ("_*", ["_hidden"]),
        ("alpha", ["alpha"]),
        ("Other", ["Other.method"]),
        ("Agent.run", ["Agent.run"]),
    ],
)
def test_patterns(module: str, journal: Journal, path: str, expected: list[str]) -> None:
    martlet.instrument(f"{module}?", path)
    assert martlet.trace_report()[f"{module}:{path}"] == "waiting"
    assert module not in sys.modules
    assert use(module, journal) == expected
    assert martlet.trace_report()[f"{module}:{path}"] == "traced"


def test_patterns_that_overlap_trace_once(module: str, journal: Journal) -> None:
    for path in ("*", "Agent.*", "alpha", "*"):
        martlet.instrument(f"{module}?", path)
    assert use(module, journal).count("alpha") == 1


def test_a_module_that_is_loaded(module: str, journal: Journal) -> None:
    __import__(module)
    martlet.instrument(f"{module}?", "alpha*")
    assert use(module, journal) == ["alpha"]


def test_a_module_without_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "only_constants.py").write_text("ONE = 1\n")
    martlet.instrument("only_constants?", "*")
    __import__("only_constants")
    assert told == []
    assert martlet.trace_report()["only_constants:*"] == "traced"


def test_a_pattern_that_means_nothing(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: told.append(str(found.exc_value)))
    martlet.instrument(f"{module}?", "nothing_*")
    __import__(module)
    assert len(told) == 1
    assert "nothing_*" in told[0]
    assert "nothing_*" in martlet.trace_report()[f"{module}:nothing_*"]
    with pytest.raises(AttributeError):
        martlet.instrument(module, "nothing_*")
