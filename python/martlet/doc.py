"""Docstrings, under the names that wrapt's users import."""

from martlet._core import with_doc

__all__ = ["with_doc"]
