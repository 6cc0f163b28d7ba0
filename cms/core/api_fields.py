"""How fields look in the API: registers as ``{code, label}``, images with their ready renditions, rows as plain lists.

Serialisers take the active language, so whoever calls them activates the page's own (ADR 8).
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from rest_framework.fields import Field, ReadOnlyField
from wagtail.api.rich_text import APIRichText
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.core.visibility import public_translation

TextField = ReadOnlyField


def absolute_url(path: str) -> str:
    """An address that a partner can fetch."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL.rstrip('/')}{path}"


def register_value(value: Any) -> dict[str, str] | None:
    """``{code, label}`` of a register row, in the active language."""
    return None if value is None else {"code": value.code, "label": value.label}


def image_value(image: Any, *, caption: str | None = None) -> dict[str, Any] | None:
    """An image with its ready-made renditions; none is made here."""
    if image is None:
        return None
    value = {
        "id": image.pk,
        "alt": image.alt,
        "credit": image.credit,
        "licence": image.licence,
        "width": image.width,
        "height": image.height,
        "renditions": [
            {
                "url": absolute_url(rendition.url),
                "width": rendition.width,
                "height": rendition.height,
                "type": f"image/{rendition.filter_spec.rsplit('format-', 1)[-1]}",
            }
            for rendition in image.ready_renditions
        ],
    }
    if caption is not None:
        value["caption"] = caption
    return value


def document_value(document: Any) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "id": document.pk,
        "title": document.title,
        "url": absolute_url(document.url),
        "format": document.file_extension,
        "size": document.file_size,
    }


def page_value(page: Page | None) -> dict[str, Any] | None:
    """A link to another page in the active language; None when nobody may see it."""
    target = public_translation(page)
    if target is None:
        return None
    return {
        "id": target.pk,
        "type": target.specific_class._meta.label,
        "locale": target.locale.language_code,
        "title": target.title,
        "html_url": target.full_url,
        "detail_url": absolute_url(f"/api/v2/pages/{target.pk}/"),
    }


def plain_value(value: Any, field: Any = None) -> Any:
    """The JSON form of one field's value."""
    if field is not None and getattr(field, "choices", None) and value not in (None, ""):
        return {"code": value, "label": str(dict(field.flatchoices).get(value, value))}
    if isinstance(field, RichTextField):
        return APIRichText.serialize(value, format="html")
    if hasattr(value, "api_value"):
        return value.api_value()
    if isinstance(value, Page):
        return page_value(value)
    if hasattr(value, "code") and hasattr(value, "label"):
        return register_value(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, models.Model) and hasattr(value, "file_extension"):
        return document_value(value)
    return value


def row_value(row: models.Model) -> dict[str, Any]:
    """A child row by its ``api_fields``."""
    fields = {field.name: field for field in row._meta.get_fields()}
    return {name: plain_value(getattr(row, name), fields.get(name)) for name in row.api_fields}


class RowsField(Field):
    """A list of child rows."""

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [row_value(row) for row in _rows(value)]


class RegistersField(Field):
    """A list of register values reached through link rows."""

    def to_representation(self, value: Any) -> list[dict[str, str] | None]:
        return [register_value(row.term) for row in _rows(value)]


class ValueField(Field):
    """One value in its JSON form: a register row, an organisation, a page, a contact, a choice with its label."""

    def get_attribute(self, instance: Any) -> Any:
        value = super().get_attribute(instance)
        name = self.source_attrs[-1]
        field = next((f for f in instance._meta.get_fields() if f.name == name), None)
        return _Bound(value, field)

    def to_representation(self, value: "_Bound") -> Any:
        return plain_value(value.value, value.field)


class ImageField(Field):
    """An image, with the caption the page gives it."""

    def __init__(self, *, field_name: str, caption: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.image_field = field_name
        self.caption_field = caption

    def to_representation(self, instance: Any) -> dict[str, Any] | None:
        caption = getattr(instance, self.caption_field) if self.caption_field else None
        return image_value(getattr(instance, self.image_field), caption=caption)


class WordsField(Field):
    """A comma separated text as a list."""

    def to_representation(self, value: str) -> list[str]:
        return [word.strip() for word in value.split(",") if word.strip()]


class _Bound:
    """A value together with the model field it came from, so that a choice can give its label."""

    def __init__(self, value: Any, field: Any) -> None:
        self.value = value
        self.field = field


def _rows(value: Any) -> Iterable[Any]:
    return value.all() if hasattr(value, "all") else value
