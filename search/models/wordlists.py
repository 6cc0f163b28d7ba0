"""What editors add to the word lists of the search."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.analysis import SWEDISH, Pair, are_one
from search.analysis.questions import project_synonyms
from search.analysis.swedish import SHORTEST_COMPOUND, parts
from search.analysis.terms import forms_of
from search.phrases import LONGEST_PHRASE, phrase_of, phrases_of, refuse_the_same

LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
MOST_OTHERS = 8
"""Engines are asked for a dozen words in the place of one."""


class Closeness(models.TextChoices):
    """How much a page counts that has the other word."""

    CLOSE = "close", _("close (almost as good)")
    USUAL = "usual", _("usual (like those built in)")
    DISTANT = "distant", _("distant (last)")


# From 0.8 on the engines take a word for what was meant.
WEIGHTS = {Closeness.CLOSE: 0.8, Closeness.USUAL: 0.6, Closeness.DISTANT: 0.3}


class Synonym(models.Model):
    """Who writes one word finds pages with others, beside what is built in (`search.analysis.lists`)."""

    language = models.CharField(
        _("language"),
        max_length=2,
        choices=LANGUAGES,
        default="sv",
        help_text=_("Of the words, and of the pages that they find."),
    )
    word = models.CharField(
        _("who writes"),
        max_length=LONGEST_PHRASE,
        help_text=_(
            "One word, or a phrase of at most three words, as people write it. Example: bensinmack. All its forms are"
            " meant: bensinmacken, bensinmackar."
        ),
    )
    others = models.CharField(
        _("also finds"),
        max_length=300,
        help_text=_(
            "What our pages say instead. Several words have commas between them, at most eight. Example:"
            " drivmedelsstation, tankställe."
        ),
    )
    both_ways = models.BooleanField(
        _("in both directions"),
        default=True,
        help_text=_(
            "Ticked: the words mean the same, and each of them finds the others. Not ticked: only the first word finds"
            " the others. Do not tick when one is wider than the other: who writes hammer may find hardware shop, but"
            " who writes hardware shop does not look for a hammer."
        ),
    )
    closeness = models.CharField(
        _("closeness"),
        max_length=10,
        choices=Closeness,
        default=Closeness.USUAL,
        help_text=_("How high up pages come that have the other word, and not the one that was written."),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["language", "word"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "word"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.word} {'↔' if self.both_ways else '→'} {self.others}"

    def clean(self) -> None:
        """Words as the search reads them; refuses what says nothing new. Raises `ValidationError` by field."""
        if self.language not in dict(LANGUAGES) or not self.word or not self.others:
            return  # the form says so
        self.word = _for_field("word", lambda: phrase_of(self.word, self.language))
        others = _for_field("others", lambda: phrases_of(self.others, self.language, most=MOST_OTHERS))
        for other in others:
            _for_field("others", lambda other=other: refuse_the_same(self.word, other, self.language))
        self.others = ", ".join(others)
        known = Synonym.objects.filter(language=self.language).exclude(pk=self.pk)
        for row in known:
            if are_one(row.word, self.word, self.language):
                message = _("There is a synonym for “%(word)s” already: add the words there.")
                raise ValidationError({"word": ValidationError(message, params={"word": row.word})})
        theirs = {(pair.writes, pair.finds) for row in known for pair in row.pairs()}
        if all((pair.writes, pair.finds) in theirs or _is_built_in(pair, self.language) for pair in self.pairs()):
            raise ValidationError({"others": _("The search knows all of this already.")})

    def pairs(self) -> Iterator[Pair]:
        """What finds what."""
        weight, others = WEIGHTS[Closeness(self.closeness)], self.others.split(", ")
        ways = permutations([self.word, *others], 2) if self.both_ways else ((self.word, other) for other in others)
        return (Pair(writes, finds, weight) for writes, finds in ways)


class UnsplitWord(models.Model):
    """A Swedish word that looks like a compound and is none, beside those that are built in."""

    word = models.CharField(
        _("word"),
        max_length=LONGEST_PHRASE,
        unique=True,
        error_messages={"unique": _("The word is in the list already.")},
        help_text=_(
            "One word in its basic form. Example: servicebank, so that who looks for a bank does not find every page"
            " about Servicebanken. Pages that have the word are read anew within a few minutes."
        ),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("word that is never split")
        verbose_name_plural = _("words that are never split")
        ordering: ClassVar = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """One word that the search would split; raises `ValidationError` by field."""
        if not self.word:
            return
        self.word = _for_field("word", lambda: phrase_of(self.word, SWEDISH))
        if not self.word.isalnum():
            raise ValidationError({"word": _("Write one word, without blanks and hyphens.")})
        if len(self.word) < SHORTEST_COMPOUND or not parts(self.word):
            message = _("The search does not split “%(word)s”, so there is nothing to prevent.")
            raise ValidationError({"word": ValidationError(message, params={"word": self.word})})
        for row in UnsplitWord.objects.exclude(pk=self.pk).exclude(word=self.word):
            if are_one(row.word, self.word, SWEDISH):
                message = _("“%(word)s” is in the list already, and all its forms are meant.")
                raise ValidationError({"word": ValidationError(message, params={"word": row.word})})


class UnsplitWordChange(models.Model):
    """A word that came to the list or left it: pages that have it must be indexed anew. Rows come in order and stay."""

    word = models.CharField(max_length=LONGEST_PHRASE)
    changed_at = models.DateTimeField(auto_now_add=True)
    is_in_database = models.BooleanField(default=False)
    """Whether the index of the database has been written since. One in Elasticsearch notes itself what it has read."""

    def __str__(self) -> str:
        return f"{self.word} ({self.changed_at})"


def _for_field(name: str, read: Any) -> Any:
    """What was read; a refusal is shown at its field."""
    try:
        return read()
    except ValidationError as error:
        raise ValidationError({name: error}) from None


def _is_built_in(pair: Pair, language: str) -> bool:
    known = project_synonyms(language)
    return any(pair.finds in known.get(form, ()) for form in forms_of(pair.writes, language))
