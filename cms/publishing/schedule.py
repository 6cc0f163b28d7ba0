"""Scheduled publication and expiry, page by page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.apps import apps
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.core.jobs import JobFailed
from cms.publishing.acting import Author
from cms.publishing.models import JobRun
from cms.publishing.recording import recording

logger = logging.getLogger(__name__)

JOB = "publish_scheduled"


def publish_scheduled() -> None:
    """Take down what has expired and publish what was approved for a time that has come.

    Does what Wagtail's command of the same name does, but one by one: a page that cannot be published is named and
    tried again the next time, and the others do not wait for it.
    """
    failed = [label for label, action in _due() if not _attempt(label, action)]
    if failed:
        raise JobFailed(f"not possible now: {', '.join(failed)}")


def last_run() -> datetime | None:
    """When a worker last looked for what is due; None when none ever has."""
    return JobRun.objects.filter(name=JOB).values_list("started_at", flat=True).first()


def overdue(since: datetime) -> list[Revision]:
    """Approved versions of pages whose time came before `since`, and which are not public yet; the oldest first."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__lt=since).defer("content")
    return list(waiting.order_by("approved_go_live_at", "pk"))


def _due() -> Iterator[tuple[str, Callable[[], object]]]:
    now = timezone.now()
    for model in _draftable_models():
        for item in list(model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            unpublish = partial(item.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
            yield f"expiry of {model._meta.label} {item.pk}", unpublish
    for revision in list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")):
        yield (
            f"publication of revision {revision.pk}",
            partial(revision.publish, log_action="wagtail.publish.scheduled"),
        )


def _draftable_models() -> list[type[DraftStateMixin]]:
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]


def _attempt(label: str, action: Callable[[], object]) -> bool:
    try:
        # The guard judges it: what was scheduled must have been approved.
        with recording(lambda: Author(route="schedule", is_judged=True)):
            action()
    except Exception:
        logger.exception("Failed: %s", label)
        return False
    logger.info("Done: %s", label)
    return True
