"""OpenTelemetry's own instrumentation of openai, which sends messages as log records, with all three signals.

What is sent goes in two steps, in the order of `LESSON_ORDER`; before each, somebody has to say so.
"""

import os
import sys

import openai
from calls import QUESTION, call
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# Nothing goes before it is told to.
LATER = 3_600_000
logs, spans = LoggerProvider(), TracerProvider()
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(), schedule_delay_millis=LATER))
spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(), schedule_delay_millis=LATER))
metrics = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=LATER)])
OpenAIInstrumentor().instrument(tracer_provider=spans, logger_provider=logs, meter_provider=metrics)

with trace.get_tracer("lessons", tracer_provider=spans).start_as_current_span("lesson") as lesson:
    call(openai.OpenAI())
    tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]
    asked = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Bern"}'}}
    conversation = [
        *QUESTION,
        {"role": "assistant", "tool_calls": [asked]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain in Bern"},
    ]
    openai.OpenAI().chat.completions.create(model="gpt-4o-mini", messages=conversation, tools=tools)
print(f"{lesson.get_span_context().trace_id:032x}", flush=True)
for name in os.environ["LESSON_ORDER"].split():
    sys.stdin.readline()
    {"logs": logs, "spans": spans}[name].shutdown()
    print(name, flush=True)
metrics.shutdown()
