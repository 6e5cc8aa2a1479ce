"""Locks, markers and bridges, under the names that wrapt's users import."""

from martlet._core import (
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    _synchronized_is_async_callable,
    async_to_sync,
    decorator,
    mark_as_async,
    mark_as_sync,
    sync_to_async,
    synchronized,
)

__all__ = [
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "_synchronized_is_async_callable",
    "async_to_sync",
    "decorator",
    "mark_as_async",
    "mark_as_sync",
    "sync_to_async",
    "synchronized",
]
