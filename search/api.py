"""``/api/v2/search/``: pages that answer a question, with facets, highlights and corrections."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.api.caching import depends_on, stamp_of
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.items import gates_of_caller, open_documents, rendered, stored
from cms.api.parameters import Parameters, invalid
from cms.api.plain import endpoint, text_of
from cms.registers.all_facets import all_facets
from search.analysis import language_of
from search.highlights import Highlighter, texts_in
from search.missed import count_if_nothing
from search.narrowing import Narrowed
from search.services import LONGEST_QUERY, MOST_HITS, Question, search_pages
from search.values import values_now

KNOWN = frozenset({"q", "locale", "facets", "order", "limit", "offset"})
RELEVANCE, DATE = "relevance", "date"
FIELDS = (("summary", False),)
"""What an item has beside the usual fields."""


@endpoint
def search(request: HttpRequest, params: Parameters) -> HttpResponse:
    """``?q=macken&facets=county,service_type``; every facet is a filter too."""
    known = {facet.name: facet for facet in all_facets()}
    params.only(KNOWN | known.keys())
    question = _question(params)
    language = params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
    order = params.code("order", (RELEVANCE, DATE), RELEVANCE)
    begin, end = _part(params)
    shown = params.codes("facets", known) if "facets" in params else []
    now, values = stamp_of(request), values_now()
    with translation.override(language):
        found = search_pages(question=question, locale=Locale.objects.get(language_code=language))
        count_if_nothing(question, found, language_of(language))
        asked_for = {name: params.codes(name, values.options(facet)) for name, facet in known.items() if name in params}
        narrowed = Narrowed(found.ids, asked_for, values)
        ids = narrowed.ids(newest_first=order == DATE)
        facets = {name: _counted(values.options(known[name]), narrowed.counts(name)) for name in shown}
    asked = _endpoint(), ids[begin:end], FIELDS
    items = stored(*asked, gates_of_caller()) if now else rendered(*asked)
    marker = Highlighter(found.meaning, language_of(language))
    meta = {
        "total_count": len(ids),
        "query": question.text,
        "correction": found.correction or None,
        "backend": found.backend,
    }
    body = (
        f'{{"meta":{text_of(meta)},"items":[{",".join(_highlighted(items, ids[begin:end], marker))}],'
        f'"facets":{text_of(facets)}}}'
    )
    headers = {"Content-Language": language, **found.headers}
    response = HttpResponse(body, content_type="application/json", headers=headers)
    return depends_on(response, ["pages", "registers"])


def _endpoint() -> Any:
    from cms.api.endpoints.pages import PagesEndpoint  # Wagtail's viewsets need all apps

    return PagesEndpoint


def _question(params: Parameters) -> Question:
    if "q" not in params:
        raise invalid("q", _("Say what to search for: “%(name)s”."))
    question = Question.of(params.text("q", longest=LONGEST_QUERY) or "")
    if not question.can_be_asked:
        raise invalid("q", _("“%(name)s” has no word and no number."))
    return question


def _part(params: Parameters) -> tuple[int, int]:
    limit, offset = params.number("limit", default=LIMIT, most=MOST), params.number("offset")
    if offset + limit > MOST_HITS:
        raise invalid(
            "offset",
            _("A search shows its best %(most)d pages; narrow it with filters, or walk through pages/ with a cursor."),
            most=MOST_HITS,
        )
    return offset, offset + limit


def _counted(options: Mapping[str, str], counts: Counter[str]) -> list[dict[str, Any]]:
    """Codes of a facet that pages have, whatever is chosen of the facet itself."""
    return [{"code": code, "label": label, "count": counts[code]} for code, label in options.items() if counts[code]]


def _highlighted(items: Iterator[str], ids: Sequence[int], marker: Highlighter) -> Iterator[str]:
    """Items with the place of the words in them; their texts are what the caller may read as a document."""
    # What a stale document says may be withdrawn already.
    documents = open_documents(gates_of_caller()).filter(pk__in=ids, is_stale=False)
    bodies = dict(documents.values_list("page_id", "body"))
    for item in items:
        values = json.loads(item)
        document = bodies.get(values["id"])
        highlights = {
            "title": marker.marked(values["title"]),
            "summary": marker.marked(values.get("summary") or ""),
            "body": marker.excerpts(texts_in(json.loads(document))) if document else [],
        }
        yield f'{item[:-1]},"highlights":{text_of(highlights)}}}'
