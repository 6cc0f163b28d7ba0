"""How well questions are answered, by a file of pages, questions, and the pages that answer them.

The file is JSON: ``pages``, each with ``slug``, ``locale``, ``title`` and any of ``intro``, ``body``, ``municipality``
(an SCB code) and ``categories``; and ``judgements``, each with ``query``, ``locale`` and ``relevant``, a list of slugs.
More keys are passed over.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cms.core.indexing import not_indexed
from cms.registers.models import Municipality
from search.analysis import Words, language_of
from search.engines.entries import GivenText
from search.engines.meant import Meant
from search.services import in_stages
from search.vocabularies import vocabulary_of_texts

LOOKED_AT = 5
"""Hits that a reader looks at."""
MOST = 100
TITLE, SUMMARY, FACTS, TEXT = 10, 4, 3, 1
"""Boosts, as page types have them."""

Search = Callable[[str, str], list[str]]
"""Slugs that answer a question in a language, best first."""


class BadFile(Exception):
    """Why a file cannot be used, in one sentence."""


@dataclass(frozen=True)
class Judgement:
    """A question, and the slugs of the pages that answer it."""

    query: str
    locale: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Result:
    """How well one engine did. All numbers are means over the questions, from 0 to 1."""

    p_at_1: float
    """How often the first hit answers the question."""
    recall_at_5: float
    """How much of what answers it is among the first five hits."""
    mrr: float
    """One divided by the place of the first hit that answers it."""
    queries: int
    misses: list[dict[str, Any]]
    """Questions whose first hit does not answer them."""
    first: dict[str, str]
    """The first hit of each question, by language and question."""

    def as_json(self) -> dict[str, Any]:
        """Without what only comparing engines takes."""
        return {name: getattr(self, name) for name in ("p_at_1", "recall_at_5", "mrr", "queries", "misses")}


def read(path: Path) -> tuple[list[dict[str, Any]], list[Judgement]]:
    """Pages and judgements of a file; raises `BadFile`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        pages = [{**page, "slug": str(page["slug"]), "title": str(page["title"])} for page in content["pages"]]
        judgements = [
            Judgement(str(line["query"]), str(line.get("locale", "sv")), frozenset(line["relevant"]))
            for line in content["judgements"]
        ]
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(f"{path.name} is not a file of pages and judgements: {error!r}.") from None
    if not pages or not judgements:
        raise BadFile(f"{path.name} has no pages or no judgements.")
    slugs = {page["slug"] for page in pages}
    if unknown := sorted({slug for judgement in judgements for slug in judgement.relevant - slugs}):
        raise BadFile(f"{path.name} judges pages that it does not have: {', '.join(unknown[:5])}.")
    return pages, judgements


def measure(search: Search, judgements: Sequence[Judgement]) -> Result:
    """Ask every question."""
    precise = recalled = ranks = 0.0
    misses, first = [], {}
    for judgement in judgements:
        hits = search(judgement.query, judgement.locale)
        first[f"{judgement.locale} {judgement.query}"] = hits[0] if hits else ""
        if hits and hits[0] in judgement.relevant:
            precise += 1
        else:
            misses.append({"query": judgement.query, "locale": judgement.locale, "found": hits[:LOOKED_AT]})
        recalled += len(judgement.relevant & {*hits[:LOOKED_AT]}) / (min(len(judgement.relevant), LOOKED_AT) or 1)
        ranks += next((1 / place for place, slug in enumerate(hits, start=1) if slug in judgement.relevant), 0.0)

    def mean(total: float) -> float:
        return round(total / len(judgements), 3)

    return Result(mean(precise), mean(recalled), mean(ranks), len(judgements), misses, first)


class FilePage:
    """A page of the file, as indexes take objects."""

    def __init__(self, pk: int, locale: Locale, values: dict[str, Any], place: str) -> None:
        self.pk, self.locale = pk, locale
        self.fields = [
            GivenText("title", values["title"], TITLE),
            GivenText("intro", values.get("intro") or "", SUMMARY),
            GivenText("body", values.get("body") or "", TEXT),
            GivenText("place", place, FACTS),
            GivenText("categories", " ".join(values.get("categories") or ()), FACTS),
        ]

    def get_search_fields(self) -> list[Any]:
        return self.fields

    @property
    def text(self) -> str:
        return " ".join(field.get_value(self) for field in self.fields)


@contextmanager
def in_the_database(values: Sequence[dict[str, Any]]) -> Iterator[Search]:
    """A search among the pages of a file alone, in the index of the database. Afterwards all is as it was before."""
    backend: Any = get_search_backend()
    with transaction.atomic():
        # Rolled back: to everybody else the index is what it was all the time.
        index = backend.get_index_for_model(Page)
        index.entries._raw_delete(index.write_connection.alias)
        slugs, pages = _rows(values)
        index.add_items(Page, pages)
        live = Page.objects.filter(live=True)
        yield searching(
            lambda meant, locale: backend.ranked_pages(meant, among=live.filter(locale=locale), most=MOST), pages, slugs
        )
        transaction.set_rollback(True)


@contextmanager
def in_elasticsearch(values: Sequence[dict[str, Any]]) -> Iterator[Search]:
    """The same in an index of its own of the Elasticsearch that the settings name; it is deleted afterwards."""
    from search.engines.elasticsearch import TermsIndex

    with transaction.atomic():
        slugs, pages = _rows(values)
        transaction.set_rollback(True)
    index = TermsIndex(f"quality_{secrets.token_hex(8)}")
    index.create()
    try:
        index.write(pages)
        index.refresh()
        yield searching(lambda meant, locale: index.ranked_pages(meant, locale=locale.pk, most=MOST), pages, slugs)
    finally:
        index.delete()


def searching(ranked: Callable[[Meant, Locale], list[int]], pages: Sequence[FilePage], slugs: dict[int, str]) -> Search:
    """Search as the site does, with the words of these pages."""
    locales = {page.locale.language_code: page.locale for page in pages}
    vocabularies = {
        code: vocabulary_of_texts([page.text for page in pages if page.locale == locale], language_of(code))
        for code, locale in locales.items()
    }

    def search(query: str, code: str) -> list[str]:
        def ask(meant: Meant) -> list[int]:
            return ranked(meant, locales[code])

        ids, _meaning = in_stages(Words.of(query), vocabularies[code], ask)
        return [slugs[pk] for pk in ids]

    return search


def _rows(values: Sequence[dict[str, Any]]) -> tuple[dict[int, str], list[FilePage]]:
    """Rows of pages, so that engines can ask whether they are live and in which language."""
    codes = {page.get("locale", "sv") for page in values}
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in codes}
    names = dict(Municipality.objects.values_list("code", "name"))
    slugs, pages = {}, []
    with not_indexed():
        for number, page in enumerate(values):
            locale = locales[page.get("locale", "sv")]
            row = Page.add_root(title=page["title"], slug=f"quality-{number}", locale=locale)
            slugs[row.pk] = page["slug"]
            pages.append(FilePage(row.pk, locale, page, names.get(str(page.get("municipality")), "")))
    return slugs, pages
