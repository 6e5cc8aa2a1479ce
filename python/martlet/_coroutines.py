"""Coroutines, which have to be Python: the ``async def`` bodies behind the decorators.

Imported when one of them is needed, and so is ``asyncio``.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any

from martlet._core import _asynchronous_lock


async def acquire(lock: Any) -> Any:
    """Acquires a lock, and gives it."""
    await lock.acquire()
    return lock


async def release(lock: Any) -> None:
    """Releases a lock."""
    lock.release()


async def call_holding(
    lock: Any, function: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Awaits a function while it holds a lock."""
    async with lock:
        return await function(*args, **kwargs)


async def call_locked(
    context: Any, function: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Awaits a function while it holds the lock that ``synchronized`` keeps in an object."""
    async with _asynchronous_lock(context):
        return await function(*args, **kwargs)


async def run_in_executor(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Calls a function in the event loop's default executor."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(function, *args, **kwargs))
