"""The language server that VS Code asks about YAML, spoken to as VS Code speaks to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.bot.bench.parts import Parts

COMPLETING = {"completion": {"completionItem": {"snippetSupport": True}}}
ABLE = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": COMPLETING}


def server_settings(written: Mapping[str, Any]) -> dict[str, Any]:
    """Put the settings of an editor as the server wants them: `yaml.a.b` under `a`, `b`."""
    settings: dict[str, Any] = {"validate": True, "completion": True}
    for name, value in written.items():
        first, *names = name.split(".")
        if first != "yaml":
            continue
        place = settings
        for each in names[:-1]:
            place = place.setdefault(each, {})
        place[names[-1]] = value
    return settings


@dataclass(slots=True)
class LanguageServer:
    """A running server for one folder."""

    folder: Path
    settings: dict[str, Any]
    process: subprocess.Popen[bytes]
    told: dict[str, list[str]] = field(default_factory=dict)
    is_configured: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self) -> None:
        """Open the folder, and tell the server the settings."""
        root = self.folder.as_uri()
        folders = [{"uri": root, "name": "log"}]
        opened = {"processId": None, "rootUri": root, "workspaceFolders": folders}
        self._ask("initialize", {**opened, "capabilities": ABLE})
        self._send(method="initialized", params={})
        settings = {"settings": {"yaml": self.settings}}
        self._send(method="workspace/didChangeConfiguration", params=settings)
        while not self.is_configured:
            self._heed(self._receive())

    def completed(self, file: str, text: str) -> list[str]:
        """Open a text under a file's name; give what may stand at the end of its last line."""
        uri = self._open(file, f"{text}\n")
        lines = text.split("\n")
        end = {"line": len(lines) - 1, "character": len(lines[-1])}
        asked = {"textDocument": {"uri": uri}, "position": end}
        answer = self._ask("textDocument/completion", asked)
        return [each["label"] for each in answer["items"]]

    def faults(self, file: str, text: str) -> list[str]:
        """Open a text under a file's name; give what the server finds wrong with it."""
        return self.told[self._open(file, text)]

    def _open(self, file: str, text: str) -> str:
        uri = (self.folder / file).as_uri()
        self.told.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": next(self._numbers), "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        # It has read the schema once it tells what is wrong, be it nothing.
        while uri not in self.told:
            self._heed(self._receive())
        return uri

    def _ask(self, method: str, params: object) -> Any:
        number = next(self._numbers)
        self._send(id=number, method=method, params=params)
        while True:
            message = self._receive()
            if "method" not in message and message.get("id") == number:
                return message["result"]
            self._heed(message)

    def _heed(self, message: dict[str, Any]) -> None:
        """Answer what the server asks, and keep what it tells of a file."""
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[params["uri"]] = [each["message"] for each in params["diagnostics"]]
        elif message.get("method") == "workspace/configuration":
            asked = (each.get("section") for each in params["items"])
            result = [self.settings if each == "yaml" else {} for each in asked]
            self._send(id=message["id"], result=result)
            self.is_configured = True
        elif "method" in message and "id" in message:
            self._send(id=message["id"], result=None)

    def _send(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        size = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            size = int(value) if name == b"Content-Length" else size
        assert size, "the server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(size))
        return message


@contextmanager
def serving(parts: Parts, folder: Path, settings: Mapping[str, Any]) -> Iterator[LanguageServer]:
    """Run the server on a folder, with the settings of an editor."""
    with subprocess.Popen(
        [parts.node, parts.language_server, "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin"},
    ) as process:
        server = LanguageServer(folder, server_settings(settings), process)
        server.start()
        yield server
        process.kill()
