from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page


@dataclass(frozen=True)
class Difference:
    """Something that is not as the data says, in one sentence, and how it is put right."""

    text: str
    repair: Callable[[], object]


def pages_of(page_types: Iterable[str], language: str) -> Any:
    """The pages that rights and workflows hang on. None before the tree is built."""
    types = ContentType.objects.get_for_models(*(apps.get_model(label) for label in page_types))
    return Page.objects.filter(content_type__in=types.values(), locale__language_code=language, alias_of__isnull=True)
