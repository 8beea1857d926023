"""A server that gives the answers it was told to give, one after another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer; `cut` is how many of its last bytes stay away, `delay` the seconds before it."""

    status: int = 200
    data: object = None
    text: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    delay: float = 0.0

    @property
    def body(self) -> bytes:
        return json.dumps(self.data).encode() if self.text is None else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A server at `url`; `asked` has the requests so far: method, address, headers and body."""

    url: str
    asked: list[tuple[str, str, Mapping[str, str], bytes]]

    @property
    def lines(self) -> list[str]:
        """The requests by method and address."""
        return [f"{method} {address}" for method, address, _, _ in self.asked]


@contextmanager
def answering(*answers: Answer) -> Iterator[Answering]:
    """Answer on a free port of this machine; what comes after the last answer gets a 500."""
    waiting = iter(answers)
    asked: list[tuple[str, str, Mapping[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            asked.append(
                (
                    self.command,
                    self.path,
                    {name.lower(): text for name, text in self.headers.items()},
                    body,
                )
            )
            answer = next(waiting, Answer(status=500, data={"message": "nothing more to say"}))
            time.sleep(answer.delay)
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body[: len(answer.body) - answer.cut])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            if answer.cut:
                self.close_connection = True

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Answering(url=f"http://127.0.0.1:{server.server_port}", asked=asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
