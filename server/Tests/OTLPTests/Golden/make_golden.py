"""Makes the golden request anew, with the generated classes of opentelemetry-proto from PyPI.

python make_golden.py    # writes request.binpb and request.json beside itself
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

FOLDER = Path(__file__).parent
IDS = {"traceId", "spanId", "parentSpanId"}


def put(attributes: Any, key: str, **value: object) -> Any:
    """Adds an attribute of that kind; returns its value, to be filled where it holds others."""
    added = attributes.add(key=key).value
    for kind, content in value.items():
        setattr(added, kind, content)
    return added


def request() -> ExportTraceServiceRequest:
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add(schema_url="https://opentelemetry.io/schemas/1.30.0")
    put(resource.resource.attributes, "service.name", string_value="bäckerei")
    resource.resource.dropped_attributes_count = 2
    scope = resource.scope_spans.add(schema_url="https://example.org/scope")
    scope.scope.name = "golden"
    scope.scope.version = "1.2.3"
    put(scope.scope.attributes, "public_key", string_value="pk-1")
    span = scope.spans.add(
        trace_id=bytes(range(1, 17)),
        span_id=bytes(range(0xA1, 0xA9)),
        parent_span_id=bytes(range(0xB1, 0xB9)),
        trace_state="vendor=1",
        name="chat ☂",
        kind=3,
        start_time_unix_nano=1790000000000000001,
        end_time_unix_nano=1790000000123456789,
        flags=0x101,
        dropped_attributes_count=3,
        dropped_events_count=4,
        dropped_links_count=5,
    )
    span.status.code = 2
    span.status.message = "it broke"
    add_attributes(span.attributes)
    event = span.events.add(name="exception", time_unix_nano=1790000000100000000, dropped_attributes_count=1)
    put(event.attributes, "exception.type", string_value="ValueError")
    link = span.links.add(
        trace_id=bytes(range(0x11, 0x21)),
        span_id=bytes(range(0xC1, 0xC9)),
        trace_state="x=y",
        dropped_attributes_count=6,
    )
    put(link.attributes, "why", string_value="retry")
    scope.spans.add(
        trace_id=bytes(range(1, 17)),
        span_id=bytes(range(0xB1, 0xB9)),
        name="root",
        start_time_unix_nano=1790000000000000000,
    )
    return request


def add_attributes(attributes: Any) -> None:
    put(attributes, "text", string_value='a "quoted" line\n\u0000 \U0001f426')
    put(attributes, "yes", bool_value=True)
    put(attributes, "no", bool_value=False)
    put(attributes, "least", int_value=-(2**63))
    put(attributes, "most", int_value=2**63 - 1)
    put(attributes, "third", double_value=1 / 3)
    put(attributes, "whole", double_value=2.0)
    put(attributes, "infinite", double_value=float("-inf"))
    put(attributes, "bytes", bytes_value=bytes(range(250, 256)))
    put(attributes, "nothing")
    elements = put(attributes, "list").array_value.values
    elements.add(string_value="a")
    elements.add(string_value="b")
    elements.add(int_value=7)
    elements.add().array_value.values.add(bool_value=True)
    inner = put(attributes, "map").kvlist_value.values.add(key="inner").value
    inner.kvlist_value.values.add(key="deep").value.double_value = 0.5
    put(attributes, "empty list").array_value.SetInParent()
    put(attributes, "empty map").kvlist_value.SetInParent()
    put(attributes, "empty text", string_value="")


def as_otlp(value: Any) -> Any:
    """What differs from protobuf's own JSON: ids are hexadecimal."""
    if isinstance(value, dict):
        return {key: base64.b64decode(item).hex() if key in IDS else as_otlp(item) for key, item in value.items()}
    return [as_otlp(item) for item in value] if isinstance(value, list) else value


golden = request()
(FOLDER / "request.binpb").write_bytes(golden.SerializeToString(deterministic=True))
fields = json_format.MessageToDict(golden, use_integers_for_enums=True)
text = json.dumps(as_otlp(fields), ensure_ascii=False, indent=1)
(FOLDER / "request.json").write_text(text + "\n")
