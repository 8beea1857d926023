"""A web host that can refuse, send to the sign-in, be gone, or bring another build."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import PATIENCE

GONE = 0
# Somebody is there and never answers.
STUCK = -1
# Nobody is there, and the browser would not find the way.
SIGN_IN = "https://sign-in.example/"


@dataclass
class Gate:
    """What the host does: serves a folder, or answers everything with a status.

    `asked` are the files of the folder that were served, by their addresses, one after another.
    """

    folder: Path
    address: str = ""
    answer: int | None = None
    is_over: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)

    def weight_of(self, asked: Iterable[str]) -> int:
        """Sum up the bytes of files of the folder that were asked for, each as often as it was."""
        return sum((self.folder / each).stat().st_size for each in asked)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, gate: Gate, *args: object) -> None:
        self._gate = gate
        super().__init__(*args)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

    def end_headers(self) -> None:
        """Serve pages as the recipe for nginx does."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        # A browser may have opened the connection before the folder was another.
        self.directory = str(self._gate.folder)
        answer = self._gate.answer
        if answer is None:
            asked = urlsplit(self.path).path.lstrip("/") or "index.html"
            if (self._gate.folder / asked).is_file():
                self._gate.asked.append(asked)
            super().do_GET()
        elif answer == STUCK:
            self._gate.is_over.wait()
        elif answer == GONE:
            self.close_connection = True
        else:
            body = b"<title>Sign in</title>"
            self.send_response(answer)
            if answer == 302:
                self.send_header("Location", SIGN_IN)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


@contextmanager
def gate(folder: Path) -> Iterator[Gate]:
    """Serve a folder until the end of the block."""
    made = Gate(folder=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, made)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        made.address = f"http://127.0.0.1:{server.server_port}/"
        yield made
        made.is_over.set()
        server.shutdown()
        thread.join()


def wait_for(is_so: Callable[[], bool]) -> None:
    """Ask again and again what no event tells."""
    for _ in range(PATIENCE // 100):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("what was waited for did not come")
