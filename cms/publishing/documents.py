"""Keeps documents and what they depend on. Everything here is called with the log's lock held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.db.models.functions import Length
from wagtail.models import Page

from cms.core.api_loading import page_types
from cms.core.dependencies import PAGE
from cms.core.models import PersistentId
from cms.publishing.models import ContentChange, Dependency, DocumentCount, PublishedDocument
from cms.publishing.rendering import Rendered

IN_ONE_STATEMENT = 500
OF_THE_PAGE = (
    "gate",
    "type",
    "locale",
    "persistent_id",
    "translation_key",
    "path",
    "title",
    "slug",
    "first_published_at",
    "last_published_at",
)
"""Columns that say what the page is, right also while the texts made of it are stale."""


def known_among(ids: Iterable[int]) -> dict[int, PublishedDocument]:
    """Documents of these pages, by id, without their long texts."""
    return PublishedDocument.objects.defer("body", "offsets", "item").in_bulk(list(ids))


def store(document: PublishedDocument, rendered: Rendered, change: ContentChange) -> None:
    """Keep a document that is new or has changed; what shows this page is stale from now on."""
    is_new, changed_card = document._state.adding, rendered.card != document.card
    document.body, document.offsets, document.item = rendered.texts.body, rendered.texts.offsets, rendered.texts.item
    document.etag, document.card, document.is_stale = rendered.etag, rendered.card, False
    document.change_id, document.modified = change.pk, change.modified
    before = _depends_on(document)
    document.save(force_insert=is_new)
    _keep_dependencies(document, before, rendered.noted)
    if changed_card:
        make_stale([(PAGE, str(document.translation_key))], but=document.page_id)
        _make_children_stale(document)
    _make_targets_stale({*before, *rendered.noted}, but=document.page_id)


def confirm(document: PublishedDocument, page: Page, rendered: Rendered) -> None:
    """The document is still right; it may depend on other things than before, and stand at another place."""
    _keep_dependencies(document, _depends_on(document), rendered.noted)
    before = [getattr(document, name) for name in OF_THE_PAGE]
    now = row_of(page, document.gate, document)
    if document.is_stale or before != [getattr(now, name) for name in OF_THE_PAGE]:
        now.is_stale = False
        now.save(update_fields=[*OF_THE_PAGE, "is_stale"])


def remove(document: PublishedDocument) -> None:
    """Forget a document that the public may no longer see; what shows it is stale from now on."""
    before = _depends_on(document)
    Dependency.objects.filter(document_id=document.pk).delete()
    document.delete()
    make_stale([(PAGE, str(document.translation_key))])
    _make_children_stale(document)
    _make_targets_stale(before)


def postpone(rows: Sequence[PublishedDocument]) -> None:
    """Leave documents to the worker: until it has made their texts, each reader has them made."""
    for row in rows:
        row.is_stale = True
    new = [row for row in rows if row._state.adding]
    PublishedDocument.objects.bulk_create(new, batch_size=IN_ONE_STATEMENT)
    old = [row for row in rows if not row._state.adding]
    PublishedDocument.objects.bulk_update(old, [*OF_THE_PAGE, "is_stale"], batch_size=IN_ONE_STATEMENT // 5)


Place = tuple[str, str, str]
"""Gate, type and language: what documents are counted by."""


def place_of(document: PublishedDocument) -> Place:
    return document.gate, document.type, document.locale


def count(before: Iterable[Place], now: Iterable[Place]) -> None:
    """Keep the numbers: documents that stood at `before` stand at `now`."""
    difference = Counter(now)
    difference.subtract(before)
    for (gate, type_, locale), number in sorted(difference.items()):
        if number:
            rows = DocumentCount.objects.filter(gate=gate, type=type_, locale=locale)
            if not rows.update(number=F("number") + number):
                DocumentCount.objects.create(gate=gate, type=type_, locale=locale, number=number)


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


def row_of(page: Page, gate: str, known: PublishedDocument | None) -> PublishedDocument:
    """A document with the columns of the page as it is now, not saved."""
    row = known or PublishedDocument(page_id=page.pk)
    if row.translation_key != page.translation_key:
        row.persistent_id = PersistentId.code_for(page.translation_key)
    row.gate, row.type, row.locale = gate, page.specific_class._meta.label, page.locale.language_code
    row.translation_key, row.path, row.title, row.slug = page.translation_key, page.path, page.title, page.slug
    row.first_published_at, row.last_published_at = page.first_published_at, page.last_published_at
    return row


def _depends_on(document: PublishedDocument) -> set[tuple[str, str]]:
    return set(Dependency.objects.filter(document_id=document.pk).values_list("kind", "key"))


def _keep_dependencies(document: PublishedDocument, before: set[tuple[str, str]], now: set[tuple[str, str]]) -> None:
    for kind, key in before - now:
        Dependency.objects.filter(document_id=document.pk, kind=kind, key=key).delete()
    new = [Dependency(document_id=document.pk, kind=kind, key=key) for kind, key in sorted(now - before)]
    Dependency.objects.bulk_create(new, batch_size=IN_ONE_STATEMENT)
