"""Caches, under the names that wrapt's users import."""

from martlet._core import BaseObjectProxy, BoundFunctionWrapper, FunctionWrapper, decorator, lru_cache, synchronized

__all__ = ["BaseObjectProxy", "BoundFunctionWrapper", "FunctionWrapper", "decorator", "lru_cache", "synchronized"]
