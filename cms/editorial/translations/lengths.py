"""Where a text stands and whether its translation fits: told when it is typed, not by the database at a save."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationContext, TranslationSource
from wagtail_localize.strings import StringValue

from cms.core.models.pages import TITLE_LENGTH

DRAFT_TITLE_LENGTH = 255


def check_length(source: TranslationSource, context: TranslationContext, text: str) -> None:
    """Raise ValidationError, with the name of the field, where the text is longer than it may be."""
    name, most = field_of(source, context)
    length = len(StringValue(text).render_text())
    if context.path == "title" and length <= TITLE_LENGTH and len(text) > DRAFT_TITLE_LENGTH:
        # wagtail-localize keeps it in the list of pages as it is written, with “&amp;” for “&”.
        length, most = len(text), DRAFT_TITLE_LENGTH
    if most is not None and length > most:
        raise ValidationError(
            _("%(field)s: the text has %(length)d characters; %(most)d is the most."),
            params={"field": capfirst(name), "length": length, "most": most},
        )


def field_of(source: TranslationSource, context: TranslationContext) -> tuple[str, int | None]:
    """What the form calls the field of a text, and how many characters it takes; None for any number."""
    part = part_of(source, context)
    if part is None:
        return context.path, None
    if isinstance(part, blocks.Block):
        return str(part.label or part.name), getattr(getattr(part, "field", None), "max_length", None)
    return part.verbose_name, TITLE_LENGTH if part.name == "title" else part.max_length


def part_of(source: TranslationSource, context: TranslationContext) -> Any:
    """The model field, or the block, that a segment stands in; None where the page type is gone."""
    model = source.specific_content_type.model_class()
    return None if model is None else _field(model, context.field_path.split("."))


def _field(model: type[models.Model], path: list[str]) -> Any:
    field: Any = model._meta.get_field(path[0])
    if isinstance(field, StreamField):
        return _block(field.stream_block, path[1:])
    if isinstance(field, models.ManyToOneRel):
        return _field(field.related_model, path[1:])
    return field


def _block(block: Any, path: list[str]) -> Any:
    for name in path:
        child = block.child_block if name == "item" and hasattr(block, "child_block") else None
        block = child or getattr(block, "child_blocks", {}).get(name, block)
    return block
