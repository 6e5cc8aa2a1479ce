"""The methods of a recorded client are, to whoever looks at them, the package's own functions."""

from __future__ import annotations

import asyncio
import copy
import functools
import gc
import inspect
import operator
import pickle
import pydoc
import types
import typing
import weakref
from collections.abc import Callable, Coroutine
from typing import Any
from unittest import mock

import pytest

from journal import Journal
from martlet.openai import AsyncOpenAI, OpenAI, openai
from openai_clients import MESSAGES, ask, async_client, client, reply

BASE = openai._base_client
STREAMING = openai._streaming
PATCHED = [
    BASE.SyncAPIClient.request, BASE.AsyncAPIClient.request, BASE.BaseClient._build_request,
    BASE.SyncAPIClient._process_response, BASE.AsyncAPIClient._process_response,
    STREAMING.Stream.__stream__, STREAMING.Stream._iter_events,
    STREAMING.AsyncStream.__stream__, STREAMING.AsyncStream._iter_events,
]  # fmt: skip
each = pytest.mark.parametrize("function", PATCHED, ids=lambda function: function.__qualname__)


@each
def test_it_is_a_function_to_all_who_ask(function: Any) -> None:
    assert isinstance(function, types.FunctionType)
    assert inspect.isfunction(function)
    assert inspect.isroutine(function)
    assert not hasattr(function, "__wrapped__")
    assert repr(function).startswith(f"<function {function.__qualname__} at ")
    assert function.__code__.co_name == function.__name__
    assert function.__globals__["__name__"] == function.__module__
    assert inspect.getsourcefile(function)
    assert f"def {function.__name__}(" in inspect.getsource(function)
    assert typing.get_type_hints(function, {**vars(openai), **function.__globals__}, include_extras=True) is not None
    assert function.__name__ in pydoc.plain(pydoc.render_doc(function))


@each
def test_it_pickles_and_copies_as_a_function(function: Any) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function, protocol)) is function
    assert copy.copy(function) is function
    assert copy.deepcopy(function) is function


@each
def test_it_equals_the_function_and_is_found_in_its_place(function: Any) -> None:
    (original,) = [found for found in gc.get_referents(function) if type(found) is types.FunctionType]
    assert function == original and original == function and operator.ne(function, original) is False
    assert hash(function) == hash(original)
    assert {original: 1}[function] == {function: 1}[original] == 1
    assert function == function and function != len and function != test_its_kind_is_known
    assert [other for other in PATCHED if other == function] == [function]


def test_its_kind_is_known() -> None:
    assert not inspect.iscoroutinefunction(BASE.SyncAPIClient.request)
    assert inspect.iscoroutinefunction(BASE.AsyncAPIClient.request)
    assert inspect.iscoroutinefunction(async_client(reply).request)
    assert inspect.isgeneratorfunction(STREAMING.Stream.__stream__)
    assert inspect.isasyncgenfunction(STREAMING.AsyncStream.__stream__)


def test_signatures() -> None:
    signature = inspect.signature(BASE.SyncAPIClient.request)
    assert list(signature.parameters) == ["self", "cast_to", "options", "stream", "stream_cls"]
    assert list(inspect.signature(client(reply).request).parameters) == ["cast_to", "options", "stream", "stream_cls"]


def test_bound_methods_are_methods() -> None:
    one, other = client(reply), client(reply)
    assert type(one.request) is types.MethodType
    assert one.request == one.request
    assert one.request != other.request
    assert hash(one.request) == hash(one.request)
    assert one.request.__self__ is one
    assert one.request.__func__ is OpenAI.request is BASE.SyncAPIClient.request
    reference = weakref.WeakMethod(one.request)
    assert reference() == one.request
    del one
    gc.collect()
    assert reference() is None
    assert weakref.ref(OpenAI.request)() is OpenAI.request


def test_functools() -> None:
    @functools.wraps(OpenAI.request)
    def outer(*arguments: Any, **named: Any) -> Any:
        return OpenAI.request(*arguments, **named)

    assert outer.__qualname__ == "SyncAPIClient.request"
    assert inspect.unwrap(outer) is OpenAI.request
    assert functools.partial(OpenAI.request, client(reply)).func is OpenAI.request
    assert isinstance(functools.partialmethod(OpenAI.request), functools.partialmethod)


def test_marks_on_the_function_stay() -> None:
    OpenAI.request.mark = "left by a framework"  # type: ignore[attr-defined]
    try:
        assert client(reply).request.mark == "left by a framework"  # type: ignore[attr-defined]
        assert vars(OpenAI.request)["mark"] == "left by a framework"
    finally:
        del OpenAI.request.mark  # type: ignore[attr-defined]
    assert not hasattr(OpenAI.request, "mark")


def test_a_subclass_with_a_request_of_its_own(journal: Journal) -> None:
    class Counting(OpenAI):
        calls = 0

        def request(self, *arguments: Any, **named: Any) -> Any:
            Counting.calls += 1
            return super().request(*arguments, **named)

    answer = ask(Counting(api_key="sk-x", base_url="http://models.test/v1", http_client=client(reply)._client))
    assert answer.id == "chatcmpl-1"
    assert Counting.calls == 1
    assert journal.one().ends == 1


def test_mocks(journal: Journal) -> None:
    with mock.patch.object(OpenAI, "request", autospec=True) as request:
        client(reply).chat.completions.create(model="gpt-4o", messages=MESSAGES)
    assert request.call_count == 1
    with mock.patch.object(BASE.SyncAPIClient, "request", return_value="answer"):
        assert client(reply).get("/models", cast_to=object) == "answer"
    assert journal.new() == []
    assert "request" not in vars(OpenAI)
    ask(client(reply))
    assert journal.one().ends == 1
    double = mock.create_autospec(OpenAI, instance=True)
    double.request.return_value = 1
    assert double.request(object, object()) == 1
    with pytest.raises(TypeError):
        double.request(1, 2, 3, 4, 5)


def coroutine(of: AsyncOpenAI) -> Coroutine[Any, Any, Any]:
    options = openai._models.FinalRequestOptions.construct(method="get", url="/models")
    return of.request(object, options)  # type: ignore[call-overload, no-any-return]


def test_a_call_is_a_coroutine(journal: Journal) -> None:
    call = coroutine(async_client(reply))
    assert isinstance(call, types.CoroutineType)
    assert isinstance(call, Coroutine)
    assert inspect.iscoroutine(call)
    assert inspect.isawaitable(call)
    assert inspect.getcoroutinestate(call) == inspect.CORO_CREATED
    assert call.cr_frame is not None
    assert call.cr_code is BASE.AsyncAPIClient.request.__code__  # type: ignore[attr-defined]
    assert call.cr_await is None
    assert call.__qualname__ == "AsyncAPIClient.request"
    assert weakref.ref(call)() is call
    call.close()
    assert inspect.getcoroutinestate(call) == inspect.CORO_CLOSED
    assert journal.new() == []


WAYS: list[Callable[[AsyncOpenAI], Coroutine[Any, Any, Any]]] = [
    lambda client: asyncio.wait_for(coroutine(client), 5),
    lambda client: asyncio.wait_for(asyncio.shield(coroutine(client)), 5),
    lambda client: _task(client),
    lambda client: _anyio(client),
]


async def _task(client: AsyncOpenAI) -> Any:
    task = asyncio.create_task(coroutine(client), name="one")
    assert task.get_coro() is not None
    assert "request" in repr(task)
    return await task


async def _anyio(client: AsyncOpenAI) -> Any:
    import anyio

    results: list[Any] = []

    async def run(call: Coroutine[Any, Any, Any]) -> None:
        results.append(await call)

    async with anyio.create_task_group() as group:
        group.start_soon(run, coroutine(client))
    return results[0]


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_awaiting(journal: Journal, way: int) -> None:
    async def main() -> Any:
        return await WAYS[way](async_client(reply))

    assert asyncio.run(main())["id"] == "chatcmpl-1"
    assert [span.outcome for span in journal.new()] == ["returned"]


def test_driving_a_call_by_hand(journal: Journal) -> None:
    call = coroutine(async_client(reply))
    with pytest.raises(ValueError, match="thrown in"):
        call.throw(ValueError("thrown in"))
    with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
        call.send(None)
    fresh = coroutine(async_client(reply))
    with pytest.raises(TypeError):
        fresh.send(1)  # a coroutine that has not begun takes None alone
    fresh.close()
    journal.new()
