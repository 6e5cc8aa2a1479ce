"""What an import costs that no hook waits for, while one waits for another module."""

from __future__ import annotations

import importlib.machinery
import sys
import types


class Memory:
    """Finds and loads one empty module. Reading a file takes ten times as long, and its spread hides what finders cost."""

    name = "martlet_benchmark_in_memory"

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == self.name else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass


def imports(module: types.ModuleType | None) -> dict[str, object]:
    """Names for the paths through the import system: with a module's hook, or with none.

    All kinds are measured in one process, so that each puts its finder into `sys.meta_path` only while it imports.
    """
    before = list(sys.meta_path)
    if module is not None:
        module.register_post_import_hook(lambda module: None, "martlet_benchmark_that_is_never_imported")
    own = [finder for finder in sys.meta_path if finder not in before]
    sys.meta_path[:] = before
    path = [*own, Memory(), *before]

    def import_again():
        sys.meta_path[:] = path
        import martlet_benchmark_in_memory as found

        sys.meta_path[:] = before
        return found

    def import_anew():
        sys.modules.pop(Memory.name, None)
        return import_again()

    return {"import_again": import_again, "import_anew": import_anew}
