"""The extension's types, under the name by which other packages look for wrapt's extension."""

from martlet._core import (
    BaseObjectProxy as ObjectProxy,
)
from martlet._core import (
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    PartialCallableObjectProxy,
    _FunctionWrapperBase,
)

__all__ = [
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "ObjectProxy",
    "PartialCallableObjectProxy",
    "_FunctionWrapperBase",
]
