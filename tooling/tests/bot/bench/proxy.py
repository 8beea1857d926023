"""Stand between a client and the emulator, holding both to GitHub's contract."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select

from tests.bot.bench.additions import Additions
from tests.bot.bench.backend import Backend
from tests.bot.bench.calls import Call, Fault, Kind
from tests.bot.bench.contract import Contract, Operation, operation
from tests.bot.bench.graph import PATH
from tests.bot.bench.ledger import Ledger
from tests.bot.bench.replies import Reply, refusal, secondary_limit
from tests.bot.bench.rules import Limits, length_refusal, permission_refusal

MESSAGES = {
    403: "Resource not accessible by integration",
    404: "Not Found",
    409: "Conflict",
    422: "Validation Failed",
}
SILENT = frozenset({Kind.DROPPED_BEFORE, Kind.DROPPED_AFTER, Kind.KILL_BEFORE, Kind.KILL_AFTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who holds a token; `permissions` is None where it may do all that the account may."""

    login: str
    permissions: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, the names of its headers in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def target(self) -> str:
        """Give path and query as they were asked for."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Proxy:
    """The server that a client is told is GitHub, on a free port of this machine."""

    def __init__(self, contract: Contract) -> None:
        self.ledger = Ledger()
        self.limits = Limits()
        self.grants: dict[str, Grant] = {}
        self._contract = contract
        self._server = Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self, backend: Backend) -> None:
        """Begin to answer, before this emulator."""
        self._backend = backend
        self.additions = Additions(backend=backend, advertised=self.url)
        self._thread.start()

    def stop(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def renew(self) -> None:
        """Forget everything but the emulator."""
        self.ledger.forget()
        self.limits = Limits()
        self.additions = Additions(backend=self._backend, advertised=self.url)
        self.grants.clear()

    def answer(self, asked: Asked) -> tuple[Call, Fault | None, Reply]:
        """Answer a request; a fault before the effect leaves the emulator unasked."""
        call, fault = self.ledger.note(
            method=asked.method, path=asked.path, query=asked.query, body=asked.body
        )
        happening = self.ledger.happening(call)
        if happening is not None:
            happening()
        if (asked.method, asked.path) == ("POST", PATH):
            reply = refusal(500, "never asked") if fault and fault.kind.is_before else None
            reply = reply or self._graph(call, asked)
            return call, fault, reply if fault is None else _spoiled(fault, reply)
        wanted = operation(asked.method, asked.path)
        if wanted is None:
            self.ledger.complain(call, ("no operation that the bench knows",), of="request")
            return call, fault, refusal(404, "Not Found")
        problems = self._contract.request_problems(
            wanted, query=asked.query, headers=asked.headers, body=asked.body
        )
        self.ledger.complain(call, problems, of="request")
        if fault is not None and fault.kind.is_before:
            return call, fault, _spoiled(fault, refusal(500, "never asked"))
        reply = (
            refusal(400, "Outside the contract: " + "; ".join(problems))
            if problems
            else self._checked(call, wanted, asked)
        )
        return call, fault, reply if fault is None else _spoiled(fault, reply)

    def _graph(self, call: Call, asked: Asked) -> Reply:
        grant = self.grants.get(asked.headers.get("authorization", "").split(" ")[-1])
        if grant is None:
            return refusal(401, "Bad credentials")
        call.actor = grant.login
        return self.additions.graph(asked.body, grant.login, grant.permissions)

    def _checked(self, call: Call, wanted: Operation, asked: Asked) -> Reply:
        reply = self._effect(call, wanted, asked)
        problems = self._contract.reply_problems(wanted, status=reply.status, body=reply.body)
        self.ledger.complain(call, problems, of="reply")
        if wanted.method == "get" and reply.status == 200:
            reply = reply.tagged(asked.headers.get("if-none-match", "unknown"))
        return replace(reply, headers={**reply.headers, **self.limits.headers()})

    def _effect(self, call: Call, wanted: Operation, asked: Asked) -> Reply:
        token = asked.headers.get("authorization", "").split(" ")[-1]
        grant = self.grants.get(token)
        if grant is None:
            return refusal(401, "Bad credentials" if token else "Requires authentication")
        call.actor = grant.login
        sent = json.loads(asked.body) if asked.body else {}
        sent = sent if isinstance(sent, dict) else {}
        refused = (
            self.limits.refusal(wanted)
            or (grant.permissions is not None and permission_refusal(wanted, grant.permissions))
            or length_refusal(wanted, sent)
            or self.additions.refusal(wanted, sent)
            or self.additions.answer(wanted, asked.query)
        )
        if refused:
            return refused
        body = json.dumps(self.additions.body(wanted, sent)).encode() if sent else asked.body
        reply = self._backend.send(asked.method, asked.target, asked.headers, body)
        return self.additions.mended(wanted, reply)


def _spoiled(fault: Fault, reply: Reply) -> Reply:
    if fault.kind is Kind.EMPTY_LIST:
        return _emptied(reply)
    first = fault.kind.split(" ")[0]
    if first == "limited":
        return secondary_limit(403, fault.retry_after)
    if first == "429":
        return secondary_limit(429, fault.retry_after)
    if first == "502":
        # What stands before GitHub's own servers answers with a page.
        page = {"content-type": "text/html"}
        return Reply(status=502, body=b"<html>Bad gateway</html>", headers=page)
    return refusal(int(first), MESSAGES[int(first)]) if first.isdigit() else reply


def _emptied(reply: Reply) -> Reply:
    if reply.status != 200 or not isinstance(reply.data, list):
        return reply
    headers = {name: value for name, value in reply.headers.items() if name not in {"link", "etag"}}
    return Reply(status=200, body=b"[]", headers=headers)


class Server(ThreadingHTTPServer):
    """The proxy's socket."""

    daemon_threads = True

    def __init__(self, proxy: Proxy) -> None:
        """Take a free port of this machine."""
        self.proxy = proxy
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    # A reply goes out in two writes, which the two ends' delays would else hold up.
    disable_nagle_algorithm = True
    server: Server

    def _answer(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        asked = Asked(method=self.command, path=path, query=query, headers=headers, body=body)
        call, fault, reply = self.server.proxy.answer(asked)
        try:
            self._reply(call, fault, reply)
        except (BrokenPipeError, ConnectionResetError):
            # A client that gave up waiting, or was killed.
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer  # noqa: N815

    def _reply(self, call: Call, fault: Fault | None, reply: Reply) -> None:
        if fault is not None:
            if fault.kill and fault.kind in {Kind.KILL_BEFORE, Kind.KILL_AFTER}:
                fault.kill()
            if fault.kind in SILENT:
                self.close_connection = True
                return
            if fault.kind is Kind.SLOW:
                # Who has hung up waits no longer.
                select([self.connection], [], [], fault.seconds)
            if fault.kind is Kind.TRUNCATED:
                self._send(reply, body=reply.body[: len(reply.body) // 2])
                self.close_connection = True
                return
        # Noted before it is sent: who has the reply may look at once.
        call.status = reply.status
        self._send(reply, body=reply.body)

    def _send(self, reply: Reply, *, body: bytes) -> None:
        self.send_response(reply.status)
        named = {"content-type": "application/json; charset=utf-8", **reply.headers}
        for name, value in named.items():
            self.send_header(name, value)
        if reply.status not in {204, 304}:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the ledger has it all."""
