"""Decorators, under the names that wrapt's users import."""

from martlet._core import AdapterFactory, adapter_factory, bind_state_to_wrapper, decorator

__all__ = ["AdapterFactory", "adapter_factory", "bind_state_to_wrapper", "decorator"]
