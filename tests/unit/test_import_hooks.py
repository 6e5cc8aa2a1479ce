"""Post-import hooks and patches that wait for an import."""

import importlib
import importlib.util
import subprocess
import sys
import threading
import types

import pytest

import martlet
from martlet import importer


@pytest.fixture
def make_module(tmp_path, monkeypatch):
    """Writes modules that can be imported during one test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names = []

    def make(name, text):
        (tmp_path / f"{name}.py").write_text(text)
        names.append(name)
        importlib.invalidate_caches()
        return name

    yield make
    for name in names:
        sys.modules.pop(name, None)
        importer._post_import_hooks.pop(name, None)


def test_hooks_wait_for_the_import(make_module):
    name = make_module("martlet_hooked_a", "value = 1")
    seen = []
    martlet.register_post_import_hook(lambda module: seen.append(module.value), name)
    martlet.when_imported(name)(lambda module: seen.append(module.__name__))
    assert seen == [] and name not in sys.modules and len(importer._post_import_hooks[name]) == 2
    module = importlib.import_module(name)
    assert seen == [1, name] and name not in importer._post_import_hooks
    martlet.register_post_import_hook(lambda module: seen.append("loaded"), name)
    assert seen == [1, name, "loaded"]
    assert type(module.__loader__).__name__ == "SourceFileLoader" and module.__spec__.loader is module.__loader__


def test_when_imported_returns_the_function(make_module):
    def hook(module):
        pass

    assert martlet.when_imported(make_module("martlet_hooked_b", ""))(hook) is hook


def test_hooks_by_name(make_module):
    hooks = make_module("martlet_hooks_c", "seen = []\nclass Inner:\n    hook = seen.append")
    name = make_module("martlet_hooked_c", "")
    martlet.register_post_import_hook(f"{hooks}:Inner.hook", name)
    assert hooks not in sys.modules
    module = importlib.import_module(name)
    assert sys.modules[hooks].seen == [module]


def test_a_bad_name_of_a_hook(make_module):
    name = make_module("martlet_hooked_d", "")
    martlet.register_post_import_hook("no colon", name)
    with pytest.raises(ValueError, match="module:function"):
        importlib.import_module(name)


def test_an_exception_fails_the_import_once(make_module):
    name = make_module("martlet_hooked_e", "")
    martlet.register_post_import_hook(lambda module: 1 / 0, name)
    with pytest.raises(ZeroDivisionError):
        importlib.import_module(name)
    assert name not in sys.modules
    importlib.import_module(name)


def test_a_missing_module_is_missing(make_module):
    martlet.register_post_import_hook(print, "martlet_no_such_module_f")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("martlet_no_such_module_f")
    assert importlib.util.find_spec("martlet_no_such_module_f") is None
    del importer._post_import_hooks["martlet_no_such_module_f"]


def test_patches_wait_for_the_import(make_module):
    name = make_module(
        "martlet_hooked_g", "def function():\n    return 1\nclass K:\n    def m(self):\n        return 2"
    )

    def add(wrapped, instance, args, kwargs):
        return 40 + wrapped(*args, **kwargs)

    assert martlet.wrap_function_wrapper(name + "?", "function", add) is None
    assert martlet.wrap_function_wrapper(name + "?", "K.m", add) is None
    assert name not in sys.modules
    module = importlib.import_module(name)
    assert module.function() == 41 and module.K().m() == 42


def test_registering_from_a_hook(make_module):
    name = make_module("martlet_hooked_h", "")
    seen = []
    martlet.register_post_import_hook(
        lambda module: martlet.register_post_import_hook(lambda module: seen.append(module), name), name
    )
    module = importlib.import_module(name)
    assert seen == [module]


def test_notify_module_loaded():
    module = types.ModuleType("martlet_notified")
    seen = []
    martlet.register_post_import_hook(seen.append, "martlet_notified")
    martlet.notify_module_loaded(module)
    martlet.notify_module_loaded(module)
    assert seen == [module]


def test_loaders_of_all_sorts(make_module):
    class Old:
        def load_module(self, name):
            return sys.modules.setdefault(name, types.ModuleType(name))

    class Spec:
        loader = Old()

    loader = importer._ImportHookChainedLoader(Old())
    assert (
        hasattr(loader, "load_module") and not hasattr(loader, "exec_module") and not hasattr(loader, "create_module")
    )
    seen = []
    martlet.register_post_import_hook(seen.append, "martlet_old_module")
    module = loader.load_module("martlet_old_module")
    assert seen == [module]
    del sys.modules["martlet_old_module"]


def test_one_finder():
    assert sum(type(finder) is importer.ImportHookFinder for finder in sys.meta_path) == 1
    assert importer.ImportHookFinder().find_spec("json") is None


def test_many_threads_import_the_same_module(make_module):
    name = make_module("martlet_hooked_i", "import time\ntime.sleep(0.05)\nvalue = 1")
    seen = []
    martlet.register_post_import_hook(lambda module: seen.append(module.value), name)
    threads = [threading.Thread(target=importlib.import_module, args=(name,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1]


def test_importing_martlet_imports_nothing_else():
    script = (
        "import sys; before = set(sys.modules); import martlet; "
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('martlet')))"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
