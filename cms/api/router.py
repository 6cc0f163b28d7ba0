"""Which endpoints there are. The name of the router is fixed: Wagtail's own code reverses it.

The only module below ``cms/api`` that knows an app: the search has its view with the rest of it.
"""

from wagtail.api.v2.router import WagtailAPIRouter

from cms.api.endpoints.media import DocumentsEndpoint, ImagesEndpoint
from cms.api.endpoints.pages import PagesEndpoint
from cms.api.endpoints.registers import (
    CountiesEndpoint,
    MunicipalitiesEndpoint,
    OrganisationsEndpoint,
    vocabulary_endpoints,
)
from search.api import search
from search.suggest_api import suggest

__all__ = ["router", "search", "suggest"]

router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PagesEndpoint)
router.register_endpoint("images", ImagesEndpoint)
router.register_endpoint("documents", DocumentsEndpoint)
router.register_endpoint("municipalities", MunicipalitiesEndpoint)
router.register_endpoint("counties", CountiesEndpoint)
router.register_endpoint("organisations", OrganisationsEndpoint)
for name, endpoint in vocabulary_endpoints().items():
    router.register_endpoint(name, endpoint)
