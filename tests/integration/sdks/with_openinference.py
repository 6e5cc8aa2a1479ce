"""OpenInference's instrumentation of openai."""

import openai
from calls import call
from openinference.instrumentation import using_attributes
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry_setup import provider

OpenAIInstrumentor().instrument(tracer_provider=provider)
with using_attributes(session_id="s-1", user_id="ada", tags=["t"], metadata={"plan": "free"}):
    call(openai.OpenAI())
provider.shutdown()
