"""Receivers that fail, hang, redirect or answer slowly harm nobody but themselves, and lose nothing."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
import trustme
from django.db.models import F
from django.utils import timezone

from cms.publishing.models import WebhookAttempt, WebhookDelivery, WebhookSubscription
from cms.publishing.outgoing.exchange import LONGEST_ANSWER, tls
from cms.publishing.webhooks import courier, queueing, sending, subscriptions
from cms.publishing.webhooks.retention import forget_old_deliveries
from cms.publishing.webhooks.retrying import GIVE_UP_AFTER, LONGEST_WISH, next_attempt
from cms.publishing.webhooks.sending import Sender
from tests import factories
from tests.publishing import receivers
from tests.publishing.conftest import Hooks
from tests.publishing.receivers import Receiver, receiving, status, unused_url

pytestmark = pytest.mark.django_db

UPSERT, DELETE = "page.upsert", "page.delete"


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second instead of five, for tests of what takes too long."""
    carry = courier.carry
    monkeypatch.setattr(sending, "carry", lambda *arguments: carry(*arguments, seconds=1.0))


def last_attempt() -> WebhookAttempt:
    return WebhookAttempt.objects.latest("pk")


class TestRetrying:
    def test_fails_three_times_then_is_delivered_once_in_order_of_the_page(self, hooks: Hooks):
        with receiving(*[status(500)] * 3, status(204)) as receiver:
            factories.make_webhook(receiver.url)
            case = factories.make_case()
            hooks.deliver()
            case.unpublish()
            for minutes in (1, 5, 30):
                hooks.deliver_after(dt.timedelta(minutes=minutes))
            assert receiver.events == [(UPSERT, case.pk)] * 4 + [(DELETE, case.pk)]
            assert len({one.headers["webhook-id"] for one in receiver.received[:4]}) == 1
            assert len({one.headers["webhook-timestamp"] for one in receiver.received}) > 1
        assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {("delivered", 4), ("delivered", 1)}
        statuses = WebhookAttempt.objects.order_by("pk").values_list("status", flat=True)
        assert list(statuses) == [500, 500, 500, 204, 204]

    def test_other_pages_go_on(self, hooks: Hooks):
        with receiving(status(500), status(204)) as receiver:
            factories.make_webhook(receiver.url)
            first = factories.make_case()
            hooks.deliver()
            second = factories.make_case()
            hooks.deliver()
            assert receiver.events == [(UPSERT, first.pk), (UPSERT, second.pk)]

    def test_receiver_that_works_again_gets_what_waited_longest_at_once(self, hooks: Hooks):
        with receiving(*[status(500)] * 7, status(204)) as receiver:
            factories.make_webhook(receiver.url)
            old = factories.make_case()
            for hours in range(7):
                hooks.deliver_after(dt.timedelta(hours=hours))
            # The next pause would be two hours.
            with time_machine.travel(timezone.now() + dt.timedelta(hours=7)):
                new = factories.make_case()
                hooks.deliver()
            assert receiver.events[-2:] == [(UPSERT, new.pk), (UPSERT, old.pk)]

    def test_is_given_up_after_a_day_and_can_be_sent_again(self, hooks: Hooks):
        with receiving(status(500)) as receiver:
            webhook, _secret = factories.make_webhook(receiver.url)
            case = factories.make_case()
            hours = (0, 0.1, 0.5, 1, 2, 4, 8, 16, 25)
            for each in hours:
                hooks.deliver_after(dt.timedelta(hours=each))
            delivery = WebhookDelivery.objects.get()
            assert (delivery.state, delivery.failure, delivery.attempts) == ("dead", "status", len(receiver.received))
            number = len(receiver.received)
            hooks.deliver_after(dt.timedelta(hours=50))
            assert len(receiver.received) == number
            receiver.answers = [status(200)]
            assert subscriptions.replay(webhook, by=None, delivery=delivery.pk) == 1
            hooks.deliver()
            assert receiver.events[-1] == (UPSERT, case.pk)
            assert len({one.headers["webhook-id"] for one in receiver.received}) == 1

    def test_later_message_of_the_page_makes_a_given_up_one_needless(self, hooks: Hooks, receiver: Receiver):
        webhook, _secret = factories.make_webhook(receiver.url)
        case = factories.make_case()
        queueing.queue_messages()
        WebhookDelivery.objects.update(state="dead")
        case.unpublish()
        hooks.deliver()
        assert receiver.events == [(DELETE, case.pk)]
        assert subscriptions.replay(webhook, by=None) == 0, "a page that is gone must not be told as published again"

    def test_pauses_grow_to_about_ten_attempts_in_a_day(self):
        start = now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        attempts = 1
        while (following := next_attempt(now=now, failures=attempts, give_up_at=start + GIVE_UP_AFTER)) is not None:
            assert following > now
            now, attempts = following, attempts + 1
        assert now == start + GIVE_UP_AFTER
        assert 9 <= attempts <= 11

    @pytest.mark.parametrize(
        ("wish", "pause"),
        [
            ("120", dt.timedelta(seconds=120)),
            ("999999999999999", LONGEST_WISH),
            ("Wed, 21 Oct 2099 07:28:00 GMT", LONGEST_WISH),
            ("-5", None),
            ("soon", None),
        ],
    )
    def test_wish_to_be_left_alone_is_granted_within_bounds(self, wish: str, pause: dt.timedelta | None, hooks: Hooks):
        with receiving(status(429, retry_after=wish), status(204)) as receiver:
            webhook, _secret = factories.make_webhook(receiver.url)
            factories.make_case()
            hooks.deliver()
            webhook.refresh_from_db()
            if pause is None:
                assert webhook.not_before is None
                return
            assert abs(webhook.not_before - timezone.now() - pause) < dt.timedelta(seconds=30)
            factories.make_case()
            hooks.deliver()
            assert len(receiver.received) == 1, "other pages wait too"
            hooks.deliver_after(pause + dt.timedelta(minutes=1))
            assert len(receiver.received) == 3


class TestBadReceivers:
    @pytest.mark.parametrize(
        ("answer", "failure"),
        [
            (receivers.hang, "time_out"),
            (receivers.trickle, "time_out"),
            (receivers.garbage, "malformed"),
            (receivers.endless_head, "malformed"),
            (status(404), "status"),
            (status(302, location="http://127.0.0.1:1/elsewhere"), "redirect"),
        ],
    )
    @pytest.mark.usefixtures("in_a_hurry")
    def test_is_a_failure_with_its_reason(self, answer: receivers.Answer, failure: str, hooks: Hooks):
        with receiving(answer) as receiver:
            factories.make_webhook(receiver.url)
            factories.make_case()
            began = time.monotonic()
            hooks.deliver()
            assert time.monotonic() - began < 5
            assert last_attempt().failure == failure
            assert last_attempt().milliseconds < 3000
            assert len(receiver.received) == 1, "no redirect is followed"

    def test_nobody_listens(self, hooks: Hooks):
        factories.make_webhook(unused_url())
        factories.make_case()
        hooks.deliver()
        assert last_attempt().failure == "unreachable"

    @pytest.mark.usefixtures("in_a_hurry")
    def test_long_answer_is_read_no_further_than_it_takes(self, hooks: Hooks):
        with receiving(receivers.endless_body) as receiver:
            factories.make_webhook(receiver.url)
            factories.make_case()
            hooks.deliver()
        assert (last_attempt().failure, last_attempt().answer) == ("", "x" * courier.SHOWN_OF_AN_ANSWER)
        assert LONGEST_ANSWER == 65536

    def test_answer_is_kept_without_what_may_be_secret(self, hooks: Hooks):
        with receiving(status(500, b"no \x00 for token=hemlig-text, hemlig-text!")) as receiver:
            factories.make_webhook(f"{receiver.url}?token=hemlig-text")
            factories.make_case()
            hooks.deliver()
            assert receiver.received[0].path.endswith("?token=hemlig-text")
        assert last_attempt().answer == "no   for …, …!"

    def test_proxies_of_the_environment_are_not_used(
        self, hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, unused_url())
        factories.make_webhook(receiver.url)
        factories.make_case()
        hooks.deliver()
        assert len(receiver.received) == 1

    def test_one_that_hangs_delays_nobody(self, hooks: Hooks, receiver: Receiver):
        with receiving(receivers.hang) as hanging:
            factories.make_webhook(hanging.url)
            factories.make_webhook(receiver.url)
            cases = [factories.make_case() for _number in range(6)]
            queueing.queue_messages()
            began = time.monotonic()
            hooks.sender.send_due(patience=0.5)
            assert time.monotonic() - began < 3, "the worker's other jobs go on"
            hooks.sender.send_due(patience=2)
            assert len(receiver.received) == len(cases)
            WebhookSubscription.objects.filter(url=hanging.url).update(failures=1)
            assert len(hanging.received) <= sending.AT_ONCE_TO_ONE


class TestWorkers:
    def test_message_under_way_is_not_sent_by_another(self, hooks: Hooks):
        with receiving(receivers.hang) as receiver:
            factories.make_webhook(receiver.url)
            case = factories.make_case()
            queueing.queue_messages()
            hooks.sender.send_due(patience=0.2)
            case.unpublish()
            queueing.queue_messages()
            other = Sender()
            other.send_due(patience=0.2)
            assert other._under_way == {}
            assert WebhookDelivery.objects.count() == 2
            receiver.ended.set()

    def test_worker_that_was_killed_loses_nothing(self, hooks: Hooks, receiver: Receiver):
        factories.make_webhook(receiver.url)
        case = factories.make_case()
        queueing.queue_messages()
        # What a worker leaves behind that is killed between claiming a message and its answer.
        leased = timezone.now() + sending.LEASE
        WebhookDelivery.objects.update(attempts=F("attempts") + 1, attempted_at=timezone.now(), due_at=leased)
        hooks.deliver()
        assert receiver.received == []
        hooks.deliver_after(sending.LEASE)
        assert receiver.events == [(UPSERT, case.pk)]
        assert WebhookDelivery.objects.get().state == "delivered"

    def test_answer_that_comes_after_the_message_was_taken_over_changes_nothing(self, hooks: Hooks):
        with receiving(receivers.hang) as receiver:
            factories.make_webhook(receiver.url)
            factories.make_case()
            queueing.queue_messages()
            hooks.sender.send_due(patience=0.2)
            WebhookDelivery.objects.update(attempts=F("attempts") + 1)
            receiver.ended.set()
            hooks.sender.finish()
        assert not WebhookAttempt.objects.exists()
        assert WebhookDelivery.objects.get().state == "waiting"

    def test_worker_that_ends_waits_for_what_is_under_way(self, hooks: Hooks):
        with receiving(receivers.hang) as receiver:
            factories.make_webhook(receiver.url)
            factories.make_case()
            queueing.queue_messages()
            hooks.sender.send_due(patience=0)
            receiver.ended.set()
            hooks.sender.finish()
        assert WebhookAttempt.objects.count() == 1


class TestAddresses:
    @pytest.mark.parametrize(
        "addresses",
        [["10.0.0.8"], ["93.184.216.34", "192.168.1.5"], ["2606:2800:220:1::1", "::1"], ["169.254.169.254"]],
    )
    def test_name_that_leads_inside_is_refused_whatever_else_it_leads_to(
        self, addresses: list[str], hooks: Hooks, settings: Any, monkeypatch: pytest.MonkeyPatch
    ):
        settings.WEBHOOKS_ALLOW_LOOPBACK = False
        factories.make_webhook("https://receiver.example/hook")
        factories.make_case()
        hooks.sender = Sender(resolver=lambda _host, _port: addresses)
        monkeypatch.setattr(socket.socket, "connect", lambda *_arguments: pytest.fail("nothing is connected to"))
        hooks.deliver()
        assert last_attempt().failure == "forbidden"
        assert last_attempt().detail in addresses

    def test_loopback_is_refused_unless_the_setting_allows_it(self, hooks: Hooks, receiver: Receiver, settings: Any):
        factories.make_webhook(receiver.url)
        settings.WEBHOOKS_ALLOW_LOOPBACK = False
        factories.make_case()
        hooks.deliver()
        assert last_attempt().failure == "forbidden"
        assert receiver.received == []

    def test_name_that_is_not_known(self, hooks: Hooks):
        def nothing(_host: str, _port: int) -> list[str]:
            raise socket.gaierror

        factories.make_webhook("https://receiver.example/hook")
        factories.make_case()
        hooks.sender = Sender(resolver=nothing)
        hooks.deliver()
        assert last_attempt().failure == "unresolved"

    @pytest.mark.usefixtures("in_a_hurry")
    def test_resolver_that_hangs_is_left_behind(self, hooks: Hooks):
        with receiving() as never:
            factories.make_webhook("https://receiver.example/hook")
            factories.make_case()
            hooks.sender = Sender(resolver=lambda _host, _port: [str(never.ended.wait(30))])
            began = time.monotonic()
            hooks.deliver()
            assert time.monotonic() - began < 5
            assert last_attempt().failure == "time_out"


class TestSecureConnections:
    @pytest.fixture
    def authority(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
        """A certificate authority that this process trusts for the length of a test."""
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        tls.cache_clear()
        yield authority
        tls.cache_clear()

    @pytest.mark.parametrize(
        ("certified", "failure"), [("receiver.example", ""), ("somebody-else.example", "certificate")]
    )
    def test_goes_to_the_checked_address_and_the_certificate_is_for_the_name(
        self, certified: str, failure: str, authority: trustme.CA, hooks: Hooks, settings: Any
    ):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(certified).configure_cert(context)
        asked = []

        def resolver(host: str, _port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]

        with receiving(tls=context) as receiver:
            settings.WEBHOOKS_PORTS = [receiver.port]
            factories.make_webhook(f"https://receiver.example:{receiver.port}/hook")
            factories.make_case()
            hooks.sender = Sender(resolver=resolver)
            hooks.deliver()
            assert last_attempt().failure == failure
            assert asked == ["receiver.example"], "the name is looked up once"
            if not failure:
                assert receiver.received[0].headers["host"] == f"receiver.example:{receiver.port}"


def test_log_of_deliveries_is_kept_for_a_month(hooks: Hooks, receiver: Receiver):
    factories.make_webhook(receiver.url)
    factories.make_case()
    hooks.deliver()
    with time_machine.travel(timezone.now() + dt.timedelta(days=29)):
        assert forget_old_deliveries() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert forget_old_deliveries() == 1
    assert not WebhookAttempt.objects.exists()
