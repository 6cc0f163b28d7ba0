"""Pages: Wagtail's v2 contract on the public set, whole pages in lists too, filters that work without ``type``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from cms.api import filters
from cms.api.cursors import cursor_after, start_of
from cms.api.endpoints.base import DETAIL, FIND, LANGUAGES, LIMIT, MOST, PAGING, Endpoint
from cms.api.endpoints.stored import stored_first
from cms.api.parameters import invalid
from cms.api.rendering import Fields, parse_fields, render_pages
from cms.api.serializers import PublicPageSerializer
from cms.core.addresses import pages_at
from cms.core.api_loading import page_types
from cms.core.api_values import detail_address
from cms.core.models import BasePage
from cms.core.visibility import public_pages

LISTING = PAGING | {"type", "locale", "fields", "order", "search", "search_operator", "cursor"}
NOT_IN_A_WALK = frozenset({"offset", "order", "search"})
"""A walk has one order; places in it are kept by cursors and not by numbers."""
FINDING = frozenset({"id", "html_path", "type", "locale", "fields"})


class PagesEndpoint(Endpoint, PagesAPIViewSet):
    """Every public page, in every language."""

    base_serializer_class = PublicPageSerializer
    meta_fields = [*PagesAPIViewSet.meta_fields, "translations", "translation_state"]
    listing_default_fields = [
        *PagesAPIViewSet.listing_default_fields,
        "translations",
        "translation_state",
        *(field.name for field in BasePage.api_meta_fields),
    ]

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        detail = stored_first(cls.as_view({"get": "detail_view"}))
        others = [pattern for pattern in super().get_urlpatterns() if pattern.name != "detail"]
        return [*others, path("<int:pk>/", detail, name="detail")]

    def known_parameters(self) -> Collection[str]:
        if self.action == DETAIL:
            return ("fields",)
        return FINDING if self.action == FIND else LISTING | filters.filter_parameters(self.model_asked_for)

    def listing_view(self, request: Request) -> Response:
        """One part of the list; with a cursor the next part of a walk in the order of ids, each page once.

        A page that was there from beginning to end is met whatever is published and withdrawn meanwhile.
        """
        if "cursor" not in self.params:
            return super().listing_view(request)
        self.params.apart("cursor", NOT_IN_A_WALK)
        limit = self.params.number("limit", default=LIMIT, least=1, most=MOST)
        after = start_of(self.params)
        found = self.found().order_by("id")
        ids = list(found.filter(id__gt=after).values_list("pk", flat=True)[: limit + 1])
        part, more = ids[:limit], len(ids) > limit
        fields = self.fields_asked_for(self.types or page_types())
        meta = {"total_count": found.count(), "next_cursor": cursor_after(part[-1]) if more else None}
        return Response({"meta": meta, "items": render_pages(type(self), part, fields)})

    def found(self) -> Any:
        known = filters.columns(self.model_asked_for)  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
        pages = filters.narrowed(self.pages_of_types(), self.params, self.model_asked_for)
        pages = filters.in_order(pages, self.params, known, default="path")
        return filters.matching_words(pages, self.params) if "search" in self.params else pages

    def serialised(self, objects: Iterable[Any]) -> list[dict[str, Any]]:
        ids = list(objects.values_list("pk", flat=True)) if isinstance(objects, QuerySet) else [o.pk for o in objects]
        return render_pages(type(self), ids, self.fields_asked_for(self.types or page_types()))

    def detail_view(self, request: Request, pk: int) -> Response:
        page = public_pages(Page.objects.filter(pk=pk)).select_related("locale").first()
        if page is None or not issubclass(page.specific_class, BasePage):
            raise Http404
        fields = self.fields_asked_for([page.specific_class])
        [answer] = render_pages(type(self), [pk], fields, details=True)
        return Response(answer, headers={"Content-Language": page.locale.language_code})

    def find_view(self, request: Request) -> HttpResponseRedirect:
        """The page with an id or at an address, by way of a redirect to its own place in the API."""
        if "id" not in self.params and "html_path" not in self.params:
            raise invalid("html_path", _("Say what to find: “id” or “html_path”."))
        pages = self.pages_of_types()
        if "id" in self.params:
            pages = pages.filter(pk=self.params.number("id"))
        if "html_path" in self.params:
            html_path = (self.params.text("html_path") or "").removeprefix(settings.BASE_URL)
            pages = pages.filter(pk__in=pages_at(html_path).values("pk"))
        page = pages.order_by("path").values_list("pk", flat=True).first()
        if page is None:
            raise Http404
        fields = self.params.text("fields")
        return HttpResponseRedirect(detail_address(page) + (f"?{urlencode({'fields': fields})}" if fields else ""))

    @cached_property
    def types(self) -> list[type[BasePage]]:
        """The page types asked for; none means all."""
        if "type" not in self.params:
            return []
        known = {model._meta.label: model for model in page_types()}
        return [known[label] for label in self.params.codes("type", known)]

    @property
    def model_asked_for(self) -> type[Page]:
        """The one page type, or what all of them have in common."""
        return self.types[0] if len(self.types) == 1 else Page

    def pages_of_types(self) -> QuerySet:
        """The public pages of the types and the language asked for."""
        pages = public_pages(self.model_asked_for._default_manager.all())
        if len(self.types) != 1:
            types = ContentType.objects.get_for_models(*(self.types or page_types())).values()
            pages = pages.filter(content_type__in=types)
        if "locale" in self.params:
            pages = pages.filter(locale__language_code=self.params.code("locale", LANGUAGES))
        return pages

    def fields_asked_for(self, models: Iterable[type[BasePage]]) -> Fields:
        """What to show of each page; a name is known when one of the types has it."""
        if "fields" not in self.params:
            return ()
        hidden = () if self.action == DETAIL else self.detail_only_fields
        known = {name for model in models for name in self.get_available_fields(model) if name not in hidden}
        return parse_fields(self.params.text("fields") or "", known)
