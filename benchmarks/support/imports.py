"""What an import costs that no hook waits for, while one waits for another module."""

from __future__ import annotations

import sys
import types


def imports(module: types.ModuleType | None) -> dict[str, object]:
    """Names for the paths through the import system: with a module's hook, or with none.

    All kinds are measured in one process, so that each puts its finder into `sys.meta_path` only while it imports.
    """
    before = list(sys.meta_path)
    if module is not None:
        module.register_post_import_hook(lambda module: None, "martlet_benchmark_that_is_never_imported")
    own = list(sys.meta_path)
    sys.meta_path[:] = before

    def import_again():
        sys.meta_path[:] = own
        import colorsys

        sys.meta_path[:] = before
        return colorsys

    def import_anew():
        sys.modules.pop("colorsys", None)
        return import_again()

    return {"import_again": import_again, "import_anew": import_anew}
