"""Pictures and files that public documents show: what the log knows, and what is true while it has work left (ADR 22).

While a document is rendered, each file that stands in it is noted, and the note is kept with what the document depends
on. A document that holds therefore vouches for its files. Where one waits for the worker, its page is looked at.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, Model, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.core.dependencies import shown_kind
from cms.core.visibility import gate_of, public_pages
from cms.publishing.models import Dependency, Mark, PublishedDocument
from cms.publishing.rendering import render

MOST_LOOKED_AT = 20
"""Pages rendered to answer for one file. Beyond that a file is not public before the worker has made the documents."""


def ids_shown(model: type[Model]) -> QuerySet:
    """Ids of the files of a model that stand in documents of pages which the caller may see."""
    notes = Dependency.objects.filter(kind=shown_kind(model), document_id__in=public_pages().values("pk"))
    return notes.annotate(file_id=Cast("key", BigIntegerField())).values("file_id")


def shows_now(file: Model) -> bool:
    """Whether a page that the caller may see shows the file: a document that holds says so, or the page itself."""
    noted = (shown_kind(type(file)), str(file.pk))
    documents = Dependency.objects.filter(kind=noted[0], key=noted[1]).values("document_id")
    if public_pages().filter(pk__in=documents).filter(pk__in=_that_hold()).exists():
        return True
    maybe = public_pages().filter(Q(pk__in=documents) | Q(pk__in=_referring_to(file))).exclude(pk__in=_that_hold())
    pages = maybe.select_related("locale").order_by("pk")[:MOST_LOOKED_AT]
    return any(noted in render(page, gate_of(page)).noted for page in pages)


def _that_hold() -> QuerySet:
    """Documents that are the whole truth: nothing in them has changed, and nothing was written past the log."""
    return PublishedDocument.objects.filter(~Exists(Mark.objects.all()), is_stale=False).values("page_id")


def _referring_to(file: Model) -> QuerySet:
    """Where to look when documents are still to be made: a hint of Wagtail's. It may lag, and the page decides."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(type(file)),
        to_object_id=str(file.pk),
    )
    return references.annotate(page_pk=Cast("object_id", BigIntegerField())).values("page_pk")
