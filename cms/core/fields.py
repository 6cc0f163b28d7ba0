"""Model fields that keep migrations small and rich text alike everywhere."""

from typing import Any

from django.db.models import Field
from wagtail.fields import RichTextField
from wagtail.fields import StreamField as WagtailStreamField

from cms.core.form_fields import RichTextFormField, StreamFormField

SHORT_RICH_TEXT = ["bold", "italic", "link", "document-link"]
"""For one paragraph or two: no headings, no lists."""

RICH_TEXT = [*SHORT_RICH_TEXT, "ol", "ul", "h3"]
"""For a section of a page. No images and no embeds: their alternative texts cannot be translated inside rich text."""


class StreamField(WagtailStreamField):
    """A StreamField whose block definitions stay out of migrations (ADR 10).

    Blocks change often and the database never knows. A data migration on blocks is written with
    ``wagtail.blocks.migrations``.
    """

    def __init__(self, block_types: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(block_types if block_types is not None else [], *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = Field.deconstruct(self)
        return name, path, [], kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": StreamFormField, **kwargs})


class SectionField(RichTextField):
    """Rich text of one section of a page, bounded so that pages stay comparable (domain C3)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT)
        kwargs.setdefault("max_length", 3000)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})
