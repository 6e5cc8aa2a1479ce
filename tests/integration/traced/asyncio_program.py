import asyncio


async def work(number: int) -> int:
    await asyncio.sleep(0.001)
    if number == 3:
        raise ValueError(number)
    return number * number


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()


async def main() -> None:
    print(await asyncio.gather(*(work(number) for number in range(5)), return_exceptions=True))
    queue: asyncio.Queue[int | None] = asyncio.Queue(2)

    async def produce() -> None:
        for number in (0, 1, 2, 3, None):
            await queue.put(number)

    producer = asyncio.create_task(produce())
    while (item := await queue.get()) is not None:
        print(item)
    await producer
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        print("too late")
    print(await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80))
    # Such a connection is made at once: others may have to be waited for, in functions that are not called otherwise.
    server = await asyncio.start_unix_server(serve, "socket")
    reader, writer = await asyncio.open_unix_connection("socket")
    writer.write(b"hello\n")
    print(await reader.readline())
    writer.close()
    server.close()
    print(await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2, 3]))
    async with asyncio.Lock():
        print(await asyncio.shield(work(7)))
    process = await asyncio.create_subprocess_exec("echo", "hi", stdout=asyncio.subprocess.PIPE)
    print(await process.communicate())
    task = asyncio.create_task(asyncio.sleep(9))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
