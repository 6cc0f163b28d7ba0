"""The search page."""

from __future__ import annotations

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from cms.core.addresses import absolute_url
from cms.core.languages import addresses
from cms.core.presentation.navigation import Crumb, home_path
from cms.core.visibility import reading_together
from cms.registers.listing import PER_PAGE, for_listing
from search.services import LONGEST_QUERY, MOST_HITS, Question, find_pages


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Public pages in the language of the address that answer ``?q=``. Search engines are asked not to list it."""
    with reading_together():
        question = Question.of(request.GET.get("q", ""))
        hits = find_pages(question=question, locale=Locale.get_active())
        try:
            page_obj = Paginator(hits, PER_PAGE).page(request.GET.get("page") or 1)
        except InvalidPage as error:
            raise Http404(_("The list has no such page.")) from error
        context = {
            "question": question,
            "longest": LONGEST_QUERY,
            "page_obj": page_obj,
            "has_more_hits": len(hits) == MOST_HITS,
            "pages": _in_order(list(page_obj.object_list)),
            "query": urlencode({"q": question.text}),
            "alternates": {
                code: f"{path}?{urlencode({'q': question.text})}" if question.text else path
                for code, path in addresses("search").items()
            },
            "canonical": absolute_url(request.path),
            "trail": [Crumb(_("Front page"), home_path()), Crumb(_("Search the bank"), "")],
        }
        response = render(request, "search/results.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _in_order(ids: list[int]) -> list[Page]:
    pages = {page.pk: page for page in for_listing(Page.objects.filter(pk__in=ids))}
    return [pages[pk] for pk in ids if pk in pages]
