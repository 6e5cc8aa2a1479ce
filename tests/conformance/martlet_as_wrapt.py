"""A pytest plugin that puts Martlet in the place of `wrapt`, before any test is imported.

`MARTLET_CONFORMANCE_LAYER` says how much of it:

- `extension`: wrapt's own Python files run on Martlet's extension in place of wrapt's, which
  holds the proxies and wrappers to the contract;
- `mixed`: so too, and every public name that Martlet has replaces wrapt's in wrapt's modules,
  which holds all that Martlet has so far to the contract;
- `all`: `wrapt` and its submodules are Martlet;
- `renamed`: nothing is called `wrapt`; the tests are a copy that imports `martlet`.
"""

import importlib
import os
import sys

import martlet
import martlet.importer

LAYER = os.environ.get("MARTLET_CONFORMANCE_LAYER", "all")

if LAYER in {"extension", "mixed"}:
    sys.modules["wrapt._wrappers"] = importlib.import_module("martlet._wrappers")
    # One set of exceptions, as with wrapt's extension, which imports them from here.
    sys.modules["wrapt.exceptions"] = importlib.import_module("martlet.exceptions")
if LAYER == "mixed":
    import wrapt

    ours = {name for name in dir(martlet._core) if name in {*wrapt.__all__, *martlet.importer.__all__, "formatargspec"}}
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "wrapt"]:
        for name in ours & set(vars(module)):
            setattr(module, name, getattr(martlet._core, name))
elif LAYER == "all":
    martlet.install_as_wrapt()
elif LAYER == "renamed":
    sys.modules["wrapt"] = None  # an import of it fails, installed or not


def pytest_report_header() -> str:
    wrapt = sys.modules["wrapt"] or martlet
    return f"{wrapt.__name__} is {wrapt.__file__}, its types are of {wrapt.FunctionWrapper.__module__}"
