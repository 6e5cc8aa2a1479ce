"""Spans of one's own, with attributes of every kind, events, links, a parent and an error."""

from opentelemetry import trace
from opentelemetry_setup import provider

tracer = trace.get_tracer("lessons.library", "1.0")
with tracer.start_as_current_span("lesson", attributes={"session.id": "s-1", "user.id": "ada"}) as outer:
    outer.set_attributes({"text": "é ☂", "whole": 2**53 + 1, "part": 2.0, "yes": True, "list": ["a", "b"]})
    outer.add_event("bell", {"times": 3})
    try:
        with tracer.start_as_current_span(
            "sum", kind=trace.SpanKind.CLIENT, links=[trace.Link(outer.get_span_context())]
        ):
            raise ValueError("no numbers")
    except ValueError:
        pass
print(f"{outer.get_span_context().trace_id:032x}")
provider.shutdown()
