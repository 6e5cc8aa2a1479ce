"""Programs that use openai through other packages, beside other recorders, and in versions of years ago: with Martlet they
print what they print without, and each of their calls is one span."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

import pythons
from journal import Journal, Span

PROGRAMS = Path(__file__).parent / "programs"
RECORDED = """
import runpy, sys
import martlet
martlet.instrument("openai")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@dataclass(frozen=True)
class Case:
    """A program, what it needs, and how the calls end that it makes."""

    program: str
    requirements: tuple[str, ...]
    outcomes: dict[str, int]

    def __str__(self) -> str:
        return f"{self.program} {self.requirements[0]}"


# Environments are shared: each takes a minute to make the first time. The newest util-genai lacks what openai-v2 imports.
FRAMEWORKS = ("instructor==1.17.0", "langchain-openai==1.7.3", "openai-agents==0.24.0")
LITELLM = ("litellm==1.106.2", "openai==2.54.0")
OTHERS = (
    "openai==3.52.0", "langfuse==5.0.4", "opentelemetry-instrumentation-openai-v2==2.4b0", "opentelemetry-util-genai==1.1b0",
)  # fmt: skip
CASES = [
    Case("with_instructor", FRAMEWORKS, {"returned": 8}),
    Case("with_langchain", FRAMEWORKS, {"returned": 10, "raised": 1}),
    Case("with_agents", FRAMEWORKS, {"returned": 5}),
    Case("with_litellm", LITELLM, {"returned": 4, "raised": 1}),
]
CALLS = {"returned": 8, "raised": 6, "abandoned": 1, "cancelled": 1}
VERSIONS = (("openai==1.0.0", "httpx==0.27.2"), ("openai==1.40.0", "httpx==0.27.2"), LITELLM[::-1], OTHERS)
CASES += [Case("openai_calls", version, CALLS) for version in VERSIONS]


@functools.cache
def executable(requirements: tuple[str, ...]) -> Path:
    """The Python of an environment with these packages and Martlet."""
    requirements = tuple(sorted(requirements))
    python = pythons.probe(Path(sys._base_executable))
    assert python is not None, f"{sys._base_executable} cannot make an environment"
    return pythons.environment(python, list(requirements))


class Runner:
    """Runs programs against the stand-in for the model API."""

    def __init__(self, folder: Path, model_api: str) -> None:
        self.journal = Journal(folder / "home" / "journal")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MARTLET_", "OPENAI_", "OTEL_", "LANGFUSE_"))}
        self.environment = inherited | {
            "MARTLET_HOME": str(folder / "home"), "OPENAI_BASE_URL": model_api, "OPENAI_API_KEY": "sk-of-the-tests",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip

    def run(self, requirements: tuple[str, ...], *arguments: str | Path) -> str:
        done = subprocess.run(
            [executable(requirements), *arguments], env=self.environment, capture_output=True, text=True, timeout=300,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def runner(tmp_path: Path, model_api: str) -> Runner:
    return Runner(tmp_path, model_api)


def check(spans: list[Span], outcomes: dict[str, int]) -> None:
    assert Counter(span.outcome for span in spans) == outcomes
    assert {(span.name, span.kind, span.ends, len(span.values("request"))) for span in spans} == {("openai.request", 3, 1, 1)}
    for span in spans:
        assert span.value("request")["body"]["messages"], "what was sent"
        if span.outcome == "returned":
            assert (span.values("response.head")[-1]["status"], bool(span.values("chunk"))) == (200, span.value("request")["stream"])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_same_as_without_and_one_span_a_call(case: Case, runner: Runner) -> None:
    program = PROGRAMS / f"{case.program}.py"
    plain = runner.run(case.requirements, program)
    assert runner.journal.segments() == []
    assert runner.run(case.requirements, "-c", RECORDED, program) == plain
    check(runner.journal.new(), case.outcomes)


def test_beside_langfuse_and_opentelemetry(runner: Runner) -> None:
    program = PROGRAMS / "beside_others.py"
    plain = runner.run(OTHERS, program, "without")
    for when in ("first", "last"):
        assert runner.run(OTHERS, program, when) == plain
        check(runner.journal.new(), {"returned": 4, "raised": 1})
