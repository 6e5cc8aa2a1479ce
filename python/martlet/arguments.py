"""The text of a parameter list, under the name that wrapt's users import."""

from martlet._core import formatargspec

__all__ = ["formatargspec"]
