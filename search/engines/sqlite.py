"""SQLite's full text index (FTS5).

Its tokenizer takes the dots off å, ä and ö, for which the table would have to be made anew; terms are written without
them instead, each in a way that no other word is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.analysis import Meaning
from search.analysis.questions import STRONG
from search.engines.entries import Entry
from search.engines.meant import MOST_ALTERNATIVES, Meant, typed, understood
from search.engines.pages import columns_of

MARKS = str.maketrans({"å": "a0", "ä": "a1", "ö": "o1", "é": "e1", "ü": "u1", "æ": "a2", "ø": "o2"})
ENTRIES = stock.IndexEntry._meta.db_table
FTS = f"{ENTRIES}_fts"
WEIGHTS = "0.0, 1.0, 6.0"
"""Of what is typed, of the text, and of the title: the columns of the table in their order."""
LESS = 0.4
"""What a hit by another reading counts, beside one by what was meant."""

PAGES = f"""
WITH hits AS MATERIALIZED (SELECT rowid AS entry, bm25({FTS}, {WEIGHTS}) AS score FROM {FTS} WHERE {FTS} MATCH %s),
     strong AS MATERIALIZED (SELECT rowid AS entry, bm25({FTS}, {WEIGHTS}) AS score FROM {FTS} WHERE {FTS} MATCH %s)
SELECT page.id FROM hits
JOIN {ENTRIES} AS entry ON entry.id = hits.entry
JOIN ({{pages}}) AS page ON page.id = CAST(entry.object_id AS INTEGER)
LEFT JOIN strong ON strong.entry = hits.entry
WHERE entry.content_type_id = page.content_type_id
ORDER BY {LESS} * hits.score + COALESCE(strong.score, 0), page.id LIMIT %s
"""  # noqa: S608  our own names
SCORES = f"""
SELECT CAST(entry.object_id AS INTEGER) AS object, {{score}} AS score FROM {FTS}
JOIN {ENTRIES} AS entry ON entry.id = {FTS}.rowid
WHERE {FTS} MATCH %s AND entry.content_type_id IN ({{types}})
"""  # noqa: S608  our own names
SCORE = f"bm25({FTS}, {WEIGHTS})"
SCORE_WHILE_TYPING = f"""
{SCORE} - 1000 * ({FTS}.rowid IN (SELECT begun.rowid FROM {FTS} AS begun WHERE begun.{FTS} MATCH %s))
"""  # noqa: S608  our own names
"""What begins so comes before everything that means the same. Less is better."""


def encoded(term: str) -> str:
    """A term as the table has it."""
    return term.translate(MARKS)


class Index(stock.SQLiteIndex):
    """Stores terms in the place of texts."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, [Entry(obj, encoded) for obj in objs])

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing: bm25 knows how long titles are. The stock index reads all titles at each save."""


class Compiler(stock.SQLiteSearchQueryCompiler):
    """Searches of the admin, which filters and sorts the objects itself."""

    def search(self, config: Any, start: int, stop: int, score_field: str | None = None) -> QuerySet:
        meant = understood(self.query)
        if meant is None:
            return super().search(config, start, stop, score_field)
        return self._matching(match_of(meant), "", start, stop, score_field)

    def _matching(self, match: str, first: str, start: int, stop: int, score_field: str | None) -> QuerySet:
        """Objects whose entries match, best first unless they have an order of their own. `first`: what leads."""
        if not match:
            return self.queryset.none()
        types = sorted(get_descendants_content_types_pks(self.queryset.model))
        scores = SCORES.format(score=SCORE_WHILE_TYPING if first else SCORE, types=", ".join(["%s"] * len(types)))
        values = [*filter(None, [first]), match, *types]
        found = self.queryset.filter(pk__in=RawSQL(f"SELECT object FROM ({scores})", values))  # noqa: S608, S611
        if self.order_by_relevance:
            table = self.queryset.model._meta
            score = f'(SELECT score FROM ({scores}) WHERE object = "{table.db_table}"."{table.pk.column}")'  # noqa: S608
            name = score_field or "_score"
            ranked = RawSQL(score, values, output_field=FloatField())  # noqa: S611  our own names
            found = found.annotate(**{name: ranked}).order_by(name, "-pk")
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]


class Autocomplete(Compiler, stock.SQLiteAutocompleteQueryCompiler):
    """What is found while somebody types: first what begins so, then what means the same."""

    def search(self, config: Any, start: int, stop: int, score_field: str | None = None) -> QuerySet:
        question = typed(self.query)
        if question is None:
            return super().search(config, start, stop, score_field)
        first = begun(question.words)
        match = " OR ".join(f"({match})" for match in (first, *map(match_of, question.meant)) if match)
        return self._matching(match, first, start, stop, score_field)


class SearchBackend(stock.SQLiteSearchBackend):
    """The backend for ``WAGTAILSEARCH_BACKENDS``."""

    name = "sqlite"
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Autocomplete

    def ranked_pages(self, meant: Meant, *, among: QuerySet[Page], most: int) -> list[int]:
        """Ids of those of the pages that are meant, best first."""
        match = match_of(meant)
        if not match:
            return []
        pages, values = columns_of(among)
        with connection.cursor() as cursor:
            strong = strong_match_of(meant.meaning) or match
            cursor.execute(PAGES.format(pages=pages), [match, strong, *values, most])
            return [pk for [pk] in cursor.fetchall()]


def match_of(meant: Meant) -> str:
    """What FTS5 is asked; empty when nothing is."""
    meaning = meant.meaning
    groups = [
        _any(_all(map(quoted, alternative.terms)) for alternative in group[:MOST_ALTERNATIVES])
        for group in meaning.groups
    ]
    wanted = [_any(groups) if meant.any_word else _all(groups)] if groups else []
    wanted += [quoted(*phrase) for phrase in meaning.phrases]
    if not wanted:
        return ""
    found = _all(wanted)
    if meaning.without:
        found = f"({found} NOT {_any(map(quoted, meaning.without))})"
    return f"{{title body}} : {found}"


def strong_match_of(meaning: Meaning) -> str:
    """The same for what was meant, without parts and other readings: any of it."""
    terms = [
        _all(map(quoted, alternative.terms))
        for group in meaning.groups
        for alternative in group
        if alternative.weight >= STRONG
    ]
    terms += [quoted(*phrase) for phrase in meaning.phrases]
    return f"{{title body}} : {_any(terms)}" if terms else ""


def begun(words: list[str]) -> str:
    """Words as they are typed, the last of which may go on."""
    return f"{{autocomplete}} : ({' AND '.join(map(quoted, words))} *)" if words else ""


def quoted(*terms: str) -> str:
    """Terms that follow one another, as text that FTS5 takes for no word of its own language."""
    text = encoded(" ".join(terms)).replace('"', '""')
    return f'"{text}"'


def _all(expressions: Iterable[str]) -> str:
    return f"({' AND '.join(expressions)})"


def _any(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"
