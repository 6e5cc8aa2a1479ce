"""Patches take wrapper functions of the right form, and say what they return."""

import json
from types import ModuleType
from typing import Any

from typing_extensions import assert_type

import martlet


def upper(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return str(wrapped(*args, **kwargs)).upper()


def unfit(wrapped: Any, instance: Any) -> Any:
    return wrapped()


handle = martlet.wrap_function_wrapper(json, "dumps", upper)
if handle is not None:
    assert_type(handle("a"), Any)
martlet.unwrap_object(json, "dumps", handle)

@martlet.patch_function_wrapper("calendar?", "isleap", enabled=lambda: False)
def leap(wrapped: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return wrapped(*args, **kwargs)


with martlet.scoped_function_wrapper(json, "dumps", upper) as nothing:
    assert_type(nothing, None)


@martlet.when_imported("calendar")
def hook(module: ModuleType) -> int:
    return 1


assert_type(hook(json), int)
assert_type(martlet.is_wrapped_by(json.dumps, handle), bool)
path = martlet.resolve_path(json, "dumps")
assert_type(path, tuple[Any, str, Any])


def refused() -> None:
    """Never called: the checkers must complain of each line."""
    martlet.wrap_function_wrapper(json, None, upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    martlet.wrap_object(json, "dumps", unfit)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    martlet.scoped_function_wrapper(json, "dumps", unfit)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
