"""Subscribers are told of exactly what concerns them, signed, and without anybody waiting for them."""

from __future__ import annotations

import base64
import datetime as dt
import json
import socket
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError
from wagtail.models import PageViewRestriction

from cms.publishing.models import ContentChange, WebhookDelivery, WebhookSubscription
from cms.publishing.retention import fold_old_changes
from cms.publishing.webhooks import queueing, subscriptions
from tests import factories
from tests.publishing.conftest import Hooks
from tests.publishing.receivers import Receiver, receiving, status, unused_url

pytestmark = pytest.mark.django_db

UPSERT, DELETE = "page.upsert", "page.delete"


class TestMessages:
    def test_says_what_changes_says_and_where_the_page_is(self, hooks: Hooks, receiver: Receiver, client: Client):
        factories.make_webhook(receiver.url)
        case = factories.make_case()
        hooks.deliver()
        [message] = receiver.received
        item = client.get("/api/v2/changes/?cursor=&limit=100").json()["items"][-1]
        address = f"http://testserver/api/v2/pages/{case.pk}/"
        assert message.event == {
            "type": UPSERT,
            "timestamp": item["changed_at"],
            "data": {**item, "detail_url": address},
        }
        assert message.headers["content-type"] == "application/json"
        assert len(message.body) < 1000
        assert client.get(address).json()["title"] == case.title

    def test_signature_holds_for_somebody_elses_code(self, hooks: Hooks, receiver: Receiver):
        _webhook, secret = factories.make_webhook(receiver.url)
        factories.make_case()
        hooks.deliver()
        [message] = receiver.received
        assert Webhook(secret).verify(message.body, message.headers)["type"] == UPSERT
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(message.body.replace(b"upsert", b"delete"), message.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(factories.make_webhook(receiver.url)[1]).verify(message.body, message.headers)

    def test_both_secrets_sign_while_one_replaces_the_other(self, hooks: Hooks, receiver: Receiver):
        webhook, old = factories.make_webhook(receiver.url)
        new = subscriptions.rotate(webhook, by=None, grace=dt.timedelta(days=1))
        factories.make_case()
        hooks.deliver()
        [message] = receiver.received
        assert message.headers["webhook-signature"].count("v1,") == 2
        for secret in (old, new):
            Webhook(secret).verify(message.body, message.headers)
        factories.make_case()
        hooks.deliver_after(dt.timedelta(days=2))
        assert receiver.received[-1].headers["webhook-signature"].count("v1,") == 1

    def test_old_secret_that_leaked_signs_nothing_more(self, hooks: Hooks, receiver: Receiver):
        webhook, old = factories.make_webhook(receiver.url)
        subscriptions.rotate(webhook, by=None)
        factories.make_case()
        hooks.deliver()
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(receiver.received[0].body, receiver.received[0].headers)

    def test_secret_is_in_no_column(self, hooks: Hooks, receiver: Receiver, settings: Any):
        webhook, secret = factories.make_webhook(receiver.url)
        raw = base64.b64decode(secret.removeprefix("whsec_"))
        assert len(raw) == 32
        columns = str(WebhookSubscription.objects.filter(pk=webhook.pk).values().get())
        assert secret.removeprefix("whsec_") not in columns
        assert raw.hex() not in columns

    def test_another_secret_key_is_noticed_before_anything_is_sent(
        self, hooks: Hooks, receiver: Receiver, settings: Any
    ):
        webhook, _secret = factories.make_webhook(receiver.url)
        factories.make_case()
        settings.SECRET_KEY = "another" * 10
        hooks.deliver()
        assert receiver.received == []
        webhook.refresh_from_db()
        assert webhook.last_failure == "secret"
        secret = subscriptions.rotate(webhook, by=None, grace=dt.timedelta(days=7))
        hooks.deliver_after(dt.timedelta(minutes=1))
        [message] = receiver.received
        assert message.headers["webhook-signature"].count("v1,") == 1, "nobody knows the old one"
        assert Webhook(secret)


class TestChoosing:
    def test_begins_at_the_end_of_the_log(self, hooks: Hooks, receiver: Receiver):
        factories.make_case()
        factories.make_webhook(receiver.url)
        hooks.deliver()
        assert receiver.received == []

    @pytest.mark.parametrize(
        ("wanted", "told"),
        [
            ({}, {"case", "english", "method"}),
            ({"page_types": ["bank.CaseStudyPage"]}, {"case", "english"}),
            ({"languages": ["en"]}, {"english"}),
            ({"counties": ["24"]}, {"case", "english"}),
            ({"counties": ["24"], "page_types": ["bank.ResourceArticlePage"]}, set()),
        ],
    )
    def test_only_what_was_asked_for(self, wanted: dict[str, Any], told: set[str], hooks: Hooks, receiver: Receiver):
        factories.make_webhook(receiver.url, **wanted)
        case = factories.make_case(municipality="2421")
        pages = {"case": case, "english": factories.translate_page(case), "method": factories.make_resource()}
        hooks.deliver()
        assert {page for _event, page in receiver.events} == {pages[name].pk for name in told}

    def test_page_that_leaves_the_county_is_withdrawn_for_those_who_know_it(self, hooks: Hooks, receiver: Receiver):
        factories.make_webhook(receiver.url, counties=["24"])
        case = factories.make_case(municipality="2421")
        hooks.deliver()
        for code in ("1480", "0180", "2421"):
            case.municipality = factories.municipality(code)
            case.save_revision().publish()
            hooks.deliver()
        assert receiver.events == [(UPSERT, case.pk), (DELETE, case.pk), (UPSERT, case.pk)]

    def test_page_that_was_never_in_the_county_is_not_mentioned(self, hooks: Hooks, receiver: Receiver):
        factories.make_webhook(receiver.url, counties=["24"])
        elsewhere = factories.make_case(municipality="1480")
        hooks.deliver()
        elsewhere.unpublish()
        hooks.deliver()
        assert receiver.received == []

    def test_page_of_the_first_copy_is_withdrawn_too(self, hooks: Hooks, receiver: Receiver):
        case, elsewhere = factories.make_case(municipality="2421"), factories.make_case(municipality="1480")
        factories.make_webhook(receiver.url, counties=["24"])
        for page in (case, elsewhere):
            page.delete()
        hooks.deliver()
        assert receiver.events == [(DELETE, case.pk)]

    def test_closed_page_is_withdrawn(self, hooks: Hooks, receiver: Receiver):
        case = factories.make_case()
        factories.make_webhook(receiver.url)
        PageViewRestriction.objects.create(page=case, restriction_type="login")
        hooks.deliver()
        assert receiver.events == [(DELETE, case.pk)]

    @pytest.mark.parametrize(
        ("name", "values"), [("counties", ["14"]), ("languages", ["en"]), ("page_types", ["network.EventPage"])]
    )
    def test_other_filters_forget_no_page(self, name: str, values: list[str], hooks: Hooks, receiver: Receiver):
        case = factories.make_case(municipality="2421")
        webhook, _secret = factories.make_webhook(receiver.url, counties=["24"])
        setattr(webhook, name, values)
        webhook.save()
        subscriptions.changed(webhook, was_active=True)
        case.unpublish()
        hooks.deliver()
        assert receiver.events == [(DELETE, case.pk)]


class TestTheLog:
    def test_transaction_that_is_rolled_back_tells_nothing(self, hooks: Hooks, receiver: Receiver):
        factories.make_webhook(receiver.url)
        with transaction.atomic():
            factories.make_case()
            transaction.set_rollback(True)
        hooks.deliver()
        assert receiver.received == []

    def test_publishing_takes_no_step_more_and_no_network(self, hooks: Hooks, monkeypatch: pytest.MonkeyPatch):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                factories.make_case()
            return len(captured)

        queries()
        before = queries()
        for _number in range(3):
            factories.make_webhook(unused_url())
        monkeypatch.setattr(socket, "socket", None)
        assert queries() == before
        assert not WebhookDelivery.objects.exists()

    def test_folding_loses_no_message(self, hooks: Hooks, receiver: Receiver):
        case = factories.make_case()
        webhook, _secret = factories.make_webhook(receiver.url)
        case.title = "Ett nytt namn"
        case.save_revision().publish()
        queueing.queue_messages()
        case.unpublish()
        ContentChange.objects.update(changed_at=timezone.now() - dt.timedelta(days=800))
        assert fold_old_changes() > 0
        hooks.deliver()
        assert receiver.events == [(UPSERT, case.pk), (DELETE, case.pk)]
        assert WebhookSubscription.objects.get(pk=webhook.pk).read_to == ContentChange.objects.latest("pk").pk

    def test_reading_the_same_rows_again_makes_no_second_message(self, hooks: Hooks, receiver: Receiver):
        webhook, _secret = factories.make_webhook(receiver.url)
        start = webhook.read_to
        factories.make_case()
        hooks.deliver()
        WebhookSubscription.objects.update(read_to=start)
        hooks.deliver()
        [first] = [one.headers["webhook-id"] for one in receiver.received]
        WebhookDelivery.objects.all().delete()
        WebhookSubscription.objects.update(read_to=start)
        hooks.deliver()
        assert receiver.received[1].headers["webhook-id"] == first, "the receiver can tell that it has had it"

    def test_long_log_is_read_a_step_at_a_time(self, hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(queueing, "AT_ONCE", 2)
        factories.make_webhook(receiver.url)
        cases = [factories.make_case() for _number in range(5)]
        assert [queueing.queue_messages() for _step in range(4)] == [2, 2, 1, 0]
        hooks.deliver()
        assert sorted(receiver.events) == [(UPSERT, case.pk) for case in cases]

    def test_subscriber_with_enough_waiting_gets_no_more_until_some_is_gone(
        self, hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(queueing, "MOST_WAITING", 1)
        factories.make_webhook(receiver.url)
        first, second = factories.make_case(), None
        queueing.queue_messages()
        second = factories.make_case()
        assert queueing.queue_messages() == 0
        hooks.deliver()
        hooks.deliver()
        assert receiver.events == [(UPSERT, first.pk), (UPSERT, second.pk)]


class TestPausing:
    def test_pause_loses_nothing(self, hooks: Hooks, receiver: Receiver):
        webhook, _secret = factories.make_webhook(receiver.url)
        waiting = factories.make_case()
        queueing.queue_messages()
        WebhookSubscription.objects.update(is_active=False)
        later = factories.make_case()
        hooks.deliver_after(dt.timedelta(days=3))
        assert receiver.received == []
        webhook.refresh_from_db()
        webhook.is_active = True
        webhook.save()
        subscriptions.changed(webhook, was_active=False)
        hooks.deliver()
        assert sorted(receiver.events) == [(UPSERT, waiting.pk), (UPSERT, later.pk)]

    def test_gone_pauses_until_somebody_lets_it_go_on(self, hooks: Hooks):
        with receiving(status(410), status(204)) as receiver:
            webhook, _secret = factories.make_webhook(receiver.url)
            case = factories.make_case()
            hooks.deliver()
            hooks.deliver_after(dt.timedelta(days=2))
            webhook.refresh_from_db()
            assert (webhook.is_active, webhook.last_failure, len(receiver.received)) == (False, "gone", 1)
            webhook.is_active = True
            webhook.save()
            subscriptions.changed(webhook, was_active=False)
            hooks.deliver()
            assert receiver.events == [(UPSERT, case.pk)] * 2


def test_message_that_tests_is_sent_once_also_while_paused(hooks: Hooks):
    with receiving(status(500)) as receiver:
        webhook, _secret = factories.make_webhook(receiver.url, is_active=False)
        delivery = subscriptions.send_test(webhook, by=None)
        hooks.deliver()
        hooks.deliver_after(dt.timedelta(hours=2))
        [message] = receiver.received
        assert json.loads(message.body)["type"] == "test"
        delivery.refresh_from_db()
        assert (delivery.state, delivery.failure) == ("dead", "status")
        assert WebhookSubscription.objects.with_counts().get().dead == 0, "a test is nothing to send again"
