"""Every address of the site. API, feeds, admin and files stand outside language handling (ADR 4)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from bank import views as bank
from bank.municipalities import addresses_with_content
from bank.owner.views import owner_answer
from cms.api.views import problem_below_api
from cms.core.converters import MunicipalityCodeConverter, PersistentIdConverter
from cms.core.languages import by_language
from cms.core.views import entry, errors, health, wellknown
from cms.core.views.media import document, media
from cms.core.views.sitemap import sitemap
from cms.editorial.sign_in.views import to_sign_in, too_many
from cms.publishing.worker import last_beat
from search import views as search
from search.state import state_of_search

register_converter(PersistentIdConverter, "persistent_id")
register_converter(MunicipalityCodeConverter, "municipality")

SITEMAP = {"sources": [addresses_with_content]}

urlpatterns = [
    path("", entry.root, name="root"),
    path("admin/", include("cms.editorial.sign_in.urls")),
    path("api/", include("cms.api.urls")),
    re_path(r"^documents/(?P<pk>[0-9]{1,18})/(?P<filename>.*)$", document),  # in the place of Wagtail's own view
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media, name="media"),
    path("id/<persistent_id:number>", entry.permanent_address, name="permanent_address"),
    path("id/<persistent_id:number>/", entry.permanent_address),
    path("health/", health.ready, {"last_beat": last_beat, "search": state_of_search}, name="health"),
    path("health/live", health.live, name="health_live"),
    path("sitemap.xml", sitemap, SITEMAP, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap, SITEMAP, name="sitemap_part"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    *i18n_patterns(
        path(by_language(sv="sok/", en="search/"), search.search, name="search"),
        path(by_language(sv="kommuner/", en="municipalities/"), bank.municipalities, name="municipalities"),
        path(
            by_language(sv="kommuner/<municipality:code>/", en="municipalities/<municipality:code>/"),
            bank.municipality,
            name="municipality",
        ),
        path(by_language(sv="bekrafta/<str:token>/", en="confirm/<str:token>/"), owner_answer, name="owner_answer"),
        path("untranslated/<persistent_id:number>/", entry.untranslated, name="untranslated"),
        # Wagtail's form for visitors, which knows no second factor.
        path("_util/login/", to_sign_in, name="wagtailcore_login"),
        path("", include(wagtail_urls)),
    ),
]

handler400 = problem_below_api(errors.bad_request)
handler403 = problem_below_api(errors.forbidden)
handler429 = too_many
handler404 = problem_below_api(errors.not_found)
handler500 = problem_below_api(errors.server_error)
