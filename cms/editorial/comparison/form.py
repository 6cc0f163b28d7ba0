"""The parts of a page in the order and under the labels of its form, and the comparison of two pages by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from cms.editorial.comparison.blocks import item_of_stream
from cms.editorial.comparison.items import Item
from cms.editorial.comparison.leaves import Terms
from cms.editorial.comparison.names import Names
from cms.editorial.comparison.rows import Relation, item_of_rows, rows_of
from cms.editorial.comparison.values import leaf_of_field
from cms.registers.models.facets import FACET_LINKS, link_name


@dataclass(frozen=True)
class Part:
    """A field or child relation of the form, with the tab it stands on and the heading of its group, if any."""

    panel: Any
    tab: str
    heading: str


@dataclass
class Compared:
    """What has become of one part of a page; for a translation also what has become of it in the source since."""

    tab: str
    heading: str
    item: Item
    source: Item | None = None
    name: str = ""
    """Of the field or child relation in which the part is stored."""

    @property
    def is_shown(self) -> bool:
        return self.item.is_shown or bool(self.source and self.source.is_shown)


def compare(
    before: Page | None, after: Page, source_before: Page | None = None, source_after: Page | None = None
) -> list[Compared]:
    """All parts of two versions of a page, changed or not, with HTML to show; `before` is None when all is new.

    With the source, also the same parts of two versions of the page that it is a translation of.
    """
    model = type(after)
    handler = model.get_edit_handler()
    labels = {name: str(field.label) for name, field in handler.get_form_class().base_fields.items()}
    translated = {rule.field_name for rule in model.translatable_fields if isinstance(rule, TranslatableField)}
    found = []
    for part in parts_of(handler):
        item = _item_of(part.panel, labels, before, after)
        name = _name_of(part.panel)
        heading = part.heading if part.heading != item.label else ""
        row = Compared(part.tab, heading, item, name=link_name(name) if name in FACET_LINKS else name)
        if source_after is not None and name in translated:
            row.source = _item_of(part.panel, labels, source_before or source_after, source_after)
        found.append(row)
    _write(found)
    return found


def parts_of(handler: Panel) -> Iterator[Part]:
    """The parts of a form: the children of its handler are its tabs."""
    for tab in handler.children:
        yield from _parts(tab, str(tab.heading), "")


def _parts(panel: Any, tab: str, heading: str) -> Iterator[Part]:
    if isinstance(panel, (FieldPanel, InlinePanel)):
        yield Part(panel, tab, heading)
        return
    inner = str(panel.heading) if isinstance(panel, MultiFieldPanel) and panel.heading else heading
    for child in getattr(panel, "children", ()):
        yield from _parts(child, tab, inner)


def _name_of(panel: Any) -> str:
    return panel.relation_name if isinstance(panel, InlinePanel) else panel.field_name


def _item_of(panel: Any, labels: dict[str, str], before: Any, after: Any) -> Item:
    """One part of two versions of a page, or of two rows; None is one that is not there."""
    if isinstance(panel, InlinePanel):
        return _item_of_relation(panel, before, after)
    name = panel.field_name
    label = capfirst(str(panel.heading or labels.get(name) or name))
    try:
        field = panel.db_field
    except FieldDoesNotExist:
        return _terms(name, before, after).item(label)
    if isinstance(field, StreamField):
        old, new = (None if page is None else getattr(page, name).get_prep_value() for page in (before, after))
        return item_of_stream(label, field.stream_block, old, new)
    return leaf_of_field(field, before, after).item(label)


def _terms(facet: str, before: Any, after: Any) -> Terms:
    """A facet is a field of the form alone; the page has rows that link it to terms."""
    links = FACET_LINKS[facet]
    old, new = (
        [] if page is None else [row.term_id for row in getattr(page, link_name(facet)).all()]
        for page in (before, after)
    )
    return Terms(old, new, links._meta.get_field("term").related_model)


def _item_of_relation(panel: Any, before: Any, after: Any) -> Item:
    relation = _relation(panel)
    [old, new] = [[] if instance is None else rows_of([instance], relation)[0] for instance in (before, after)]
    inner = list(_inner_panels(panel))
    for child in inner:
        if isinstance(child, InlinePanel):
            _hold_rows([*old, *new], _relation(child))
    handler = panel.child_edit_handler
    labels = {name: str(field.label) for name, field in handler.get_form_class().base_fields.items()}
    compare_rows = partial(_items_of_rows, inner, labels)
    return item_of_rows(str(panel.heading), relation, old, new, compare_rows)


def _items_of_rows(panels: Sequence[Any], labels: dict[str, str], before: Any, after: Any) -> list[Item]:
    return [_item_of(panel, labels, before, after) for panel in panels]


def _inner_panels(panel: Any) -> Iterator[Any]:
    for part in _parts(panel.child_edit_handler, "", ""):
        yield part.panel


def _relation(panel: Any) -> Relation:
    rel = panel.db_field
    return Relation(panel.relation_name, rel.field.name, rel.related_model, capfirst(str(panel.label)))


def _hold_rows(instances: list[Any], relation: Relation) -> None:
    """Let instances hold the rows below them, so that each does not ask for its own."""
    for instance, rows in zip(instances, rows_of(instances, relation), strict=True):
        setattr(instance, relation.name, rows)


def _write(rows: Sequence[Compared]) -> None:
    """Fill in the HTML of what is shown; what is referred to is read once for all."""
    shown = [row for row in rows if row.is_shown]
    items = [item for row in shown for item in (row.item, row.source) if item is not None]
    names = Names(reference for item in items for leaf in item.leaves() for reference in leaf.references())
    for row in shown:
        row.item.write(names)
        if row.source is not None:
            row.source.write(names, whole=not row.source.is_shown)
