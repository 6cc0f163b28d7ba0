"""When what is approved becomes public, in the words of the button, and a warning when nothing does in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from cms.core.views.health import WORKER_IS_LATE_AFTER
from cms.editorial.roles import ENGLISH
from cms.publishing.schedule import last_run, overdue


def goes_live_at(page: Page) -> dt.datetime | None:
    """The time still to come at which the version that waits for approval is to become public; None for at once."""
    state = page.current_workflow_task_state
    if state is None:
        return None
    wanted = Revision.objects.filter(pk=state.revision_id).values_list("content__go_live_at", flat=True).first()
    moment = parse_datetime(wanted) if wanted else None
    return moment if moment is not None and moment > timezone.now() else None


def scheduled(revision_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """Those of the revisions that are approved for a time, and wait for it."""
    waiting = Revision.page_revisions.filter(pk__in=list(revision_ids), approved_go_live_at__isnull=False)
    return dict(waiting.values_list("pk", "approved_go_live_at"))


def moment_in_words(moment: dt.datetime) -> str:
    """Day and time in the time zone of the reader, ``12 dec 09:00``, with the year where it is another than this."""
    here = timezone.localtime(moment)
    day = "j M" if get_language() == ENGLISH else "j b"  # Swedish writes months small
    return date_format(here, f"{day} H:i" if here.year == timezone.localdate().year else f"{day} Y H:i")


def named_for_later(
    actions: Iterable[tuple[str, Any, bool]], moment: dt.datetime | None
) -> list[tuple[str, Any, bool]]:
    """The actions of the last step; what approving does at a later time stands on the button."""
    if moment is None:
        return [*actions]
    when = {"time": moment_in_words(moment)}
    plain, commented = (
        _("Approve and publish %(time)s") % when,
        _("Approve and publish %(time)s, with a comment") % when,
    )
    return [
        (name, (commented if modal else plain) if name == "approve" else label, modal) for name, label, modal in actions
    ]


class SchedulePanel(Component):
    """For everybody who sets times: the worker has not looked for five minutes, or did not manage to publish."""

    name = "schedule"
    order = 40
    template_name = "admin/panels/schedule.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        now, ran = timezone.now(), last_run()
        late = overdue(now - WORKER_IS_LATE_AFTER)
        return {
            "is_late": ran is None or now - ran > WORKER_IS_LATE_AFTER,
            "last_run": moment_in_words(ran) if ran else "",
            "overdue": [
                {"page_id": row.object_id, "title": row.object_str, "at": moment_in_words(row.approved_go_live_at)}
                for row in late
                if row.approved_go_live_at is not None
            ],
        }
