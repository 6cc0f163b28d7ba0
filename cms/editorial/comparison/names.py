"""What people call the things that a page refers to: titles of pages and pictures, names of register rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _
from wagtail.models import Page


@dataclass(frozen=True)
class Reference:
    """A thing by its model and primary key."""

    model: type[Model]
    pk: Any


class Names:
    """Names of all things that a comparison refers to, read with one query per model."""

    def __init__(self, references: Iterable[Reference]) -> None:
        wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)
        for reference in references:
            wanted[reference.model].add(reference.pk)
        self._names: dict[tuple[type[Model], str], str] = {}
        for model, pks in wanted.items():
            # Of a page its title alone, not all that stands in it.
            stored: Any = Page if issubclass(model, Page) else model
            rows = stored._default_manager.filter(pk__in=pks)
            # A contact person is called after their organisation, for example.
            joined = [field.name for field in stored._meta.concrete_fields if _is_part_of_a_name(field)]
            for row in rows.select_related(*joined) if joined else rows:
                self._names[model, str(row.pk)] = str(row)

    def of(self, reference: Reference) -> str:
        return self._names.get((reference.model, str(reference.pk)), _("(no longer there)"))


def _is_part_of_a_name(field: Any) -> bool:
    """Foreign keys between registers."""
    return isinstance(field, ForeignKey) and field.remote_field.model._meta.app_label == "registers"
