"""Proxies, under the names that wrapt's users import."""

from martlet._core import BaseObjectProxy, CallableObjectProxy, ObjectProxy, PartialCallableObjectProxy

__all__ = ["BaseObjectProxy", "CallableObjectProxy", "ObjectProxy", "PartialCallableObjectProxy"]
