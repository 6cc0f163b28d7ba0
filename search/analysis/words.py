"""Words of a text, and what is done with any word in either language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

SWEDISH, ENGLISH = "sv", "en"
LONGEST_WORD = 60
"""Longer ones are addresses and codes: they are cut, and cost nothing."""

WORD = re.compile(r"[^\W_]+")
WITHOUT_MARKS = str.maketrans("åäæáàâãéèêëíìîïöøóòôõüúùûýñç", "aaaaaaaeeeeiiiioooooouuuuync")


def words_of(text: str) -> frozenset[str]:
    """A list of words that was written as running text."""
    return frozenset(text.split())


# Words that stand in every text and say nothing about it.
STOP = {
    SWEDISH: words_of(
        """
    alla allt att av blev bli blir blivit både de dem den denna deras dess dessa det detta dig din dina
    ditt du där då efter ej eller en er era ert ett från för ha hade han hans har henne hennes hon honom
    hur här i icke ingen inom inte jag ju kan kunde man med mellan men mig min mina mitt mot mycket ni
    nu när någon något några och om oss på sedan sig sin sina sitt själv ska skulle som så sådan sådana
    sådant till under upp ur ut utan vad var vara varför varit varje vars vart vem vi vid vilka vilken
    vilket vår våra vårt än är åt
    """
    ),
    ENGLISH: words_of(
        """
    a am an and are as at be been but by can could did do does for from had has have he her his i if in
    is it its may no not of on or our she should so than that the their them then these they this those
    to was we were will with would you your
    """
    ),
}
_STEMMERS = {SWEDISH: snowballstemmer.stemmer("swedish"), ENGLISH: snowballstemmer.stemmer("english")}
_ONE_AT_A_TIME = Lock()
"""A stemmer keeps the word that it works on in itself."""


def tokens(text: str) -> list[str]:
    """Words and numbers in their order, in small letters, composed (NFC)."""
    return [word[:LONGEST_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text).lower())]


def telling(words: list[str], language: str) -> list[str]:
    """Those that say something; all of them where none does."""
    return [word for word in words if word not in STOP[language]] or words


def folded(word: str) -> str:
    """The word as it is typed on a keyboard without å, ä and ö."""
    return word.translate(WITHOUT_MARKS)


def language_of(code: str | None) -> str:
    """Which of the two languages a locale is read as; what is no English is Swedish, the source language."""
    return ENGLISH if (code or "").startswith(ENGLISH) else SWEDISH


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Snowball's stem: what no dictionary is needed for."""
    with _ONE_AT_A_TIME:
        found: str = _STEMMERS[language].stemWord(word)
    return found
