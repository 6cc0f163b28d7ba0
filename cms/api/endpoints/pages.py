"""Pages: Wagtail's v2 contract on the public set, whole pages in lists too, filters that work without ``type``."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from cms.api.caching import depends_on
from cms.api.endpoints.base import LANGUAGES, Endpoint
from cms.api.endpoints.lists import listing_of
from cms.api.endpoints.stored import detail_of
from cms.api.parameters import invalid
from cms.api.questions import types_asked_for
from cms.api.serializers import PublicPageSerializer
from cms.core.addresses import pages_at
from cms.core.api_loading import page_types
from cms.core.api_values import detail_address
from cms.core.models import BasePage
from cms.core.visibility import public_pages

FINDING = frozenset({"id", "html_path", "type", "locale", "fields"})


class PagesEndpoint(Endpoint, PagesAPIViewSet):
    """Every public page, in every language.

    Wagtail's viewset says which fields there are; lists and pages are plain views on stored documents, because the
    framework would take more time than they do.
    """

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
        return [
            path("", listing_of(cls), name="listing"),
            path("<int:pk>/", detail_of(cls), name="detail"),
            path("find/", cls.as_view({"get": "find_view"}), name="find"),
        ]

    def known_parameters(self) -> Collection[str]:
        return FINDING

    def find_view(self, request: Request) -> HttpResponseRedirect:
        """The page with an id or at an address, by way of a redirect to its own place in the API."""
        if "id" not in self.params and "html_path" not in self.params:
            raise invalid("html_path", _("Say what to find: “id” or “html_path”."))
        types = ContentType.objects.get_for_models(*(types_asked_for(self.params) or page_types())).values()
        pages = public_pages(Page.objects.filter(content_type__in=types))
        if "locale" in self.params:
            pages = pages.filter(locale__language_code=self.params.code("locale", LANGUAGES))
        if "id" in self.params:
            pages = pages.filter(pk=self.params.number("id"))
        if "html_path" in self.params:
            html_path = (self.params.text("html_path") or "").removeprefix(settings.BASE_URL)
            pages = pages.filter(pk__in=pages_at(html_path).values("pk"))
        page = pages.order_by("path").values_list("pk", flat=True).first()
        if page is None:
            raise Http404
        fields = self.params.text("fields")
        address = detail_address(page) + (f"?{urlencode({'fields': fields})}" if fields else "")
        return depends_on(HttpResponseRedirect(address), ["pages"])
