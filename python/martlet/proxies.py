"""Proxies, under the names that wrapt's users import."""

from martlet._core import (
    AutoObjectProxy,
    BaseObjectProxy,
    CallableObjectProxy,
    LazyObjectProxy,
    ObjectProxy,
    PartialCallableObjectProxy,
    lazy_import,
    synchronized,
)

__all__ = [
    "AutoObjectProxy",
    "BaseObjectProxy",
    "CallableObjectProxy",
    "LazyObjectProxy",
    "ObjectProxy",
    "PartialCallableObjectProxy",
    "lazy_import",
    "synchronized",
]
