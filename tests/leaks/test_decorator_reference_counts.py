"""Decorators, locks, signatures and caches, in loops: neither objects nor references may stay behind."""

import asyncio
import copy
import gc
import inspect
import sys
import threading

import pytest

import martlet

ROUNDS = 300


def function(a, b=1, *args, c=2, **kwargs):
    return a


async def coroutine(value):
    return value


def fail(*args):
    raise KeyError


@martlet.decorator
def plain(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


@martlet.decorator
class Configured:
    def __init__(self, option=None):
        self.option = option

    def __call__(self, wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)


class Thing:
    number = 3

    @plain
    def method(self, wrapped, instance, args, kwargs):
        return wrapped(*args, **kwargs)

    locked = martlet.synchronized(function)
    locked_class_method = martlet.synchronized(classmethod(function))
    cached = martlet.lru_cache(function)
    cached_class_method = martlet.lru_cache(classmethod(function))
    marked = martlet.mark_as_async(function)
    signed = martlet.with_signature(prototype=lambda self, x: None)(function)
    documented = martlet.with_doc(doc="other")(function)
    adapted = martlet.decorator(plain._self_wrapper, adapter=function)
    decorate = martlet.decorator(method.__wrapped__)


thing = Thing()
lock = threading.RLock()
loop = asyncio.new_event_loop()
locked = martlet.synchronized(function)
failing = martlet.synchronized(fail)
locked_by = martlet.synchronized(lock)(function)
cached = martlet.lru_cache(maxsize=4)(function)
signed = martlet.with_signature(prototype=function)(function)
documented = martlet.with_doc(doc="other")(function)
adapted = martlet.decorator(lambda wrapped, instance, args, kwargs: None, adapter=function)(fail)
run = martlet.async_to_sync(coroutine)


def raises(exception, call, *args, **kwargs):
    with pytest.raises(exception):
        call(*args, **kwargs)


def with_locks():
    with martlet.synchronized(thing):
        pass
    with martlet.synchronized(lock):
        pass


def async_locks():
    async def main():
        async with martlet.synchronized(Thing()):
            await martlet.synchronized(coroutine)(1)
        async with martlet.synchronized(asyncio.Lock()):
            pass
        await martlet.synchronized(asyncio.Lock())(coroutine)(1)
        await martlet.sync_to_async(function)(1)

    loop.run_until_complete(main())


def document():
    documented.__doc__ = str(sys.maxsize)
    wrapper = martlet.with_doc(doc="other")(function)
    del wrapper.__doc__
    return wrapper.__doc__


def signatures():
    for wrapped in (signed, adapted, Thing().signed, Thing().marked):
        inspect.signature(wrapped)
        inspect.iscoroutinefunction(wrapped)
    wrapper = martlet.with_signature(factory=lambda function: (function, "other"))(function)
    return (
        wrapper.__code__.co_varnames,
        wrapper.__annotations__,
        wrapper.__defaults__,
        wrapper.__kwdefaults__,
        wrapper.__func__,
    )


def caches():
    instance = Thing()
    instance.cached(1)
    Thing.cached(instance, 2)
    copy.deepcopy(instance).cached(3)
    instance.cached_class_method(1)
    instance.cached.cache_info()
    instance.cached.cache_clear()
    cached(len([]))
    martlet.lru_cache(function)(1)


OPERATIONS = {
    "decorate": lambda: plain(function)(1),
    "decorate with a class": lambda: (Configured(function)(1), Configured(option=1)(function)(1)),
    "decorate with a method": lambda: thing.decorate(function)(1),
    "decorate with options": lambda: martlet.decorator(enabled=lambda: False)(fail)(function)(1),
    "decorate with an adapter": lambda: martlet.decorator(fail, adapter="(a, b)")(function).__code__.co_varnames,
    "decorate with a factory": lambda: martlet.decorator(fail, adapter=martlet.adapter_factory(lambda f: f))(function),
    "decorate nothing": lambda: raises(TypeError, plain),
    "call synchronized": lambda: (
        locked(1),
        locked_by(1),
        thing.locked(),
        Thing.locked(thing),
        Thing.locked_class_method(),
    ),
    "raise in synchronized": lambda: raises(KeyError, failing),
    "with synchronized": with_locks,
    "async synchronized": async_locks,
    "fresh lock": lambda: Thing().locked(),
    "synchronized without dictionary": lambda: raises(TypeError, martlet.synchronized(len), []),
    "marks": lambda: (
        martlet.mark_as_sync(function)(1),
        martlet.mark_as_async(generator=True)(function).__code__.co_flags,
    ),
    "bridges": lambda: run(1),
    "refused bridges": lambda: raises(TypeError, martlet.sync_to_async, coroutine),
    "docstrings": document,
    "signatures": signatures,
    "refused signatures": lambda: raises(TypeError, martlet.with_signature),
    "caches": caches,
    "refused caches": lambda: (
        raises(TypeError, martlet.lru_cache, 5),
        raises(TypeError, martlet.lru_cache, unknown=1),
    ),
}
# Not what runs an event loop: a few rounds would drown in what asyncio and its threads keep for a while.
SLOW = {"caches", "signatures"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_stays_behind(name):
    operation = OPERATIONS[name]
    shared = [
        None, function, fail, coroutine, thing, Thing, lock, locked, failing, locked_by, cached, signed, documented, adapted,
        run, plain, Configured, type(locked), type(cached), type(signed), type(documented), type(adapted), type(run),
        type(Thing.cached), type(Thing.signed), martlet.FunctionWrapper, martlet.BoundFunctionWrapper,
        martlet.decorator, martlet.decorator.__self__, cached._self_wrapper, type(signed.__code__),
    ]  # fmt: skip
    rounds = ROUNDS // 10 if name in SLOW else ROUNDS
    for _ in range(30):
        operation()
    gc.collect()
    for _ in range(5):
        before = [sys.getrefcount(item) for item in shared]
        blocks = sys.getallocatedblocks()
        for _ in range(rounds):
            operation()
        gc.collect()
        grown = sys.getallocatedblocks() - blocks
        references = [after - first for after, first in zip(map(sys.getrefcount, shared), before)]
        if grown < rounds // 4 and all(abs(change) < rounds // 4 for change in references):
            return
    assert grown < rounds // 4
    assert all(abs(change) < rounds // 4 for change in references), list(zip(shared, references))


def test_cycles_are_collected():
    import weakref

    def build():
        class Node:
            @martlet.lru_cache
            def cached(self):
                return self

            @martlet.synchronized
            def locked(self):
                return self

        node = Node()
        node.cached()
        node.locked()
        node.documented = martlet.with_doc(doc=[node])(lambda: node)
        node.signed = martlet.with_signature(prototype=lambda a=node: None)(lambda: node)
        node.code = node.signed.__code__
        node.lock = martlet.synchronized(threading.Lock())(lambda: node)
        node.factory = martlet.adapter_factory(lambda function: node)
        node.decorator = martlet.decorator(lambda *args: node, enabled=lambda: node)
        return weakref.ref(Node), weakref.ref(node)

    references = build()
    gc.collect()
    assert [reference() for reference in references] == [None, None]
