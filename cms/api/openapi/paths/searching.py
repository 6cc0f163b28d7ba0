"""Searching by words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.filters import LONGEST_SEARCH
from cms.api.openapi import pages as page_types
from cms.api.openapi.answers import JSON, body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import AREAS, CODE, COMMON, LOCALE, codes, query
from cms.api.openapi.schema import ADDRESS, INTEGER, STRING, Schema, described, listed, nullable, one_of, record, ref
from cms.api.openapi.values import PAGE_ID, page_label
from cms.registers.all_facets import all_facets

TAG, TAG_TEXT = "search", _("Finding pages by words.")
HTML: Schema = {**STRING, "examples": ["Byns <mark>mack</mark>"]}
HIGHLIGHTS = record({"title": HTML, "summary": HTML, "body": listed(HTML)})
YEAR: Schema = {"type": "string", "pattern": "^[0-9]{4}$", "examples": ["2026"]}


def components() -> dict[str, Schema]:
    text = _("Where the words stand: HTML in which nothing but mark is markup.")
    meta_of_page = page_types.part()["properties"]["meta"]
    item = record(
        {"id": PAGE_ID, "meta": meta_of_page, "title": STRING, "summary": STRING}
        | {"highlights": described(HIGHLIGHTS, text)}
    )
    count = record({"code": STRING, "label": STRING, "count": INTEGER})
    correction = _("The question as it was taken, where a word of it stands on no page.")
    meta = {
        "total_count": INTEGER,
        "query": STRING,
        "correction": described(nullable(STRING), correction),
        "backend": one_of(["sqlite", "postgresql", "elasticsearch"]),
    }
    facets: Schema = {"type": "object", "additionalProperties": listed(count)}
    kind = record({"code": one_of(["place", "service_type", "word", "page"]), "label": STRING})
    suggestion = record(
        {"kind": kind, "title": STRING, "html_url": ADDRESS}
        | {"id": described(nullable(PAGE_ID), _("Of the page, where it is one."))}
        | {"code": described(nullable(STRING), _("Of the municipality or the service type, where it is one."))}
    )
    suggested = record({"meta": record({"query": STRING}), "items": listed(suggestion)})
    return {"Suggestions": suggested, "Answer": record({"meta": record(meta), "items": listed(item), "facets": facets})}


def operations(example: Example) -> list[Operation]:
    names = [facet.name for facet in all_facets()]
    own = {
        "q": query(
            "q",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH, "examples": ["macken"]},
            _("Words. Quotation marks keep them together, a minus leaves a word out; any other sign is just text."),
            required=True,
        ),
        "locale": query("locale", {**LOCALE, "default": "sv"}, _("The language of the pages.")),
        "facets": codes("facets", one_of(names), _("What to count the pages by.")),
        "order": query("order", one_of(["relevance", "date"]), _("The best first, or the newest first.")),
        **{name: COMMON[name] for name in ("limit", "offset")},
    }
    filters = [codes(facet.name, _code(facet.name), facet.label) for facet in all_facets()]
    answer = {
        "meta": {"total_count": 1, "query": "macken", "correction": None, "backend": "postgresql"},
        "items": [example(components()["Answer"]["properties"]["items"]["items"])],
        "facets": {"county": [{"code": "24", "label": "Västerbottens län", "count": 1}]},
    }
    return [
        Operation(
            path="/search/",
            name="search",
            tag=TAG,
            summary=_("Search by words"),
            description=_(
                "Finds words in all their forms, parts of compounds, and words that mean the same. Pages with all the "
                "words come first. Counts are of what the caller may see, and at most the best 500 pages are shown."
            ),
            parameters=[*own.values(), *filters],
            answer=body(_("Pages, and how many there are by facet."), {JSON: (ref("Answer"), {"search": answer})}),
        ),
        _suggest(),
    ]


def _suggest() -> Operation:
    place = {"kind": {"code": "place", "label": "Kommun"}, "title": "Storuman", "id": None, "code": "2421"}
    answer = {
        "meta": {"query": "stor"},
        "items": [{**place, "html_url": "https://example.org/sv/kommuner/2421/"}],
    }
    return Operation(
        path="/suggest/",
        name="suggest",
        tag=TAG,
        summary=_("Suggestions while somebody types"),
        description=_(
            "Municipalities, service types, words and titles of pages that begin with what was typed, also without å, "
            "ä and ö. Only of what everybody may see, whatever a key opens."
        ),
        parameters=[
            query(
                "q",
                {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH, "examples": ["stor"]},
                _("What was typed so far. The first 8 words are read."),
                required=True,
            ),
            query("locale", {**LOCALE, "default": "sv"}, _("The language of the pages.")),
            query(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": 20, "default": 8},
                _("How many to show."),
            ),
        ],
        answer=body(
            _("What to go to, by kind, the best of each first."), {JSON: (ref("Suggestions"), {"suggest": answer})}
        ),
    )


def _code(name: str) -> Schema:
    special: dict[str, Any] = {"type": page_label(), "year": YEAR, **AREAS}
    return special.get(name, CODE)
