"""Who may see a page: decided here and nowhere else.

HTML listings, the API, search, counts, facets, feeds and the sitemap all ask these functions. A hidden page shows
through none of them, not even as a number.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import get_language
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex, Site

from cms.core.models.media import CustomDocument, CustomImage


def public_pages(queryset: QuerySet | None = None) -> QuerySet:
    """Live pages without restriction on themselves or above, below the root of a site, that are no aliases.

    An alias under /en/ is Swedish text at an English address, not a translation (ADR 4).
    """
    pages = Page.objects.all() if queryset is None else queryset
    return pages.filter(_below_a_site(), live=True, alias_of__isnull=True).exclude(_restricted())


def is_public(page: Page) -> bool:
    return public_pages(Page.objects.filter(pk=page.pk)).exists()


def public_translation(page: Page | None, language: str | None = None) -> Page | None:
    """The page in the language asked for (default: the active one), else in Swedish; None when neither is public."""
    if page is None:
        return None
    language = language or get_language() or "sv"
    versions = {
        version.locale.language_code: version
        for version in public_pages(Page.objects.filter(translation_key=page.translation_key)).select_related("locale")
    }
    return versions.get(language) or versions.get("sv")


def public_translations(page: Page) -> list[Page]:
    """All public versions of a page, itself included, Swedish first."""
    versions = public_pages(Page.objects.filter(translation_key=page.translation_key)).select_related("locale")
    return sorted(versions, key=lambda version: (version.locale.language_code != "sv", version.locale.language_code))


def public_images() -> QuerySet[CustomImage]:
    """Images that a public page shows, outside restricted collections."""
    return CustomImage.objects.filter(_used_by_public_pages(CustomImage))


def public_documents() -> QuerySet[CustomDocument]:
    """Documents that a public page offers, outside restricted collections."""
    return CustomDocument.objects.filter(_used_by_public_pages(CustomDocument))


def _below_a_site() -> Q:
    roots = Site.objects.select_related("root_page").only("root_page__path", "root_page__translation_key")
    condition = Q(pk__in=[])
    for site in roots:
        for root in Page.objects.filter(translation_key=site.root_page.translation_key):
            condition |= Q(path__startswith=root.path)
    return condition


def _restricted() -> Q:
    condition = Q(pk__in=[])
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        condition |= Q(path__startswith=path)
    return condition


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
    closed = Q(pk__in=[])
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        closed |= Q(path__startswith=path)
    open_collections = Collection.objects.exclude(closed).values("pk")
    return Q(pk__in=uses) & Q(collection__in=open_collections)
