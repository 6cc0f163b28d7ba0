"""Writes what a content file says into model instances, in one language at a time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Locale, TranslatableMixin

from cms.demo.builder.lookup import Lookup, UnknownCode
from cms.demo.builder.reading import Entry, is_bilingual
from cms.demo.builder.richtext import LINK, UnknownTarget, to_html

NAMESPACE = uuid.UUID("9b2f4c1e-6d0a-4a53-9f8e-2f1d5c7b8a10")


@dataclass(frozen=True)
class Writer:
    """One file in one language. Ids of blocks and rows follow from the file, so that both languages have the same."""

    entry: Entry
    locale: Locale
    lookup: Lookup
    places: dict[str, str] = field(default_factory=dict)
    """Id → where in the file it comes from, for messages."""

    def text(self, value: Any, where: str) -> str:
        """A plain text of the file in this language."""
        if not is_bilingual(value):
            return str(value).strip()
        words = value.get(self.locale.language_code)
        if words is None:
            raise self.entry.error(where, f"the text is missing in {self.locale.language_code}")
        return str(words).strip()

    def plain(self, value: Any, where: str) -> str:
        """A text that is shown as it is; markup in it would be seen by readers."""
        text = self.text(value, where)
        if LINK.search(text) or "\n- " in text:
            raise self.entry.error(where, "links and lists are not possible in this field")
        return text

    def html(self, value: Any, where: str) -> str:
        try:
            return to_html(self.text(value, where), self.lookup.pages)
        except UnknownTarget as error:
            raise self.entry.error(where, f"there is no page “{error}” to link to") from None

    def pk(self, model: type[models.Model], code: str, where: str) -> int:
        try:
            return self.lookup.pk(model, code)
        except UnknownCode as error:
            raise self.entry.error(where, str(error)) from None

    def id(self, where: str) -> str:
        found = str(uuid.uuid5(NAMESPACE, f"{self.entry.key}/{where}"))
        self.places[found] = where
        return found

    def fill(self, instance: models.Model, values: dict[str, Any], where: str = "") -> None:
        """Set fields of a page or row from the values of the file."""
        for name, value in values.items():
            if value is not None:
                self._set(instance, name, value, f"{where}{name}")

    def rows(self, model: type[models.Model], items: Iterable[dict[str, Any]], where: str) -> list[Any]:
        """Child rows in the order of the file."""
        rows = []
        for position, item in enumerate(items):
            row = model(sort_order=position)
            if isinstance(row, TranslatableMixin):
                row.locale = self.locale
                row.translation_key = uuid.UUID(self.id(f"{where}.{position}"))
            self.fill(row, item, f"{where}.{position}.")
            rows.append(row)
        return rows

    def _set(self, instance: models.Model, name: str, value: Any, where: str) -> None:
        field_ = instance._meta.get_field(name)
        if isinstance(field_, models.ForeignKey):
            setattr(instance, field_.attname, self.pk(field_.related_model, value, where))
        elif isinstance(field_, RichTextField):
            setattr(instance, name, self.html(value, where))
        elif isinstance(field_, models.CharField | models.TextField):
            text = self.plain(value, where)
            if field_.max_length and len(text) > field_.max_length:
                raise self.entry.error(where, f"{len(text)} characters, at most {field_.max_length}")
            setattr(instance, name, text)
        else:
            setattr(instance, name, _as_python(field_, value))


def _as_python(field_: models.Field, value: Any) -> Any:
    if isinstance(field_, models.DateTimeField):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if isinstance(field_, models.DecimalField):
        return Decimal(str(value))
    return field_.to_python(value)
