"""Lets the demonstration look as if it had grown over two years instead of in one minute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationLog, TranslationSource

from cms.demo.builder.reading import Entry

MORNING = dt.time(9)
OWNER_GROUP = "editor"


def moment(day: dt.date) -> dt.datetime:
    """Nine in the morning in Stockholm."""
    return timezone.make_aware(dt.datetime.combine(day, MORNING))


def review_of(published: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The page was reviewed when it was published and on each anniversary; the next review comes a year later."""
    years = max(0, today.year - published.year - ((today.month, today.day) < (published.month, published.day)))
    return _years_after(published, years), _years_after(published, years + 1)


def review_fields(entry: Entry) -> dict[str, Any]:
    reviewed_on, due_on = review_of(entry.published, timezone.localdate())
    return {
        "reviewed_on": reviewed_on,
        "review_due_on": due_on,
        "content_owner": Group.objects.filter(name=OWNER_GROUP).first(),
    }


def backdate(page: Page, day: dt.date, *, since: dt.datetime | None = None) -> None:
    """Move what happened to a page to the day it is said to have happened; `since` leaves out what came before."""
    when, happened = moment(day), since or dt.datetime.min.replace(tzinfo=dt.UTC)
    pages = Page.objects.filter(pk=page.pk)
    pages.update(last_published_at=when, latest_revision_created_at=when)
    if since is None:
        pages.update(first_published_at=when)
    Revision.page_revisions.filter(object_id=str(page.pk), created_at__gte=happened).update(created_at=when)
    PageLogEntry.objects.filter(page_id=page.pk, timestamp__gte=happened).update(timestamp=when)
    base = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.filter(base_content_type=base, object_id=str(page.pk), created_at__gte=happened)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=when, finished_at=when)
    states.update(created_at=when)


def backdate_translation(page: Page, day: dt.date) -> None:
    """The same for an English page and its strings."""
    backdate(page, day)
    when = moment(day)
    strings = StringTranslation.objects.filter(locale_id=page.locale_id, context__object_id=page.translation_key)
    strings.update(created_at=when, updated_at=when)
    sources = TranslationSource.objects.filter(object_id=page.translation_key)
    TranslationLog.objects.filter(source__in=sources, locale_id=page.locale_id).update(created_at=when)
    Translation.objects.filter(source__in=sources).update(created_at=when)
    sources.update(created_at=when, last_updated_at=when)


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
