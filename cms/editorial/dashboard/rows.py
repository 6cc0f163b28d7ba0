"""One line of a list of work, whatever the list is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

if TYPE_CHECKING:
    from cms.editorial.claims import Standing


@dataclass(frozen=True)
class Row:
    """A page by number, title and language, what there is to say of it, and what can be done."""

    page_id: int
    title: str
    language: str
    says: tuple[str, ...]
    reason: str = ""
    is_late: bool = False
    links: tuple[tuple[Any, str], ...] = ()
    """(text, address) besides the page itself."""
    can_be_withdrawn: bool = False
    claim: Standing | None = None
    """Of a step that waits for the reader: who has taken it."""

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=(self.page_id,))


def day(moment: dt.datetime | dt.date) -> str:
    """A day in words: ``3 mars 2026``."""
    return date_format(timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment, "DATE_FORMAT")


def name_of(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user is not None else _("nobody in particular")


def in_one_language(name: str) -> str:
    """Names of steps and workflows are stored once and hold both languages: ``Fyra ögon / Four eyes``."""
    swedish, _slash, english = name.partition(" / ")
    return english if english and get_language() == "en" else swedish


def changes_of(page: Page) -> tuple[Any, str]:
    return _("What has changed"), reverse("page_changes", args=(page.pk,))
