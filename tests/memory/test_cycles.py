"""Cycles through objects of every type are collected, with what they hold."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

import martlet


class Node:
    """Part of a cycle; weakly referred to, so that its end can be seen."""

    def __call__(self, *args, **kwargs):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def method(self):
        return self


def wrapper(node):
    return lambda wrapped, instance, args, kwargs: (node, wrapped)


def subclass(node):
    class Proxy(martlet.ObjectProxy):
        pass

    proxy = Proxy(node)
    proxy._self_node = node
    return proxy


def lazy(node):
    proxy = martlet.LazyObjectProxy(lambda: node)
    assert proxy.__wrapped__ is node
    return proxy


def decorated(node):
    @martlet.decorator
    def decorate(wrapped, instance, args, kwargs):
        return node

    return [decorate, decorate(node.__call__)]


def synchronized(node):
    function = martlet.synchronized(node)
    with function:
        pass
    return function


def lock(node):
    class Lock:
        def __init__(self):
            self.node = node

        def acquire(self):
            return True

        def release(self):
            return None

        __enter__ = acquire

        def __exit__(self, *error):
            return None

    return martlet.synchronized(Lock())


def asynchronous(node):
    @martlet.synchronized(reentrant=True)
    async def function():
        return node

    assert asyncio.run(function()) is node
    return function


def cached(node):
    class Class:
        @martlet.lru_cache
        def method(self, key):
            return node, self

    instance = Class()
    instance.method(1)
    return instance


def cached_function(node):
    function = martlet.lru_cache(lambda key: (node, function))
    function(1)
    return function


def attribute(node):
    class Class:
        pass

    node.Class = Class
    made = martlet.wrap_object_attribute(node, "Class.attribute", lambda value: (node, value))
    return [made, Class]


def weak(node):
    proxy = martlet.WeakFunctionProxy(node.method, lambda proxy: node)
    return proxy


def scoped(node):
    class Class:
        def method(self):
            return node

    scope = martlet.scoped_function_wrapper(Class, "method", wrapper(node))
    with scope:
        pass
    return [scope, martlet.transient_function_wrapper(Class, "method")(wrapper(node))]


def state_binding(node):
    class Class:
        @martlet.bind_state_to_wrapper(name="state")
        @martlet.decorator
        def decorate(self, wrapped, instance, args, kwargs):
            return node

    instance = Class()
    return [instance, instance.decorate(node.__call__)]


MAKERS = {
    "BaseObjectProxy": martlet.BaseObjectProxy,
    "ObjectProxy": martlet.ObjectProxy,
    "subclass": subclass,
    "CallableObjectProxy": martlet.CallableObjectProxy,
    "AutoObjectProxy": martlet.AutoObjectProxy,
    "LazyObjectProxy": lazy,
    "unused LazyObjectProxy": lambda node: martlet.LazyObjectProxy(lambda: node),
    "PartialCallableObjectProxy": lambda node: martlet.partial(node, node, key=node),
    "WeakFunctionProxy": weak,
    "FunctionWrapper": lambda node: martlet.FunctionWrapper(node, wrapper(node), lambda: node),
    "BoundFunctionWrapper": lambda node: martlet.FunctionWrapper(Node.method, wrapper(node)).__get__(node, Node),
    "AttributeWrapper": attribute,
    "decorator": decorated,
    "adapter": lambda node: martlet.decorator(adapter=lambda: node)(wrapper(node))(node),
    "function_wrapper": lambda node: martlet.function_wrapper(wrapper(node))(node),
    "bind_state_to_wrapper": state_binding,
    "adapter_factory": lambda node: martlet.adapter_factory(lambda wrapped: node),
    "synchronized": synchronized,
    "synchronized with a lock": lock,
    "synchronized coroutine function": asynchronous,
    "lru_cache of a method": cached,
    "lru_cache of a function": cached_function,
    "with_signature": lambda node: martlet.with_signature(factory=lambda wrapped: wrapped)(lambda: node),
    "with_doc": lambda node: martlet.with_doc(doc="text")(lambda: node),
    "mark_as_sync": lambda node: martlet.mark_as_sync(lambda: node),
    "mark_as_async": lambda node: martlet.mark_as_async(lambda: node),
    "async_to_sync": lambda node: martlet.async_to_sync(asynchronous(node)),
    "sync_to_async": lambda node: martlet.sync_to_async(lambda: node),
    "scoped_function_wrapper": scoped,
    "patch_function_wrapper": lambda node: martlet.patch_function_wrapper(node, "method"),
    "wrapper_chain": lambda node: [chain := martlet.wrapper_chain(martlet.ObjectProxy(node)), next(chain)],
    "trace": lambda node: martlet.trace(lambda: node),
}


@pytest.mark.parametrize("name", MAKERS)
def test_cycle_is_collected(name):
    node = Node()
    node.made = MAKERS[name](node)
    end = weakref.ref(node)
    del node
    gc.collect()
    assert end() is None


def test_every_public_type_is_there():
    """A new type has to be added above."""
    types = {name for name in martlet.__all__ if isinstance(getattr(martlet, name), type)}
    types -= {name for name in types if issubclass(getattr(martlet, name), Exception)}
    assert types - set(MAKERS) == {"AdapterFactory", "Span"}
