"""What needs a coroutine, and so a code object of Python's: the `__anext__` of automatic proxies."""

from typing import Any


async def advance(proxy: Any) -> Any:
    return await proxy.__wrapped__.__anext__()
