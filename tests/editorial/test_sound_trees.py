"""Once a day somebody looks whether the trees are sound; administrators are told, and nothing is mended (row 33)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.core.jobs import jobs
from cms.publishing.worker import Worker
from tests import factories

SOUND = ([], [], [], [], [])


def days_of_a_worker(days: int) -> list[str]:
    """Addresses of all mails of some days in which a worker looks twice an hour; it is another one each time."""
    mail.outbox.clear()
    now = timezone.now()
    for half_hour in range(days * 48):
        with time_machine.travel(now + dt.timedelta(minutes=30 * half_hour), tick=False):
            Worker([job for job in jobs if job.name == "look_at_trees"]).run_due()
    return [address for message in mail.outbox for address in message.to]


def test_sound_trees_are_told_of_to_nobody(cast: factories.Cast, caplog: pytest.LogCaptureFixture) -> None:
    factories.make_case()
    assert (Page.find_problems(), days_of_a_worker(1), caplog.text) == (SOUND, [], "")


@pytest.mark.parametrize("model", [Page, Collection])
def test_broken_tree_is_one_mail_a_day_to_each_administrator_until_somebody_mends_it(
    model: type, cast: factories.Cast, caplog: pytest.LogCaptureFixture
) -> None:
    broken = factories.section("cases") if model is Page else Collection.get_first_root_node()
    model.objects.filter(pk=broken.pk).update(numchild=17)
    assert days_of_a_worker(2) == [cast.network_administrator.email] * 2
    message = mail.outbox[0]
    assert "1 plats" in message.subject
    assert f"{model._meta.label_lower}: wrong number of children: {broken.pk}" in message.body
    assert "manage.py fixtree" in message.body
    assert [record.levelname for record in caplog.records if "fixtree" in record.message] == ["ERROR"] * 2
    assert model.objects.get(pk=broken.pk).numchild == 17, "nothing is mended without a person"
    call_command("fixtree", interactive=False, verbosity=0)
    assert (model.find_problems(), days_of_a_worker(1)) == (SOUND, [])
