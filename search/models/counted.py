"""The words of public pages, and on how many they stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from search.analysis.words import LONGEST_WORD

LANGUAGES = [("sv", "sv"), ("en", "en")]


class SearchTerm(models.Model):
    """A word that stands on pages that everybody may see, and on how many."""

    language = models.CharField(max_length=2, choices=LANGUAGES)
    word = models.CharField(max_length=LONGEST_WORD)
    documents = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "word"], name="search_term_once")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class PageWords(models.Model):
    """The words of one public page, by which its part in the numbers of `SearchTerm` is known."""

    page_id = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    etag = models.CharField(max_length=64)
    """Of the document of the page as it was then; empty when it is no longer public."""
    words = models.TextField()
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"words of page {self.page_id}"
