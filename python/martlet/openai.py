"""The `openai` package with every request recorded.

Write ``from martlet.openai import openai`` in place of ``import openai`` and use it as always:
`openai` here is that very module, and its classes, functions, replies and exceptions are
those that it has without Martlet.

Set ``MARTLET_DISABLED=1`` to record nothing, ``MARTLET_CAPTURE=metadata`` to leave out what was
said. What is recorded goes to ``$MARTLET_HOME/journal``; ``martlet serve`` shows it.
"""

from martlet import _core

_core.instrument("openai")

import openai  # noqa: E402  the patch is registered before the import that it waits for
from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI  # noqa: E402

__all__ = ["AsyncAzureOpenAI", "AsyncOpenAI", "AzureOpenAI", "OpenAI", "openai"]
