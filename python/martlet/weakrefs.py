"""Weak references to functions, under the name that wrapt's users import."""

from martlet._core import WeakFunctionProxy

__all__ = ["WeakFunctionProxy"]
