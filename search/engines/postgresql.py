"""PostgreSQL's full text index, which is given terms and therefore no language (the ``simple`` configuration)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery as TextSearchQuery
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.expressions import CombinedExpression, RawSQL
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.engines.entries import Entry
from search.engines.meant import MOST_ALTERNATIVES, Meant, typed, understood
from search.engines.pages import columns_of

ENTRIES = stock.IndexEntry._meta.db_table
MOST_RANKED = 8
"""Alternatives of one word that are told apart in the order of hits."""
BEGUN = 10
"""What it counts that a title begins as it is typed: more than anything that means the same."""
TEXT = CombinedExpression(F("index_entries__title"), "||", F("index_entries__body"), output_field=SearchVectorField())
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"
"""Of running text, of readings of weightier fields, of these themselves, and of the title."""
TITLE = 5
"""Terms of a usual title; in a longer one each weighs less."""


class Index(stock.PostgresIndex):
    """Stores terms in the place of texts."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, [Entry(obj) for obj in objs])

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing. The stock index compares with the average of all titles, and reads them all at each save."""


class Compiler(stock.PostgresSearchQueryCompiler):
    """Searches of the admin, which filters and sorts the objects itself."""

    def search(
        self, config: Any, start: int, stop: int, score_field: str | None = None, backend: Any = None
    ) -> QuerySet:
        meant = understood(self.query)
        if meant is None:
            return super().search(config, start, stop, score_field, backend)
        match = match_of(meant)
        if not match:
            return self.queryset.none()
        found = self.queryset.annotate(_vector_=TEXT).filter(_vector_=as_tsquery(match))
        rank, values = rank_of(meant, ENTRIES)
        return self._ranked(found, rank, values, start, stop, score_field)

    def _ranked(
        self, found: QuerySet, rank: str, values: list[Any], start: int, stop: int, score_field: str | None
    ) -> QuerySet:
        score = RawSQL(rank, values, output_field=FloatField())  # noqa: S611  our own names
        return self._apply_ordering_and_scoring(found, score, start, stop, score_field)


class Autocomplete(Compiler, stock.PostgresAutocompleteQueryCompiler):
    """What is found while somebody types: first what begins so, then what means the same."""

    def search(
        self, config: Any, start: int, stop: int, score_field: str | None = None, backend: Any = None
    ) -> QuerySet:
        question = typed(self.query)
        if question is None:
            return super().search(config, start, stop, score_field, backend)
        conditions = [Q(_vector_=as_tsquery(match_of(meant))) for meant in question.meant]
        ranks = [rank_of(meant, ENTRIES) for meant in question.meant]
        if beginning := begun(question.words):
            conditions.append(Q(_typed_=as_tsquery(beginning)))
            ranks.append((f"{BEGUN} * ({ENTRIES}.autocomplete @@ to_tsquery('simple', %s))::int", [beginning]))
        if not conditions:
            return self.queryset.none()
        found = self.queryset.annotate(_vector_=TEXT, _typed_=F("index_entries__autocomplete"))
        found = found.filter(reduce(or_, conditions))
        rank = " + ".join(rank for rank, _values in ranks)
        return self._ranked(
            found, rank, [value for _rank, values in ranks for value in values], start, stop, score_field
        )


class SearchBackend(stock.PostgresSearchBackend):
    """The backend for ``WAGTAILSEARCH_BACKENDS``."""

    name = "postgresql"
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Autocomplete

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": "simple"})

    def ranked_pages(self, meant: Meant, *, among: QuerySet[Page], most: int) -> list[int]:
        """Ids of those of the pages that are meant, best first."""
        match = match_of(meant)
        if not match:
            return []
        rank, values = rank_of(meant, "entry")
        pages, pages_values = columns_of(among)
        # Other objects may have ids that are no numbers.
        types = get_descendants_content_types_pks(Page)
        statement = f"""
            SELECT page.id FROM {ENTRIES} AS entry
            JOIN ({pages}) AS page
                ON page.id = CASE WHEN entry.content_type_id = ANY(%s) THEN entry.object_id::bigint END
                AND page.content_type_id = entry.content_type_id
            WHERE (entry.title || entry.body) @@ to_tsquery('simple', %s)
            ORDER BY {rank} DESC, page.id LIMIT %s
        """  # noqa: S608  our own names
        with connection.cursor() as cursor:
            cursor.execute(statement, [*pages_values, types, match, *values, most])
            return [pk for [pk] in cursor.fetchall()]


def match_of(meant: Meant) -> str:
    """What PostgreSQL is asked, as a tsquery; empty when nothing is."""
    meaning = meant.meaning
    groups = [
        _any(_all(map(quoted, alternative.terms)) for alternative in group[:MOST_ALTERNATIVES])
        for group in meaning.groups
    ]
    wanted = [_any(groups) if meant.any_word else _all(groups)] if groups else []
    wanted += [following(phrase) for phrase in meaning.phrases]
    if not wanted:
        return ""
    return _all([*wanted, *(f"!{quoted(term)}" for term in meaning.without)])


def rank_of(meant: Meant, entry: str) -> tuple[str, list[Any]]:
    """SQL of the rank of a row of entries, and its values: each alternative by its weight."""
    wanted = [
        (alternative.weight, _all(map(quoted, alternative.terms)))
        for group in meant.meaning.groups
        for alternative in group[:MOST_RANKED]
    ]
    wanted += [(1.0, following(phrase)) for phrase in meant.meaning.phrases]
    one = (
        f"%s * (ts_rank('{WEIGHTS}', {entry}.title, to_tsquery('simple', %s))"
        f" * {TITLE} / greatest(length({entry}.title), 1)"
        f" + ts_rank('{WEIGHTS}', {entry}.body, to_tsquery('simple', %s)))"
    )
    values: list[Any] = []
    for weight, query in wanted:
        values += [weight, query, query]
    return " + ".join([one] * len(wanted)) or "0", values


def as_tsquery(match: str) -> TextSearchQuery:
    """Terms have no language: they are matched as they stand."""
    return TextSearchQuery(match, search_type="raw", config="simple")


def begun(words: list[str]) -> str:
    """Words as they are typed, the last of which may go on."""
    return _all([*map(quoted, words[:-1]), f"{quoted(words[-1])}:*"]) if words else ""


def quoted(term: str) -> str:
    """A term as text that a tsquery takes for no sign of its own."""
    text = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{text}'"


def following(phrase: Iterable[str]) -> str:
    """Terms that follow one another."""
    return f"({' <-> '.join(map(quoted, phrase))})"


def _all(expressions: Iterable[str]) -> str:
    return f"({' & '.join(expressions)})"


def _any(expressions: Iterable[str]) -> str:
    return f"({' | '.join(expressions)})"
