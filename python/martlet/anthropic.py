"""The `anthropic` package with every request recorded.

Write ``from martlet.anthropic import anthropic`` in place of ``import anthropic`` and use it as
always: it is that very module, as with `martlet.openai`.
"""

from martlet import _core

_core.instrument("anthropic")

import anthropic  # noqa: E402  the patch is registered before the import that it waits for
from anthropic import Anthropic, AsyncAnthropic  # noqa: E402

__all__ = ["Anthropic", "AsyncAnthropic", "anthropic"]
