"""A stand-in for the partnership's sign-in: it knows one reader by a cookie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import BrowserContext

# A browser takes such a cookie from this host alone, encrypted, for the whole of it.
COOKIE = "__Host-escalation_log"
READER = f"{COOKIE}=example-reader"
NOT_IN_THE_GROUP = f"{COOKIE}=example-stranger"
EMAIL = "reader@example.org"
FOUND = b"<a>Found</a>."
# Here a browser that has signed in is given its cookie.
CALLBACK = "/oauth2/callback"
ELSEWHERE = "https://sign-in.example/authorize?state=example"


@dataclass(slots=True)
class SignIn:
    """Where it listens, what it was asked, and what it answers instead, if told to.

    `wanted` are the addresses to which it was told to lead back.
    """

    address: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[Message] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    answer: int | None = None


class _Handler(BaseHTTPRequestHandler):
    """Say who has signed in; answer the sign-in's own pages with a word."""

    sign_in: SignIn

    def do_GET(self) -> None:
        self.sign_in.asked.append(self.path)
        self.sign_in.headers.append(self.headers)
        if self.path == "/oauth2/auth":
            self.send_response(self.sign_in.answer or self._judged())
            self.send_header("X-Auth-Request-Email", EMAIL)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/oauth2/start":
            self.sign_in.wanted.append(self.headers.get("X-Auth-Request-Redirect", ""))
            self.send_response(302)
            self.send_header("Location", ELSEWHERE)
            self.send_header("Content-Length", str(len(FOUND)))
            self.end_headers()
            self.wfile.write(FOUND)
            return
        body = b"Sign in here."
        self.send_response(200 if self.path.startswith("/oauth2/") else 404)
        if self.path == CALLBACK:
            self.send_header("Set-Cookie", f"{READER}; Path=/; Secure; HttpOnly; SameSite=Lax")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

    def _judged(self) -> int:
        conditional = {"If-None-Match", "If-Modified-Since", "Range"} & set(self.headers)
        if conditional:
            return 304
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        match cookie.value if cookie else None:
            case "example-reader":
                return 202
            case "example-stranger":
                return 403
            case _:
                return 401


@contextmanager
def signing_in() -> Iterator[SignIn]:
    """Run the stand-in until the end of the block."""
    sign_in = SignIn()
    handler = type("Handler", (_Handler,), {"sign_in": sign_in})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        sign_in.address = f"127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield sign_in
        server.shutdown()
        thread.join()


def sign_in(context: BrowserContext, address: str) -> None:
    """Have a browser take the cookie of a reader, as it would after signing in."""
    page = context.new_page()
    page.goto(address + CALLBACK.removeprefix("/"))
    page.close()
    (cookie,) = context.cookies()
    assert cookie.get("name") == COOKIE
