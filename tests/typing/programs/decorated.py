"""Decorated functions keep their signatures; what they are called with is checked."""

from typing import Any

from typing_extensions import assert_type

import martlet

Arguments = tuple[Any, ...]
Keywords = dict[str, Any]


@martlet.decorator
def traced(wrapped: Any, instance: Any, args: Arguments, kwargs: Keywords) -> Any:
    return wrapped(*args, **kwargs)


@martlet.decorator(enabled=lambda: True)
def switched(wrapped: Any, instance: Any, args: Arguments, kwargs: Keywords) -> Any:
    return wrapped(*args, **kwargs)


@martlet.function_wrapper
def wrapped_plainly(wrapped: Any, instance: Any, args: Arguments, kwargs: Keywords) -> Any:
    return wrapped(*args, **kwargs)


@traced
def area(width: int, height: float = 1.0) -> float:
    return width * height


assert_type(area(2), float)
assert_type(area(2, height=3.0), float)
assert_type(area.__wrapped__(2), float)


@switched
def doubled(number: int) -> int:
    return 2 * number


assert_type(doubled(2), int)


@wrapped_plainly
def halved(number: int) -> float:
    return number / 2


assert_type(halved(2), float)


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @traced
    def deposit(self, amount: int) -> int:
        self.balance += amount
        return self.balance

    @martlet.synchronized
    def withdraw(self, amount: int) -> int:
        self.balance -= amount
        return self.balance

    @martlet.lru_cache
    def interest(self, years: int) -> float:
        return self.balance * 1.02**years

    @martlet.lru_cache(maxsize=None)
    def fee(self, kind: str) -> int:
        return len(kind)


account = Account()
assert_type(account.deposit(5), int)
assert_type(account.withdraw(1), int)
assert_type(account.interest(3), float)
assert_type(account.fee("all"), int)


@martlet.synchronized(reentrant=True)
async def fetch(address: str) -> bytes:
    return address.encode()


async def fetches() -> None:
    assert_type(await fetch("here"), bytes)
    async with martlet.synchronized(account, reentrant=True):
        pass


@martlet.with_doc(doc="Adds.")
def add(left: int, right: int) -> int:
    return left + right


assert_type(add(1, 2), int)
assert_type(martlet.with_doc(doc="Halves.")(halved)(3), float)


@martlet.with_signature(prototype=add)
def subtract(left: int, right: int) -> int:
    return left - right


assert_type(subtract(1, 2), int)


@martlet.trace
def recorded(question: str) -> list[str]:
    return [question]


assert_type(recorded("why"), list[str])


@martlet.trace(name="ask", capture=False)
async def ask(question: str) -> int:
    return len(question)


async def asks() -> None:
    assert_type(await ask("why"), int)


def refused() -> None:
    """Never called: the checkers must complain of each line."""
    area("2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    area()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    account.deposit("5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    martlet.with_doc(doc=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
