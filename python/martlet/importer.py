"""Post-import hooks, under the names that wrapt's users import."""

from martlet._core import (
    BaseObjectProxy,
    ImportHookFinder,
    _ImportHookChainedLoader,
    _post_import_hooks,
    discover_post_import_hooks,
    notify_module_loaded,
    register_post_import_hook,
    when_imported,
)

__all__ = [
    "BaseObjectProxy",
    "ImportHookFinder",
    "_ImportHookChainedLoader",
    "_post_import_hooks",
    "discover_post_import_hooks",
    "notify_module_loaded",
    "register_post_import_hook",
    "when_imported",
]
