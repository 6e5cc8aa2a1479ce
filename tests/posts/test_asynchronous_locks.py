"""After the post "Async support for wrapt.synchronized"."""


def test_threads_and_blocks_share_the_lock(prints):
    program = """
        import threading
        import martlet as wrapt

        class Counter:
            def __init__(self):
                self.value = 0

            @wrapt.synchronized
            def increment(self):
                self.value += 1

        counter = Counter()
        counter.increment()
        with wrapt.synchronized(counter) as lock:
            counter.value += 1
            counter.increment()
        print(counter.value, lock is counter._synchronized_lock, type(lock) is type(threading.RLock()))
    """
    assert prints(program) == "3 True True\n"


def test_ten_tasks_one_after_the_other(prints):
    program = """
        import asyncio
        import martlet as wrapt

        class Counter:
            def __init__(self):
                self.value = 0

            @wrapt.synchronized
            async def inc(self):
                current = self.value
                await asyncio.sleep(0.01)
                self.value = current + 1

        async def main():
            counter = Counter()
            await asyncio.gather(*(counter.inc() for _ in range(10)))
            print(counter.value)
            async with wrapt.synchronized(counter) as lock:
                counter.value += 1
            print(counter.value, lock is counter._synchronized_async_lock, hasattr(counter, "_synchronized_lock"))

        asyncio.run(main())
    """
    assert prints(program) == "10\n11 True False\n"


def test_a_method_within_a_method(prints):
    program = """
        import asyncio
        import martlet as wrapt

        class A:
            @wrapt.synchronized
            async def outer(self):
                return await self.inner()

            @wrapt.synchronized
            async def inner(self):
                return "done"

        async def main():
            a = A()
            try:
                print(await asyncio.wait_for(a.outer(), timeout=0.5))
            except asyncio.TimeoutError:
                print("deadlocked")

        asyncio.run(main())
    """
    assert prints(program) == "deadlocked\n"
    # What Martlet adds.
    reentrant = program.replace("@wrapt.synchronized", "@wrapt.synchronized(reentrant=True)")
    assert prints(reentrant.replace("timeout=0.5", "timeout=60")) == "done\n"


def test_helpers_without_a_lock(prints):
    program = """
        import asyncio
        import martlet as wrapt

        class Counter:
            def __init__(self):
                self.value = 0

            @wrapt.synchronized
            async def add_two(self):
                await self._incr()
                await self._incr()
                return self.value

            async def _incr(self):
                current = self.value
                await asyncio.sleep(0.001)
                self.value = current + 1

        async def main():
            counter = Counter()
            await asyncio.gather(*(counter.add_two() for _ in range(5)))
            print(counter.value)

        asyncio.run(main())
    """
    assert prints(program) == "10\n"
