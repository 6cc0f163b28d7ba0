"""The JSON form of the things that fields hold: values, images, files, links to pages, rows."""

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.core.addresses import absolute_url, page_address
from cms.core.dependencies import note_shown
from cms.core.rich_text import absolute_links, expand
from cms.core.visibility import is_open, public_translation


def register_value(value: Any) -> dict[str, str] | None:
    """``{code, label}`` of a register row, in the active language."""
    return None if value is None else {"code": value.code, "label": value.label}


def choice_value(value: Any, field: models.Field) -> dict[str, str] | None:
    """``{code, label}`` of a choice, in the active language; None where nothing is chosen."""
    if value in (None, ""):
        return None
    return {"code": value, "label": str(dict(field.flatchoices).get(value, value))}


def rich_text_value(html: str | None) -> str | None:
    """Rich text as HTML with whole addresses."""
    if html is None:
        return None
    with absolute_links():
        return expand(html)


def image_value(image: Any, *, caption: str | None = None) -> dict[str, Any] | None:
    """An image with its ready-made renditions; none is made here."""
    if image is None or not is_open(image):
        return None
    note_shown(image)
    value = {
        "id": image.pk,
        "alt": image.alt,
        "credit": image.credit,
        "licence": image.licence,
        "width": image.width,
        "height": image.height,
        "renditions": renditions_value(image),
    }
    if caption is not None:
        value["caption"] = caption
    return value


def renditions_value(image: Any) -> list[dict[str, Any]]:
    """The renditions that exist, smallest first."""
    return [
        {
            "url": absolute_url(rendition.url),
            "width": rendition.width,
            "height": rendition.height,
            "type": f"image/{rendition.filter_spec.rsplit('format-', 1)[-1]}",
        }
        for rendition in image.ready_renditions
    ]


def document_value(document: Any) -> dict[str, Any] | None:
    """A file that everybody may fetch."""
    if document is None or not is_open(document):
        return None
    note_shown(document)
    return {
        "id": document.pk,
        "title": document.title,
        "url": absolute_url(document.url),
        "format": document.file_extension,
        "size": document.file_size,
    }


def page_value(page: Page | int | None) -> dict[str, Any] | None:
    """A link to another page (given as page or id) in the active language; None when nobody may see it."""
    target = public_translation(page)
    if target is None:
        return None
    return {
        "id": target.pk,
        "type": target.specific_class._meta.label,
        "locale": target.locale.language_code,
        "title": target.title,
        "html_url": page_address(target),
        "detail_url": detail_address(target.pk),
    }


def detail_address(page_id: int) -> str:
    """Where the API has the whole page."""
    return absolute_url(f"/api/v2/pages/{page_id}/")


def moment_value(moment: dt.datetime) -> str:
    """RFC 3339 in UTC, with ``Z``."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def number_value(number: Decimal) -> float | int:
    """A JSON number; whole where the field holds whole numbers."""
    return int(number) if number == number.to_integral_value() else float(number)


def field_value(instance: models.Model, name: str) -> Any:
    """The JSON form of a field or property of a model."""
    field = model_field(type(instance), name)
    if points_at_page(field):
        return page_value(getattr(instance, field.attname))
    value = getattr(instance, name)
    if getattr(field, "choices", None):
        return choice_value(value, field)
    if isinstance(field, RichTextField):
        return rich_text_value(value)
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """The JSON form of a value, whatever it is."""
    if isinstance(value, dict):
        return {key: plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain for inner in value if (plain := plain_value(inner)) is not None]
    if isinstance(value, models.Model):
        return _model_value(value)
    if isinstance(value, models.Choices):
        return {"code": value.value, "label": str(value.label)}
    if isinstance(value, dt.datetime):
        return moment_value(value)
    return number_value(value) if isinstance(value, Decimal) else value


def row_value(row: models.Model) -> dict[str, Any]:
    """A child row by its ``api_fields``; ``api_names`` gives other names than the model's to some."""
    names = getattr(row, "api_names", {})
    return {names.get(name, name): field_value(row, name) for name in row.api_fields}


@cache
def model_field(model: type[models.Model], name: str) -> Any:
    """The model field of that name, or None for a property."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def points_at_page(field: Any) -> bool:
    """Whether a field is a foreign key to a page: those are resolved together, in the language that is shown."""
    return isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page)


def _model_value(value: models.Model) -> Any:
    if isinstance(value, Page):
        return page_value(value)
    if hasattr(value, "api_value"):
        return value.api_value()
    if hasattr(value, "code"):
        return register_value(value)
    if hasattr(value, "file_extension"):
        return document_value(value)
    return str(value)
