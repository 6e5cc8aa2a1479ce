"""Logfire, sending elsewhere than to its own service."""

import logfire
import openai
from calls import call

logfire.configure(send_to_logfire=False, service_name="lessons", environment="tests", console=False)
logfire.instrument_openai()
with logfire.span("lesson {number}", number=1, _tags=["t"]):
    call(openai.OpenAI())
logfire.shutdown()
