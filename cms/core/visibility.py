"""Who may see a page: decided here and nowhere else.

HTML listings, the API, search, counts, facets, feeds and the sitemap all ask these functions. A hidden page shows
through none of them, not even as a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import get_language
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex, Site

from cms.core.dependencies import PAGE, note
from cms.core.grants import NO_GRANTS, Grants, current_grants
from cms.core.models.media import CustomDocument, CustomImage


def public_pages(queryset: QuerySet | None = None) -> QuerySet:
    """Live pages without restriction on themselves or above, below the root of a site, that are no aliases.

    A restriction that the caller's key passes (`cms.core.grants`) counts as none.

    An alias under /en/ is Swedish text at an English address, not a translation (ADR 4).
    """
    return published_pages(queryset).exclude(_restricted())


def published_pages(queryset: QuerySet | None = None) -> QuerySet:
    """The same with those that are restricted: what somebody may see, if not everybody."""
    pages = Page.objects.all() if queryset is None else queryset
    return pages.filter(_below_a_site(), live=True, alias_of__isnull=True)


def gate_of(page: Page) -> str:
    """What closes a page: ids of the restricted pages at or above it, ``12,57``; nothing for a public page."""
    with reading_together() as reading:
        return ",".join(str(pk) for path, pk in reading.restrictions if page.path.startswith(path))


def behind(gate: str) -> Grants:
    """The grants of somebody for whom exactly this gate is open."""
    if not gate:
        return NO_GRANTS
    with reading_together() as reading:
        return Grants(frozenset(path for path, pk in reading.restrictions if str(pk) in gate.split(",")))


def open_gates(gates: Iterable[str]) -> list[str]:
    """Those of the gates that are open to the caller. What is public is behind none, which is always open."""
    with reading_together() as reading:
        granted = {str(pk) for path, pk in reading.restrictions if path in reading.grants.paths}
    return ["", *sorted(gate for gate in gates if gate and granted.issuperset(gate.split(",")))]


def restricted_pages(queryset: QuerySet) -> QuerySet:
    """Those of the pages that are restricted, themselves or above: the public must not learn that they exist."""
    return queryset.filter(_restricted())


def is_public(page: Page) -> bool:
    return public_pages(Page.objects.filter(pk=page.pk)).exists()


def public_translation(page: Page | int | None, language: str | None = None) -> Page | None:
    """The page in the language asked for (default: the active one), else in Swedish; None when neither is public.

    A page or its id.
    """
    language = language or get_language() or settings.LANGUAGE_CODE
    versions = {version.locale.language_code: version for version in _public_versions(page)}
    return versions.get(language) or versions.get(settings.LANGUAGE_CODE)


def public_translations(page: Page) -> list[Page]:
    """All public versions of a page, itself included, Swedish first."""
    versions = _public_versions(page)
    swedish = settings.LANGUAGE_CODE
    return sorted(versions, key=lambda version: (version.locale.language_code != swedish, version.locale.language_code))


def public_images() -> QuerySet[CustomImage]:
    """Images that a public page shows, outside restricted collections."""
    return CustomImage.objects.filter(_used_by_public_pages(CustomImage))


def public_documents() -> QuerySet[CustomDocument]:
    """Documents that a public page offers, outside restricted collections."""
    return CustomDocument.objects.filter(_used_by_public_pages(CustomDocument))


def is_open(asset: CustomImage | CustomDocument) -> bool:
    """Whether a public page that uses a picture or a file may show it: its collection is not restricted."""
    with reading_together() as reading:
        return asset.collection_id not in reading.closed_collections


class Reading:
    """What has been read of visibility while one answer is made, so that a hundred pages cost as much as one.

    It is never kept longer than that answer, nor shared with one that is made under other grants.
    """

    def __init__(self) -> None:
        self.grants = current_grants()
        self._keys: dict[int, UUID] = {}
        self._versions: dict[UUID, list[Page]] = {}
        self._documents: dict[int, CustomDocument | None] = {}

    def learn(self, *, ids: Iterable[int] = (), keys: Iterable[UUID] = ()) -> None:
        """Read the public versions of pages, given by id or translation key, that are not known yet."""
        ids = set(ids)
        if new := ids - self._keys.keys():
            self._keys.update(Page.objects.filter(pk__in=new).values_list("pk", "translation_key"))
        asked = {*keys, *(self._keys[pk] for pk in ids if pk in self._keys)}
        for key in asked:
            note(PAGE, key)  # also where nothing is public: it may be one day
        wanted = asked - self._versions.keys()
        if not wanted:
            return
        found: defaultdict[UUID, list[Page]] = defaultdict(list)
        for page in public_pages(Page.objects.filter(translation_key__in=wanted)).select_related("locale"):
            found[page.translation_key].append(page)
        self._versions.update({key: found[key] for key in wanted})

    def versions(self, page: Page | int) -> list[Page]:
        """Public versions of one page."""
        if isinstance(page, int):
            self.learn(ids=[page])
            return self._versions.get(self._keys[page], []) if page in self._keys else []
        self.learn(keys=[page.translation_key])
        return self._versions[page.translation_key]

    def learn_documents(self, ids: Iterable[int]) -> None:
        """Read files, given by id, that are not known yet."""
        ids = set(ids)
        for pk in ids:
            note(CustomDocument._meta.label_lower, pk)
        wanted = ids - self._documents.keys()
        if wanted:
            found = CustomDocument.objects.filter(pk__in=wanted).exclude(collection__in=self.closed_collections)
            self._documents |= dict.fromkeys(wanted) | {document.pk: document for document in found}

    def document(self, pk: int | None) -> CustomDocument | None:
        """A file that a public page may offer."""
        if pk is None:
            return None
        self.learn_documents([pk])
        return self._documents[pk]

    @cached_property
    def site_roots(self) -> list[str]:
        """Tree paths of the front pages, in every language."""
        keys = Site.objects.values("root_page__translation_key")
        return list(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))

    @cached_property
    def restrictions(self) -> list[tuple[str, int]]:
        """Tree path and id of every page that is restricted by itself, in the order of ids."""
        pages = Page.objects.filter(view_restrictions__isnull=False).order_by("pk").distinct()
        return list(pages.values_list("path", "pk"))

    @cached_property
    def closed_pages(self) -> list[str]:
        """Tree paths that are restricted for this caller, with everything below them."""
        return [path for path, _pk in self.restrictions if path not in self.grants.paths]

    @cached_property
    def closed_collections(self) -> set[int]:
        """Collections that are restricted, themselves or above."""
        paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
        closed = _below(list(paths))
        return set(Collection.objects.filter(closed).values_list("pk", flat=True)) if closed else set()


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading_together() -> Iterator[Reading]:
    """Let everything asked inside share what has been read. An answer of many pages is made inside one."""
    known = _reading.get()
    if known is not None and known.grants == current_grants():
        yield known
        return
    reading = Reading()
    token = _reading.set(reading)
    try:
        yield reading
    finally:
        _reading.reset(token)


@contextmanager
def fresh_reading() -> Iterator[Reading]:
    """Read anew inside, whatever is known already: for what must see the database as it is now."""
    token = _reading.set(None)
    try:
        with reading_together() as reading:
            yield reading
    finally:
        _reading.reset(token)


def shared_reading() -> Reading | None:
    """The reading that is going on, if any."""
    return _reading.get()


def _public_versions(page: Page | int | None) -> list[Page]:
    if page is None:
        return []
    with reading_together() as reading:
        return reading.versions(page)


def _below(paths: Iterable[str]) -> Q:
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def _below_a_site() -> Q:
    with reading_together() as reading:
        return _below(reading.site_roots) or Q(pk__in=[])


def _restricted() -> Q:
    with reading_together() as reading:
        return _below(reading.closed_pages) or Q(pk__in=[])


def _used_by_public_pages(model: Any) -> Q:
    pages = public_pages().values("pk")
    uses = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(model),
        )
        .annotate(page_pk=Cast("object_id", BigIntegerField()), used_pk=Cast("to_object_id", BigIntegerField()))
        .filter(page_pk__in=pages)
        .values("used_pk")
    )
    with reading_together() as reading:
        return Q(pk__in=uses) & ~Q(collection__in=reading.closed_collections)
