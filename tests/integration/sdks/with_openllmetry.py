"""OpenLLMetry's (Traceloop's) instrumentation of openai."""

import openai
from calls import call
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from opentelemetry_setup import provider

OpenAIInstrumentor().instrument(tracer_provider=provider)
call(openai.OpenAI())
provider.shutdown()
