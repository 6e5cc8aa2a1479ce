"""Patches, under the names that wrapt's users import."""

from martlet._core import (
    MISSING,
    _MissingType,
    apply_patch,
    find_wrapper,
    is_wrapped_by,
    patch_function_wrapper,
    resolve_owner,
    resolve_path,
    unwrap_object,
    unwrapped,
    wrap_function_wrapper,
    wrap_object,
    wrapper_chain,
)

__all__ = [
    "MISSING",
    "_MissingType",
    "apply_patch",
    "find_wrapper",
    "is_wrapped_by",
    "patch_function_wrapper",
    "resolve_owner",
    "resolve_path",
    "unwrap_object",
    "unwrapped",
    "wrap_function_wrapper",
    "wrap_object",
    "wrapper_chain",
]
