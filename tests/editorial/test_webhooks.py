"""Webhooks in the admin: a network administrator makes, watches, tests, pauses and ends them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from standardwebhooks import Webhook
from wagtail.models import ModelLogEntry

from cms.publishing.models import ContentChange, WebhookAttempt, WebhookDelivery, WebhookSubscription
from cms.publishing.webhooks import signing
from tests import factories
from tests.editorial.page_forms import soup_of
from tests.editorial.test_api_keys import admin, form_of, secret_in  # noqa: F401  the fixture

URL = "https://receiver.example/hook?token=hemlig-text"
NEW = {"label": "Webben", "organisation": "Storumans kommun", "contact_email": "webb@example.org", "url": URL}


@pytest.fixture
def webhook(site: factories.Tree) -> WebhookSubscription:
    return factories.make_webhook(URL)[0]


def delivery_of(webhook: WebhookSubscription, **values: Any) -> WebhookDelivery:
    number = WebhookDelivery.objects.count()
    values = {"message_id": f"msg_{number}", "event": "page.upsert", "page_id": number + 1, "body": "{}", **values}
    return WebhookDelivery.objects.create(subscription=webhook, give_up_at=timezone.now(), **values)


def page_of(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"webhooksubscription:{name}", args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", soup_of(answer).get_text(" "))


class TestMaking:
    def test_secret_is_shown_once_and_signs(self, admin: Client, cast: factories.Cast):  # noqa: F811
        newest = ContentChange.objects.latest("pk").pk
        answer = form_of(admin, reverse("webhooksubscription:add"), **NEW, counties=["24", "25"], is_active="on")
        assert "no-store" in answer["Cache-Control"]
        secret = secret_in(answer)
        webhook = WebhookSubscription.objects.get()
        assert (webhook.created_by, webhook.counties, webhook.page_types) == (
            cast.network_administrator,
            ["24", "25"],
            [],
        )
        assert webhook.read_to >= newest
        headers = signing.signed_headers("msg_1", timezone.now(), b'{"a":1}', [webhook.seed])
        assert Webhook(secret).verify(b'{"a":1}', headers) == {"a": 1}
        for name, args in (("index", []), ("edit", [webhook.pk]), ("history", [webhook.pk]), ("rotate", [webhook.pk])):
            page = admin.get(reverse(f"webhooksubscription:{name}", args=args)).content.decode()
            assert secret not in page
            assert webhook.seed not in page

    @pytest.mark.parametrize(
        "url",
        [
            "http://receiver.example/",
            "https://receiver.example:8443/",
            "https://anna:hemligt@receiver.example/",
            "https://127.0.0.1/",
            "https://10.0.0.8/",
            "https://[::1]/",
            "https://[fe80::1]/",
            "https://169.254.169.254/latest/meta-data/",
            "ftp://receiver.example/",
            "receiver",
            "https://" + "a" * 500,
        ],
    )
    def test_address_that_can_never_be_right_is_refused(self, url: str, admin: Client, site: Any):  # noqa: F811
        answer = form_of(admin, reverse("webhooksubscription:add"), **{**NEW, "url": url})
        assert answer.status_code == 200
        assert not WebhookSubscription.objects.exists()

    @pytest.mark.parametrize("wrong", [{"counties": ["99"]}, {"page_types": ["core.User"]}, {"languages": ["fi"]}])
    def test_filter_that_does_not_exist_is_refused(
        self,
        wrong: dict[str, Any],
        admin: Client,  # noqa: F811
        site: Any,
    ):
        assert form_of(admin, reverse("webhooksubscription:add"), **NEW, **wrong).status_code == 200
        assert not WebhookSubscription.objects.exists()


class TestKeeping:
    def test_list_tells_how_each_is_doing_and_hides_what_may_be_secret(
        self,
        admin: Client,  # noqa: F811
        webhook: WebhookSubscription,
    ):
        for state in ("waiting", "waiting", "dead", "delivered"):
            delivery_of(webhook, state=state)
        delivery_of(webhook, state="dead", event="test")
        succeeded = timezone.now().replace(year=2026, month=11, day=3, hour=12)
        WebhookSubscription.objects.update(failures=4, last_failure="time_out", succeeded_at=succeeded)
        [row] = soup_of(admin.get(reverse("webhooksubscription:index"))).select("tbody tr")
        cells = [re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row.select("td")]
        assert cells[-3:] == ["4", "2", "1"]
        assert "https://receiver.example/hook" in cells
        assert "2026-11-03" in " ".join(cells)
        assert "hemlig-text" not in row.get_text()

    def test_pausing_and_going_on(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        url = reverse("webhooksubscription:edit", args=[webhook.pk])
        waiting = delivery_of(webhook, due_at=timezone.now() + dt.timedelta(hours=5))
        shown = {**NEW, "counties": []}
        assert admin.post(url, shown).status_code == 302
        webhook.refresh_from_db()
        assert webhook.state == "paused"
        assert admin.post(url, {**shown, "is_active": "on"}).status_code == 302
        webhook.refresh_from_db()
        waiting.refresh_from_db()
        assert webhook.state == "active"
        assert waiting.due_at <= timezone.now(), "what waited is due"

    def test_changing_leaves_what_the_worker_has_written(
        self,
        admin: Client,  # noqa: F811
        webhook: WebhookSubscription,
        monkeypatch: pytest.MonkeyPatch,
    ):
        clean = WebhookSubscription.clean

        def meanwhile(self: WebhookSubscription) -> None:
            WebhookSubscription.objects.filter(pk=self.pk).update(read_to=123_456)
            clean(self)

        monkeypatch.setattr(WebhookSubscription, "clean", meanwhile)
        url = reverse("webhooksubscription:edit", args=[webhook.pk])
        assert admin.post(url, {**NEW, "label": "Nytt namn", "is_active": "on"}).status_code == 302
        webhook.refresh_from_db()
        assert (webhook.label, webhook.read_to) == ("Nytt namn", 123_456)

    def test_deleting(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        delivery_of(webhook)
        assert admin.post(reverse("webhooksubscription:delete", args=[webhook.pk])).status_code == 302
        assert not WebhookSubscription.objects.exists()
        assert not WebhookDelivery.objects.exists()


def test_new_secret_and_how_long_the_old_one_signs(admin: Client, webhook: WebhookSubscription):  # noqa: F811
    url = reverse("webhooksubscription:rotate", args=[webhook.pk])
    answer = form_of(admin, url, grace_days="7")
    assert "no-store" in answer["Cache-Control"]
    before, secret = webhook.seed, secret_in(answer)
    webhook.refresh_from_db()
    assert (signing.secret_of(webhook.seed), webhook.previous_seed) == (secret, before)
    assert form_of(admin, url, grace_days="30").status_code == 200
    form_of(admin, url, grace_days="0")
    webhook.refresh_from_db()
    assert webhook.previous_seed == ""


class TestSending:
    def test_test_event_is_left_to_the_worker(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        answer = form_of(admin, reverse("webhooksubscription:test", args=[webhook.pk]))
        assert answer.status_code == 302
        delivery = WebhookDelivery.objects.get()
        assert (delivery.event, delivery.state, delivery.attempts) == ("test", "waiting", 0)
        assert admin.get(answer.url).status_code == 200

    def test_log_shows_answers(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        delivery = delivery_of(webhook, state="dead", failure="status")
        WebhookAttempt.objects.create(delivery=delivery, milliseconds=12, status=503, answer="<b>Stängt</b>")
        text = page_of(admin, "deliveries", webhook.pk)
        assert "503 (12 ms)" in text
        assert "<b>Stängt</b>" in text, "as text"
        assert "hemlig-text" not in text

    def test_one_and_all_can_be_sent_again(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        first, *others = [delivery_of(webhook, state="dead") for _number in range(3)]
        delivered = delivery_of(webhook, state="delivered")
        url = reverse("webhooksubscription:deliveries", args=[webhook.pk])
        admin.post(url, {"delivery": first.pk})
        states = dict(WebhookDelivery.objects.values_list("pk", "state"))
        assert [states[one.pk] for one in (first, *others)] == ["waiting", "dead", "dead"]
        admin.post(url)
        states = dict(WebhookDelivery.objects.values_list("pk", "state"))
        assert [states[one.pk] for one in (first, *others, delivered)] == ["waiting"] * 3 + ["delivered"]

    @pytest.mark.parametrize("wrong", ["x", "0", "99999999999999999999999", "999999"])
    def test_event_that_does_not_exist_sends_nothing(self, wrong: str, admin: Client, webhook: Any):  # noqa: F811
        delivery_of(webhook, state="dead")
        url = reverse("webhooksubscription:deliveries", args=[webhook.pk])
        assert admin.post(url, {"delivery": wrong}).status_code == 302
        assert WebhookDelivery.objects.get().state == "dead"

    def test_somebody_elses_event_is_not_sent(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        other = delivery_of(factories.make_webhook(URL)[0], state="dead")
        admin.post(reverse("webhooksubscription:deliveries", args=[webhook.pk]), {"delivery": other.pk})
        other.refresh_from_db()
        assert other.state == "dead"

    def test_history_tells_who_did_what(self, admin: Client, webhook: WebhookSubscription):  # noqa: F811
        delivery_of(webhook, state="dead")
        form_of(admin, reverse("webhooksubscription:rotate", args=[webhook.pk]), grace_days="1")
        form_of(admin, reverse("webhooksubscription:test", args=[webhook.pk]))
        admin.post(reverse("webhooksubscription:deliveries", args=[webhook.pk]))
        actions = {entry.action for entry in ModelLogEntry.objects.for_instance(webhook)}
        assert actions == {
            "wagtail.create",
            "servicebanken.webhook_rotated",
            "servicebanken.webhook_tested",
            "servicebanken.webhook_replayed",
        }
        page_of(admin, "history", webhook.pk)


@pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "member", "stranger"])
def test_others_cannot_touch_webhooks(role: str, cast: factories.Cast, client: Client, webhook: WebhookSubscription):
    client.force_login(getattr(cast, role))
    before = WebhookSubscription.objects.values().get()
    for name in ("index", "add", "edit", "rotate", "test", "deliveries", "delete", "history"):
        url = reverse(f"webhooksubscription:{name}", args=[] if name in ("index", "add") else [webhook.pk])
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, {**NEW, "grace_days": "0"}).status_code in (302, 403, 405)
    assert WebhookSubscription.objects.values().get() == before
    assert not WebhookDelivery.objects.exists()
