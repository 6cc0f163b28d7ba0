"""wagtail-localize's editor with the rows it needs loaded together, however many segments the page has (ADR 38).

Its view asks for the string, the place, the author and the number of each segment one at a time. It is given a
translation that answers from memory instead; the view itself stays theirs.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import StringSegment, StringSegmentQuerySet, StringTranslation, Translation
from wagtail_localize.views import edit_translation as stock


def open_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor of a page that is being translated; None when the page is edited as any other."""
    if request.method != "GET" or page.alias_of_id:
        return None
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source__locale", "source__specific_content_type", "target_locale")
        .first()
    )
    if translation is None:
        return None
    # Buttons, locks, permissions and panels each ask for it: this is where Wagtail's own listings leave it for them.
    prefetch_related_objects([page], _STATES)
    return stock.edit_translation(request, _Translation(translation), page)


_STATES = Prefetch(
    "_specific_workflow_states",
    queryset=WorkflowState.objects.active().select_related("current_task_state__task"),
    to_attr="_current_workflow_states",
)


class _Loaded:
    """Is what it stands for, but for what its class knows better."""

    def __init__(self, original: Any) -> None:
        self._original = original

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)


class _Translation(_Loaded):
    @cached_property
    def source(self) -> Any:
        return _Source(self._original.source)


class _Source(_Loaded):
    @cached_property
    def stringsegment_set(self) -> Any:
        return _Segments(self._original.stringsegment_set)

    @cached_property
    def overridablesegment_set(self) -> Any:
        return self._original.overridablesegment_set.select_related("context")


class _Segments(_Loaded):
    def all(self) -> QuerySet[StringSegment]:
        query = _SegmentQuery(StringSegment, using=self._original.all().db)
        return query.filter(source=self._original.instance).select_related("context", "string")

    def filter(self, *, string_id: int, context_id: int) -> _Number:
        """The serializer of a translation asks so for the segment that it belongs to."""
        return _Number(self._numbers.get((string_id, context_id)))

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        rows = self._original.order_by("-order").values_list("string_id", "context_id", "pk")
        return {(string, context): pk for string, context, pk in rows}


class _Number:
    """A query for one number, answered already."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    def values_list(self, *_columns: str, flat: bool = True) -> _Number:
        return self

    def first(self) -> int | None:
        return self._number


class _SegmentQuery(StringSegmentQuerySet):
    def get_translations(self, locale: Any) -> QuerySet[StringTranslation]:
        people = ("translation_of", "context", "last_translated_by__wagtail_userprofile")
        return super().get_translations(locale).select_related(*people)
