"""Listings of pages that ask about all their rows at once.

wagtail-localize asks twice about each row whether it can be translated. Here the listing knows it of every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.widgets.button import ListingButton
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as of_wagtail_localize
from wagtail_localize.models import Translation

from cms.editorial.roles import START_TRANSLATION

BUTTONS = "register_page_listing_more_buttons"


class KnowsTranslations:
    """Adds to each page `is_to_translate` and `translation_source_id`, for `translation_buttons`."""

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        elsewhere = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).exclude(
            locale=OuterRef("locale")
        )
        sources = Translation.objects.filter(
            enabled=True, source__object_id=OuterRef("translation_key"), source__locale=OuterRef("locale")
        )
        found: QuerySet = super().annotate_queryset(pages)  # type: ignore[misc]  # of the listing that this is mixed into
        return found.annotate(
            is_to_translate=ExpressionWrapper(
                Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(elsewhere), output_field=BooleanField()
            ),
            translation_source_id=Subquery(sources.values(number=F("source_id"))[:1]),
        )


class PagesBelow(KnowsTranslations, ExplorableIndexView):
    """Pages below another."""


class PagesFound(KnowsTranslations, SearchView):
    """Pages that a search finds."""


class PagesOfOneType(KnowsTranslations, ContentTypeUseView):
    """Pages of one type."""


def leave_out_wagtail_localizes_buttons() -> None:
    """Of listings alone: in the menu of one page they ask about one page. Wagtail has no door for this."""
    registered = hooks._hooks[BUTTONS]
    registered[:] = [entry for entry in registered if entry[0] is not of_wagtail_localize.page_listing_more_buttons]


def translation_buttons(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[ListingButton]:
    """To translate a page, or to bring its changes to the translators, in the menu of its row."""
    if not user.has_perm(START_TRANSLATION):
        return
    if getattr(page, "is_to_translate", False):
        url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
        yield ListingButton(_("Translate"), url, priority=60, icon_name="wagtail-localize-language")
    source = getattr(page, "translation_source_id", None)
    if source is not None:
        url = reverse("wagtail_localize:update_translations", args=(source,))
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        yield ListingButton(_("Bring changes to the translators"), f"{url}{query}", priority=60, icon_name="resubmit")
