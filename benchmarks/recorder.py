"""What recording one Python call costs, beside those who do the same.

    python -m venv /tmp/peers
    /tmp/peers/bin/pip install . opentelemetry-sdk==1.45.2 langfuse==5.0.4 ddtrace==4.16.0 viztracer==1.1.1
    /tmp/peers/bin/python benchmarks/recorder.py [--rounds 15]

All variants run in one process, in a new random order in each round, under a running asyncio loop. A
figure is CPU time of the calling thread; of each round the bare call of that round is taken
off, and the median of the rounds is shown. A peer that is not installed is left out.

Where this misleads:
- Peers export from another thread, or at the end. That is not counted here; it costs OpenTelemetry more
  than making the span does. Their exporters are replaced by ones that drop everything.
- The journal goes to a temporary folder. The kernel writes it to the disk later, on its own time.
- A call that does nothing shows the difference best, and is what nobody records.
- On a busy machine the nanoseconds double; the ratios hardly move.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

HOME = tempfile.TemporaryDirectory(prefix="martlet-benchmark-")
os.environ["MARTLET_HOME"] = HOME.name
os.environ["DD_TRACE_STARTUP_LOGS"] = os.environ["DD_INSTRUMENTATION_TELEMETRY_ENABLED"] = "false"

import martlet  # noqa: E402

Call = Callable[[int], int]
BUDGET = 200


def function(value: int) -> int:
    return value


def closure() -> Call:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> int:
        return function(*args, **kwargs)

    return wrapper


def block() -> Call:
    def call(value: int) -> int:
        with martlet.span("function"):
            return value

    return call


def opentelemetry() -> Call:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

    class Dropped(SpanExporter):
        def export(self, spans: Any) -> SpanExportResult:
            return SpanExportResult.SUCCESS

    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(Dropped()))
    return provider.get_tracer("benchmark").start_as_current_span("function")(function)


def langfuse() -> Call:
    from langfuse import Langfuse, observe
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class Dropped(SpanExporter):
        def export(self, spans: Any) -> SpanExportResult:
            return SpanExportResult.SUCCESS

    Langfuse(public_key="pk-lf-x", secret_key="sk-lf-x", host="http://127.0.0.1:9", span_exporter=Dropped())
    logging.getLogger("langfuse").setLevel(logging.CRITICAL)
    return observe()(function)


def ddtrace() -> Call:
    from ddtrace.trace import TraceFilter, tracer

    class Dropped(TraceFilter):
        def process_trace(self, trace: Any) -> None:
            return None

    tracer.configure(trace_processors=[Dropped()])
    return tracer.wrap("function")(function)


def viztracer() -> Call:
    from viztracer import VizTracer

    tracer = VizTracer(tracer_entries=1_000_000, verbose=0)

    def call(value: int) -> int:
        return function(value)

    # It records every call while it is on: it is switched on for its own rounds.
    call.tracer = tracer  # type: ignore[attr-defined]
    return call


VARIANTS: dict[str, tuple[Callable[[], Call], int]] = {
    "functools.wraps closure": (closure, 50_000),
    "martlet.trace, no payload": (lambda: martlet.trace(capture=False)(function), 50_000),
    "martlet.trace, with payload": (lambda: martlet.trace(function), 20_000),
    "martlet.span": (block, 20_000),
    "viztracer": (viztracer, 20_000),
    "OpenTelemetry SDK": (opentelemetry, 500),
    "ddtrace": (ddtrace, 500),
    "Langfuse @observe": (langfuse, 100),
}


def measure(call: Call, count: int) -> float:
    tracer = getattr(call, "tracer", None)
    if tracer:
        tracer.start()
    begin = time.thread_time_ns()
    for _ in range(count):
        call(1)
    taken = time.thread_time_ns() - begin
    if tracer:
        tracer.stop()
        tracer.clear()
    return taken / count


async def main() -> None:
    parser = argparse.ArgumentParser(description="What recording one Python call costs.")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    calls: dict[str, tuple[Call, int]] = {}
    for name, (make, count) in VARIANTS.items():
        try:
            calls[name] = make(), count
        except ImportError as error:
            print(f"left out: {name} ({error})")
    extra: dict[str, list[float]] = {name: [] for name in calls}
    bare: list[float] = []
    for call, count in calls.values():
        measure(call, count)
    for _ in range(rounds):
        base = measure(function, 50_000)
        bare.append(base)
        for name in random.sample(list(calls), len(calls)):
            call, count = calls[name]
            extra[name].append(measure(call, count) - base)
            await asyncio.sleep(0)
    traced = statistics.median(extra["martlet.trace, no payload"])
    print(f"{'bare call':30} {statistics.median(bare):10.0f} ns")
    for name, values in extra.items():
        median = statistics.median(values)
        print(f"{name:30} {median:+10.0f} ns {median / traced:10.2f} x martlet.trace without payload")
    verdict = "within" if traced <= BUDGET else "OVER"
    print(f"{verdict} the budget of {BUDGET} ns over the bare call")


if __name__ == "__main__":
    asyncio.run(main())
    # The exporters of peers would wait for receivers that are not there.
    HOME.cleanup()
    os._exit(0)
