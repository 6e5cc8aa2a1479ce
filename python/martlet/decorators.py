"""Decorators, under the names that wrapt's users import."""

from martlet._core import AdapterFactory, adapter_factory, decorator

__all__ = ["AdapterFactory", "adapter_factory", "decorator"]
