"""Wrap, patch and record Python calls.

The package is written in Swift; ``martlet._core`` holds it, and its stub is the reference.
Importing this imports no other library, and records and patches nothing by itself.
"""

from martlet._core import (
    MISSING,
    AdapterFactory,
    AttributeWrapper,
    AutoObjectProxy,
    BaseObjectProxy,
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    LazyObjectProxy,
    ObjectProxy,
    PartialCallableObjectProxy,
    PathResolutionError,
    Span,
    TargetModuleNotFoundError,
    WeakFunctionProxy,
    WrapperChainTooDeepError,
    WrapperNotFoundError,
    WrapperNotInitializedError,
    WrapperNotOutermostError,
    __version__,
    _install_as_wrapt_if_asked,
    adapter_factory,
    apply_patch,
    async_to_sync,
    bind_state_to_wrapper,
    context,
    current_span,
    decorator,
    discover_post_import_hooks,
    extract,
    find_wrapper,
    function_wrapper,
    inject,
    install_as_wrapt,
    instrument,
    instrumentations,
    is_wrapped_by,
    lazy_import,
    lru_cache,
    mark_as_async,
    mark_as_sync,
    mask,
    notify_module_loaded,
    partial,
    patch_function_wrapper,
    register_post_import_hook,
    resolve_owner,
    resolve_path,
    scoped_function_wrapper,
    span,
    sync_to_async,
    synchronized,
    trace,
    trace_report,
    transient_function_wrapper,
    unwrap_object,
    unwrapped,
    when_imported,
    with_doc,
    with_signature,
    wrap_function_wrapper,
    wrap_object,
    wrap_object_attribute,
    wrapper_chain,
)

__version_info__ = tuple(__version__.split("."))

__all__ = [
    "MISSING",
    "AdapterFactory",
    "AttributeWrapper",
    "AutoObjectProxy",
    "BaseObjectProxy",
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "LazyObjectProxy",
    "ObjectProxy",
    "PartialCallableObjectProxy",
    "PathResolutionError",
    "Span",
    "TargetModuleNotFoundError",
    "WeakFunctionProxy",
    "WrapperChainTooDeepError",
    "WrapperNotFoundError",
    "WrapperNotInitializedError",
    "WrapperNotOutermostError",
    "__version__",
    "__version_info__",
    "adapter_factory",
    "apply_patch",
    "async_to_sync",
    "bind_state_to_wrapper",
    "context",
    "current_span",
    "decorator",
    "discover_post_import_hooks",
    "extract",
    "find_wrapper",
    "function_wrapper",
    "inject",
    "install_as_wrapt",
    "instrument",
    "instrumentations",
    "is_wrapped_by",
    "lazy_import",
    "lru_cache",
    "mark_as_async",
    "mark_as_sync",
    "mask",
    "notify_module_loaded",
    "partial",
    "patch_function_wrapper",
    "register_post_import_hook",
    "resolve_owner",
    "resolve_path",
    "scoped_function_wrapper",
    "span",
    "sync_to_async",
    "synchronized",
    "trace",
    "trace_report",
    "transient_function_wrapper",
    "unwrap_object",
    "unwrapped",
    "when_imported",
    "with_doc",
    "with_signature",
    "wrap_function_wrapper",
    "wrap_object",
    "wrap_object_attribute",
    "wrapper_chain",
]

# As of wrapt, every submodule is an attribute of the package: here it is imported when it is first asked for.
# Type checkers take this name, wherever it comes from, to be true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from martlet import __wrapt__ as __wrapt__
    from martlet import _wrappers as _wrappers
    from martlet import arguments as arguments
    from martlet import caching as caching
    from martlet import decorators as decorators
    from martlet import doc as doc
    from martlet import exceptions as exceptions
    from martlet import importer as importer
    from martlet import patches as patches
    from martlet import proxies as proxies
    from martlet import signature as signature
    from martlet import synchronization as synchronization
    from martlet import weakrefs as weakrefs
    from martlet import wrappers as wrappers
else:
    _SUBMODULES = frozenset(
        [
            "__wrapt__",
            "_wrappers",
            "arguments",
            "caching",
            "decorators",
            "doc",
            "exceptions",
            "importer",
            "patches",
            "proxies",
            "signature",
            "synchronization",
            "weakrefs",
            "wrappers",
        ]
    )

    def __getattr__(name):
        if name not in _SUBMODULES:
            raise AttributeError(f"module 'martlet' has no attribute {name!r}")
        __import__(f"martlet.{name}")
        return globals()[name]


_install_as_wrapt_if_asked()
