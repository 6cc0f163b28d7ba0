"""What all our blocks share: a rule for every field between the languages, and an API form."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail import blocks

from cms.core.api_fields import plain_value


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

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().get_api_representation(value, context=context)
        for name, block in self.child_blocks.items():
            if isinstance(block, blocks.PageChooserBlock):
                result[name] = plain_value(value.get(name))
        return result
