"""Elasticsearch 9: terms in fields that it only splits at blanks, with none of its own language modules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk
from modelsearch.index import SearchField

from search.analysis import Meaning
from search.analysis.questions import Alternative
from search.engines.entries import WEIGHTY, Entry
from search.engines.meant import MOST_ALTERNATIVES, Meant

TIMEOUT_SECONDS = 3
BOOSTS = {"title": 4.0, "title_extra": 2.0, "facts": 2.0, "facts_extra": 0.8, "text": 1.0, "text_extra": 0.6}
"""What a term weighs in each field; ``extra`` are parts of compounds and other readings."""
TIE_BREAKER = 0.2
"""What a term counts in further fields, beside the one where it weighs most."""
MAPPINGS = {
    "dynamic": False,
    "properties": {
        **{name: {"type": "text", "analyzer": "whitespace"} for name in BOOSTS},
        "locale": {"type": "keyword"},
    },
}


@cache
def client() -> Elasticsearch:
    """The Elasticsearch of the settings. It is asked once: who waits here has somebody waiting."""
    return Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=TIMEOUT_SECONDS, max_retries=0)


class TermsIndex:
    """One index of pages."""

    def __init__(self, name: str) -> None:
        self.name = name

    def create(self) -> None:
        client().indices.create(index=self.name, mappings=MAPPINGS, settings={"number_of_replicas": 0})

    def delete(self) -> None:
        client().indices.delete(index=self.name, ignore_unavailable=True)

    def add(self, objects: Iterable[Any]) -> None:
        """Write pages, and have them found at once."""
        actions = [{"_index": self.name, "_id": str(obj.pk), "_source": document(obj)} for obj in objects]
        bulk(client(), actions, refresh=True)

    def ranked_pages(self, meant: Meant, *, locale: int, most: int) -> list[int]:
        """Ids of pages in a language, best first."""
        query = query_of(meant)
        if not query:
            return []
        asked = {"bool": {"must": [query], "filter": [{"term": {"locale": str(locale)}}]}}
        answer = client().search(
            index=self.name, query=asked, size=most, source=False, sort=["_score", {"_doc": "asc"}], track_scores=True
        )
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]


def document(obj: Any) -> dict[str, str]:
    """A page as it is stored: terms by the weight of the field that they stand in."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    fields = [field for field in Entry(obj).get_search_fields() if isinstance(field, SearchField)]
    for main, extra in zip(fields[::2], fields[1::2], strict=True):
        name = "title" if main.field_name == "title" else "facts" if (main.boost or 1) >= WEIGHTY else "text"
        texts[name].append(main.get_value(obj))
        texts[f"{name}_extra"].append(extra.get_value(obj))
    return {**{name: " ".join(parts) for name, parts in texts.items()}, "locale": str(obj.locale.pk)}


def query_of(meant: Meant) -> Mapping[str, Any] | None:
    """What Elasticsearch is asked; None when nothing is."""
    meaning: Meaning = meant.meaning
    groups = [_any([_alternative(one) for one in group[:MOST_ALTERNATIVES]]) for group in meaning.groups]
    wanted = ([_any(groups)] if meant.any_word else groups) if groups else []
    wanted = [*wanted, *map(_phrase, meaning.phrases)]
    if not wanted:
        return None
    return {"bool": {"must": wanted, "must_not": [_term(term) for term in meaning.without]}}


def _alternative(alternative: Alternative) -> Mapping[str, Any]:
    return {"bool": {"must": [_term(term) for term in alternative.terms], "boost": alternative.weight}}


def _term(term: str) -> Mapping[str, Any]:
    queries = [{"term": {name: {"value": term, "boost": boost}}} for name, boost in BOOSTS.items()]
    return {"dis_max": {"tie_breaker": TIE_BREAKER, "queries": queries}}


def _phrase(terms: Iterable[str]) -> Mapping[str, Any]:
    text = " ".join(terms)
    fields = [f"{name}^{boost}" for name, boost in BOOSTS.items() if not name.endswith("_extra")]
    return {"multi_match": {"query": text, "type": "phrase", "fields": fields}}


def _any(queries: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {"bool": {"should": queries, "minimum_should_match": 1}}
