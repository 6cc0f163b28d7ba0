"""Ways into the site that are the same for everybody: the root, and the permanent address of a page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.core.addresses import page_path
from cms.core.languages import preferred_language
from cms.core.models import PersistentId
from cms.core.presentation.navigation import Crumb, home_path
from cms.core.visibility import public_pages, reading_together
from cms.core.withdrawals import was_public


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead from ``/`` to the front page in the browser's language."""
    query = request.META.get("QUERY_STRING", "")
    address = home_path(preferred_language(request))
    return _by_accept_language(HttpResponseRedirect(f"{address}?{query}" if query else address))


@require_safe
def permanent_address(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from ``/id/sb-000123`` to the page: in the language of ``?lang=``, else of the browser, where it is public.

    410 when it was public and is no more, 404 when it never was.
    """
    with reading_together():
        persistent_id = get_object_or_404(PersistentId, pk=number)
        versions = _public_versions(persistent_id)
        wish = request.GET.get("lang", "")
        if versions:
            page = versions.get(wish) or versions[preferred_language(request, versions)]
            return _by_accept_language(HttpResponseRedirect(page_path(page)))
        # Error pages, too, are read by somebody.
        translation.activate(preferred_language(request))
        if not was_public(persistent_id):
            raise Http404(_("There is no page with this number."))
        context = {"persistent_id": persistent_id.code}
        return _by_accept_language(render(request, "pages/gone.html", context, status=410))


@require_safe
def untranslated(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a page is not translated, in the language of the address, and lead to the Swedish one."""
    with reading_together():
        versions = _public_versions(get_object_or_404(PersistentId, pk=number))
        if translated := versions.get(translation.get_language() or ""):
            return redirect(page_path(translated))
        swedish = versions.get("sv")
        if swedish is None:
            raise Http404(_("There is no page with this number."))
        context = {
            "swedish": swedish,
            "alternates": {"sv": page_path(swedish)},
            "trail": [Crumb(_("Front page"), home_path()), Crumb(_("Not translated yet"), "")],
        }
        response = render(request, "pages/untranslated.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _public_versions(persistent_id: PersistentId) -> dict[str, Page]:
    """The public pages of a number by language."""
    pages = Page.objects.filter(translation_key=persistent_id.translation_key).select_related("locale")
    return {page.locale.language_code: page for page in public_pages(pages)}


def _by_accept_language(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Language"])
    return response
