"""What the tests share. It needs nothing but pytest and Python, and starts nothing by itself."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# The whole-way tests start servers as the demo does, with the demo's own helpers.
HELPERS = [ROOT / folder for folder in ("scripts", "tests/support", "examples")]
sys.path[:0] = map(str, HELPERS)

from child_process import ChildProcess  # noqa: E402
from recording import DROP_IN, RUN, Server, Workplace  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also what takes minutes and seldom breaks")


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what it runs in the background with Ctrl-C ignored, and so do the programs that the tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "slow: takes minutes and seldom breaks; run with --slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Tests that import a library which is not installed, or not built for this Python yet, are skipped and say so."""
    report = yield
    missing = re.search(r"^E +ModuleNotFoundError: No module named '(\w+)", str(report.longrepr), re.MULTILINE)
    if report.failed and missing and not is_ours(missing[1]):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 0, f"Skipped: {missing[1]} is not installed, see tests/requirements.txt")
    return report


def is_ours(module: str) -> bool:
    """Whether a module is one that these tests test or bring along."""
    return module == "martlet" or any((folder / f"{module}.py").exists() for folder in HELPERS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which Pythons were left out by the tests that look for one of each version."""
    pythons = sys.modules.get("pythons")
    for path, reason in pythons.left_out.items() if pythons else ():
        terminalreporter.write_line(f"not tested with {path}: {reason}")


@pytest.fixture(scope="session")
def model_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the stand-in for a model API."""
    log = tmp_path_factory.mktemp("model_api") / "log"
    command = [sys.executable, ROOT / "examples" / "model_api.py", "--port", "0"]
    with ChildProcess(command, ready=r"listening on (\S+)", log=log) as child:
        yield child.ready[1]


@pytest.fixture
def workplace(tmp_path: Path, model_api: str) -> Iterator[Workplace]:
    with ExitStack() as stack:
        yield Workplace(tmp_path, model_api, stack)


@pytest.fixture
def server(workplace: Workplace) -> Server:
    return workplace.serve()


@pytest.fixture(params=[DROP_IN, RUN])
def how(request: pytest.FixtureRequest) -> str:
    """Both ways in which a program comes to be recorded."""
    return request.param
