"""Plain Swedish: sentences of at most 25 words, and a readability index that says when a text is heavy.

LIX is Björnsson's (C. H. Björnsson, Läsbarhet, 1968): words per sentence, plus the percentage of words with more than
six letters. He calls 40 to 50 of medium difficulty, as newspapers are, and 50 to 60 difficult, as official texts are.
Björnsson meant it as a complement to reading the text, and so it is advice here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_SENTENCE = 25
"""Words."""
HARDEST = 50
FEWEST_WORDS = 100
"""A LIX of less than this says nothing: one long sentence decides it."""
LONG_WORD = 6
"""Letters; a word with more is a long one."""

WORD = re.compile(r"[^\W_]+(?:[-–'’:.,/][^\W_]+)*")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:t\.\s?ex|bl\.\s?a|d\.\s?v\.\s?s|dvs|o\.\s?s\.\s?v|osv|m\.\s?m|m\.\s?fl|s\.\s?k|f\.\s?d|fr\.\s?o\.\s?m"
    r"|t\.\s?o\.\s?m|p\.\s?g\.\s?a|ca|kl|nr|tel|st|resp|inkl|exkl|max|min|ung|jfr|kap)\.$",
    re.IGNORECASE,
)
END = re.compile(r"[.!?…]+[\"”’)»]*(?=\s|$)")
COUNTED = re.compile(r"\d{1,2}\.")
"""“1. Fråga byn”. In “den 3. mars” a small letter follows, and in “med 51 röster mot 6. Två” a sentence ends."""


def sentences(paragraph: str) -> Iterator[str]:
    """Sentences of one paragraph. A full stop in an abbreviation ends none, unless a capital letter follows."""
    start = 0
    for end in END.finditer(paragraph):
        piece, rest = paragraph[start : end.end()], paragraph[end.end() :].lstrip()
        if rest and (COUNTED.fullmatch(piece.strip()) or (rest[0].islower() and '."”’)»'.find(piece[-1]) >= 0)):
            continue
        if rest and ABBREVIATED.search(piece) and not rest[0].isupper():
            continue
        yield piece.strip()
        start = end.end()
    if tail := paragraph[start:].strip():
        yield tail


def words(text: str) -> list[str]:
    return WORD.findall(text)


def too_long(paragraphs: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(sentence, number of words) of each sentence that is longer than plain language allows."""
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            if (number := len(words(sentence))) > LONGEST_SENTENCE:
                yield sentence, number


def lix(paragraphs: Iterable[str]) -> float | None:
    """The index of a text; None when it is too short to say anything."""
    parts = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    found = [word for part in parts for word in words(part)]
    if len(found) < FEWEST_WORDS:
        return None
    long = sum(len(word) > LONG_WORD for word in found)
    return len(found) / len(parts) + 100 * long / len(found)
