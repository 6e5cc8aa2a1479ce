"""The proxies and wrappers, under the name of the module where wrapt has those written in Python.

Martlet has no such second set: these are the same types as everywhere.
"""

from martlet._core import WrapperNotInitializedError
from martlet._wrappers import (
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    ObjectProxy,
    PartialCallableObjectProxy,
    _FunctionWrapperBase,
)

__all__ = [
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "ObjectProxy",
    "PartialCallableObjectProxy",
    "WrapperNotInitializedError",
    "_FunctionWrapperBase",
]
