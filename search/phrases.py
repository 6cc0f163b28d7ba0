"""What editors write in forms about words: read, and refused with a sentence that says what to do."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.analysis import are_one, tokens
from search.analysis.words import STOP

LONGEST_PHRASE, MOST_WORDS_OF_A_PHRASE = 60, 3
WORDS = re.compile(r"[^\W_]+(?:[ '’-][^\W_]+)*")


def phrase_of(text: str, language: str) -> str:
    """A word or short phrase as it is kept: in small letters, single blanks; raises `ValidationError`."""
    phrase = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if not WORDS.fullmatch(phrase):
        raise ValidationError(
            _("“%(text)s” is no word: write letters and numbers only, without punctuation."), params={"text": phrase}
        )
    words = tokens(phrase)
    if len(words) > MOST_WORDS_OF_A_PHRASE or len(phrase) > LONGEST_PHRASE:
        raise ValidationError(
            _("“%(text)s” is too long: write at most %(most)d words."),
            params={"text": phrase, "most": MOST_WORDS_OF_A_PHRASE},
        )
    if all(word in STOP[language] for word in words):
        raise ValidationError(
            _("“%(text)s” is one of the little words that the search leaves out of every question."),
            params={"text": phrase},
        )
    return phrase


def phrases_of(text: str, language: str, *, most: int) -> list[str]:
    """Words and phrases with commas or lines between them, each once; raises `ValidationError`."""
    found: list[str] = []
    for part in filter(str.strip, re.split(r"[,;\n]", text)):
        phrase = phrase_of(part, language)
        for known in found:
            refuse_the_same(phrase, known, language)
        found.append(phrase)
    if not found:
        raise ValidationError(_("Write at least one word."))
    if len(found) > most:
        raise ValidationError(
            _("Here are %(number)d words; there may be at most %(most)d. Divide them between two synonyms."),
            params={"number": len(found), "most": most},
        )
    return found


def refuse_the_same(one: str, other: str, language: str) -> None:
    """Raise `ValidationError` for two forms of one word: the search knows forms by itself."""
    if one == other:
        raise ValidationError(_("“%(word)s” stands here twice."), params={"word": one})
    if are_one(one, other, language):
        raise ValidationError(
            _("“%(one)s” and “%(other)s” are forms of the same word: the search knows that already."),
            params={"one": one, "other": other},
        )
