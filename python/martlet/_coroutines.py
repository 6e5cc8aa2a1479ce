"""Coroutines, which have to be Python: the ``async def`` bodies behind the decorators.

Imported when one of them is needed, and so is ``asyncio``.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

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


class _Holder:
    """The task that holds a lock through ``synchronized(reentrant=True)``, and how many times."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self.task = task
        self.depth = 1


# Kept beside the locks: a lock stays the plain one that code without reentrant=True takes too.
_holders: WeakKeyDictionary[Any, _Holder] = WeakKeyDictionary()


async def acquire_again(lock: Any) -> Any:
    """Acquires a lock unless this task has it already, and gives it."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("synchronized(reentrant=True) goes by asyncio's current task, and there is none")
    holder = _holders.get(lock)
    if holder is not None and holder.task is task:
        holder.depth += 1
    else:
        await lock.acquire()
        _holders[lock] = _Holder(task)
    return lock


async def release_again(lock: Any) -> None:
    """Undoes one `acquire_again`; the last one releases the lock.

    It does not ask for the task: an abandoned coroutine is closed outside of any.
    """
    holder = _holders.get(lock)
    if holder is None:
        raise RuntimeError("a lock is released that synchronized(reentrant=True) does not hold")
    holder.depth -= 1
    if not holder.depth:
        del _holders[lock]
        lock.release()


async def call_holding_again(
    lock: Any, function: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Awaits a function while this task holds a lock, which it may have held before."""
    await acquire_again(lock)
    try:
        return await function(*args, **kwargs)
    finally:
        await release_again(lock)


async def call_locked_again(
    context: Any, function: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """The same with the lock that ``synchronized`` keeps in an object."""
    return await call_holding_again(_asynchronous_lock(context), function, args, kwargs)


async def run_in_executor(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Calls a function in the event loop's default executor."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(function, *args, **kwargs))
