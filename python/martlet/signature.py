"""Signatures, under the names that wrapt's users import."""

from martlet._core import BaseObjectProxy, BoundFunctionWrapper, CallableObjectProxy, FunctionWrapper, with_signature

__all__ = ["BaseObjectProxy", "BoundFunctionWrapper", "CallableObjectProxy", "FunctionWrapper", "with_signature"]
