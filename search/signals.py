"""What follows in the transaction in which an editor changes a list.

The process of that request knows of it at once; the others find out by themselves (`search.added_words`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from search import vocabularies
from search.models import Synonym, UnsplitWord, UnsplitWordChange


@receiver([post_save, post_delete], sender=Synonym)
@receiver([post_save, post_delete], sender=UnsplitWord)
def read_the_lists_again(**_kwargs: Any) -> None:
    transaction.on_commit(vocabularies.forget)


@receiver(pre_save, sender=UnsplitWord)
def note_the_word_that_was_there(instance: UnsplitWord, **_kwargs: Any) -> None:
    for word in UnsplitWord.objects.filter(pk=instance.pk).exclude(word=instance.word).values_list("word", flat=True):
        UnsplitWordChange.objects.create(word=word)


@receiver([post_save, post_delete], sender=UnsplitWord)
def note_the_word(instance: UnsplitWord, **_kwargs: Any) -> None:
    UnsplitWordChange.objects.create(word=instance.word)
