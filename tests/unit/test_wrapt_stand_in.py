"""Martlet in the place of wrapt, in programs of their own."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import martlet


def run(tmp_path, program, **environment):
    """Runs a program that finds this Martlet, and a `wrapt` that is not it."""
    (tmp_path / "wrapt.py").write_text("value = 'the real one'")
    paths = [str(tmp_path), str(Path(martlet.__file__).parent.parent)]
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment},
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def test_wrapt_and_its_submodules_are_martlet(tmp_path):
    program = """if True:
        import martlet
        martlet.install_as_wrapt()
        martlet.install_as_wrapt()
        import importlib.util
        import wrapt, wrapt.importer, wrapt.__wrapt__
        from wrapt import *
        from wrapt.wrappers import FunctionWrapper as Same, ObjectProxy as Base
        from wrapt._wrappers import ObjectProxy as AlsoBase
        from wrapt.patches import resolve_path
        from wrapt.weakrefs import WeakFunctionProxy
        from wrapt.arguments import formatargspec
        assert ObjectProxy is martlet.ObjectProxy and Same is martlet.FunctionWrapper
        assert Base is AlsoBase is martlet.BaseObjectProxy and wrapt.__wrapt__._using_c_extension
        assert all(getattr(wrapt, name) is getattr(martlet, name) for name in wrapt.__all__)
        assert set(wrapt.__all__) <= set(martlet.__all__)
        assert len(set(wrapt.__all__)) == 50
        from wrapt.decorators import bind_state_to_wrapper as same_binding
        assert same_binding is martlet.bind_state_to_wrapper
        assert wrapt.__version__ == "2.5.2" and wrapt.__version_info__ == ("2", "5", "2")
        assert importlib.util.find_spec("wrapt") is wrapt.__spec__
        try:
            import wrapt.openai
        except ModuleNotFoundError:
            print("done")
    """
    assert run(tmp_path, program) == ["done"]


def test_wrapt_was_imported_before(tmp_path):
    program = """if True:
        import wrapt as first
        import martlet
        try:
            martlet.install_as_wrapt()
        except RuntimeError as error:
            print(error)
        import wrapt
        assert wrapt is first
        martlet.install_as_wrapt(force=True)
        import wrapt
        assert wrapt is not first and wrapt.ObjectProxy is martlet.ObjectProxy
    """
    (message,) = run(tmp_path, program)
    assert message.startswith("wrapt is already imported, as <module 'wrapt' from") and "force=True" in message


@pytest.mark.parametrize("value", ["1", "true"])
def test_environment(tmp_path, value):
    program = "import martlet, wrapt; print(wrapt.__version__)"
    assert run(tmp_path, program, MARTLET_AS_WRAPT=value) == ["2.5.2"]


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_environment_says_no(tmp_path, value):
    program = "import martlet, wrapt; print(wrapt.value)"
    assert run(tmp_path, program, MARTLET_AS_WRAPT=value) == ["the real one"]


def test_environment_too_late(tmp_path):
    program = """if True:
        import warnings
        import wrapt
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            import martlet
        print(*[f"{warning.category.__name__}: {warning.message}" for warning in caught], wrapt.value, sep=chr(10))
    """
    warning, value = run(tmp_path, program, MARTLET_AS_WRAPT="1")
    assert warning.startswith("RuntimeWarning: MARTLET_AS_WRAPT is set, but wrapt is already imported")
    assert value == "the real one"


def test_importing_martlet_touches_no_wrapt(tmp_path):
    assert run(tmp_path, "import sys, martlet; print('wrapt' in sys.modules)") == ["False"]


def test_submodules_are_attributes_of_the_package(tmp_path):
    """As of wrapt, whose package imports them all: `wrapt.importer.when_imported` is what programs write."""
    program = """if True:
        import sys
        import martlet as wrapt
        names = "__wrapt__ _wrappers arguments caching decorators doc exceptions importer patches proxies signature"
        names = [*names.split(), "synchronization", "weakrefs", "wrappers"]
        assert not any(f"martlet.{name}" in sys.modules for name in names)
        for name in names:
            assert getattr(wrapt, name) is sys.modules[f"martlet.{name}"]
        assert wrapt.importer.when_imported is wrapt.when_imported
        assert not hasattr(wrapt, "nothing") and not hasattr(wrapt, "openai")
        try:
            wrapt.nothing
        except AttributeError as error:
            print(error)
    """
    assert run(tmp_path, program) == ["module 'martlet' has no attribute 'nothing'"]


@pytest.mark.parametrize(
    ("submodule", "names"),
    [
        ("decorators", "BaseObjectProxy BoundFunctionWrapper CallableObjectProxy FunctionWrapper formatargspec"),
        ("patches", "FunctionWrapper PathResolutionError WrapperNotFoundError register_post_import_hook"),
        ("wrappers", "WrapperNotInitializedError"),
        ("weakrefs", "BaseObjectProxy _FunctionWrapperBase"),
        ("synchronization", "BoundFunctionWrapper FunctionWrapper decorator"),
    ],
)
def test_submodules_have_the_names_that_those_of_wrapt_import(submodule, names):
    module = importlib.import_module(f"martlet.{submodule}")
    for name in names.split():
        assert getattr(module, name) is getattr(martlet._core, name)
