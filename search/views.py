"""The search page."""

from __future__ import annotations

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from cms.core.addresses import absolute_url
from cms.core.languages import addresses
from cms.core.presentation.navigation import Crumb, home_path
from cms.core.visibility import reading_together
from search.analysis import language_of
from search.missed import count_if_nothing
from search.results import Results
from search.services import LONGEST_QUERY, MOST_HITS, Question, search_pages
from search.suggestions import first_services


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Public pages in the language of the address that answer ``?q=``. Search engines are asked not to list it."""
    with reading_together():
        question = Question.of(request.GET.get("q", ""))
        locale = Locale.get_active()
        found = search_pages(question=question, locale=locale)
        count_if_nothing(question, found, language_of(locale.language_code))
        results = Results(question=question, found=found, parameters=request.GET, path=request.path)
        try:
            page_obj = results.page_obj
        except InvalidPage as error:
            raise Http404(_("The list has no such page.")) from error
        words = urlencode({"q": question.text})
        context = {
            "question": question,
            "found": found,
            "longest": LONGEST_QUERY,
            "listing": results,
            "page_obj": page_obj,
            "services": [] if found.ids else first_services(locale=locale),
            "has_more_hits": results.total > MOST_HITS,
            "alternates": {
                code: f"{path}?{words}" if question.text else path for code, path in addresses("search").items()
            },
            "canonical": absolute_url(request.path),
            "trail": [Crumb(_("Front page"), home_path()), Crumb(_("Search the bank"), "")],
        }
        response = render(request, "search/results.html", context)
        response["X-Robots-Tag"] = "noindex"
        for name, value in found.headers.items():
            response[name] = value
        return response
