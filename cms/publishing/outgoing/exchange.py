"""One HTTP request that is over in time, whatever the other side does.

No redirects, no proxies from the environment, no second look at the name: the connection goes to the address that the
caller has chosen, and TLS is checked against the name. Knows no database and no settings, so that threads may call it.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cms.publishing.outgoing.failures import Failure
from cms.publishing.outgoing.targets import Resolver, Target

KILOBYTE = 1024
LONGEST_REQUEST = 64 * KILOBYTE
LONGEST_ANSWER = 64 * KILOBYTE
"""Head and body together; what comes after is not read."""


class ExchangeFailed(Exception):
    """There was no answer. `detail` is for somebody who looks for the cause."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(failure, detail)
        self.failure, self.detail = failure, detail


@dataclass(frozen=True)
class Answer:
    """What came back: status, the headers, and as much of the body as came in time."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Countdown:
    """Seconds for the whole exchange: name, connection, TLS, request and answer."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """What is left; TimeoutError when that is nothing."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def addresses_of(target: Target, resolver: Resolver, countdown: Countdown) -> list[str]:
    """Numeric addresses of the target's host.

    The system's resolver cannot be told to hurry, so it is asked in a thread that is left behind when it is late.
    """
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=countdown.left())
    except (queue.Empty, TimeoutError):
        raise ExchangeFailed(Failure.TIME_OUT, "resolving the name") from None
    if isinstance(answer, Exception) or not answer:
        raise ExchangeFailed(Failure.UNRESOLVED)
    return list(answer)


def exchange(
    method: str,
    target: Target,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    countdown: Countdown,
) -> Answer:
    """Ask one of the addresses; ExchangeFailed when no whole head of an answer comes in time."""
    if len(body) > LONGEST_REQUEST:
        raise ValueError("the request is too large")
    connection: socket.socket | None = None
    try:
        connection = _connect(target, addresses, countdown)
        return _ask(method, target, headers, body, _Timed(connection, countdown))
    except TimeoutError:
        raise ExchangeFailed(Failure.TIME_OUT) from None
    except ssl.SSLError as error:
        raise ExchangeFailed(Failure.CERTIFICATE, getattr(error, "verify_message", "") or error.reason or "") from None
    except http.client.HTTPException as error:
        raise ExchangeFailed(Failure.MALFORMED, type(error).__name__) from None
    except OSError as error:
        raise ExchangeFailed(Failure.UNREACHABLE, error.strerror or type(error).__name__) from None
    finally:
        if connection is not None:
            connection.close()


@cache
def tls() -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, read once in the life of a process."""
    return ssl.create_default_context()


def _connect(target: Target, addresses: Sequence[str], countdown: Countdown) -> socket.socket:
    """To the first address that answers; each has its share of the time."""
    connection, failed = None, OSError("no address")
    for number, address in enumerate(addresses):
        family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
        attempt = socket.socket(family, socket.SOCK_STREAM)
        try:
            attempt.settimeout(countdown.left() / (len(addresses) - number))
            attempt.connect((address, target.port))
        except OSError as error:
            attempt.close()
            failed = error
        else:
            connection = attempt
            break
    if connection is None:
        raise failed
    if target.scheme != "https":
        return connection
    try:
        connection.settimeout(countdown.left())
        return tls().wrap_socket(connection, server_hostname=target.host)
    except BaseException:
        connection.close()
        raise


def _ask(method: str, target: Target, headers: Mapping[str, str], body: bytes, timed: _Timed) -> Answer:
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = timed
    client.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
    whole = {"Host": target.authority, "Content-Length": str(len(body)), "Connection": "close", **headers}
    for name, value in whole.items():
        client.putheader(name, value)
    client.endheaders(body or None)
    response = client.getresponse()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, _body_of(response))


def _body_of(response: http.client.HTTPResponse) -> bytes:
    """What comes in time. The status is there already and decides, so a body that breaks off is no failure."""
    body = bytearray()
    try:
        while len(body) < LONGEST_ANSWER and (part := response.read1(LONGEST_ANSWER - len(body))):
            body += part
    except (OSError, http.client.HTTPException):
        pass
    return bytes(body)


class _Timed:
    """What ``http.client`` uses of a socket, each step within what is left of the time.

    A time-out of the socket alone would begin anew with every byte, and a receiver that sends one a second would keep
    the thread for ever.
    """

    def __init__(self, connection: socket.socket, countdown: Countdown) -> None:
        self._connection, self._countdown = connection, countdown

    def sendall(self, data: Any) -> None:
        self._connection.settimeout(self._countdown.left())
        self._connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._connection, self._countdown))

    def close(self) -> None:
        """Whoever opened the connection closes it."""


class _Incoming(io.RawIOBase):
    """Bytes from the other side, in time and bounded."""

    def __init__(self, connection: socket.socket, countdown: Countdown) -> None:
        super().__init__()
        self._connection, self._countdown, self._left = connection, countdown, LONGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._left <= 0:
            raise http.client.HTTPException("too long")  # an end here would look like the end of the head
        self._connection.settimeout(self._countdown.left())
        number = self._connection.recv_into(memoryview(buffer)[: self._left])
        self._left -= number
        return number
