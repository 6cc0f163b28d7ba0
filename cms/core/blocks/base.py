"""What all our blocks share: a rule for every field between the languages, and an API form."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail import blocks

from cms.core.api_values import page_value, rich_text_value


class RuledStructBlock(blocks.StructBlock):
    """A struct that says of each field whether it is text (translated) or fact (the same in both languages)."""

    text_fields: tuple[str, ...] = ()
    fact_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stated = {*self.text_fields, *self.fact_fields}
        if stated != set(self.child_blocks):
            raise ImproperlyConfigured(
                f"{type(self).__name__} must state a translation rule for exactly {sorted(self.child_blocks)}."
            )


class RichTextBlock(blocks.RichTextBlock):
    """Rich text whose links lead somewhere, also for a partner."""

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> str | None:
        return rich_text_value(value.source)


class PageBlock(blocks.PageChooserBlock):
    """A page to go on to; None in the API when nobody may see it."""

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any] | None:
        return page_value(value)
