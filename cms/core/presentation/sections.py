"""The sections of a page that are fields, in order: what a template shows and its list of contents links to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.text import capfirst


class Section(NamedTuple):
    anchor: str
    title: str
    text: str


def filled_sections(page: Any, names: Iterable[str]) -> list[Section]:
    """Fields that hold text, under the name their form gives them."""
    return [
        Section(name.replace("_", "-"), capfirst(str(page._meta.get_field(name).verbose_name)), getattr(page, name))
        for name in names
        if getattr(page, name)
    ]
