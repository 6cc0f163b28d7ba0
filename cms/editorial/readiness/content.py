"""What stands in the fields of a page's form: texts, pictures and links, each with its place.

Read from what is stored, without asking for a single picture or page: a page with a hundred blocks costs no query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.core.models import BasePage, CustomImage
from cms.core.panels import heading_of_rows
from cms.editorial.readiness.findings import Place
from cms.editorial.readiness.markup import read_markup
from cms.registers.models import ContactPerson

NO_TEXT = (models.SlugField, models.EmailField)
OF_THE_SYSTEM = frozenset({"DELETE", "ORDER", "id", "comments"})


@dataclass(frozen=True)
class Text:
    place: Place
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """Something by its number: a page, a picture, a contact."""

    place: Place
    pk: Any
    words: str = ""
    """Of a link, the words that it stands on."""


@dataclass(frozen=True)
class Address:
    """A link to another site."""

    place: Place
    url: str


@dataclass
class Content:
    """Everything that the form of a page shows, sorted by kind."""

    texts: list[Text] = field(default_factory=list)
    images: list[Reference] = field(default_factory=list)
    pages: list[Reference] = field(default_factory=list)
    contacts: list[Reference] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)

    def text(self, place: Place, paragraphs: Iterable[str]) -> None:
        if kept := tuple(text for part in paragraphs if (text := " ".join(part.split()))):
            self.texts.append(Text(place, kept))

    def rich_text(self, place: Place, html: str) -> None:
        if not html:
            return
        reading = read_markup(html)
        # Numbers to call and addresses to write to are text, too, although nobody sees them.
        hidden = [link.target for link in reading.anchors if link.target.startswith(("tel:", "mailto:"))]
        self.text(place, [*reading.paragraphs, *hidden])
        for link in reading.anchors:
            if link.kind == "page":
                self.pages.append(Reference(place, link.target, link.words))
            elif not link.kind:
                self.address(place, link.target)

    def address(self, place: Place, url: str) -> None:
        if url.startswith(("http://", "https://")):
            self.addresses.append(Address(place, url))


@cache
def _form_of(label: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Names of the fields in the form of a page type, and of the fields in each of its child relations."""
    form = apps.get_model(label).get_edit_handler().get_form_class()
    rows = {name: tuple(formset.form.base_fields) for name, formset in form.formsets.items()}
    return tuple(form.base_fields), rows


def relations_of(model: type[Page]) -> tuple[str, ...]:
    """Child relations that the form of a page type shows as rows."""
    return tuple(_form_of(model._meta.label)[1])


def content_of(page: BasePage) -> Content:
    """Read a page as its form shows it. Labels are in the active language."""
    found = Content()
    names, relations = _form_of(page._meta.label)
    for name in names:
        if (field_ := _field(type(page), name)) is not None:
            place = Place(name, f":w:contentpath={name}", capfirst(str(field_.verbose_name)))
            _read(found, field_, getattr(page, field_.attname), place)
    for relation, columns in relations.items():
        if relation not in OF_THE_SYSTEM and hasattr(page, relation):
            _read_rows(found, page, relation, columns)
    return found


def _read_rows(found: Content, page: BasePage, relation: str, columns: tuple[str, ...]) -> None:
    heading = heading_of_rows(type(page), relation) or relation
    for number, row in enumerate(getattr(page, relation).all()):
        anchor = f"inline_child_{relation}-{number}-panel-section"
        for name in columns:
            if (field_ := _field(type(row), name)) is not None:
                label = f"{heading} {number + 1} › {field_.verbose_name}"
                place = Place(f"{relation}.{_name_of(row)}.{name}", anchor, label)
                _read(found, field_, getattr(row, field_.attname), place)


def _name_of(row: models.Model) -> str:
    """What stays the same for a row, also before it is stored."""
    return str(getattr(row, "translation_key", None) or row.pk or "new")


def _field(model: type[models.Model], name: str) -> models.Field | None:
    """The column behind a field of the form, unless it is none, or a choice."""
    if name in OF_THE_SYSTEM or name not in {column.name for column in model._meta.concrete_fields}:
        return None
    field_ = model._meta.get_field(name)
    return field_ if isinstance(field_, models.Field) and not field_.choices else None


def _read(found: Content, field_: models.Field, value: Any, place: Place) -> None:
    if value in (None, "") or isinstance(field_, NO_TEXT):
        return
    if isinstance(field_, StreamField):
        for stored in value.get_prep_value():
            block = value.stream_block.child_blocks.get(stored["type"])
            if block is not None:
                _read_block(found, block, stored["value"], place.inside(stored["id"], block.label))
    elif isinstance(field_, RichTextField):
        found.rich_text(place, value)
    elif isinstance(field_, models.URLField):
        found.address(place, value)
    elif isinstance(field_, models.ForeignKey):
        _read_reference(found, field_.remote_field.model, Reference(place, value))
    elif isinstance(field_, models.CharField | models.TextField):
        found.text(place, str(value).splitlines())


def _read_reference(found: Content, target: type[models.Model], reference: Reference) -> None:
    if issubclass(target, CustomImage):
        found.images.append(reference)
    elif issubclass(target, Page):
        found.pages.append(reference)
    elif issubclass(target, ContactPerson):
        found.contacts.append(reference)


def _read_block(found: Content, block: blocks.Block, value: Any, place: Place) -> None:
    """`value` is what is stored: text, numbers, mappings and lists."""
    if value in (None, ""):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            _read_block(found, child, value.get(name), place.inside(name, child.label))
    elif isinstance(block, blocks.ListBlock):
        for key, item in _items(value):
            _read_block(found, block.child_block, item, place.inside(key))
    elif isinstance(block, blocks.RichTextBlock):
        found.rich_text(place, value)
    elif isinstance(block, blocks.URLBlock):
        found.address(place, value)
    elif isinstance(block, ImageChooserBlock | blocks.PageChooserBlock):
        (found.images if isinstance(block, ImageChooserBlock) else found.pages).append(Reference(place, value))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        found.text(place, str(value).splitlines())


def _items(value: list[Any]) -> Iterator[tuple[str, Any]]:
    """Items of a list with their ids; lists that are older than ids have none."""
    for number, item in enumerate(value):
        if isinstance(item, dict) and item.get("type") == "item":
            yield item.get("id") or str(number), item["value"]
        else:
            yield str(number), item
