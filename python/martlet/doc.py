"""Docstrings, under the names that wrapt's users import."""

from martlet._core import BoundFunctionWrapper, FunctionWrapper, with_doc

__all__ = ["BoundFunctionWrapper", "FunctionWrapper", "with_doc"]
