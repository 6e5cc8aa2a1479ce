"""After the post "Reshaping decorated functions with wrapt"."""

import pytest

INJECT_WITH_ADAPTER = """
    def _prototype(payload): pass

    @wrapt.decorator(adapter=_prototype)
    def inject_session(wrapped, instance, args, kwargs):
        return wrapped("session#1", *args, **kwargs)

    @inject_session
    def handle(session, payload):
        return f"{session} processing {payload}"

    print("call result :", handle("hello"))
    print("introspected sig :", inspect.signature(handle))
"""

WITH_PROTOTYPE = """
    def _prototype(payload: str) -> str: pass

    @wrapt.with_signature(prototype=_prototype)
    def handle(*args, **kwargs):
        return f"session#1 a:{args[0]}"

    print("call result :", handle("hello"))
    print("signature :", inspect.signature(handle))
"""

WITH_SIGNATURE = """
    signature = inspect.Signature(
        parameters=[inspect.Parameter("payload", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str)],
        return_annotation=str,
    )

    @wrapt.with_signature(signature=signature)
    def handle(*args, **kwargs):
        return f"session#2 b:{args[0]}"

    print("call result :", handle("hello"))
    print("signature :", inspect.signature(handle))
"""

WITH_FACTORY = """
    def strip_first(wrapped):
        signature = inspect.signature(wrapped)
        return signature.replace(parameters=list(signature.parameters.values())[1:])

    @wrapt.with_signature(factory=strip_first)
    def handle(session, payload):
        return f"{session} c:{payload}"

    print("call result :", handle("session#3", "hello"))
    print("signature :", inspect.signature(handle))
"""

INJECT_WITH_SIGNATURE = """
    def _prototype(payload): pass

    @wrapt.decorator
    def _wrap(wrapped, instance, args, kwargs):
        return wrapped("session", *args, **kwargs)

    def inject_session(function):
        return wrapt.with_signature(prototype=_prototype)(_wrap(function))

    @inject_session
    def handle(session, payload):
        return f"{session} processing {payload}"

    print("call result :", handle("hello"))
    print("signature :", inspect.signature(handle))
"""

RUN_TO_COMPLETION = """
    @wrapt.decorator
    def run_to_completion(wrapped, instance, args, kwargs):
        return asyncio.run(wrapped(*args, **kwargs))

    @MARK
    @run_to_completion
    async def fetch():
        return 42

    print("call result :", fetch())
    print("iscoroutinefunction:", inspect.iscoroutinefunction(fetch))
"""

SCHEDULE = """
    @wrapt.decorator
    def schedule(wrapped, instance, args, kwargs):
        async def runner():
            return wrapped(*args, **kwargs)
        return runner()

    @wrapt.mark_as_async
    @schedule
    def compute(x, y):
        return x * y

    print("iscoroutinefunction:", inspect.iscoroutinefunction(compute))
    print("awaited result :", asyncio.run(compute(6, 7)))
"""

GENERATORS = """
    def kinds(function):
        asked = "isgeneratorfunction", "iscoroutinefunction", "isasyncgenfunction"
        return [name for name in asked if getattr(inspect, name)(function)]

    async def numbers():
        yield 1

    def letters():
        yield "a"

    print(kinds(wrapt.mark_as_sync(numbers)), kinds(wrapt.mark_as_sync(generator=False)(numbers)))
    print(kinds(wrapt.mark_as_async(letters)), kinds(wrapt.mark_as_async(generator=False)(letters)))
    print(kinds(wrapt.mark_as_sync(generator=True)(kinds)), kinds(wrapt.mark_as_async(generator=True)(kinds)))
"""

ASYNC_TO_SYNC = """
    @wrapt.async_to_sync
    async def add(a, b):
        return a + b

    print("iscoroutinefunction:", inspect.iscoroutinefunction(add))
    print("call result :", add(2, 3))
"""

SYNC_TO_ASYNC = """
    @wrapt.sync_to_async
    def mul(a, b):
        return a * b

    print("iscoroutinefunction:", inspect.iscoroutinefunction(mul))
    print("awaited result :", asyncio.run(mul(4, 5)))
"""

BOTH = """
    def _prototype(payload: str) -> int: ...

    @wrapt.async_to_sync
    @wrapt.with_signature(prototype=_prototype)
    async def handler(*args, **kwargs):
        return len(args[0])

    print("signature :", inspect.signature(handler))
    print("iscoroutinefunction :", inspect.iscoroutinefunction(handler))
    print("call result :", handler("hello"))
"""


@pytest.mark.parametrize(
    "program, expected",
    [
        (INJECT_WITH_ADAPTER, "call result : session#1 processing hello\nintrospected sig : (payload)\n"),
        (WITH_PROTOTYPE, "call result : session#1 a:hello\nsignature : (payload: str) -> str\n"),
        (WITH_SIGNATURE, "call result : session#2 b:hello\nsignature : (payload: str) -> str\n"),
        (WITH_FACTORY, "call result : session#3 c:hello\nsignature : (payload)\n"),
        (INJECT_WITH_SIGNATURE, "call result : session processing hello\nsignature : (payload)\n"),
        (RUN_TO_COMPLETION.replace("@MARK", ""), "call result : 42\niscoroutinefunction: True\n"),
        (RUN_TO_COMPLETION.replace("MARK", "wrapt.mark_as_sync"), "call result : 42\niscoroutinefunction: False\n"),
        (SCHEDULE, "iscoroutinefunction: True\nawaited result : 42\n"),
        (
            GENERATORS,
            "['isgeneratorfunction'] []\n['isasyncgenfunction'] ['iscoroutinefunction']\n"
            "['isgeneratorfunction'] ['isasyncgenfunction']\n",
        ),
        (ASYNC_TO_SYNC, "iscoroutinefunction: False\ncall result : 5\n"),
        (SYNC_TO_ASYNC, "iscoroutinefunction: True\nawaited result : 20\n"),
        (BOTH, "signature : (payload: str) -> int\niscoroutinefunction : False\ncall result : 5\n"),
    ],
)
def test_program(prints, program, expected):
    assert prints("""
    import asyncio
    import inspect
    import martlet as wrapt
    """ + program) == expected
