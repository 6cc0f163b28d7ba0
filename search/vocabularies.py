"""The vocabulary of each language, from the pages that everybody may see.

A job keeps it in step with the stored documents. A word that stands only in a draft or in a closed section is not in
it, so nothing can be corrected to it or suggested by it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from cms.publishing.following import public_documents
from search import added_words
from search.analysis import Vocabulary, language_of, tokens, word_terms
from search.engines.entries import pages_to_index, texts_of
from search.models import PageWords, SearchTerm

AT_ONCE = 100
"""Pages that one transaction takes in."""
AGAIN = "again"
"""In the place of a page's ETag: no document has it."""
SECONDS_KEPT = 2
"""How long a process does not ask whether there are other words now."""


def vocabulary_of_texts(texts: Iterable[str], language: str) -> Vocabulary:
    """The vocabulary of pages, each given as the whole of its text."""
    words: Counter[str] = Counter()
    for text in texts:
        words.update(set(tokens(text)))
    return _vocabulary(words, language)


def _vocabulary(words: dict[str, int], language: str) -> Vocabulary:
    added = added_words.of_language(language)
    terms = (term for word in words for term in word_terms(word, language, added.kept_whole))
    return Vocabulary(words, terms, language, added)


# --- Read ---------------------------------------------------------------------------------------------------------


class _Kept(NamedTuple):
    version: datetime | None
    asked_at: float
    vocabulary: Vocabulary


_kept: dict[str, _Kept] = {}
_ONCE = Lock()


def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language, at most a few seconds old."""
    with _ONCE:
        kept, now = _kept.get(language), time.monotonic()
        if kept and now - kept.asked_at < SECONDS_KEPT:
            return kept.vocabulary
        version = PageWords.objects.filter(language=language).aggregate(newest=Max("changed_at"))["newest"]
        if not kept or kept.version != version or kept.vocabulary.added is not added_words.of_language(language):
            words = dict(SearchTerm.objects.filter(language=language).values_list("word", "documents"))
            kept = _Kept(version, now, _vocabulary(words, language))
        _kept[language] = kept._replace(asked_at=now)
        return kept.vocabulary


def forget() -> None:
    """Ask the database the next time."""
    with _ONCE:
        _kept.clear()
    added_words.forget()


# --- Kept in step -------------------------------------------------------------------------------------------------


def take_in_words(reached: Callable[[int], object] = lambda _number: None) -> int:
    """Take in the pages that have changed since; returns how many. A job: it may be stopped at any time."""
    number = 0
    while pages := list(_changed()[:AT_ONCE]):
        _take_in(pages)
        number += len(pages)
        reached(len(pages))
    if number:
        forget()
    return number


def begin_anew() -> int:
    """Have all pages taken in again, as after a change of what a word is; returns how many there are."""
    PageWords.objects.exclude(etag="").update(etag=AGAIN)
    return public_documents().count()


class _Changed(NamedTuple):
    page_id: int
    etag: str


def _changed() -> Any:
    documents = public_documents()
    known = PageWords.objects.filter(page_id=OuterRef("page_id")).values("etag")[:1]
    changed = (
        documents.exclude(is_stale=True)
        .annotate(known=Subquery(known))
        .filter(Q(known__isnull=True) | ~Q(known=F("etag")))
        .order_by("page_id")
        .values_list("page_id", "etag")
    )
    gone = PageWords.objects.exclude(etag="").exclude(page_id__in=documents.values("page_id"))
    return _Both(changed, gone)


class _Both:
    """Pages with other words than before, then those that are no longer public."""

    def __init__(self, changed: Any, gone: Any) -> None:
        self.changed, self.gone = changed, gone

    def __getitem__(self, part: slice) -> Iterator[_Changed]:
        found = [_Changed(*row) for row in self.changed[part]]
        return iter(found or [_Changed(pk, "") for pk in self.gone.values_list("page_id", flat=True)[part]])


def _take_in(changed: list[_Changed]) -> None:
    ids = [row.page_id for row in changed]
    with transaction.atomic():
        before = PageWords.objects.select_for_update().in_bulk(ids)
        wanted = [row.page_id for row in changed if row.etag]
        pages = {page.pk: page for page in pages_to_index(wanted)}
        difference: Counter[tuple[str, str]] = Counter()
        rows = []
        for page_id, etag in changed:
            page, known = pages.get(page_id), before.get(page_id)
            language = language_of(page.locale.language_code) if page else known.language if known else "sv"
            words = {word for text in texts_of(page) for word in tokens(text)} if page else set()
            difference.subtract((known.language, word) for word in known.words.split()) if known else None
            difference.update((language, word) for word in words)
            rows.append(
                PageWords(
                    page_id=page_id,
                    language=language,
                    etag=etag,
                    words=" ".join(sorted(words)),
                    changed_at=timezone.now(),
                )
            )
        _count(difference)
        PageWords.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["page_id"],
            update_fields=["language", "etag", "words", "changed_at"],
        )


def _count(difference: Counter[tuple[str, str]]) -> None:
    """Add to the numbers of pages; a word that stands nowhere any more is forgotten."""
    for language in {language for language, _word in difference}:
        more = {word: number for (of, word), number in difference.items() if of == language and number}
        known = {term.word: term for term in SearchTerm.objects.filter(language=language, word__in=more)}
        for word, term in known.items():
            term.documents = max(0, term.documents + more[word])
        SearchTerm.objects.bulk_update(known.values(), ["documents"], batch_size=500)
        SearchTerm.objects.bulk_create(
            [
                SearchTerm(language=language, word=word, documents=number)
                for word, number in more.items()
                if word not in known and number > 0
            ]
        )
        SearchTerm.objects.filter(language=language, documents=0).delete()
