"""The blocks of a page's content, in the form in which StreamField stores them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Page

from cms.core.models import CustomDocument, CustomImage
from cms.demo.builder.writing import Writer

Block = dict[str, Any]
DEMO_NOTE_TITLE = {"sv": "Demonstrationsinnehåll", "en": "Demonstration content"}


def write_body(writer: Writer) -> list[Block]:
    """Blocks of the file, with the note on what is invented at the end."""
    items = list(writer.entry.data.get("body") or [])
    if note := writer.entry.data.get("demo_note"):
        items.append({"call_out": {"title": DEMO_NOTE_TITLE, "text": note}})
    return [_block(writer, item, f"body.{position}") for position, item in enumerate(items)]


def file_blocks(writer: Writer, keys: Iterable[str], where: str) -> list[Block]:
    """A list of files, by their keys."""
    places = [(f"{where}.{position}", key) for position, key in enumerate(keys)]
    return [
        {"type": "file", "value": writer.pk(CustomDocument, key, place), "id": writer.id(place)}
        for place, key in places
    ]


def pictures_in(body: Iterable[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """(place, description) of every picture among the blocks of a file."""
    return [(f"body.{position}", item["image"]) for position, item in enumerate(body) if "image" in item]


def _block(writer: Writer, item: dict[str, Any], where: str) -> Block:
    ((block_type, value),) = item.items()
    if block_type not in BLOCKS:
        raise writer.entry.error(where, f"there is no block type “{block_type}”")
    return {"type": block_type, "value": BLOCKS[block_type](writer, value, where), "id": writer.id(where)}


def _items(writer: Writer, values: Iterable[Any], where: str, make: Callable[[Writer, Any, str], Any]) -> list[Block]:
    places = [(f"{where}.{position}", value) for position, value in enumerate(values)]
    return [{"type": "item", "value": make(writer, value, place), "id": writer.id(place)} for place, value in places]


def _plain(writer: Writer, value: Any, where: str) -> str:
    return writer.plain(value, where)


def _text(writer: Writer, value: Any, where: str) -> str:
    return writer.html(value, where)


def _struct(*plain: str, html: tuple[str, ...] = ()) -> Callable[[Writer, Any, str], Block]:
    """A block of named texts; one that the file leaves out is empty."""

    def make(writer: Writer, value: dict[str, Any], where: str) -> Block:
        block = {name: _plain(writer, value.get(name, ""), f"{where}.{name}") for name in plain}
        block |= {name: writer.html(value[name], f"{where}.{name}") for name in html}
        return block

    return make


def _list(make: Callable[[Writer, Any, str], Any], name: str = "items", *titles: str) -> Callable[..., Block]:
    """A block with titles and a list."""

    def make_list(writer: Writer, value: dict[str, Any], where: str) -> Block:
        block: Block = {title: _plain(writer, value.get(title, ""), f"{where}.{title}") for title in titles}
        return block | {name: _items(writer, value[name], f"{where}.{name}", make)}

    return make_list


def _table(writer: Writer, value: dict[str, Any], where: str) -> Block:
    def row(writer: Writer, cells: list[Any], place: str) -> list[Block]:
        return _items(writer, cells, place, _plain)

    return {
        "caption": _plain(writer, value["caption"], f"{where}.caption"),
        "header": _items(writer, value["header"], f"{where}.header", _plain),
        "rows": _items(writer, value["rows"], f"{where}.rows", row),
    }


def _call_out(writer: Writer, value: dict[str, Any], where: str) -> Block:
    page = value.get("page")
    block = _struct("title", html=("text",))(writer, value, where)
    return block | {"page": writer.pk(Page, page, f"{where}.page") if page else None}


def _page(writer: Writer, key: str, where: str) -> int:
    return writer.pk(Page, key, where)


def _file(writer: Writer, value: dict[str, Any], where: str) -> Block:
    document = writer.pk(CustomDocument, value["file"], f"{where}.file")
    return {"document": document, "title": _plain(writer, value["title"], f"{where}.title")}


def _image(writer: Writer, value: dict[str, Any], where: str) -> Block:
    image = writer.pk(CustomImage, f"{writer.entry.key}/{where}", where)
    return {"image": image, "caption": _plain(writer, value.get("caption", ""), f"{where}.caption")}


TITLED_TEXT = _struct("title", html=("text",))

BLOCKS: dict[str, Callable[[Writer, Any, str], Any]] = {
    "heading": _plain,
    "text": _text,
    "quote": _struct("text", "attribution"),
    "tip_box": TITLED_TEXT,
    "steps": _list(TITLED_TEXT, "items", "title"),
    "checklist": _list(_plain, "items", "title"),
    "accordion": _list(TITLED_TEXT),
    "fact_box": _list(_struct("label", "value"), "rows", "title"),
    "figures": _list(_struct("value", "label"), "items", "title"),
    "card_list": _list(_page, "pages", "title"),
    "table": _table,
    "call_out": _call_out,
    "file": _file,
    "image": _image,
}
