"""How fields look in the API: registers as ``{code, label}``, images with their ready renditions, rows as plain lists.

Labels and addresses follow the active language, so whoever serialises a page activates the page's own (ADR 8). Many
pages at once are read by ``cms.core.api_loading``, which asks these fields what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rest_framework.fields import Field, ReadOnlyField

from cms.core.addresses import absolute_url
from cms.core.api_values import field_value, image_value, plain_value, register_value, row_value

__all__ = [
    "ComputedField",
    "ImageField",
    "RegistersField",
    "RowsField",
    "TextField",
    "ValueField",
    "ValuesField",
    "WordsField",
    "absolute_url",
]

TextField = ReadOnlyField


class RowsField(Field):
    """A list of child rows, each by its ``api_fields``.

    Rows whose page or file, named by `needs`, nobody may see are left out whole.
    """

    def __init__(self, *, needs: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.needs = needs

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        rows = [row_value(row) for row in value.all()]
        return [row for row in rows if self.needs is None or row[self.needs] is not None]


class RegistersField(Field):
    """A list of register values reached through link rows."""

    def to_representation(self, value: Any) -> list[dict[str, str] | None]:
        return [register_value(row.term) for row in value.all()]


class ValuesField(Field):
    """A list of what child rows point at by the foreign key `of`, in their order; what nobody may see is left out."""

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def to_representation(self, value: Any) -> list[Any]:
        return plain_value([field_value(row, self.of) for row in value.all()])


class ValueField(Field):
    """One value in its JSON form: a register row, an organisation, a page, a contact, a choice with its label."""

    def get_attribute(self, instance: Any) -> Any:
        return field_value(instance, self.source)

    def to_representation(self, value: Any) -> Any:
        return value


class ComputedField(Field):
    """A value worked out for many pages in one go: `function` takes pages and gives values by their ids."""

    def __init__(self, function: Callable[[Sequence[Any]], dict[int, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.function = function

    def read(self, pages: Sequence[Any]) -> list[Any]:
        """Work out the value of every page, and leave it with the page."""
        values = self.function(pages)
        for page in pages:
            vars(page).setdefault("api_computed", {})[self.function] = values.get(page.pk)
        return list(values.values())

    def get_attribute(self, instance: Any) -> Any:
        if self.function not in vars(instance).get("api_computed", {}):
            self.read([instance])
        return instance.api_computed[self.function]

    def to_representation(self, value: Any) -> Any:
        return plain_value(value)


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


def source_of(name: str, serializer: Any) -> str:
    """Name of the model attribute that an API field is read from."""
    if isinstance(serializer, ImageField):
        return serializer.image_field
    return (getattr(serializer, "source", None) or name).partition(".")[0]
