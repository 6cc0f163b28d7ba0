"""Scheduled publication and expiry happen at their time, and one page's trouble is not another's."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.core.jobs import JobFailed
from cms.publishing.schedule import publish_scheduled
from tests import factories

pytestmark = pytest.mark.django_db


def approve_for_later(page: Page) -> Revision:
    """As the last approval does: the revision waits an hour for its time, and the page stays as it is."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    return revision


def test_approved_page_is_published_when_its_time_has_come(site: factories.Tree):
    page = factories.make_case(published=False)
    approve_for_later(page)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        publish_scheduled()
    page.refresh_from_db()
    assert page.live


def test_page_waits_until_its_time(site: factories.Tree):
    page = factories.make_case(published=False)
    approve_for_later(page)
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        publish_scheduled()
    page.refresh_from_db()
    assert not page.live


def test_publication_that_was_missed_is_caught_up_once(site: factories.Tree):
    page = factories.make_case(published=False)
    approve_for_later(page)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        publish_scheduled()
        page.refresh_from_db()
        first = page.last_published_at
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        publish_scheduled()
    page.refresh_from_db()
    assert first is not None
    assert page.last_published_at == first


def test_expired_page_is_taken_down(site: factories.Tree):
    page = factories.make_case()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_page_that_cannot_be_published_holds_up_no_other(
    site: factories.Tree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    broken, sound = factories.make_case(published=False), factories.make_case(published=False)
    bad_revision = approve_for_later(broken)
    approve_for_later(sound)
    publish = Revision.publish

    def publish_or_fail(self: Revision, **options: object) -> None:
        publish(self, **options)
        if self.pk == bad_revision.pk:
            raise ZeroDivisionError("no")

    monkeypatch.setattr(Revision, "publish", publish_or_fail)
    with (
        time_machine.travel(timezone.now() + timedelta(hours=2)),
        caplog.at_level(logging.ERROR, "cms.publishing"),
        pytest.raises(JobFailed, match=f"revision {bad_revision.pk}$"),
    ):
        publish_scheduled()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.live, sound.live) == (False, True)
    assert f"Failed: publication of revision {bad_revision.pk}" in caplog.text
