"""The proxies and wrappers, under the name of the module where wrapt chooses between its two implementations.

Martlet has one, which is an extension.
"""

from martlet._core import (
    BaseObjectProxy,
    BoundFunctionWrapper,
    CallableObjectProxy,
    FunctionWrapper,
    PartialCallableObjectProxy,
    _FunctionWrapperBase,
    partial,
)

_using_c_extension = True

__all__ = [
    "BaseObjectProxy",
    "BoundFunctionWrapper",
    "CallableObjectProxy",
    "FunctionWrapper",
    "PartialCallableObjectProxy",
    "_FunctionWrapperBase",
    "partial",
]
