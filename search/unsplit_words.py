"""After a change of the words that are never split, just the pages, pictures and files that have them are indexed anew.

The database's own index says which these are: a word stands there in its basic form, whether it is split or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from modelsearch.index import get_indexed_models
from wagtail.search.backends import get_search_backend

from search import vocabularies
from search.analysis import SWEDISH, Alternative, Meaning, forms_of
from search.engines.meant import Meant
from search.engines.rebuilding import index_again
from search.models import UnsplitWordChange

SETTLED = dt.timedelta(seconds=10)
"""Until then a process may still write pages by the list as it was, and rows may not stand in their order."""


def settled_changes() -> QuerySet[UnsplitWordChange]:
    """Changes that every process knows of, in their order."""
    return UnsplitWordChange.objects.filter(changed_at__lte=timezone.now() - SETTLED).order_by("pk")


def index_unsplit_words() -> int:
    """Write what has a changed word anew; returns how many objects. A job: it may be stopped at any time."""
    changes = list(settled_changes().filter(is_in_database=False))
    if not changes:
        return 0
    vocabularies.forget()
    number = 0
    for model in (model for model in get_indexed_models() if not model._meta.parents):
        ids = sorted({pk for change in changes for pk in having(change.word, model)})
        number += sum(index_again(model, ids))
    UnsplitWordChange.objects.filter(pk__in=[change.pk for change in changes]).update(is_in_database=True)
    return number


def having(word: str, model: type[Model]) -> Iterable[int]:
    """Keys of the objects that have a word in any of its forms, drafts too."""
    any_form = tuple(Alternative(1, (form,)) for form in sorted(forms_of(word, SWEDISH)))
    backend: Any = get_search_backend()
    found = backend.search(Meant(Meaning(groups=(any_form,))), model, order_by_relevance=False)
    keys: Iterable[int] = found.get_queryset().values_list("pk", flat=True)
    return keys
