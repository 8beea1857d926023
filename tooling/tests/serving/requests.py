"""Requests written byte by byte, as no browser would, and what came back."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass

from tests.serving.nginx import NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent; `status` is 0 where it sent no status line."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes


def send(port: int, data: bytes) -> Answer:
    """Send bytes, and read until the server closes the connection."""
    raw = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(data)
        with suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                raw += piece
    head, _, body = raw.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n").partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    status = int(first.split()[1]) if first.startswith("HTTP/") else 0
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    return Answer(status=status, headers=headers, body=body, raw=raw)


def ask(
    port: int,
    target: str,
    *headers: str,
    method: str = "GET",
    version: str = "HTTP/1.1",
    name: str = NAME,
    body: str = "",
) -> Answer:
    """Send a request for a target exactly as it is written."""
    lines = [f"{method} {target} {version}", f"Host: {name}", "Connection: close", *headers]
    return send(port, ("\r\n".join(lines) + "\r\n\r\n" + body).encode())
