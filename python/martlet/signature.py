"""Signatures, under the names that wrapt's users import."""

from martlet._core import with_signature

__all__ = ["with_signature"]
