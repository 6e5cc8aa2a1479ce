"""``synchronized(reentrant=True)``: a task that holds the lock is let in again; other tasks wait."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

import martlet
from martlet import synchronized


def run(main):
    return asyncio.run(asyncio.wait_for(main, 60))


class Account:
    def __init__(self):
        self.balance = 0
        self.inside = 0

    @synchronized(reentrant=True)
    async def transfer(self, count):
        for _ in range(count):
            await self.deposit()
        return self.balance

    @synchronized(reentrant=True)
    async def deposit(self):
        self.inside += 1
        assert self.inside == 1
        balance = self.balance
        await asyncio.sleep(0)
        self.balance = balance + 1
        self.inside -= 1

    @synchronized
    async def plain(self):
        return await self.deposit()

    @synchronized(reentrant=True)
    @classmethod
    async def countdown(cls, number):
        return [number, *await cls.countdown(number - 1)] if number else []


@synchronized(reentrant=True)
async def factorial(number):
    await asyncio.sleep(0)
    return number * await factorial(number - 1) if number else 1


def test_a_task_is_let_in_again():
    assert run(Account().transfer(3)) == 3
    assert run(Account.countdown(3)) == [3, 2, 1]
    assert run(factorial(10)) == 3628800


def test_other_tasks_wait():
    account = Account()

    async def main():
        await asyncio.gather(*(account.transfer(5) for _ in range(10)), *(account.deposit() for _ in range(10)))

    run(main())
    assert account.balance == 60
    assert not account._synchronized_async_lock.locked()


def test_not_by_default():
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(Account().plain(), 0.05))


def test_it_is_the_lock_of_other_methods_too():
    account = Account()

    async def main():
        async with synchronized(account) as lock:
            assert type(lock) is asyncio.Lock
            waiting = asyncio.create_task(account.deposit())
            await asyncio.sleep(0.01)
            assert account.balance == 0
        await waiting

    run(main())
    assert account.balance == 1


def test_block_and_method_share_the_hold():
    account = Account()

    async def main():
        async with synchronized(account, reentrant=True):
            await account.transfer(2)
            async with synchronized(account, reentrant=True):
                await account.deposit()
            assert account._synchronized_async_lock.locked()
        assert not account._synchronized_async_lock.locked()

    run(main())
    assert account.balance == 3


def test_a_lock_of_the_program():
    async def main():
        lock = asyncio.Lock()

        @synchronized(lock, reentrant=True)
        async def depth(number):
            assert lock.locked()
            return 1 + await depth(number - 1) if number else 0

        assert await asyncio.gather(depth(4), depth(5)) == [4, 5]
        async with synchronized(lock, reentrant=True) as given:
            assert given is lock
            assert await depth(2) == 2
        assert not lock.locked()

    run(main())


def test_the_lock_is_free_after_an_exception():
    @synchronized(reentrant=True)
    async def fail(number):
        if number:
            await fail(number - 1)
        raise KeyError(number)

    async def main():
        for _ in range(2):
            with pytest.raises(KeyError):
                await fail(2)

    run(main())
    assert not fail._synchronized_async_lock.locked()


def test_the_lock_is_free_after_a_cancellation():
    account = Account()

    async def holding():
        async with synchronized(account, reentrant=True):
            await asyncio.sleep(60)

    async def main():
        holder = asyncio.create_task(holding())
        waiter = asyncio.create_task(account.deposit())
        await asyncio.sleep(0)
        waiter.cancel()
        holder.cancel()
        await asyncio.gather(holder, waiter, return_exceptions=True)
        return await account.transfer(1)

    assert run(main()) == 1


def test_the_lock_is_free_when_a_coroutine_is_abandoned():
    @synchronized(reentrant=True)
    async def forever():
        await asyncio.get_running_loop().create_future()

    async def main():
        coroutine = forever()
        coroutine.send(None)
        assert forever._synchronized_async_lock.locked()
        return coroutine

    asyncio.run(main()).close()
    assert not forever._synchronized_async_lock.locked()


def test_holders_do_not_outlive_their_tasks():
    from martlet import _coroutines

    run(Account().transfer(1))
    gc.collect()
    assert not _coroutines._holders


def test_a_child_task_waits():
    account = Account()

    async def main():
        async with synchronized(account, reentrant=True):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.create_task(account.deposit()), 0.05)

    run(main())


def test_threads_are_let_in_again_either_way():
    @synchronized(reentrant=True)
    def depth(number):
        return 1 + depth(number - 1) if number else 0

    assert depth(3) == 3
    with synchronized(depth, reentrant=False):
        assert depth(1) == 1


def test_wrong_use_is_refused():
    with pytest.raises(TypeError, match="missing required argument 'wrapped'"):
        synchronized()
    with pytest.raises(TypeError, match="at most 1 positional argument \\(2 given\\)"):
        synchronized(len, True)
    with pytest.raises(TypeError, match="unexpected keyword argument 'again'"):
        synchronized(again=True)
    with pytest.raises(TypeError, match="threading.RLock is re-entrant"):
        synchronized(threading.Lock(), reentrant=True)
    with pytest.raises(RuntimeError, match="no running event loop"):
        Account().deposit().send(None)


def test_without_it_nothing_is_imported_or_kept():
    assert "_self_is_reentrant" not in martlet.synchronized(lambda: 1).__self_dict__
