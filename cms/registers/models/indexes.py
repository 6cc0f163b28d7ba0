"""Index pages: pages that list other pages."""

from typing import Any, ClassVar

from django.apps import apps
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.registers.filters import COMMON_FACETS, Facet, TypeFacet
from cms.registers.listing import Listing, public_pages_of


class IndexPage(BasePage):
    """Lists the public pages of its types, in its own language, newest first, narrowed by facets in the address."""

    lists: ClassVar[tuple[str, ...]] = ()
    """Page types that are listed."""
    facets: ClassVar[tuple[Facet, ...]] = COMMON_FACETS
    found: ClassVar[Any]
    """How many there are, in words: a lazy plural with ``count`` and ``number``."""
    order: ClassVar[tuple[str, ...]] = ("-first_published_at", "-pk")

    edit_handler = tabs(story=BasePage.list_story_panels, visibility=BasePage.promote_panels)

    class Meta:
        abstract = True

    def listed_types(self) -> list[type[Page]]:
        return [apps.get_model(label) for label in self.lists]

    def listing_facets(self) -> list[Facet]:
        types = self.listed_types()
        return [TypeFacet(types), *self.facets] if len(types) > 1 else list(self.facets)

    def listed_pages(self) -> QuerySet:
        return public_pages_of(self.listed_types(), self.locale)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        listing = Listing(
            pages=self.listed_pages(),
            facets=self.listing_facets(),
            parameters=request.GET,
            path=request.path,
            found=self.found,
            order=self.order,
        )
        try:
            context["page_obj"] = listing.page_obj
        except InvalidPage as error:
            raise Http404(_("The list has no such page.")) from error
        context["listing"] = listing
        return context


def index_of(page_type: type[Page], locale: Locale) -> Page | None:
    """The public page that lists one type and nothing else."""
    for model in apps.get_models():
        if issubclass(model, IndexPage) and model.lists == (page_type._meta.label,):
            return public_pages_of([model], locale).first()
    return None
