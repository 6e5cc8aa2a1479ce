"""A local stand-in for a model API, on Python's standard library alone.

It speaks the chat completions of the OpenAI API over real HTTP/1.1 with keep-alive, plain and
streamed as server-sent events, so that the examples and the tests need no account and no network:

    python examples/model_api.py --port 8000
    export OPENAI_BASE_URL=http://127.0.0.1:8000/v1 OPENAI_API_KEY=sk-anything
    python examples/chat.py

A key must start with `sk-`. What the model says, and how to ask it for trouble, is told in
`stand_in_model.py`.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chat_completion import MODELS, APIError, Completion

LARGEST_BODY = 16 * 1024 * 1024


class ModelServer(ThreadingHTTPServer):
    """Listens, and holds what the handlers share."""

    # The default of 5 refuses connections as soon as a test opens a few at once.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], delay: float, stall_after: int | None) -> None:
        super().__init__(address, Handler)
        self.delay = delay
        self.stall_after = stall_after
        self.request_numbers = itertools.count(1)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is no error of this server."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "model-api"
    disable_nagle_algorithm = True
    server: ModelServer

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, respond: Any) -> None:
        self.request_id = f"req_{next(self.server.request_numbers):032x}"
        try:
            respond()
        except APIError as error:
            self._send_json(error.status, error.body, error.headers)

    def _get(self) -> None:
        self._check_key()
        if self.path != "/v1/models":
            raise self._unknown_path()
        models = [{"id": name, "object": "model", "owned_by": "stand-in"} for name in MODELS]
        self._send_json(200, {"object": "list", "data": models})

    def _post(self) -> None:
        # The body is read before anything is refused: the connection stays usable.
        body = self._read_body()
        self._check_key()
        if self.path != "/v1/chat/completions":
            raise self._unknown_path()
        completion = Completion(_parse(body))
        if completion.request.get("stream"):
            self._send_stream(completion)
        else:
            self._sleep(self.server.delay)
            self._send_json(200, completion.reply())

    def _read_body(self) -> bytes:
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            raise APIError(400, "A request needs a content-length of at most 16 MiB.")
        return self.rfile.read(int(length))

    def _check_key(self) -> None:
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise APIError(401, "You didn't provide an API key.")
        if not key.startswith("sk-"):
            raise APIError(401, f"Incorrect API key provided: {key[:3]}***.", code="invalid_api_key")

    def _unknown_path(self) -> APIError:
        return APIError(404, f"Invalid URL ({self.command} {self.path})")

    def _send_json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self._send_head(status, {
            "content-type": "application/json", "content-length": str(len(body)), **(headers or {}),
        })
        self.wfile.write(body)

    def _send_head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "x-request-id": self.request_id}.items():
            self.send_header(name, value)
        self.end_headers()

    def _send_stream(self, completion: Completion) -> None:
        self._send_head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        asked = completion.trouble
        stall_after = asked.get("stall after", self.server.stall_after)
        for number, chunk in enumerate(completion.chunks()):
            if number == stall_after:
                # Until the client has had enough and closes.
                self.rfile.read(1)
                self.close_connection = True
                return
            if number == asked.get("error after"):
                message = "The server had an error while processing your request."
                self._send_event({"error": {"message": message, "type": "server_error"}})
                break
            if number == asked.get("cut after"):
                self.close_connection = True
                return
            self._sleep(self.server.delay)
            self._send_event(chunk)
        self._send_event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _send_event(self, data: Any) -> None:
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        event = f"data: {text}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet: the examples' own output is what there is to see."""


def _parse(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError as error:
        raise APIError(400, f"We could not parse the JSON body of your request: {error}") from None
    if not isinstance(request, dict):
        raise APIError(400, "The body of a request is a JSON object.")
    return request


def main() -> None:
    """Parses the command line and serves until it is told to stop."""
    parser = argparse.ArgumentParser(description="A local stand-in for a model API.")
    parser.add_argument("--port", type=int, default=8000, help="0 picks a free one (default: 8000)")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS",
                        help="wait this long before each chunk, or before a plain reply")
    parser.add_argument("--stall-after", type=int, metavar="N",
                        help="send N chunks of each stream, then nothing more")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ModelServer(("127.0.0.1", options.port), options.delay, options.stall_after) as server:
        print(f"the model API is listening on {server.base_url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
