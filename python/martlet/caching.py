"""Caches, under the names that wrapt's users import."""

from martlet._core import lru_cache

__all__ = ["lru_cache"]
