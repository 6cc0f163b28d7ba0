"""Images and documents that something public shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from cms.api import filters
from cms.api.endpoints.base import DETAIL, LANGUAGES, LIST, PAGING, VIEWS, Endpoint
from cms.api.parameters import invalid
from cms.api.rendering import Fields, parse_fields, serializer_class
from cms.api.serializers import PublicDocumentSerializer, PublicImageSerializer
from cms.core.addresses import absolute_url
from cms.core.models import CustomDocument, CustomImage
from cms.core.visibility import may_be_fetched, public_documents, public_images


class MediaEndpoint(Endpoint):
    """Files, with the words about them in the language of ``locale``: Swedish unless another is asked for."""

    path: str
    """Its place below ``/api/v2/``. (Not ``name``: the framework empties that.)"""
    columns: tuple[str, ...] = ("id", "title")
    reads_together: tuple[str, ...] = ("tags",)
    surrogate_keys = ("pages", "core", "taggit")
    language: str
    shown: Fields

    def public(self) -> QuerySet:
        """What a public page uses, outside restricted collections."""
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read what says how to show files: what is wrong is refused also where there is nothing to show."""
        super().initial(request, *args, **kwargs)
        if self.action in VIEWS:
            self.language = self.params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
            asked = self.params.text("fields")
            self.shown = parse_fields(asked, self.get_available_fields(self.model)) if asked else ()

    def known_parameters(self) -> Collection[str]:
        if self.action == LIST:
            return PAGING | {"locale", "fields", "order", "search"} | filters.column_parameters(self._plain())
        return ("locale", "fields") if self.action == DETAIL else ("id", "locale", "fields")

    def found(self) -> QuerySet:
        files = self.public()
        if "search" in self.params:
            files = files.filter(pk__in=filters.hits(self.model, self.params))
        files = filters.by_columns(files, self.params, self._plain())
        return filters.in_order(files, self.params, self._plain(), default="id")

    def serialised(self, objects: Iterable[Any]) -> list[dict[str, Any]]:
        return self._render(objects, details=False)

    def detail_view(self, request: Request, pk: int) -> Response:
        [answer] = self._render(self.one(pk), details=True)
        return Response(answer)

    def one(self, pk: int) -> QuerySet:
        """The file of that id, where it is public at this very moment; a list may be a few seconds behind."""
        found = self.model._default_manager.filter(pk=pk)
        if not any(may_be_fetched(file) for file in found):
            raise Http404
        return found

    def find_view(self, request: Request) -> HttpResponseRedirect:
        if "id" not in self.params:
            raise invalid("id", _("Say what to find: “id”."))
        pk = self.params.number("id")
        self.one(pk)
        return HttpResponseRedirect(absolute_url(f"/api/v2/{self.path}/{pk}/"))

    def _render(self, objects: Any, *, details: bool) -> list[dict[str, Any]]:
        serializer = serializer_class(type(self), self.model, self.shown, details)(context={})  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
        with translation.override(self.language):
            return [serializer.to_representation(file) for file in objects.prefetch_related(*self.reads_together)]

    def _plain(self) -> dict[str, models.Field]:
        return filters.plain_columns(self.model, {name: name for name in self.columns})


class ImagesEndpoint(MediaEndpoint, ImagesAPIViewSet):
    """Pictures that a public page shows."""

    path = "images"
    base_serializer_class = PublicImageSerializer
    body_fields = [*ImagesAPIViewSet.body_fields, "renditions"]
    model = CustomImage
    columns = ("id", "title", "width", "height", "credit", "licence")
    reads_together = ("tags", "renditions")

    def public(self) -> QuerySet:
        return public_images()


class DocumentsEndpoint(MediaEndpoint, DocumentsAPIViewSet):
    """Files that a public page offers."""

    path = "documents"
    base_serializer_class = PublicDocumentSerializer
    model = CustomDocument

    def public(self) -> QuerySet:
        return public_documents()
