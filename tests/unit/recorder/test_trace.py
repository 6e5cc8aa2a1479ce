"""`martlet.trace`: what is recorded of a call, and what the program can see of it (nothing)."""

from __future__ import annotations

import asyncio
import copy
import functools
import gc
import inspect
import operator
import pickle
import sys
import types
import weakref
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

import pytest

import martlet
from journal import Journal
from programs import run


@martlet.trace
def add(first: int, second: int = 2, *rest: int, named: int = 0, **others: Any) -> int:
    """Adds."""
    return first + second + sum(rest) + named


class Agent:
    def __init__(self, name: str = "agent") -> None:
        self.name = name

    @martlet.trace
    def step(self, count: int) -> str:
        return f"{self.name} {count}"

    @classmethod
    @martlet.trace
    def inner_class_method(cls, value: int) -> tuple[type, int]:
        return cls, value

    @martlet.trace
    @classmethod
    def outer_class_method(cls, value: int) -> tuple[type, int]:
        return cls, value

    @staticmethod
    @martlet.trace
    def inner_static_method(value: int) -> int:
        return value

    @martlet.trace
    @staticmethod
    def outer_static_method(value: int) -> int:
        return value


def test_a_call(journal: Journal) -> None:
    assert add(1) == 3
    span = journal.one()
    assert (span.name, span.scope, span.kind, span.parent) == ("add", __name__, 1, 0)
    assert (span.outcome, span.ends) == ("returned", 1)
    assert span.value("arguments") == {"first": 1}
    assert span.value("result") == 3


def test_arguments_go_by_the_names_of_parameters(journal: Journal) -> None:
    add(1, 2, 3, 4, named=5, other="x", password="secret")
    assert journal.one().value("arguments") == {
        "first": 1,
        "second": 2,
        "rest": [3, 4],
        "named": 5,
        "others": {"other": "x", "password": "***"},
    }
    add(second=1, first=2)
    assert journal.one().value("arguments") == {"second": 1, "first": 2}


def test_positional_only_parameters(journal: Journal) -> None:
    @martlet.trace
    def function(first: int, /, **others: int) -> None: ...

    function(1, first=2)
    assert journal.one().value("arguments") == {"first": 1, "others": {"first": 2}}


def test_a_callable_whose_parameters_are_not_known(journal: Journal) -> None:
    assert martlet.trace(max)([1, 3], key=None) == 3
    span = journal.one()
    assert span.name == "max"
    assert span.value("arguments") == {"$args": [[1, 3]], "$kwargs": {"key": None}}


def test_a_call_that_fails(journal: Journal) -> None:
    error = LookupError("not there")

    @martlet.trace
    def fail() -> None:
        raise error

    with pytest.raises(LookupError) as caught:
        fail()
    assert caught.value is error
    span = journal.one()
    assert (span.outcome, span.ends) == ("raised", 1)
    assert span.value("error") == {"type": "LookupError", "message": "not there"}
    assert span.values("result") == []


def test_wrong_arguments_raise_what_the_function_raises(journal: Journal) -> None:
    with pytest.raises(TypeError, match=r"add\(\) missing 1 required positional argument: 'first'"):
        add()  # type: ignore[call-arg]
    assert journal.one().value("arguments") == {}
    with pytest.raises(TypeError, match="unexpected keyword argument 'count_'"):
        Agent().step(count_=1)  # type: ignore[call-arg]
    assert journal.one().value("arguments") == {"count_": 1}


def test_arguments_are_those_before_the_call(journal: Journal) -> None:
    @martlet.trace
    def consume(items: list[int]) -> None:
        items.clear()

    consume([1, 2])
    assert journal.one().value("arguments") == {"items": [1, 2]}


def test_options(journal: Journal) -> None:
    @martlet.trace(name="other name", kind="client", capture=False)
    def function(value: int) -> int:
        return value

    assert function(1) == 1
    span = journal.one()
    assert (span.name, span.kind, span.payloads) == ("other name", 3, [])
    assert martlet.trace(function, name="both at once")(2) == 2
    assert [span.name for span in journal.new()] == ["both at once", "other name"]


def test_errors_without_payloads(journal: Journal) -> None:
    @martlet.trace(capture=False)
    def fail(value: str) -> None:
        raise ValueError(value)

    with pytest.raises(ValueError, match="s3cret"):
        fail("s3cret")
    assert journal.one().value("error") == {"type": "ValueError"}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: martlet.trace(1), TypeError),
        (lambda: martlet.trace(add, "name"), TypeError),
        (lambda: martlet.trace(add, nam="x"), TypeError),
        (lambda: martlet.trace(add, name=1), TypeError),
        (lambda: martlet.trace(add, kind=3), TypeError),
        (lambda: martlet.trace(add, kind="tool"), ValueError),
        (lambda: martlet.trace(add, capture="none"), TypeError),
        (lambda: martlet.trace(name="x")(), TypeError),
        (lambda: martlet.trace(property(add)), TypeError),
    ],
)
def test_wrong_uses(call: Callable[[], Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


def test_spans_nest(journal: Journal) -> None:
    @martlet.trace
    def outer() -> Any:
        with martlet.span("block"):
            return add(1), martlet.current_span()

    _, block = outer()
    assert martlet.current_span() is None
    spans = {span.name: span for span in journal.new()}
    assert int(block.span_id, 16) == spans["block"].id
    assert spans["add"].parent == spans["block"].id
    assert spans["block"].parent == spans["outer"].id


def test_the_handle_of_a_traced_call(journal: Journal) -> None:
    @martlet.trace(capture=False)
    def function() -> Any:
        assert martlet.current_span() is martlet.current_span()
        return martlet.current_span()

    handle = function()
    span = journal.one()
    assert (int(handle.span_id, 16), handle.trace_id) == (span.id, span.trace)


# Methods


def test_methods(journal: Journal) -> None:
    agent = Agent()
    assert agent.step(1) == "agent 1"
    bound = agent.step
    assert isinstance(bound, types.MethodType)
    assert bound.__self__ is agent
    assert bound(2) == Agent.step(agent, 2) == "agent 2"
    spans = journal.new()
    assert [span.name for span in spans] == ["Agent.step"] * 3
    assert [span.value("arguments") for span in spans] == [{"count": 1}, {"count": 2}, {"count": 2}]


@pytest.mark.parametrize("name", ["inner_class_method", "outer_class_method"])
def test_class_methods(journal: Journal, name: str) -> None:
    class Sub(Agent):
        pass

    assert getattr(Agent(), name)(1) == (Agent, 1)
    assert getattr(Sub, name)(2) == (Sub, 2)
    assert [span.value("arguments") for span in journal.new()] == [{"value": 1}, {"value": 2}]
    assert isinstance(Agent.__dict__[name], classmethod)


@pytest.mark.parametrize("name", ["inner_static_method", "outer_static_method"])
def test_static_methods(journal: Journal, name: str) -> None:
    assert getattr(Agent(), name)(1) == getattr(Agent, name)(1) == 1
    assert [span.name for span in journal.new()] == [f"Agent.{name}"] * 2
    assert isinstance(Agent.__dict__[name], staticmethod)


def test_a_callable_object_does_not_bind(journal: Journal) -> None:
    class Callable_:
        def __call__(self, *arguments: Any) -> Any:
            return arguments

    class Owner:
        attribute = martlet.trace(Callable_())

    assert Owner().attribute(1) == (1,)
    journal.new()


@pytest.mark.filterwarnings("ignore:functools.partial will be a method descriptor")
def test_a_partial_binds_where_python_binds_it(journal: Journal) -> None:
    """Since 3.14 a `functools.partial` in a class binds as a function does."""

    def arguments_of(*arguments: Any) -> Any:
        return arguments

    class Owner:
        untraced = functools.partial(arguments_of, 1)
        traced = martlet.trace(functools.partial(arguments_of, 1))

    owner = Owner()
    assert owner.traced(2) == owner.untraced(2)
    assert Owner.traced(2) == Owner.untraced(2) == (1, 2)
    assert len(journal.new()) == 2


def test_what_binds_in_its_own_way(journal: Journal) -> None:
    class Owner:
        @martlet.trace
        @functools.lru_cache  # noqa: B019
        def cached(self, value: int) -> int:
            return value

    owner = Owner()
    assert owner.cached(1) == owner.cached(1) == 1
    assert Owner.cached.cache_info().hits == 1
    assert len(journal.new()) == 2


def test_a_class(journal: Journal) -> None:
    @martlet.trace(capture=False)
    class Tool:
        attribute = 1

        class Nested:
            def method(self) -> None: ...

        def __init__(self) -> None: ...

        def public(self) -> int:
            return self._private()

        def _private(self) -> int:
            return 7

        @staticmethod
        def static() -> int:
            return 8

        @property
        def value(self) -> int:
            return 9

        def __call__(self) -> int:
            return 10

    assert isinstance(Tool, type)
    tool = Tool()
    assert (tool.public(), tool.static(), tool.value, tool()) == (7, 8, 9, 10)
    Tool.Nested().method()
    assert [span.name for span in journal.new()] == ["Tool.public", "Tool.static", "Tool.__call__"]

    @martlet.trace(name="agent")
    class Other:
        def run(self) -> None: ...

    Other().run()
    assert journal.one().name == "agent.run"


# What the program can see


def test_it_looks_like_the_function() -> None:
    function = add.__wrapped__  # type: ignore[attr-defined]
    assert isinstance(function, types.FunctionType)
    assert isinstance(add, types.FunctionType)
    assert inspect.isfunction(add) and callable(add)
    assert (add.__name__, add.__qualname__, add.__module__, add.__doc__) == ("add", "add", __name__, "Adds.")
    assert inspect.signature(add) == inspect.signature(function)
    assert add.__annotations__ is function.__annotations__
    assert add.__dict__ is function.__dict__
    assert add.__code__ is function.__code__
    assert inspect.unwrap(add) is function
    assert inspect.getsource(add) == inspect.getsource(function)
    assert hash(add) == hash(function) and add == function and add is not function
    assert weakref.ref(add)() is add


def test_attributes_are_the_functions_own() -> None:
    @martlet.trace
    def function() -> None: ...

    function.mark = 1
    assert function.__wrapped__.mark == 1
    del function.mark
    assert not hasattr(function.__wrapped__, "mark")
    with pytest.raises(AttributeError):
        function.__wrapped__ = add
    with pytest.raises(AttributeError, match="'function' object has no attribute 'nothing'"):
        _ = function.nothing


def test_it_equals_the_function_and_is_found_in_its_place() -> None:
    """A table may have been made of the functions before they were traced."""

    def one() -> None: ...
    def two() -> None: ...

    class Unhashable:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self) -> None: ...

        def __eq__(self, other: object) -> bool:
            return other == "me"

    traced, again, other = martlet.trace(one), martlet.trace(one, name="again"), martlet.trace(two)
    assert traced == one and one == traced and traced == again
    assert traced != two and traced != other and traced != 1
    assert [operator.ne(traced, what) for what in (one, again)] == [operator.eq(traced, what) for what in (two, other)] == [False] * 2
    assert {one: 1, two: 2}[traced] == {traced: 1}[one] == 1
    assert hash(traced) == hash(one) and len({traced, again, one, other}) == 2
    with pytest.raises(TypeError):
        assert traced < one  # type: ignore[operator]
    strange = martlet.trace(Unhashable())
    assert strange == "me" and strange != "you"
    with pytest.raises(TypeError, match="unhashable"):
        hash(strange)


def test_copies_and_pickles_are_the_function_itself() -> None:
    assert copy.copy(add) is copy.deepcopy(add) is add
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(add, protocol)) is add
        assert pickle.loads(pickle.dumps(Agent.step, protocol)) is Agent.step


def test_kinds_of_functions() -> None:
    async def coroutine() -> None: ...

    def generator() -> Iterator[int]:
        yield 1

    async def async_generator() -> AsyncIterator[int]:
        yield 1

    class Owner:
        method = martlet.trace(coroutine)

    assert inspect.iscoroutinefunction(martlet.trace(coroutine))
    assert asyncio.iscoroutinefunction(martlet.trace(coroutine))
    assert inspect.iscoroutinefunction(Owner().method)
    assert inspect.isgeneratorfunction(martlet.trace(generator))
    assert inspect.isasyncgenfunction(martlet.trace(async_generator))
    assert not inspect.iscoroutinefunction(add)


def test_functools_and_inheritance(journal: Journal) -> None:
    class Sub(Agent):
        def step(self, count: int) -> str:
            return "sub " + super().step(count)

    assert Sub().step(1) == "sub agent 1"
    assert functools.partial(add, 1)(second=3) == 4
    assert functools.wraps(add)(lambda: None).__name__ == "add"
    assert list(map(add, [1, 2])) == [3, 4]
    assert len(journal.new()) == 4


def test_a_repr_that_calls_what_is_traced(journal: Journal) -> None:
    class Value:
        @martlet.trace
        def __repr__(this) -> str:  # noqa: N805
            return f"<{add(1)}>"

    add(1, others=Value())
    span = journal.one()
    assert "<3>" in str(span.value("arguments"))
    assert repr(Value()) == "<3>"
    assert [span.name for span in journal.new()] == ["Value.__repr__", "add"]


# Coroutines


@martlet.trace
async def double(value: int) -> int:
    await asyncio.sleep(0)
    return value * 2


def test_a_coroutine(journal: Journal) -> None:
    async def main() -> None:
        call = double(2)
        assert asyncio.iscoroutine(call) and inspect.iscoroutine(call) and inspect.isawaitable(call)
        assert journal.spans() == before
        assert await call == 4
        assert martlet.current_span() is None

    before = journal.spans()
    asyncio.run(main())
    span = journal.one()
    assert (span.name, span.outcome, span.ends) == ("double", "returned", 1)
    assert (span.value("arguments"), span.value("result")) == ({"value": 2}, 4)


def test_coroutines_side_by_side(journal: Journal) -> None:
    @martlet.trace
    async def outer(number: int) -> int:
        await asyncio.sleep(0)
        return await double(number)

    @martlet.trace
    async def main() -> list[int]:
        return await asyncio.gather(*map(outer, range(5)))

    assert asyncio.run(main()) == [0, 2, 4, 6, 8]
    spans = {span.id: span for span in journal.new()}
    for span in spans.values():
        if span.name == "double":
            parent = spans[span.parent]
            assert (parent.name, parent.value("arguments")["number"]) == ("outer", span.value("arguments")["value"])
            assert spans[parent.parent].name == "main"


def test_a_coroutine_that_is_stepped_by_hand(journal: Journal) -> None:
    """Between its steps its span is not current, and inside it is again what it was."""

    @types.coroutine
    def pause() -> Generator[int, Any, Any]:
        return (yield 1)

    @martlet.trace(capture=False)
    async def work() -> Any:
        with martlet.span("inside"):
            got = await pause()
            add(1)
        return got

    call = work()
    with martlet.span("outside"):
        assert call.send(None) == 1
        add(2)
        with pytest.raises(StopIteration) as stop:
            call.send("sent")
        assert stop.value.value == "sent"
    assert martlet.current_span() is None
    spans = journal.new()
    names = {span.id: span.name for span in spans}
    parents = [(span.name, names.get(span.parent)) for span in spans]
    assert parents == [
        ("outside", None),
        ("work", "outside"),
        ("inside", "work"),
        ("add", "outside"),
        ("add", "inside"),
    ]


def test_a_coroutine_that_fails_or_is_cancelled(journal: Journal) -> None:
    @martlet.trace
    async def fail() -> None:
        raise ValueError("no")

    @martlet.trace
    async def wait() -> None:
        await asyncio.sleep(60)

    async def main() -> None:
        with pytest.raises(ValueError, match="no"):
            await fail()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(wait(), 0.01)

    asyncio.run(main())
    failed, cancelled = journal.new()
    assert (failed.outcome, failed.value("error")["type"]) == ("raised", "ValueError")
    assert (cancelled.outcome, cancelled.ends) == ("cancelled", 1)


def test_a_coroutine_that_is_dropped(journal: Journal) -> None:
    with pytest.warns(RuntimeWarning, match="never awaited"):
        double(1)
        gc.collect()
    assert journal.new() == []
    call = double(1)
    call.send(None)
    del call
    assert journal.one().outcome == "abandoned"
    call = double(1)
    call.send(None)
    call.close()
    assert journal.one().outcome == "abandoned"


def test_a_plain_function_that_returns_a_coroutine(journal: Journal) -> None:
    """As a decorator that is no coroutine function itself; running it is a part of the call."""

    @martlet.trace
    def start(value: int) -> Any:
        return double.__wrapped__(value)  # type: ignore[attr-defined]

    async def main() -> int:
        return await start(4)

    assert asyncio.run(main()) == 8
    span = journal.one()
    assert (span.name, span.outcome, span.value("result"), span.value("arguments")) == (
        "start",
        "returned",
        8,
        {"value": 4},
    )


def test_a_generator_that_others_know_is_returned_as_it_is(journal: Journal) -> None:
    kept = iter_numbers.__wrapped__(2)  # type: ignore[attr-defined]

    @martlet.trace(capture=False)
    def get() -> Any:
        return kept

    assert get() is kept
    assert journal.one().ends == 1


# Generators


@martlet.trace
def iter_numbers(count: int) -> Generator[int, Any, str]:
    for number in range(count):
        add(number)
        yield number
    return "done"


def test_a_generator(journal: Journal) -> None:
    numbers = iter_numbers(3)
    assert inspect.isgenerator(numbers)
    assert journal.new() == []
    with martlet.span("outside"):
        assert next(numbers) == 0
        add(10)
        assert list(numbers) == [1, 2]
    assert next(numbers, None) is None
    spans = journal.new()
    names = {span.id: span.name for span in spans}
    assert [(span.name, names.get(span.parent)) for span in spans] == [
        ("outside", None),
        ("iter_numbers", "outside"),
        ("add", "iter_numbers"),
        ("add", "outside"),
        ("add", "iter_numbers"),
        ("add", "iter_numbers"),
    ]
    generator = spans[1]
    assert (generator.outcome, generator.ends) == ("returned", 1)
    assert generator.value("arguments") == {"count": 3}
    assert generator.values("item") == [0, 1, 2]
    assert generator.value("result") == "done"
    assert generator.value("attributes") == {"martlet.items": 3}


def test_many_items_are_counted(journal: Journal) -> None:
    @martlet.trace
    def numbers() -> Iterator[int]:
        yield from range(1500)

    assert sum(numbers()) == sum(range(1500))
    span = journal.one()
    assert span.values("item") == list(range(1000))
    assert span.value("attributes") == {"martlet.items": 1500}


def test_send_throw_and_close(journal: Journal) -> None:
    log = []

    @martlet.trace(capture=False)
    def talk() -> Generator[Any, Any, str]:
        got = None
        while got != "stop":
            try:
                got = yield got
            except KeyError as error:
                got = repr(error)
            finally:
                log.append(got)
        return "end"

    generator = talk()
    assert next(generator) is None
    assert generator.send("a") == "a"
    assert generator.throw(KeyError("k")) == "KeyError('k')"
    with pytest.raises(StopIteration) as stop:
        generator.send("stop")
    assert stop.value.value == "end"
    assert journal.one().outcome == "returned"

    generator = talk()
    next(generator)
    generator.close()
    generator.close()
    assert journal.one().outcome == "abandoned"

    generator = talk()
    next(generator)
    with pytest.raises(LookupError):
        generator.throw(LookupError())
    assert journal.one().outcome == "raised"

    generator = talk()
    next(generator)
    del generator
    assert journal.one().outcome == "abandoned"
    talk().close()
    assert journal.new() == []


def test_yield_from(journal: Journal) -> None:
    def outer() -> Generator[int, Any, str]:
        return (yield from iter_numbers(2))

    generator = outer()
    assert [next(generator), next(generator)] == [0, 1]
    with pytest.raises(StopIteration) as stop:
        next(generator)
    assert stop.value.value == "done"
    journal.new()


def test_what_a_generator_cleans_up_is_inside(journal: Journal) -> None:
    @martlet.trace(capture=False)
    def work() -> Iterator[int]:
        try:
            yield 1
        finally:
            add(1)

    generator = work()
    next(generator)
    del generator
    spans = {span.name: span for span in journal.new()}
    assert spans["add"].parent == spans["work"].id


# Asynchronous generators


@martlet.trace
async def tick(count: int) -> AsyncIterator[int]:
    for number in range(count):
        await asyncio.sleep(0)
        add(number)
        yield number


def test_an_async_generator(journal: Journal) -> None:
    async def main() -> list[int]:
        ticks = tick(3)
        assert inspect.isasyncgen(ticks)
        got = []
        async for number in ticks:
            add(10)
            got.append(number)
        return got

    assert asyncio.run(main()) == [0, 1, 2]
    spans = journal.new()
    names = {span.id: span.name for span in spans}
    assert [(span.name, names.get(span.parent)) for span in spans] == [("tick", None)] + [
        ("add", "tick"),
        ("add", None),
    ] * 3
    ticks = spans[0]
    assert (ticks.outcome, ticks.ends, ticks.values("item")) == ("returned", 1, [0, 1, 2])
    assert ticks.value("arguments") == {"count": 3}


def test_an_async_generator_that_is_left(journal: Journal) -> None:
    async def main() -> None:
        ticks = tick(3)
        async for _ in ticks:
            break
        await ticks.aclose()  # type: ignore[attr-defined]
        async for _ in tick(3):
            break
        gc.collect()
        await asyncio.sleep(0)

    asyncio.run(main())
    assert [(span.outcome, span.ends) for span in journal.new() if span.name == "tick"] == [("abandoned", 1)] * 2


def test_asend_and_athrow(journal: Journal) -> None:
    @martlet.trace(capture=False)
    async def talk() -> Any:
        got = None
        while True:
            try:
                got = yield got
            except KeyError:
                got = "caught"

    async def main() -> None:
        talker = talk()
        assert await talker.asend(None) is None
        assert await talker.asend("a") == "a"
        assert await talker.athrow(KeyError()) == "caught"
        with pytest.raises(LookupError):
            await talker.athrow(LookupError())

    asyncio.run(main())
    span = journal.one()
    assert (span.outcome, span.ends) == ("raised", 1)


def test_weak_references() -> None:
    for call in (double, iter_numbers, tick):
        run: Any = call(1)
        died: list[Any] = []
        reference = weakref.ref(run, died.append)
        assert reference() is run
        if inspect.iscoroutine(run):
            run.close()
        del run
        assert died == [reference]


# Off, and leaks


def test_switched_off(tmp_path: Any) -> None:
    source = "import martlet\ndef f(): return 1\nassert martlet.trace(f) is f and martlet.trace(name='x')(f) is f"
    run(source, tmp_path, {"MARTLET_DISABLED": "1"})
    run("import martlet\n@martlet.trace\ndef f(): return 1\nassert f() == 1", tmp_path, {"MARTLET_CAPTURE": "none"})
    assert not (tmp_path / "journal").exists()


def test_metadata_alone(tmp_path: Any) -> None:
    run(
        "import martlet\n@martlet.trace\ndef f(x): return x\nf('s3cret')\n"
        "@martlet.trace\ndef g(x): yield x\nlist(g('s3cret'))",
        tmp_path,
        {"MARTLET_CAPTURE": "metadata"},
    )
    journal = Journal(tmp_path / "journal")
    assert [span.outcome for span in journal.new()] == ["returned"] * 2
    assert b"s3cret" not in journal.segments()[0].read_bytes()


def test_a_fork_in_a_traced_call(tmp_path: Any) -> None:
    run(
        """
import martlet, os
@martlet.trace
def inner(): pass
@martlet.trace
def outer():
    child = os.fork()
    inner()
    if child: os.waitpid(child, 0)
    return child != 0
if not outer(): os._exit(0)
""",
        tmp_path,
    )
    journal = Journal(tmp_path / "journal")
    assert len(journal.segments()) == 2
    spans = journal.new()
    (outer,) = [span for span in spans if span.name == "outer"]
    inner = [span for span in spans if span.name == "inner"]
    assert (outer.ends, outer.value("result")) == (1, True)
    assert [(span.parent, span.ends) for span in inner] == [(outer.id, 1)] * 2
    assert inner[0].id != inner[1].id


def test_a_killed_process_leaves_what_it_had_seen(tmp_path: Any) -> None:
    run(
        """
import martlet, os, signal
@martlet.trace
def numbers(count):
    for number in range(count):
        yield number
    os.kill(os.getpid(), signal.SIGKILL)
list(numbers(3))
""",
        tmp_path,
        status=-9,
    )
    span = Journal(tmp_path / "journal").one()
    assert (span.outcome, span.values("item"), span.value("arguments")) == (None, [0, 1, 2], {"count": 3})


def test_nothing_leaks(journal: Journal) -> None:
    async def asynchronous() -> None:
        await double(1)
        async for _ in tick(2):
            pass
        await asyncio.gather(double(1), double(2))

    def round() -> None:
        add(1, 2, 3, named=4, other=5)
        with pytest.raises(TypeError):
            add(None)  # type: ignore[arg-type]
        agent = Agent()
        agent.step(1)
        agent.outer_class_method(1)
        list(iter_numbers(2))
        next(iter_numbers(2))
        martlet.trace(name="x")(lambda: martlet.current_span())()

    loop = asyncio.new_event_loop()

    def blocks(rounds: int) -> int:
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(rounds):
            round()
            loop.run_until_complete(asynchronous())
        gc.collect()
        return sys.getallocatedblocks() - before

    blocks(20)
    # What a call leaves behind would show hundreds of times; caches and the interpreter's own noise do not.
    assert min(blocks(200) for _ in range(3)) < 100
    loop.close()
    journal.new()
