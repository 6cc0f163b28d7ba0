"""The example receiver, run as partners run it, with real messages from a real worker's steps."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from cms.publishing.models import WebhookAttempt, WebhookSubscription
from cms.publishing.recording import catch_up
from cms.publishing.webhooks import signing
from cms.publishing.webhooks.queueing import queue_messages
from cms.publishing.webhooks.sending import Sender
from cms.settings.env import ROOT
from tests import factories

EXAMPLES = ROOT / "docs" / "examples"
SECRET_FOR_NOBODY = "whsec_" + "A" * 43 + "="


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    spec = importlib.util.spec_from_file_location("webhook_example", EXAMPLES / "webhook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wait_for(condition: Any, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not (done := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(done)


@pytest.fixture
def running(live_server: Any, settings: Any, tmp_path: Path, transactional_db: None) -> Iterator[Any]:
    """The example as a process of its own, with a webhook that leads to it."""
    settings.BASE_URL = live_server.url
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    factories.build_world()
    catch_up()
    webhook, secret = factories.make_webhook("http://127.0.0.1:1/", counties=["24"])
    command = [sys.executable, "-S", EXAMPLES / "webhook.py", f"{live_server.url}/api/v2/", tmp_path, "--county", "24"]
    process = subprocess.Popen(
        [*command, "--port", "0"], env={**os.environ, "WEBHOOK_SECRET": secret}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    assert process.stdout.readline().endswith("change(s)\n"), "the first copy is made"
    WebhookSubscription.objects.filter(pk=webhook.pk).update(url=address)
    yield address
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def deliver() -> None:
    catch_up()
    queue_messages()
    Sender().send_due(patience=20)


def test_copy_follows_messages(running: str, tmp_path: Path, client: Any):
    case = factories.make_case(municipality="2421")
    kept = tmp_path / "pages" / f"{case.pk}.json"
    deliver()
    assert list(WebhookAttempt.objects.values_list("status", flat=True)) == [204]
    assert wait_for(kept.exists)
    assert json.loads(kept.read_bytes()) == client.get(f"/api/v2/pages/{case.pk}/").json()
    case.unpublish()
    deliver()
    assert wait_for(lambda: not kept.exists())


@pytest.mark.parametrize(
    "headers", [{}, {"webhook-id": "msg_1", "webhook-signature": "v1,x", "webhook-timestamp": "1"}]
)
def test_message_of_somebody_else_is_refused(running: str, headers: dict[str, str]):
    connection = http.client.HTTPConnection(urlsplit(running).netloc, timeout=20)
    connection.request("POST", "/", body=b"{}", headers=headers)
    assert connection.getresponse().status == 401
    connection.close()


class TestVerifying:
    BODY = b'{"type":"test"}'

    def test_own_signature_among_several(self, example: ModuleType):
        now, seeds = timezone.now(), [signing.new_seed(), signing.new_seed()]
        headers = signing.signed_headers("msg_1", now, self.BODY, seeds)
        for seed in seeds:
            example.verify(signing.secret_of(seed), headers, self.BODY)

    @pytest.mark.parametrize(
        ("late", "changes", "body"),
        [
            (400, {}, BODY),
            (-400, {}, BODY),
            (0, {}, BODY + b" "),
            (0, {"webhook-id": "msg_2"}, BODY),
            (0, {"webhook-timestamp": "soon"}, BODY),
            (0, {"webhook-signature": ""}, BODY),
            (0, {"webhook-signature": "v1,å"}, BODY),
        ],
    )
    def test_what_is_not_exactly_right_is_refused(
        self, late: int, changes: dict[str, str], body: bytes, example: ModuleType
    ):
        now, seed = timezone.now(), signing.new_seed()
        headers = {**signing.signed_headers("msg_1", now, self.BODY, [seed]), **changes}
        with pytest.raises(example.NotGenuine):
            example.verify(signing.secret_of(seed), headers, body, now=now.timestamp() + late)

    def test_another_secret_is_refused(self, example: ModuleType):
        headers = signing.signed_headers("msg_1", timezone.now(), self.BODY, [signing.new_seed()])
        with pytest.raises(example.NotGenuine):
            example.verify(SECRET_FOR_NOBODY, headers, self.BODY)
