"""`instrument("package.*?", path)`: functions of all modules of a package, traced as the modules are imported."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

import martlet
from journal import Journal

FILES = {
    "__init__.py": "from .mail import send\nfrom os.path import join\ndef top(): return send()\n",
    "mail.py": "def send(): return 1\nclass Box:\n    def get(self): return 2\n    def put(self): return 3\n",
    "constants.py": "ONE = 1\n",
    "_private.py": "def public(): return 4\ndef _hidden(): return 5\n",
    "deep/__init__.py": "",
    "deep/er/module.py": "from ...mail import Box\ndef found(): return Box().get()\n",
}


@pytest.fixture
def package(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"package_{abs(hash(request.node.name)) % 10**9}"
    for file, source in FILES.items():
        path = tmp_path / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    (tmp_path / f"{name}s.py").write_text("def other(): return 6\n")
    sys.path.insert(0, str(tmp_path))
    yield name
    sys.path.remove(str(tmp_path))
    for module in [module for module in sys.modules if module.startswith(name)]:
        del sys.modules[module]


def use(package: str, journal: Journal) -> list[str]:
    """What is recorded when all of the package, and a module whose name only begins like its, is used."""
    module = importlib.import_module
    module(package).top(), module(package).join("a")
    module(f"{package}.mail").Box().put()
    module(f"{package}._private").public(), module(f"{package}._private")._hidden()
    module(f"{package}.deep.er.module").found()
    module(f"{package}s").other()
    return sorted(f"{span.scope[len(package):]}:{span.name}" for span in journal.new())


ALL = [".deep.er.module:found", "._private:public", ".mail:Box.get", ".mail:Box.put", ".mail:send", ":top"]


@pytest.mark.parametrize(
    ("modules", "path", "expected"),
    [
        ("{}.*", "*", ALL),
        ("{}.*", "Box.*", [".mail:Box.get", ".mail:Box.put"]),
        ("{}.*", "Box", [".mail:Box.get", ".mail:Box.put"]),
        ("{}.*", "Box.get", [".mail:Box.get"]),
        ("{}.*", "send", [".mail:send"]),
        ("{}.*", "_h*", ["._private:_hidden"]),
        ("{}.*", "join", []),
        ("{}.deep.*", "*", [".deep.er.module:found"]),
        ("{}.mail.*", "*", [".mail:Box.get", ".mail:Box.put", ".mail:send"]),
    ],
)
def test_patterns(package: str, journal: Journal, modules: str, path: str, expected: list[str]) -> None:
    modules = modules.format(package)
    martlet.instrument(f"{modules}?", path)
    assert package not in sys.modules
    assert martlet.trace_report()[f"{modules}:{path}"] == "waiting"
    assert use(package, journal) == sorted(expected)
    told = martlet.trace_report()[f"{modules}:{path}"]
    assert told == ("traced" if expected else "no module of the package that was imported has such a function or class")


def test_nothing_is_imported(package: str, journal: Journal) -> None:
    martlet.instrument(f"{package}.*?", "*")
    importlib.import_module(package)
    assert sorted(name for name in sys.modules if name.startswith(package)) == [package, f"{package}.mail"]
    martlet.instrument(f"{package}.*?", "top")
    assert f"{package}.deep" not in sys.modules


def test_modules_that_are_loaded_and_those_that_come(package: str, journal: Journal) -> None:
    importlib.import_module(package)
    martlet.instrument(f"{package}.*?", "*")
    # The package had taken the function before it was traced, and keeps what it has.
    assert use(package, journal) == sorted(name for name in ALL if name != ".mail:send")


def test_without_a_question_mark_the_package_is_imported(package: str, journal: Journal) -> None:
    martlet.instrument(f"{package}.*", "*")
    assert package in sys.modules
    assert f"{package}._private" not in sys.modules
    assert "._private:public" in use(package, journal)
    with pytest.raises(ModuleNotFoundError):
        martlet.instrument("nowhere_at_all.*", "*")


def test_patterns_that_overlap_trace_once(package: str, journal: Journal) -> None:
    for module, path in ((f"{package}.*", "*"), (package, "*"), (f"{package}.mail", "*"), (f"{package}.mail.*", "Box.get")):
        martlet.instrument(f"{module}?", path)
        martlet.instrument(f"{module}?", path)
    assert use(package, journal) == sorted(ALL)


def test_a_module_that_is_loaded_anew_under_its_name(package: str, journal: Journal) -> None:
    martlet.instrument(f"{package}.*?", "*")
    first = importlib.import_module(f"{package}._private")
    del sys.modules[f"{package}._private"]
    second = importlib.import_module(f"{package}._private")
    assert first is not second
    assert [first.public(), second.public()] == [4, 4]
    assert [span.name for span in journal.new()] == ["public", "public"]


def test_reloading_does_what_it_does(package: str) -> None:
    martlet.instrument(f"{package}.*?", "*")
    module = importlib.import_module(f"{package}._private")
    loader = type(module.__spec__.loader)
    Path(module.__file__).write_text("def public(): return 'another one'\n")
    assert importlib.reload(module).public() == "another one"
    assert type(module.__spec__.loader) is loader is type(module.__loader__)


def test_what_runs_as_main_finds_its_own_loader(package: str, tmp_path: Path) -> None:
    (tmp_path / package / "__main__.py").write_text("print(type(__loader__).__name__, type(__spec__.loader).__name__)\n")
    program = f"import martlet, runpy\nmartlet.instrument('{package}.*?', '*')\nrunpy.run_module('{package}', run_name='__main__', alter_sys=True)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=os.environ | {"MARTLET_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("SourceFileLoader SourceFileLoader\n", "")


def test_a_module_of_the_package_that_is_not_there(package: str) -> None:
    martlet.instrument(f"{package}.*?", "*")
    with pytest.raises(ModuleNotFoundError, match="missing"):
        importlib.import_module(f"{package}.missing")
    assert importlib.util.find_spec(f"{package}.missing") is None


def test_a_module_that_fails(package: str, tmp_path: Path) -> None:
    martlet.instrument(f"{package}.*?", "*")
    (tmp_path / package / "broken.py").write_text("1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        importlib.import_module(f"{package}.broken")
    assert f"{package}.broken" not in sys.modules


def test_what_else_is_under_the_package_s_name(package: str, journal: Journal) -> None:
    """Aliases of other packages' modules, things that are no modules, modules that load themselves when they are asked."""
    importlib.import_module(f"{package}s")

    class Lazy(types.ModuleType):
        def __getattribute__(self, name: str) -> object:
            raise AssertionError("it was asked for " + name)

    sys.modules[f"{package}.alias"] = sys.modules[f"{package}s"]
    sys.modules[f"{package}.thing"] = 3  # type: ignore[assignment]
    sys.modules[f"{package}.none"] = None  # type: ignore[assignment]
    sys.modules[f"{package}.lazy"] = Lazy("lazy")
    martlet.instrument(f"{package}.*?", "*")
    assert ":other" not in use(package, journal)
    for name in ("alias", "thing", "none", "lazy"):
        del sys.modules[f"{package}.{name}"]


def test_a_class_that_refuses_does_not_keep_the_others_from_it(
    package: str, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: told.append(str(found.exc_value)))
    (tmp_path / package / "stern.py").write_text(
        "def first(): return 1\n"
        "class Meta(type):\n"
        "    def __setattr__(cls, name, value): raise TypeError('not ' + name)\n"
        "class Stern(metaclass=Meta):\n"
        "    def method(self): return 2\n"
        "def last(): return 3\n"
    )
    martlet.instrument(f"{package}.*?", "*")
    module = importlib.import_module(f"{package}.stern")
    module.first(), module.Stern().method(), module.last()
    assert [span.name for span in journal.new()] == ["first", "last"]
    assert told == ["not method"]
    assert martlet.trace_report()[f"{package}.stern:*"] == "not method"
    assert martlet.trace_report()[f"{package}.*:*"] == "traced"


PROGRAMS = {
    "numpy": "import numpy as np; print(np.random.default_rng(1).integers(9, size=3), np.linalg.svd(np.arange(12.).reshape(3, 4))[1].round(3), np.fft.fft([1, 2]), np.ma.array([1], mask=[1]))",
    # What the finder itself needs.
    "importlib": "import importlib.metadata, csv; print(importlib.metadata.version('pytest'), importlib.import_module('csv').__name__)",
    "contextlib": "import contextlib, importlib.util; print(contextlib is importlib.util.sys.modules['contextlib'], contextlib.suppress())",
    "os": "import os; print(os.path.join('a', 'b'), sorted(os.walk('/sys/class/mem')), os.get_exec_path() != [])",
    "encodings": "print('ü'.encode('utf-16'), 'x'.encode('idna'))",
    "multiprocessing": "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, 2]))",
}


@pytest.mark.parametrize("package", PROGRAMS)
def test_packages_with_parts_in_c_and_those_of_the_import_system(package: str, tmp_path: Path) -> None:
    """In a process of its own, with nothing loaded before: it does what it does without."""
    program = textwrap.dedent(PROGRAMS[package])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")} | {"MARTLET_HOME": str(tmp_path)}
    bare, traced = (
        subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, timeout=300)
        for source in (program, f"import martlet\nmartlet.instrument('{package}.*?', '*')\n{program}")
    )
    bare.stdout = re.sub(r" at 0x\w+", "", bare.stdout)
    assert (traced.returncode, re.sub(r" at 0x\w+", "", traced.stdout), traced.stderr) == (0, bare.stdout, "")


@pytest.mark.parametrize("target", ["pack*", "pack*.*", "*", "*.*", ".*", "a..*", "a.**", "a.*.b", "a.* "])
@pytest.mark.parametrize("mark", ["", "?"])
def test_bad_targets(target: str, mark: str) -> None:
    with pytest.raises(ValueError, match=r"all modules of a package are 'package\.\*'"):
        martlet.instrument(target + mark, "*")
    with pytest.raises(TypeError):
        martlet.instrument("package_that_is_none.*?", 3)  # type: ignore[call-overload]
