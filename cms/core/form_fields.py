"""Form fields that tell an edit from a mere look.

The rich text editor gives every paragraph a key of its own the first time a form is sent. Text that came from elsewhere
would then count as changed by whoever looked at it first, for example by the reviewer who approves it.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from wagtail.blocks.base import BlockField

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def without_keys(value: Any) -> Any:
    """Rich text without the editor's keys, also inside the lists and dictionaries of a StreamField."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, list):
        return [without_keys(item) for item in value]
    if isinstance(value, dict):
        return {name: without_keys(item) for name, item in value.items()}
    return value


class RichTextFormField(forms.CharField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(without_keys(initial), without_keys(data))


class StreamFormField(BlockField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = (self.block.get_prep_value(value) for value in (initial, data))
        return without_keys(before) != without_keys(after)
