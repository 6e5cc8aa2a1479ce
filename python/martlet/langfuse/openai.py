"""The `openai` package with every request recorded, and with Langfuse's arguments.

For programs that move from Langfuse: write ``from martlet.langfuse.openai import openai`` in place of
``from langfuse.openai import openai``. From then on the methods that Langfuse's stand-in wraps (``create``,
``parse`` and ``stream`` of chat completions, completions and responses, and ``create`` of embeddings) take its
arguments ``name``, ``metadata``, ``trace_id``, ``parent_observation_id``, ``session_id``, ``user_id``,
``tags``, ``langfuse_prompt`` and ``langfuse_public_key``, which are recorded and not sent. As there,
``metadata`` is sent too where ``store=True`` is given, and only there. What cannot be meant, such as a
``trace_id`` that is none, is recorded as it is; nothing of this raises.
"""

from martlet import _core

_core.instrument("openai")
_core._accept_langfuse_arguments()

import openai  # noqa: E402  the patches are registered before the import that they wait for
from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI  # noqa: E402

__all__ = ["AsyncAzureOpenAI", "AsyncOpenAI", "AzureOpenAI", "OpenAI", "openai"]
