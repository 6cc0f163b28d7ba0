"""Mail waits in the database: no action fails because a mail server does, and nothing is lost meanwhile."""

from __future__ import annotations

import datetime as dt
import socket
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from cms.core import mail
from cms.core.jobs import jobs

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    settings.EMAIL_BACKEND = "cms.core.mail.EmailBackend"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": LOCMEM}}


def write(subject: str = "Ett utkast väntar på dig") -> None:
    send_mail(subject, "Hej!", None, ["redaktor@example.org"])


def server_down(settings: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = unused.getsockname()
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": SMTP}}


def server_up(settings: Any) -> None:
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": LOCMEM}}


def state_of_mail(client: Client) -> str:
    return str(client.get("/health/").json()["parts"]["mail"]["state"])


def test_message_waits_until_the_worker_sends_it_once():
    write()
    assert django_mail.outbox == []
    mail.send_waiting()
    mail.send_waiting()
    [message] = django_mail.outbox
    assert (message.subject, message.to) == ("Ett utkast väntar på dig", ["redaktor@example.org"])


def test_message_of_what_was_never_done_is_never_sent():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    mail.send_waiting()
    assert django_mail.outbox == []


def test_server_that_is_down_loses_nothing(settings: Any):
    server_down(settings)
    write()
    mail.send_waiting()
    assert Email.objects.get().status == STATUS.requeued
    server_up(settings)
    mail.send_waiting()
    assert django_mail.outbox == []  # it waits before it tries again
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        mail.send_waiting()
    assert len(django_mail.outbox) == 1


def test_address_that_cannot_be_one_stops_nobody(caplog: pytest.LogCaptureFixture):
    send_mail("Hej", "Hej!", None, ["ingen adress"])
    write()
    mail.send_waiting()
    assert len(django_mail.outbox) == 1
    assert "was not queued" in caplog.text


def test_health_tells_of_mail_that_waits_and_of_mail_given_up(settings: Any, client: Client):
    assert state_of_mail(client) == "ok"
    write()
    assert state_of_mail(client) == "ok"
    Email.objects.update(created=timezone.now() - dt.timedelta(minutes=31))
    assert state_of_mail(client) == "late"
    server_down(settings)
    Email.objects.update(number_of_retries=settings.POST_OFFICE["MAX_RETRIES"])
    mail.send_waiting()
    assert state_of_mail(client) == "failing"


def test_a_day_of_tries():
    office = settings.POST_OFFICE
    assert office["MAX_RETRIES"] * office["RETRY_INTERVAL"] == dt.timedelta(days=1)


def test_old_mail_is_forgotten_with_the_names_in_it():
    write("Gammalt")
    Email.objects.update(created=timezone.now() - dt.timedelta(days=15))
    write("Nytt")
    mail.forget_old()
    assert [message.subject for message in Email.objects.all()] == ["Nytt"]


def test_worker_does_both():
    assert {"send_mail", "forget_old_mail"} <= {job.name for job in jobs}
