"""Keeps documents and what they depend on. Everything here is called with the log's lock held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.db.models.functions import Length
from wagtail.models import Page

from cms.core.api_loading import page_types
from cms.core.dependencies import PAGE
from cms.core.models import PersistentId
from cms.publishing.models import Dependency, PublishedDocument
from cms.publishing.rendering import Rendered

IN_ONE_STATEMENT = 500


def store(page: Page, rendered: Rendered, known: PublishedDocument | None) -> PublishedDocument:
    """Keep a document that is new or has changed; what shows this page is stale from now on."""
    document = _row(page, known)
    changed_card = rendered.card != document.card
    document.body, document.etag, document.card = rendered.body, rendered.etag, rendered.card
    document.is_stale = False
    before = _depends_on(document)
    document.save()
    _keep_dependencies(document, before, rendered.noted)
    if changed_card:
        make_stale([(PAGE, str(document.translation_key))], but=document.page_id)
        _make_children_stale(document)
    _make_targets_stale({*before, *rendered.noted}, but=document.page_id)
    return document


def confirm(document: PublishedDocument, page: Page, rendered: Rendered) -> None:
    """The document is still right; it may depend on other things than before, and stand at another place."""
    _keep_dependencies(document, _depends_on(document), rendered.noted)
    if document.is_stale or document.path != page.path:
        PublishedDocument.objects.filter(pk=document.pk).update(is_stale=False, path=page.path)


def remove(document: PublishedDocument) -> None:
    """Forget a document that the public may no longer see; what shows it is stale from now on."""
    before = _depends_on(document)
    Dependency.objects.filter(document_id=document.pk).delete()
    document.delete()
    make_stale([(PAGE, str(document.translation_key))])
    _make_children_stale(document)
    _make_targets_stale(before)


def postpone(pages: Sequence[Page], known: Mapping[int, PublishedDocument]) -> None:
    """Leave documents to the worker. They are not served before it has made them."""
    rows = [_row(page, known.get(page.pk)) for page in pages]
    for row in rows:
        row.is_stale = True
    PublishedDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["is_stale"],
        batch_size=IN_ONE_STATEMENT,
    )


def make_stale(objects: Iterable[tuple[str, str]], but: int = 0) -> None:
    """Every document that shows one of the objects is to be made anew."""
    pairs = list(objects)
    for start in range(0, len(pairs), IN_ONE_STATEMENT):
        condition = Q()
        for kind, key in pairs[start : start + IN_ONE_STATEMENT]:
            condition |= Q(kind=kind, key=key)
        users = Dependency.objects.filter(condition).values("document_id")
        PublishedDocument.objects.filter(page_id__in=users, is_stale=False).exclude(pk=but).update(is_stale=True)


def _make_children_stale(document: PublishedDocument) -> None:
    """A page shows the one above it, also one that has just become public."""
    below = PublishedDocument.objects.filter(path__startswith=document.path, is_stale=False)
    children = below.annotate(length=Length("path")).filter(length=len(document.path) + Page.steplen)
    PublishedDocument.objects.filter(pk__in=children.values("pk")).update(is_stale=True)


def _make_targets_stale(noted: Iterable[tuple[str, str]], but: int = 0) -> None:
    """Some pages show who points at them, such as a method with the cases that used it."""
    keys = {key for kind, key in noted if kind == PAGE}
    targets = PublishedDocument.objects.filter(translation_key__in=keys, type__in=_types_that_show_who_points_here())
    targets.filter(is_stale=False).exclude(pk=but).update(is_stale=True)


def _types_that_show_who_points_here() -> list[str]:
    return [model._meta.label for model in page_types() if model.shows_who_points_here]


def _row(page: Page, known: PublishedDocument | None) -> PublishedDocument:
    row = known or PublishedDocument(page_id=page.pk)
    row.type = page.specific_class._meta.label
    row.locale = page.locale.language_code
    row.persistent_id = PersistentId.code_for(page.translation_key)
    row.translation_key, row.path = page.translation_key, page.path
    return row


def _depends_on(document: PublishedDocument) -> set[tuple[str, str]]:
    return set(Dependency.objects.filter(document_id=document.pk).values_list("kind", "key"))


def _keep_dependencies(document: PublishedDocument, before: set[tuple[str, str]], now: set[tuple[str, str]]) -> None:
    for kind, key in before - now:
        Dependency.objects.filter(document_id=document.pk, kind=kind, key=key).delete()
    new = [Dependency(document_id=document.pk, kind=kind, key=key) for kind, key in sorted(now - before)]
    Dependency.objects.bulk_create(new, batch_size=IN_ONE_STATEMENT)
