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


def _begin():
    # type: () -> None
    from martlet import _core

    fault = _core._begin_run()
    if fault:
        _say(fault)


def _say(message):
    # type: (object) -> None
    """Only in the process that ``martlet run`` became, or with ``--report`` started: what others print is not ours to add to."""
    if os.environ.get("MARTLET_RUN") in (str(os.getpid()), "child of %d" % os.getppid()):
        sys.stderr.write("martlet: %s\n" % (message,))


def _complain(error, package):
    # type: (object, str) -> None
    version = ".".join(map(str, sys.version_info[:2]))
    ours = "_core." + sys.implementation.cache_tag
    if not [name for name in os.listdir(package) if name.startswith(ours)]:
        error = "the martlet in %s was built for another Python" % (package,)
    _say("this Python %s program is not recorded: %s" % (version, error))


def _is_set(name):
    # type: (str) -> bool
    return os.environ.get(name, "") not in ("", "0", "false")


def _start():
    # type: () -> None
    folder = __file__.rpartition("/")[0]
    # In this process only: children find the folder in the environment.
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    try:
        # Switched off it is not even loaded, but for what it stands in for.
        if not _is_set("MARTLET_DISABLED") or _is_set("MARTLET_AS_WRAPT"):
            _load(folder.rpartition("/")[0])
            _begin()
    except Exception as error:
        try:
            _complain(error, folder.rpartition("/")[0])
        except Exception:
            _say("this program is not recorded: %s" % (error,))

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
