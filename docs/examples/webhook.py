"""Receives webhooks of Servicebanken and keeps a copy in step at once. Nothing but Python 3.11 and mirror.py is needed.

    export WEBHOOK_SECRET=whsec_...
    python webhook.py https://servicebanken.example/api/v2/ copy --county 24 --port 8080

Every message whose signature holds makes mirror.py read ``changes/`` on from where it was. So a message that is lost,
doubled or late does no harm: what is done does not depend on what a message says. Put a proxy with TLS in front, and
keep the line in cron as well, for the day when no message comes.

To use only the check of signatures, copy ``verify``.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import os
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

from mirror import CannotSync, Mirror

TOLERANCE_SECONDS = 5 * 60
LARGEST_MESSAGE = 64 * 1024
PAUSE_AFTER_FAILURE = 30
PATIENCE_SECONDS = 10


class NotGenuine(Exception):
    """The message does not come from the bank, or is an old one that somebody sends again."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> None:
    """NotGenuine unless one of the signatures was made with the secret, over exactly these bytes, a short while ago.

    While a secret is being replaced a message has several signatures, of which one will be yours.
    """
    message, timestamp = headers.get("webhook-id") or "", headers.get("webhook-timestamp") or ""
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise NotGenuine("no time")
    if abs((time.time() if now is None else now) - int(timestamp[:12])) > TOLERANCE_SECONDS:
        raise NotGenuine("too old, or one of the clocks is wrong")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join((message.encode(), timestamp.encode(), body))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = (headers.get("webhook-signature") or "").split()
    # All are compared, each in the same time whether it is nearly right or not at all.
    matches = [hmac.compare_digest(f"v1,{expected}".encode(), one.encode()) for one in given]
    if not any(matches):
        raise NotGenuine("no signature fits")


class Receiver(ThreadingHTTPServer):
    """Answers at once; the copy is brought in step afterwards, by `follow`."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], secret: str) -> None:
        super().__init__(address, Handler)
        self.secret, self.something_came = secret, threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Receiver
    timeout = PATIENCE_SECONDS

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length") or ""
        if not (length.isascii() and length.isdigit() and int(length) <= LARGEST_MESSAGE):
            self._answer(413)
            return
        try:
            verify(self.server.secret, self.headers, self.rfile.read(int(length)))
        except NotGenuine:
            self._answer(401)
            return
        self.server.something_came.set()
        self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def follow(mirror: Mirror, something_came: threading.Event) -> None:
    """Bring the copy in step now, and again whenever something has come; several messages are one reason."""
    while True:
        something_came.clear()
        try:
            print(f"{mirror.sync()} change(s)", flush=True)
        except (CannotSync, HTTPError) as error:
            print(error, file=sys.stderr, flush=True)
            time.sleep(PAUSE_AFTER_FAILURE)
            continue
        something_came.wait()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Receive webhooks and keep a copy of Servicebanken in step.")
    parser.add_argument("api", help="such as https://servicebanken.example/api/v2/")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--type", action="append", default=[], help="page type, such as bank.CaseStudyPage; repeatable")
    parser.add_argument("--county", action="append", default=[], help="SCB code, such as 24; repeatable")
    parser.add_argument("--port", type=int, default=8080, help="on 127.0.0.1")
    options = parser.parse_args(arguments)
    secret = os.environ.get("WEBHOOK_SECRET", "")
    if not secret.startswith("whsec_"):
        print("Set WEBHOOK_SECRET to the secret of the webhook.", file=sys.stderr)
        return 1
    server = Receiver(("127.0.0.1", options.port), secret)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Listening on http://127.0.0.1:{server.server_address[1]}/", flush=True)
    follow(Mirror(options.api, options.folder, options.type, options.county), server.something_came)
    return 0


if __name__ == "__main__":
    sys.exit(main())
