"""Shows where the words of a question stand in a text: HTML in which nothing but ``<mark>`` is markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.utils.html import escape, strip_tags

from search.analysis import Meaning, word_terms
from search.analysis.words import WORD

MEANT = 0.5
"""Alternatives from this weight on are shown; parts of compounds taken one by one would mark too much."""
MOST_EXCERPTS, LONGEST_EXCERPT = 2, 240
SHORTEST_TEXT = 20
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")
NO_TEXT = frozenset({"meta", "id", "title", "summary", "url", "html_url", "detail_url", "code", "type"})
"""Keys of a document whose values are not read as running text."""


class Highlighter:
    """Marks the words of one question."""

    def __init__(self, meaning: Meaning, language: str) -> None:
        self._language, self._kept_whole = language, meaning.kept_whole
        self._judged: set[str] = set()
        self._meant: set[str] = set()
        self._terms = {
            term
            for group in meaning.groups
            for alternative in group
            if alternative.weight >= MEANT
            for term in alternative.terms
        } | {term for phrase in meaning.phrases for term in phrase}

    def marked(self, text: str) -> str:
        """The text as HTML, with its words marked."""
        text, done, place = unicodedata.normalize("NFC", text), list[str](), 0
        for word in WORD.finditer(text):
            if self._is_meant(word[0]):
                done += [escape(text[place : word.start()]), f"<mark>{escape(word[0])}</mark>"]
                place = word.end()
        return "".join([*done, escape(text[place:])])

    def excerpts(self, texts: Iterable[str], *, most: int = MOST_EXCERPTS) -> list[str]:
        """The first sentences that have a word of the question, as HTML."""
        found: list[str] = []
        # Most texts have none of the words: they are not taken apart.
        for sentence in (sentence for text in texts if self._has_any(text) for sentence in END_OF_SENTENCE.split(text)):
            if len(found) == most:
                break
            if self._has_any(sentence):
                found.append(self.marked(self._shortened(sentence.strip())))
        return found

    def _has_any(self, text: str) -> bool:
        words = set(WORD.findall(text.lower()))
        for word in words - self._judged:
            self._judge(word)
        return not words.isdisjoint(self._meant)

    def _is_meant(self, word: str) -> bool:
        word = word.lower()
        if word not in self._judged:
            self._judge(word)
        return word in self._meant

    def _judge(self, word: str) -> None:
        self._judged.add(word)
        if not self._terms.isdisjoint(word_terms(word, self._language, self._kept_whole)):
            self._meant.add(word)

    def _shortened(self, sentence: str) -> str:
        """The part of a long sentence round the first word that is meant."""
        if len(sentence) <= LONGEST_EXCERPT:
            return sentence
        first = next(word.start() for word in WORD.finditer(sentence) if self._is_meant(word[0]))
        begin = max(0, min(first - LONGEST_EXCERPT // 3, len(sentence) - LONGEST_EXCERPT))
        begin = sentence.find(" ", begin) + 1 if begin else 0
        part = sentence[begin : begin + LONGEST_EXCERPT]
        end = "" if begin + LONGEST_EXCERPT >= len(sentence) else "…"
        return f"{'…' if begin else ''}{part.rpartition(' ')[0] if end else part}{end}"


def texts_in(document: Any) -> Iterator[str]:
    """Running texts of a page, as its document has them, without their markup."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key not in NO_TEXT:
                yield from texts_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from texts_in(value)
    elif isinstance(document, str) and len(document) >= SHORTEST_TEXT and " " in document:
        yield _without_markup(document)


def _without_markup(text: str) -> str:
    if "<" in text:
        text = strip_tags(text.replace("</p>", "</p> ").replace("</li>", "</li> "))
    return unescape(text)
