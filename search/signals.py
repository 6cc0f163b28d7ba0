"""The process in which an editor changes a list knows of it at once; the others find out by themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from search import vocabularies
from search.models import Synonym, UnsplitWord


@receiver([post_save, post_delete], sender=Synonym)
@receiver([post_save, post_delete], sender=UnsplitWord)
def read_the_lists_again(**_kwargs: Any) -> None:
    transaction.on_commit(vocabularies.forget)
