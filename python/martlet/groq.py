"""The `groq` package with every request recorded.

Write ``from martlet.groq import groq`` in place of ``import groq`` and use it as always: it is that
very module, as with `martlet.openai`.
"""

from martlet import _core

_core.instrument("groq")

import groq  # noqa: E402  the patch is registered before the import that it waits for
from groq import AsyncGroq, Groq  # noqa: E402

__all__ = ["AsyncGroq", "Groq", "groq"]
