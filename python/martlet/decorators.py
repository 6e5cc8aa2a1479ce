"""Decorators, under the names that wrapt's users import."""

from martlet._core import (
    AdapterFactory,
    BaseObjectProxy,
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    adapter_factory,
    bind_state_to_wrapper,
    decorator,
    formatargspec,
)

__all__ = [
    "AdapterFactory",
    "BaseObjectProxy",
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "adapter_factory",
    "bind_state_to_wrapper",
    "decorator",
    "formatargspec",
]
