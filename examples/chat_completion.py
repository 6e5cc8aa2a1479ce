"""One chat completion of `model_api.py`: from the request's JSON to the reply, whole or in chunks."""

from __future__ import annotations

import hashlib
import itertools
import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import stand_in_model

# What may be asked for, and the dated version that answers, as the real API tells it.
MODELS = {"gpt-4o-mini": "gpt-4o-mini-2024-07-18", "gpt-4o": "gpt-4o-2024-08-06"}


class APIError(Exception):
    """A refusal, in the shape that the API gives it."""

    def __init__(
        self, status: int, message: str, *, kind: str = "invalid_request_error",
        code: str | None = None, parameter: str | None = None, retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, "param": parameter, "code": code}}
        self.headers = {} if retry_after is None else {"retry-after": str(retry_after)}


class Completion:
    """One chat completion: checks the request and builds the reply, whole or in chunks."""

    def __init__(self, request: dict[str, Any]) -> None:
        messages = request.get("messages")
        if not isinstance(messages, list) or not messages or not all(isinstance(m, dict) for m in messages):
            raise APIError(400, "'messages' must be a list of messages.", parameter="messages")
        model = request.get("model")
        if model not in MODELS:
            raise APIError(404, f"The model `{model}` does not exist.", code="model_not_found")
        self.request = request
        self.messages: list[dict[str, Any]] = messages
        self.trouble = stand_in_model.trouble(messages)
        if status := self.trouble.get("status"):
            raise _asked_for(status)
        count = request.get("n") or 1
        if not isinstance(count, int) or not 1 <= count <= 128:
            raise APIError(400, "'n' must be a number from 1 to 128.", parameter="n")
        self.answers = [
            stand_in_model.answer(messages, request.get("tools"), choice) for choice in range(count)
        ]
        digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        self.head = {
            "id": f"chatcmpl-{digest[:29]}",
            "created": int(time.time()),
            "model": MODELS[model],
            "service_tier": "default",
            "system_fingerprint": "fp_standin001",
        }

    def reply(self) -> dict[str, Any]:
        """The whole completion."""
        choices = [
            {"index": index, "message": answer.message(), "logprobs": None,
             "finish_reason": answer.finish_reason}
            for index, answer in enumerate(self.answers)
        ]
        return {**self.head, "object": "chat.completion", "choices": choices, "usage": self.usage()}

    def chunks(self) -> Iterator[dict[str, Any]]:
        """The same as a stream; several choices come in turn, as the real API mixes them."""
        options = self.request.get("stream_options")
        with_usage = isinstance(options, dict) and bool(options.get("include_usage"))
        # With usage asked for, every chunk but the last says that it has none.
        usage = {"usage": None} if with_usage else {}

        def chunk(choices: list[dict[str, Any]]) -> dict[str, Any]:
            return {**self.head, "object": "chat.completion.chunk", "choices": choices, **usage}

        streams = [self._deltas(index, answer) for index, answer in enumerate(self.answers)]
        for choices in itertools.zip_longest(*streams):
            for choice in filter(None, choices):
                yield chunk([choice])
        if with_usage:
            yield {**chunk([]), "usage": self.usage()}

    def _deltas(self, index: int, answer: stand_in_model.Answer) -> Iterator[dict[str, Any]]:
        def choice(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
            return {"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}

        yield choice({"role": "assistant", "content": "" if answer.text else None, "refusal": None})
        for piece in stand_in_model.tokens(answer.text):
            yield choice({"content": piece})
        for position, call in enumerate(answer.tool_calls):
            name = call["function"]["name"]
            yield choice({"tool_calls": [
                {**call, "index": position, "function": {"name": name, "arguments": ""}}
            ]})
            for piece in stand_in_model.tokens(call["function"]["arguments"]):
                yield choice({"tool_calls": [{"index": position, "function": {"arguments": piece}}]})
        yield choice({}, answer.finish_reason)

    def usage(self) -> dict[str, Any]:
        """Counts tokens; a long prompt counts as cached in steps of 128, as with the real API."""
        sent = stand_in_model.prompt_token_count(self.messages)
        answered = sum(answer.token_count for answer in self.answers)
        cached = sent // 128 * 128 if sent >= 1024 else 0
        return {
            "prompt_tokens": sent, "completion_tokens": answered, "total_tokens": sent + answered,
            "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0, "audio_tokens": 0,
                "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
            },
        }


def _asked_for(status: int) -> APIError:
    if status == 429:
        message = "Rate limit reached for requests. Please try again in 1s."
        return APIError(429, message, kind="requests", code="rate_limit_exceeded", retry_after=1)
    if not 400 <= status <= 599:
        return APIError(400, f"{status} is not the HTTP status of an error.")
    phrase = next((s.phrase for s in HTTPStatus if s == status), "Unknown")
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return APIError(status, f"You asked for this: {phrase}", kind=kind)
