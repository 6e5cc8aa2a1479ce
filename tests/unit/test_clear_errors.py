"""What ended the interpreter in some version of wrapt is an exception that says what is wrong, or simply works."""

from __future__ import annotations

import gc
import threading

import pytest

import martlet

TYPES = [
    martlet.BaseObjectProxy, martlet.ObjectProxy, martlet.CallableObjectProxy, martlet.PartialCallableObjectProxy,
    martlet.FunctionWrapper, martlet.BoundFunctionWrapper, martlet.WeakFunctionProxy, martlet.AttributeWrapper,
]  # fmt: skip

USES = {
    "str": str, "hash": hash, "len": len, "bool": bool, "int": int, "dir": dir, "call": lambda p: p(), "iter": iter,
    "attribute": lambda p: p.name, "set": lambda p: setattr(p, "name", 1), "delete": lambda p: delattr(p, "name"),
    "item": lambda p: p[0], "add": lambda p: p + 1, "add in place": lambda p: p.__iadd__(1), "compare": lambda p: p < 1,
    "contains": lambda p: 1 in p, "bytes": bytes, "complex": complex, "round": round, "power": lambda p: pow(p, 2, 3),
    "bind": lambda p: p.__get__(1, int), "enter": lambda p: p.__enter__(), "instance": lambda p: isinstance(1, p),
    "name": lambda p: p.__name__, "delete name": lambda p: delattr(p, "__name__"), "class": lambda p: p.__class__,
    "delete wrapped": lambda p: delattr(p, "__wrapped__"), "format": format, "reversed": reversed,
    "delete doc": lambda p: delattr(p, "__doc__"), "delete module": lambda p: delattr(p, "__module__"),
}  # fmt: skip


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_uninitialized(kind, use):
    proxy = kind.__new__(kind)
    with pytest.raises((AttributeError, TypeError)):
        USES[use](proxy)
    gc.collect()


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_initialized_wrongly(kind):
    proxy = kind.__new__(kind)
    for arguments in ((), (None, None, None, None, None, None, None, None, None)):
        with pytest.raises(TypeError):
            proxy.__init__(*arguments, unknown=1)


def too_deep(kind):
    """A proxy over a proxy over a proxy and so on, as deep as they may be."""
    proxy = kind([1])
    with pytest.raises(RecursionError, match="too many proxies lie in each other"):
        for _ in range(5000):
            proxy = kind(proxy)
    return proxy


def test_too_many_in_each_other():
    proxy = too_deep(martlet.ObjectProxy)
    assert len(proxy) == 1 and proxy[0] == 1 and isinstance(proxy, list)
    proxy.append(2)
    with pytest.raises(AttributeError):
        proxy.nothing  # noqa: B018
    other = martlet.ObjectProxy(None)
    with pytest.raises(RecursionError):
        other.__wrapped__ = proxy
    del proxy, other


def test_too_many_in_each_other_in_a_thread():
    failures = []

    def work():
        try:
            assert len(too_deep(martlet.BaseObjectProxy)) == 1
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not failures


def test_too_many_calls_in_each_other():
    function = len
    for _ in range(1500):
        function = martlet.FunctionWrapper(function, lambda wrapped, instance, args, kwargs: wrapped(*args, **kwargs))
    with pytest.raises(RecursionError):
        function([])


def test_itself():
    proxy = martlet.ObjectProxy(1)
    outer = martlet.ObjectProxy(proxy)
    for wrapped in (proxy, outer):
        with pytest.raises(ValueError, match="cannot wrap itself"):
            proxy.__wrapped__ = wrapped
        with pytest.raises(ValueError, match="cannot wrap itself"):
            proxy.__init__(wrapped)
    assert proxy == 1


def test_lazy_object_that_needs_itself():
    lazy = martlet.LazyObjectProxy(lambda: lazy)
    with pytest.raises(ValueError, match="cannot wrap itself"):
        len(lazy)
    needy = martlet.LazyObjectProxy(lambda: len(needy))
    with pytest.raises(RecursionError):
        len(needy)


def test_wrong_kinds_of_arguments():
    with pytest.raises(TypeError, match="attribute name must be string"):
        martlet.ObjectProxy(1).__getattr__(5)
    with pytest.raises(TypeError):
        martlet.ObjectProxy(1).__self_setattr__(5, 1)
    with pytest.raises(TypeError):
        martlet.PartialCallableObjectProxy(5)
    with pytest.raises(TypeError):
        martlet.WeakFunctionProxy(5)
    with pytest.raises(TypeError):
        martlet.resolve_path(martlet, 5)
    with pytest.raises(TypeError):
        list(martlet.wrapper_chain(1, limit="many"))
