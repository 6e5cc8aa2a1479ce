"""Calls of a model, the same for each SDK that watches them."""

from __future__ import annotations

import openai

QUESTION = [
    {"role": "system", "content": "You are terse."},
    {"role": "user", "content": "What is a martlet?"},
]


def call(client: openai.OpenAI) -> None:
    """One call that is answered, and one that finds nobody."""
    client.chat.completions.create(model="gpt-4o", messages=QUESTION, temperature=0.2)
    nobody = client.with_options(base_url="http://127.0.0.1:1/v1", max_retries=0)
    try:
        nobody.chat.completions.create(model="gpt-4o", messages=QUESTION)
    except openai.APIConnectionError:
        return
    raise AssertionError("somebody answers on port 1")
