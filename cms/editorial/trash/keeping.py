"""Puts a page aside in the transaction that deletes it, whichever view or command does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.core.serializers.python import Serializer
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model
from django.db.models.deletion import Collector
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import Translation

from cms.core.models import BasePage
from cms.editorial.models import DeletedPage, DeletedRow
from cms.publishing.acting import who_acts
from cms.publishing.recording import this_recording

MADE_ANEW = {"wagtailsearch", "wagtailadmin", "publishing"}
"""Apps whose rows follow from pages: indexes, who has a form open, and the log, which must know of the deletion."""
NOT_TO_COME_BACK = {"api"}
"""Links that showed a draft to somebody: whoever deletes a page ends them."""

_reason: ContextVar[str] = ContextVar("reason_of_deletion", default="")


class _EveryRow(Collector):
    """Collects what goes with a page as Django does, with nothing deleted unread."""

    def can_fast_delete(self, *_args: Any, **_kwargs: Any) -> bool:
        return False


class _Columns(Serializer):
    """Columns only: rows of a relation between many are collected by themselves."""

    def handle_m2m_field(self, obj: Model, field: Field) -> None:
        return None


@contextmanager
def because(reason: str) -> Iterator[None]:
    """What is deleted inside is kept with this reason."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def keep_what_is_deleted() -> None:
    """Have Wagtail's one action that deletes pages put them aside first. To be called once, when the app starts."""
    delete = DeletePageAction._delete_page

    @wraps(delete)
    def kept(self: DeletePageAction, page: Page, *args: Any, **kwargs: Any) -> Any:
        if isinstance(page.specific, BasePage):  # and not the page that Wagtail welcomes with
            put_aside(page, self.user)
        return delete(self, page, *args, **kwargs)

    DeletePageAction._delete_page = kept


def put_aside(page: Page, user: Any) -> DeletedPage:
    """Copy the page, those below it and all that goes with them. Raises ProtectedError as the deletion would."""
    pages = list(page.get_descendants(inclusive=True).order_by("path").values_list("pk", "translation_key"))
    ids = {pk for pk, _key in pages}
    author = who_acts()
    deleted = DeletedPage.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        title=page.title,
        parent_id=page.get_parent().pk,
        path=page.path,
        url_path=page.url_path,
        number=len(pages),
        translations=list(
            Translation.objects.filter(enabled=True, source__object_id__in=[key for _pk, key in pages]).values_list(
                "pk", flat=True
            )
        ),
        together=this_recording(),
        by_id=getattr(user, "pk", None) or (author.user_id if author else None),
        at=timezone.now(),
        reason=_reason.get() or (author.reason if author else ""),
    )
    DeletedRow.objects.bulk_create(_rows(deleted, ids), batch_size=500)
    return deleted


def _rows(deleted: DeletedPage, ids: set[int]) -> Iterator[DeletedRow]:
    everything = _EveryRow(using=DEFAULT_DB_ALIAS)
    everything.collect(Page.objects.filter(pk__in=ids))
    for model, instances in everything.data.items():
        if model._meta.app_label in MADE_ANEW | NOT_TO_COME_BACK or model is ReferenceIndex:
            continue
        own = [instance for instance in instances if _belongs_to(instance, ids)]
        for row in _Columns().serialize(sorted(own, key=lambda instance: instance.pk)):
            yield DeletedRow(deleted=deleted, model=row["model"], key=str(row["pk"]), fields=row["fields"])


def _belongs_to(instance: Model, ids: set[int]) -> bool:
    """A row of another page that shows a deleted one goes, and stays gone: it is that page's text."""
    for field in instance._meta.local_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            return getattr(instance, field.attname) in ids
    return True
