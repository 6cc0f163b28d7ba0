"""The blocks of ``body``, from the block classes."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.api.openapi.fields import HTML
from cms.api.openapi.schema import ADDRESS, BOOLEAN, STRING, Schema, described, listed, nullable, record, ref
from cms.core.blocks import BODY_BLOCKS
from cms.core.blocks.media import ImageBlock
from cms.core.blocks.structure import CardListBlock

PREFIX = "block."
"""Before the name of a block, as the app is before the name of a page type."""
LEAVES: tuple[tuple[type[blocks.Block], Schema], ...] = (
    (blocks.RichTextBlock, HTML),
    (blocks.URLBlock, ADDRESS),
    (blocks.BooleanBlock, BOOLEAN),
    (blocks.PageChooserBlock, nullable(ref("PageLink"))),
    (ImageChooserBlock, nullable(ref("Image"))),
    (DocumentChooserBlock, nullable(ref("File"))),
    (blocks.FieldBlock, STRING),
)
"""The first class that fits."""


def components() -> dict[str, Schema]:
    """Each block by its name, and the body that they make."""
    made = {f"{PREFIX}{name}": _block(name, block) for name, block in BODY_BLOCKS}
    mapping = {name: ref(f"{PREFIX}{name}")["$ref"] for name, _block in BODY_BLOCKS}
    body = {
        "oneOf": [ref(name) for name in made],
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    return {**made, "Body": listed(body)}


def _block(name: str, block: Any) -> Schema:
    shown = record(
        {"type": {"const": name}, "value": _value(block), "id": {"type": "string", "format": "uuid"}},
        title=block.meta.label,
    )
    return described(shown, block.meta.description)


def _value(block: Any) -> Schema:
    """What the block's ``get_api_representation`` gives."""
    if isinstance(block, ImageBlock):
        return nullable(ref("CaptionedImage"))
    if isinstance(block, blocks.ListBlock):
        return listed(_value(block.child_block))
    if isinstance(block, blocks.StructBlock):
        children = {name: described(_value(child), child.label) for name, child in block.child_blocks.items()}
        if isinstance(block, CardListBlock):
            children["pages"]["items"] = ref("PageLink")  # what nobody may see is left out
        return record(children)
    return next(schema for kind, schema in LEAVES if isinstance(block, kind))
