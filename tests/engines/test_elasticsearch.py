"""`manage.py check` says whether the Elasticsearch that the settings name can be used."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_httpserver import HTTPServer

pytestmark = pytest.mark.django_db


def warnings() -> list[CheckMessage]:
    return [message for message in run_checks(tags=["engines"]) if message.id == "servicebanken.W010"]


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
def test_one_of_another_version_is_named(httpserver: HTTPServer, settings: Any, version: str):
    answer = {"nodes": {"a": {"version": version}}}
    headers = {"X-Elastic-Product": "Elasticsearch"}
    httpserver.expect_request("/_nodes").respond_with_json(answer, headers=headers)
    settings.ELASTICSEARCH_URL = httpserver.url_for("").rstrip("/")
    [warning] = warnings()
    assert version in warning.msg


def test_without_one_nothing_is_said(settings: Any):
    settings.ELASTICSEARCH_URL = ""
    assert warnings() == []
