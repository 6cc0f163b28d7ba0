"""Elasticsearch 9: terms in fields that it only splits at blanks, with none of its own language modules.

How the site asks its own index: `search.engines.site`. How that follows the log: `search.engines.following`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, streaming_bulk
from modelsearch.index import SearchField

from search.analysis import Meaning
from search.analysis.questions import Alternative
from search.engines.entries import WEIGHTY, Entry
from search.engines.meant import MOST_ALTERNATIVES, Meant

SEARCH_SECONDS, WRITE_SECONDS = 1, 20
"""How long somebody who searches waits for an answer, and the worker for a part of the index to be written."""
FAILURES = (ApiError, TransportError, BulkIndexError)
"""Elasticsearch cannot be reached, is too slow, or does not do what it is asked: an index is missing, the disk full."""
PLACE = "place"
"""Id of the document in which an index notes how far it has come; it has no language, so that nobody finds it."""
BOOSTS = {"title": 4.0, "title_extra": 2.0, "facts": 2.0, "facts_extra": 0.8, "text": 1.0, "text_extra": 0.6}
"""What a term weighs in each field; ``extra`` are parts of compounds and other readings."""
TIE_BREAKER = 0.2
"""What a term counts in further fields, beside the one where it weighs most."""
MAPPINGS = {
    # What Elasticsearch makes by itself, for a page that is written to an index that is gone, has no such mark.
    "_meta": {"whole": True},
    "dynamic": False,
    "properties": {
        **{name: {"type": "text", "analyzer": "whitespace"} for name in BOOSTS},
        "locale": {"type": "keyword"},
        "page": {"type": "long"},
    },
}
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
"""One shard: the weight of a word is counted in each shard alone, and a hundred thousand pages fit into one."""


class Place(NamedTuple):
    """How far an index has come."""

    read_to: int
    """The row of the log up to which it knows everything."""
    filled_to: int | None = None
    """While it is filled for the first time: the id of the last page that it was given. Pages come by their ids."""
    unsplit_to: int = 0
    """The change of the words that are never split up to which it knows everything."""
    unsplit_page: int = 0
    """Of the change after it: the id of the last page with the word that was written anew."""


def alias() -> str:
    """The name by which the site searches its index: one for each database, as sites may share an Elasticsearch."""
    database = connection.settings_dict
    own = " ".join(str(database.get(key)) for key in ("HOST", "PORT", "NAME"))
    return f"servicebanken-{hashlib.blake2b(own.encode(), digest_size=4).hexdigest()}"


@cache
def client() -> Elasticsearch:
    """The Elasticsearch of the settings. It is asked once: who waits here has somebody waiting."""
    return Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=SEARCH_SECONDS, max_retries=0)


def writer() -> Elasticsearch:
    """The same for who has more time."""
    return client().options(request_timeout=WRITE_SECONDS)


class TermsIndex:
    """One index of pages, or the alias of one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def create(self) -> None:
        writer().indices.create(index=self.name, mappings=MAPPINGS, settings=SETTINGS)

    def delete(self) -> None:
        writer().indices.delete(index=self.name, ignore_unavailable=True)

    def refresh(self) -> None:
        """Have found what was written."""
        writer().indices.refresh(index=self.name)

    def write(self, objects: Iterable[Any], gone: Collection[int] = (), *, version: int = 1) -> None:
        """Write pages, and take out those that are gone; raises one of `FAILURES` unless all of it is done.

        Version: the end of the log before the pages were read. What another process wrote from a later state stays.
        """
        results = streaming_bulk(writer(), self._actions(objects, gone, version), raise_on_error=False)
        failed = [result for done, result in results if not done and not _need_not_be(result)]
        if failed:
            raise BulkIndexError(f"{len(failed)} pages were not written", failed)

    def _actions(self, objects: Iterable[Any], gone: Iterable[int], version: int) -> Iterator[dict[str, Any]]:
        kept: dict[str, Any] = {"_index": self.name, "version": version, "version_type": "external_gte"}
        for obj in objects:
            yield {**kept, "_id": str(obj.pk), "_source": document(obj)}
        for pk in gone:
            yield {**kept, "_op_type": "delete", "_id": str(pk)}

    def read_place(self, seconds: float) -> Place:
        """How far it has come; raises `NotFoundError` for an index that nobody keeps in step, or another failure."""
        return Place(**client().options(request_timeout=seconds).get(index=self.name, id=PLACE)["_source"])

    @property
    def place(self) -> Place | None:
        """The same, and None for an index that nobody keeps in step."""
        try:
            return self.read_place(WRITE_SECONDS)
        except NotFoundError:
            return None

    @place.setter
    def place(self, place: Place) -> None:
        writer().index(index=self.name, id=PLACE, document=place._asdict())

    def ranked_pages(self, meant: Meant, *, locale: int, most: int, seconds: float = SEARCH_SECONDS) -> list[int]:
        """Ids of pages in a language, best first; raises one of `FAILURES`, after so many seconds at the latest."""
        query = query_of(meant)
        if not query:
            return []
        asked = {"bool": {"must": [query], "filter": [{"term": {"locale": str(locale)}}]}}
        impatient = client().options(request_timeout=seconds)
        answer = impatient.search(
            index=self.name,
            query=asked,
            size=most,
            sort=[{"_score": "desc"}, {"page": "asc"}],
            source=False,
            stored_fields="_none_",  # ids from the column of numbers: thousands of hits need not be unpacked
            track_total_hits=False,
            filter_path="hits.hits.sort",
        )
        return [page for hit in answer.get("hits", {}).get("hits", ()) for _score, page in [hit["sort"]]]


def document(obj: Any) -> dict[str, str | int]:
    """A page as it is stored: terms by the weight of the field that they stand in."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    fields = [field for field in Entry(obj).get_search_fields() if isinstance(field, SearchField)]
    for main, extra in zip(fields[::2], fields[1::2], strict=True):
        name = "title" if main.field_name == "title" else "facts" if (main.boost or 1) >= WEIGHTY else "text"
        texts[name].append(main.get_value(obj))
        texts[f"{name}_extra"].append(extra.get_value(obj))
    return {**{name: " ".join(parts) for name, parts in texts.items()}, "locale": str(obj.locale.pk), "page": obj.pk}


def _need_not_be(result: Mapping[str, Any]) -> bool:
    """What was not done because a page is gone already, or because a later state of it is there."""
    [(action, values)] = result.items()
    return values["status"] == 409 or (action == "delete" and values["status"] == 404)


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
