"""Lets the demonstration look as if it had grown over two years instead of in one minute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

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


def backdate(page: Page, first: dt.date, last: dt.date | None = None) -> None:
    """Move everything that happened to a page to the day it is said to have been published, or changed again."""
    began, ended = moment(first), moment(last or first)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=began, last_published_at=ended, latest_revision_created_at=ended
    )
    revisions = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("pk")
    revisions.update(created_at=began)
    if last:
        Revision.objects.filter(pk=page.live_revision_id).update(created_at=ended)
    PageLogEntry.objects.filter(page_id=page.pk).update(timestamp=began)
    states = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page.pk))
    states.update(created_at=began)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=began, finished_at=began)


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
