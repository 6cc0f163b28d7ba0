"""Rules of plain language, for Swedish pages: the texts of a translation are a translator's and a reviewer's matter."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.editorial.readiness.findings import Code, Finding
from cms.editorial.readiness.glossary import other_words
from cms.editorial.readiness.plain_language import HARDEST, LONGEST_SENTENCE, lix, too_long
from cms.editorial.readiness.subject import Subject


def long_sentences(subject: Subject) -> Iterator[Finding]:
    for text in subject.content.texts if subject.is_source else ():
        for sentence, number in too_long(text.paragraphs):
            message = _("The sentence has %(number)d words; %(most)d is the most.")
            yield Finding(
                Code.SENTENCE, text.place, message % {"number": number, "most": LONGEST_SENTENCE}, excerpt=sentence
            )


def hard_texts(subject: Subject) -> Iterator[Finding]:
    for text in subject.content.texts if subject.is_source else ():
        value = lix(text.paragraphs)
        if value is not None and value > HARDEST:
            message = _("The text is hard to read: LIX %(value)d, and %(most)d is the most for a text to all.")
            yield Finding(
                Code.LIX, text.place, message % {"value": round(value), "most": HARDEST}, excerpt=text.paragraphs[0]
            )


def words_with_another_name(subject: Subject) -> Iterator[Finding]:
    for text in subject.content.texts if subject.is_source else ():
        for paragraph, written, word in other_words(text.paragraphs):
            message = _("Write “%(word)s” in place of “%(written)s”: the bank has one word for one thing.")
            yield Finding(Code.WORD, text.place, message % {"word": word, "written": written}, excerpt=paragraph)
