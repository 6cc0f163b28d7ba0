"""Pages that need somebody although nobody has sent them: out of date, translations behind, and what was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import get_page_models

from cms.core.models import BasePage, User
from cms.editorial.dashboard.rows import Row, day, name_of
from cms.editorial.guard import roles_of
from cms.editorial.models import Approval
from cms.editorial.roles import ENGLISH, RoleName
from cms.editorial.scheduling import moment_in_words, scheduled

SOON = dt.timedelta(days=60)
A_WEEK = dt.timedelta(days=7)
SEE_ALL = {RoleName.EDITOR.value, RoleName.NETWORK_ADMINISTRATOR.value}


def out_of_date_soon(user: User) -> Any:
    """Public Swedish pages to be reviewed again within 60 days or before today: (id, title, day), the oldest day first.

    A contributor sees their own.
    """
    own = {} if user.is_superuser or SEE_ALL & roles_of(user) else {"owner": user}
    return _of_all_types(
        lambda model: model.objects.filter(
            live=True,
            locale__language_code=settings.LANGUAGE_CODE,
            review_due_on__lte=timezone.localdate() + SOON,
            **own,
        ),
        "review_due_on",
    )


def translations_behind(user: User) -> Any:
    """Public English pages that are older than the Swedish text: (id, title, when the Swedish one was published)."""

    def behind(model: Any) -> QuerySet:
        source = model.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE, live=True
        )
        pages = model.objects.filter(live=True, locale__language_code=ENGLISH)
        return (
            pages.annotate(
                digest=Subquery(source.values("text_digest")[:1]),
                since=Subquery(source.values("last_published_at")[:1]),
            )
            .filter(digest__isnull=False)
            .exclude(text_digest=F("digest"), digest__gt="")
        )

    return _of_all_types(behind, "since")


def approved_this_week(user: User) -> Any:
    """Approvals of the last seven days, the newest first."""
    return (
        Approval.objects.filter(at__gte=timezone.now() - A_WEEK)
        .exclude(ground=Approval.Ground.COMMAND)
        .select_related("page__locale", "by")
        .order_by("-at")
    )


def rows_out_of_date(found: Sequence[Any], user: User) -> list[Row]:
    today = timezone.localdate()
    return [
        Row(
            pk,
            title,
            settings.LANGUAGE_CODE,
            (_("to be reviewed again by %(day)s") % {"day": day(until)},),
            is_late=until < today,
        )
        for pk, title, until in found
    ]


def rows_behind(found: Sequence[Any], user: User) -> list[Row]:
    return [
        Row(pk, title, ENGLISH, (_("the Swedish page was changed %(day)s") % {"day": day(since)},) if since else ())
        for pk, title, since in found
    ]


def rows_approved(found: Sequence[Any], user: User) -> list[Row]:
    says, later = _("approved by %(by)s, %(day)s"), scheduled([row.revision_id for row in found])
    return [
        Row(
            row.page_id,
            row.page.title,
            row.page.locale.language_code,
            (says % {"by": name_of(row.by), "day": day(row.at)}, *_scheduled_for(later.get(row.revision_id))),
            reason=row.reason,
        )
        for row in found
    ]


def _scheduled_for(moment: dt.datetime | None) -> tuple[str, ...]:
    return (_("becomes public %(time)s") % {"time": moment_in_words(moment)},) if moment else ()


def _of_all_types(found: Callable[[Any], QuerySet], column: str) -> Any:
    """(id, title, column) of pages of all types in one question, in rising order of the column."""
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    [first, *others] = [found(model).order_by().values_list("pk", "title", column) for model in models]
    return first.union(*others, all=True).order_by(column, "pk")
