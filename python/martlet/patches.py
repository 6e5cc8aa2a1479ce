"""Patches, under the names that wrapt's users import."""

from martlet._core import apply_patch, resolve_path, wrap_function_wrapper, wrap_object

__all__ = ["apply_patch", "resolve_path", "wrap_function_wrapper", "wrap_object"]
