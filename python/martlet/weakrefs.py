"""Weak references to functions, under the name that wrapt's users import."""

from martlet._core import BaseObjectProxy, WeakFunctionProxy, _FunctionWrapperBase

__all__ = ["BaseObjectProxy", "WeakFunctionProxy", "_FunctionWrapperBase"]
