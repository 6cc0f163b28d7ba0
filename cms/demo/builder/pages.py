"""Fills page instances from content files, and makes the Swedish pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page

from cms.demo.builder.body import file_blocks, write_body
from cms.demo.builder.kinds import content_of, page_type
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.reading import Entry
from cms.demo.builder.writing import Writer
from cms.registers.models import FACET_LINKS, link_name


def new_page(entry: Entry, locale: Locale, lookup: Lookup) -> Page:
    """A page with no more than the tree and the database insist on: an editor's very first save."""
    writer = Writer(entry, locale, lookup)
    page = page_type(entry)(slug=entry.slug(locale.language_code), locale=locale, live=False)
    basics = {name: entry.data[name] for name in ("title", "summary", "theme") if name in entry.data}
    writer.fill(page, basics)
    page.draft_title = page.title
    return page


def fill_page(page: Any, writer: Writer) -> None:
    """Write everything that the file says into `page`, in the writer's language."""
    entry, lookup = writer.entry, writer.lookup
    content = content_of(entry)
    writer.fill(page, content.fields)
    page.main_image_id = lookup.images.get(entry.key)
    page.body = write_body(writer)
    for relation, items in content.rows.items():
        model = type(page)._meta.get_field(relation).related_model
        make_rows = OWN_ROWS.get(relation)
        setattr(page, relation, make_rows(writer, model, items) if make_rows else writer.rows(model, items, relation))
    for facet, model in FACET_LINKS.items():
        if facet in entry.data:
            items = [{"term": code} for code in entry.data[facet]]
            setattr(page, link_name(facet), writer.rows(model, items, facet))


def _action_rows(writer: Writer, model: Any, items: list[dict[str, Any]]) -> list[Any]:
    """Actions of a plan have rows of their own: the pages that they lead to."""
    link = model._meta.get_field("links").related_model
    rows = writer.rows(
        model, [{name: value for name, value in item.items() if name != "pages"} for item in items], "actions"
    )
    for position, (row, item) in enumerate(zip(rows, items, strict=True)):
        row.links = writer.rows(link, [{"target": key} for key in item.get("pages", [])], f"actions.{position}.pages")
    return rows


def _step_rows(writer: Writer, model: Any, items: list[dict[str, Any]]) -> list[Any]:
    """Steps of a resource article have files: a list of blocks."""
    rows = writer.rows(
        model, [{name: value for name, value in item.items() if name != "files"} for item in items], "steps"
    )
    for position, (row, item) in enumerate(zip(rows, items, strict=True)):
        row.files = file_blocks(writer, item.get("files", []), f"steps.{position}.files")
    return rows


OWN_ROWS: dict[str, Callable[[Writer, Any, list[dict[str, Any]]], list[Any]]] = {
    "actions": _action_rows,
    "steps": _step_rows,
}
