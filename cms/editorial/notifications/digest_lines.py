"""Where each section of the digest comes from: logs that are kept anyway, and rows that wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry, get_page_models

from cms.core.models import BasePage
from cms.editorial import guard
from cms.editorial.models import Proposal, TakeDown
from cms.editorial.notifications import texts
from cms.editorial.notifications.due import REMIND_AFTER, due
from cms.editorial.notifications.occasion import WithOutcome
from cms.editorial.notifications.reminders import waiting_steps
from cms.editorial.notifications.table import Event

NOTICE_OF_REVIEW = dt.timedelta(days=30)
WRITTEN = Q(action__in=("wagtail.create", "wagtail.edit", "wagtail.delete"))


@dataclass(frozen=True)
class Period:
    """What happened after `since` and not after `until`."""

    since: dt.datetime
    until: dt.datetime

    def of(self, column: str) -> Q:
        return Q(**{f"{column}__gt": self.since, f"{column}__lte": self.until})


@dataclass(frozen=True)
class Line:
    """One thing: what it is about, when, by whom and why. `what` may depend on the language of the reader."""

    what: Any
    at: dt.datetime | None = None
    by: str = ""
    reason: str = ""

    def text(self) -> str:
        """``- What, 3 mars 2026, Name`` and the reason below it."""
        day = texts.day_of(self.at) if self.at else ""
        first = "- " + ", ".join(texts.one_line(part) for part in (str(self.what), day, self.by) if part)
        return f"{first}\n{texts.quoted(self.reason)}" if self.reason else first


def _overridden(period: Period) -> list[Line]:
    entries = [
        entry
        for model in (PageLogEntry, ModelLogEntry)
        for entry in model.objects.filter(period.of("timestamp"), action=guard.OVERRIDE).select_related("user")
    ]
    entries.sort(key=lambda entry: entry.timestamp)
    return [line_of(entry, entry.data.get("reason", "")) for entry in entries]


def _taken_down(period: Period) -> list[Line]:
    """One line a page, not one a language."""
    rows = TakeDown.objects.filter(period.of("at")).select_related("page", "by").order_by("pk")
    pages = {(row.page.translation_key, row.at.date()): row for row in reversed(rows)}
    return [Line(row.page.title, row.at, texts.name_of(row.by), row.reason) for row in reversed(pages.values())]


def _decided(period: Period) -> list[Line]:
    rows = Proposal.objects.filter(period.of("decided_at"), outcome__in=_DECIDED).select_related("decided_by")
    return [
        Line(WithOutcome(row), row.decided_at, texts.name_of(row.decided_by), row.answer or row.reason)
        for row in rows.order_by("decided_at")
    ]


_DECIDED = (Proposal.Outcome.DONE, Proposal.Outcome.DECLINED)


def _written(app: str) -> Callable[[Period], list[Line]]:
    """Rows of the models of one app, written in the admin. Each row and person once, with the newest day."""

    def lines(period: Period) -> list[Line]:
        entries = ModelLogEntry.objects.filter(WRITTEN, period.of("timestamp"), content_type__app_label=app)
        newest = {
            (entry.content_type_id, entry.object_id, entry.user_id): entry
            for entry in entries.select_related("user", "content_type").order_by("timestamp")
        }
        return [line_of(entry) for entry in newest.values()]

    return lines


def _waits(period: Period) -> list[Line]:
    """What is late, longest first."""
    return [
        Line(page.draft_title or page.title, step.started_at, step.task.name)
        for step, page in waiting_steps()
        if due(step.started_at, REMIND_AFTER) <= period.until
    ]


def _review_due(period: Period) -> list[Line]:
    """Public Swedish pages whose day comes within the notice: each in one digest, when it comes so near."""
    first, last = (timezone.localtime(moment).date() + NOTICE_OF_REVIEW for moment in (period.since, period.until))
    found = [page for model in _page_types() for page in _to_review(model, first, last)]
    return [Line(_Due(page.title, page.review_due_on)) for page in sorted(found, key=lambda page: page.review_due_on)]


@dataclass(frozen=True)
class _Due:
    title: str
    day: dt.date

    def __str__(self) -> str:
        return _("%(title)s, by %(day)s") % {"title": self.title, "day": date_format(self.day, "j F Y")}


def _page_types() -> Iterator[Any]:
    return (model for model in get_page_models() if issubclass(model, BasePage) and not model._meta.abstract)


def _to_review(model: Any, first: dt.date, last: dt.date) -> Any:
    return model.objects.filter(
        live=True, locale__language_code=settings.LANGUAGE_CODE, review_due_on__gt=first, review_due_on__lte=last
    ).only("title", "review_due_on")


def line_of(entry: Any, reason: str = "") -> Line:
    """What a row of a log says."""
    return Line(entry.label, entry.timestamp, texts.name_of(entry.user), reason)


LINES: dict[Event, Callable[[Period], list[Line]]] = {
    Event.NOT_DONE: _waits,
    Event.DECIDED: _decided,
    Event.TAKEN_DOWN: _taken_down,
    Event.OVERRIDDEN: _overridden,
    Event.REGISTER_CHANGED: _written("registers"),
    Event.SEARCH_WORD_CHANGED: _written("search"),
    Event.REVIEW_DUE: _review_due,
}


def register_lines(event: Event, lines: Callable[[Period], list[Line]]) -> None:
    """For what only an app knows of."""
    LINES[event] = lines
