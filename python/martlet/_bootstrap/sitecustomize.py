"""Runs first in a program that ``martlet run`` starts, and in the Python programs that it starts.

``martlet run`` puts this folder in front of ``PYTHONPATH``; Python imports a module of this name
at its start. It takes itself out again, so that the program finds its own path and its own
``sitecustomize``, and asks for patches that wait for imports of the program. Nothing that it
does may stop or change the program; it imports nothing of the standard library that Python has
not loaded by now, and every Python that is still met must be able to read it, 2.7 included: hence the
types in comments.
"""

import os
import sys


def _load(package):
    # type: (str) -> None
    """Imports Martlet from the folder beside this one, wherever the program has its own packages."""
    import _frozen_importlib
    import _frozen_importlib_external

    if "martlet" in sys.modules:
        return
    parent = package.rpartition("/")[0]
    spec = _frozen_importlib_external.PathFinder.find_spec("martlet", [parent])
    if spec is None or spec.loader is None:
        raise ImportError("there is no package in " + parent)
    module = _frozen_importlib.module_from_spec(spec)
    sys.modules["martlet"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        for name in [name for name in sys.modules if name == "martlet" or name.startswith("martlet.")]:
            del sys.modules[name]
        raise


def _instrument():
    # type: () -> None
    from martlet import _core

    for name in _core.instrumentations():
        _core.instrument(name)


def _complain(error):
    # type: (Exception) -> None
    """Only in the process that ``martlet run`` became: what its children print is not ours to add to."""
    if os.environ.get("MARTLET_RUN") == str(os.getpid()):
        version = ".".join(map(str, sys.version_info[:2]))
        sys.stderr.write("martlet: this Python %s program is not recorded: %s\n" % (version, error))


def _start():
    # type: () -> None
    folder = __file__.rpartition("/")[0]
    # In this process only: children find the folder in the environment.
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    try:
        _load(folder.rpartition("/")[0])
        _instrument()
    except Exception as error:
        _complain(error)

    ours = sys.modules.pop("sitecustomize", None)
    try:
        __import__("sitecustomize")  # the program's own, if there is one
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
    finally:
        # The import that is going on wants a module of this name to be there at its end.
        if ours is not None:
            sys.modules.setdefault("sitecustomize", ours)


_start()
