"""`manage.py check` says whether the Elasticsearch that the settings name can be used."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks

pytestmark = pytest.mark.django_db


def warnings() -> list[CheckMessage]:
    return [message for message in run_checks(tags=["engines"]) if message.id == "servicebanken.W010"]


@contextmanager
def node_of_version(version: str) -> Iterator[str]:
    """The address of a server that says it were an Elasticsearch of a version."""

    class Node(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"nodes": {"a": {"version": version}}}).encode()
            self.send_response(200)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing on the console."""

    with HTTPServer(("127.0.0.1", 0), Node) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_one_that_answers_is_well(elasticsearch_url: str, settings: Any):
    settings.ELASTICSEARCH_URL = elasticsearch_url
    assert warnings() == []


def test_one_that_is_away_is_named_without_its_password(settings: Any):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://site:topsecret@127.0.0.1:{nobody.getsockname()[1]}"
        [warning] = warnings()
    assert warning.msg.startswith("Elasticsearch in ELASTICSEARCH_URL does not answer")
    assert "topsecret" not in warning.msg


@pytest.mark.parametrize("version", ["8.19.1", "10.0.0"])
def test_one_of_another_version_is_named(settings: Any, version: str):
    with node_of_version(version) as settings.ELASTICSEARCH_URL:
        [warning] = warnings()
    assert version in warning.msg


def test_without_one_nothing_is_said(settings: Any):
    settings.ELASTICSEARCH_URL = ""
    assert warnings() == []
