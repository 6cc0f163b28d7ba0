"""Real HTTP servers that receive webhooks and purges, each answering as a test says."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    """Notes what comes and answers with what the test has put up: the answers in turn, the last one for ever."""

    server: Receiver

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.note(Received(self.command, self.path, headers, body))
        try:
            answer(self)
        except OSError:
            self.close_connection = True  # the other side has had enough

    do_POST = do_PURGE = handle_one  # noqa: N815  as http.server asks for them

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the parent's name
        """Nothing on the terminal."""


class Receiver(ThreadingHTTPServer):
    """A server on a free port of this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers) or [status(204)]
        self.received: list[Received] = []
        self.ended = threading.Event()
        """Set when the test is over: whoever hangs may go."""
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[tuple[str, int | None]]:
        """(type, page) of each message, in the order they came."""
        return [(one.event["type"], one.event["data"].get("id")) for one in self.received]

    def note(self, request: Received) -> Answer:
        with self._lock:
            self.received.append(request)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up are what these tests are about."""


@contextmanager
def receiving(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that runs inside the block."""
    server = Receiver(*answers)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()


def unused_url() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/hook"


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """A plain answer."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hang(handler: Handler) -> None:
    """No answer until the test is over."""
    handler.server.ended.wait(60)


def trickle(handler: Handler) -> None:
    """An answer a byte at a time, which would take minutes."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        handler.wfile.write(bytes([byte]))
        if handler.server.ended.wait(0.05):
            return


def garbage(handler: Handler) -> None:
    """Something that is no HTTP."""
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def endless_head(handler: Handler) -> None:
    """Headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        handler.wfile.write(f"X-{number % 90}: {'x' * 1000}\r\n".encode())


def endless_body(handler: Handler) -> None:
    """A good status and then more than anybody wants."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _number in range(100_000):
        handler.wfile.write(b"x" * 10_000)
