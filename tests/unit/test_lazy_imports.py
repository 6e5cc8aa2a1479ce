"""Patches of modules that a program imports lazily, as CPython 3.15 can (PEP 810).

The programs are written out and run apart: older versions cannot read them.
"""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.version_info < (3, 15), reason="`lazy import` is new in 3.15")

AGENT = """
    import martlet

    def trace(wrapped, instance, args, kwargs):
        print("traced", wrapped.__name__)
        return wrapped(*args, **kwargs)
"""


def output_of(folder: Path, agent: str, program: str, **variables: str) -> list[str]:
    (folder / "agent.py").write_text(dedent(AGENT) + dedent(agent))
    (folder / "program.py").write_text(dedent(program))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_LAZY_IMPORTS"}
    result = subprocess.run(
        [sys.executable, "program.py"], cwd=folder, env=environment | variables, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


USER = """
    import sys
    import agent
    lazy import gzip

    print("after lazy import:", "gzip" in sys.modules)
    gzip.compress(b"hello")
    print("after first use:", "gzip" in sys.modules)
"""


def test_a_deferred_patch_leaves_a_lazy_import_lazy(tmp_path):
    output = output_of(tmp_path, 'martlet.wrap_function_wrapper("gzip?", "compress", trace)', USER)
    assert output == ["after lazy import: False", "traced compress", "after first use: True"]


def test_a_patch_at_once_imports_what_it_patches(tmp_path):
    output = output_of(tmp_path, 'martlet.wrap_function_wrapper("gzip", "compress", trace)', USER)
    assert output == ["after lazy import: True", "traced compress", "after first use: True"]


def test_a_recorded_function_of_a_lazy_import_is_recorded(tmp_path):
    agent = """
        martlet.instrument("colorsys?", "rgb_to_hsv")
    """
    program = """
        import sys
        import agent
        import martlet
        lazy import colorsys

        print("colorsys" in sys.modules)
        print(isinstance(colorsys.rgb_to_hsv, martlet.FunctionWrapper) or hasattr(colorsys.rgb_to_hsv, "__wrapped__"))
        print(colorsys.rgb_to_hsv(1, 0, 0))
    """
    output = output_of(tmp_path, agent, program, MARTLET_HOME=str(tmp_path / "home"))
    assert output == ["False", "True", "(0.0, 1.0, 1)"]


def test_hooks_run_when_names_are_imported_lazily_from_a_module(tmp_path):
    agent = """
        @martlet.when_imported("json.decoder")
        def report(module):
            print("imported", module.__name__)
    """
    program = """
        import agent
        lazy from json import decoder

        print("before")
        decoder.JSONDecoder
    """
    assert output_of(tmp_path, agent, program) == ["before", "imported json.decoder"]


def test_a_lazily_imported_name_can_be_patched(tmp_path):
    """The patch replaces what the name stands for, not the stand-in that waits for its first use."""
    program = """
        import sys
        import agent
        import martlet
        lazy from colorsys import rgb_to_hsv
        lazy import statistics

        wrapper = martlet.wrap_function_wrapper("__main__", "rgb_to_hsv", agent.trace)
        print(rgb_to_hsv(1, 0, 0))
        martlet.unwrap_object("__main__", "rgb_to_hsv", wrapper)
        print(rgb_to_hsv(1, 0, 0))
        print(martlet.resolve_path("__main__", "statistics.mean")[0] is sys.modules["statistics"])
        print(martlet.ObjectProxy(sys.modules["__main__"]).statistics is statistics)
    """
    assert output_of(tmp_path, "", program) == ["traced rgb_to_hsv", "(0.0, 1.0, 1)", "(0.0, 1.0, 1)", "True", "True"]


def test_a_program_may_make_every_import_lazy(tmp_path):
    agent = 'martlet.wrap_function_wrapper("gzip?", "compress", trace)'
    program = """
        import sys
        import agent
        import gzip

        agent.trace
        print("gzip" in sys.modules)
        gzip.compress(b"hello")
    """
    assert output_of(tmp_path, agent, program, PYTHON_LAZY_IMPORTS="all") == ["False", "traced compress"]
