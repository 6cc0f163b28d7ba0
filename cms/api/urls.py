"""Addresses below ``/api/``. Whatever is not the API is a problem, never a page."""

from django.urls import path, re_path

from cms.api.endpoints.changes import changes
from cms.api.endpoints.description import docs, openapi
from cms.api.endpoints.exports import export
from cms.api.endpoints.info import api_info
from cms.api.endpoints.previews import preview
from cms.api.endpoints.resolving import resolve
from cms.api.router import router, search, suggest
from cms.api.views import unknown_address

urlpatterns = [
    path("v2/changes/", changes, name="changes"),
    re_path(r"^v2/api-info/?$", api_info, name="api_info"),
    re_path(r"^v2/exports/(?P<name>[a-z-]{1,40})\.(?P<suffix>[a-z0-9]{1,20})$", export, name="api_export"),
    path("v2/docs/", docs, name="api_docs"),
    path("v2/openapi.json", openapi, name="api_openapi"),
    path("v2/preview/", preview, name="api_preview"),
    path("v2/resolve/", resolve, name="api_resolve"),
    path("v2/search/", search, name="api_search"),
    path("v2/suggest/", suggest, name="api_suggest"),
    path("v2/", router.urls),
    re_path(r"", unknown_address),
]
