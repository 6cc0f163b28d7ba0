"""Writes OpenDocument texts with real headings, lists and table headers, with nothing but the standard library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from cms.demo.builder.reading import Entry, read

FILES = ("plan_template", "needs_checklist", "brochure")
"""Files that the content refers to by name; their texts are in ``content/files/``."""

MIME_TYPE = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)
EPOCH = (2026, 1, 1, 0, 0, 0)
"""The same file has the same bytes each time it is made."""


def make_file(name: str) -> tuple[str, str, bytes]:
    """Title, file name and content of a file from ``content/files/``."""
    data = read(f"files/{name}")
    return data["title"], data["file"], odt(data["title"], data["parts"])


def plan_file(entry: Entry) -> tuple[str, str, bytes]:
    """A municipal service plan as a document, from the same text as its page."""
    data = entry.data
    title = data["title"]["sv"]
    actions = [[item["text"]["sv"], item["responsible"]["sv"], str(item.get("due", ""))] for item in data["actions"]]
    places = [[item["locality"], item["target_level"]["sv"]] for item in data["plan_places"]]
    parts: list[dict[str, Any]] = [
        {"text": data["summary"]["sv"]},
        {"text": f"Planen gäller {data['period_from']} till {data['period_to']}."},
        {"text": f"Diarienummer: {data['registration_number']}."},
        {"heading": "Mål"},
        {"list": [goal["sv"] for goal in data["goals"]]},
        {"heading": "Prioriteringar"},
        *({"text": paragraph} for paragraph in data["priorities"]["sv"].strip().split("\n\n")),
        {"heading": "Orter"},
        {"table": {"caption": "Orternas målnivå", "header": ["Ort", "Målnivå"], "rows": places}},
        {"heading": "Åtgärder"},
        {
            "table": {
                "caption": "Vem gör vad till när",
                "header": ["Åtgärd", "Ansvarig", "Klar senast"],
                "rows": actions,
            }
        },
        {"heading": "Demonstrationsinnehåll"},
        {"text": data["demo_note"]["sv"]},
    ]
    return title, f"{entry.key}.odt", odt(title, parts)


def odt(title: str, parts: Iterable[dict[str, Any]]) -> bytes:
    """A document with a title and parts: heading, text, hint, list, boxes (to tick), table."""
    body = [f'<text:h text:style-name="Title" text:outline-level="1">{escape(title)}</text:h>']
    for number, part in enumerate(parts):
        ((kind, value),) = part.items()
        body.append(WRITERS[kind](value, number))
    files = {
        "content.xml": _document(
            "content",
            f"<office:automatic-styles>{OWN_STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{''.join(body)}</office:text></office:body>",
        ),
        "styles.xml": _document("styles", f"<office:styles>{STYLES}</office:styles>"),
        "meta.xml": _document(
            "meta", f"<office:meta><dc:title>{escape(title)}</dc:title><dc:language>sv</dc:language></office:meta>"
        ),
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in files
    )
    files["META-INF/manifest.xml"] = (
        f'{XML}<manifest:manifest {NAMESPACES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>{entries}</manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # The type comes first and uncompressed, so that programs can read it without unpacking.
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), MIME_TYPE)
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


XML = '<?xml version="1.0" encoding="UTF-8"?>'


def _document(part: str, inside: str) -> str:
    names = f'{NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'{XML}<office:document-{part} {names} office:version="1.3">{inside}</office:document-{part}>'


def _style(name: str, paragraph: str, text: str, *, parent: str = "Standard", extra: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}" {extra}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


STYLES = (
    '<style:default-style style:family="paragraph">'
    '<style:text-properties fo:font-size="11pt" fo:language="sv" fo:country="SE"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph"/>'
    + _style("Title", 'fo:margin-bottom="0.4cm"', 'fo:font-size="22pt" fo:font-weight="bold" fo:color="#1f5a4a"')
    + _style(
        "Heading_20_2",
        'fo:margin-top="0.7cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        'fo:font-size="15pt" fo:font-weight="bold" fo:color="#1f5a4a"',
        extra='style:display-name="Heading 2" style:default-outline-level="2"',
    )
    + _style(
        "Text_20_body", 'fo:margin-bottom="0.25cm" fo:line-height="130%"', "", extra='style:display-name="Text body"'
    )
    + _style("Hint", 'fo:margin-bottom="0.25cm"', 'fo:font-style="italic" fo:color="#4d5b56"', parent="Text_20_body")
    + _style("Caption", 'fo:margin-top="0.3cm" fo:keep-with-next="always"', 'fo:font-weight="bold"')
    + _style("Head", "", 'fo:font-weight="bold"')
)


def _bullets(name: str, sign: str) -> str:
    """A list style of one level with a sign of its own."""
    return (
        f'<text:list-style style:name="{name}"><text:list-level-style-bullet text:level="1" text:bullet-char="{sign}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        'fo:text-indent="-0.6cm" fo:margin-left="0.8cm"/>'
        "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
    )


OWN_STYLES = (
    '<style:style style:name="Cell" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #80877f" fo:padding="0.12cm"/></style:style>'
    + _bullets("Bullets", "•")
    + _bullets("Boxes", "☐")
)


def _heading(value: str, _number: int) -> str:
    return f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{escape(value)}</text:h>'


def _text(value: str, _number: int) -> str:
    return f'<text:p text:style-name="Text_20_body">{escape(value)}</text:p>'


def _hint(value: str, _number: int) -> str:
    return f'<text:p text:style-name="Hint">{escape(value)}</text:p>'


def _list(items: list[str], _number: int, style: str = "Bullets") -> str:
    inside = "".join(f"<text:list-item>{_text(item, 0)}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{style}">{inside}</text:list>'


def _boxes(items: list[str], number: int) -> str:
    return _list(items, number, "Boxes")


def _table(value: dict[str, Any], number: int) -> str:
    def row(cells: Iterable[str], style: str) -> str:
        inside = "".join(
            f'<table:table-cell table:style-name="Cell" office:value-type="string">'
            f'<text:p text:style-name="{style}">{escape(cell)}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{inside}</table:table-row>"

    rows = "".join(row(cells, "Standard") for cells in value["rows"])
    return (
        f'<text:p text:style-name="Caption">{escape(value["caption"])}</text:p>'
        f'<table:table table:name="Tabell {number}">'
        f'<table:table-column table:number-columns-repeated="{len(value["header"])}"/>'
        f"<table:table-header-rows>{row(value['header'], 'Head')}</table:table-header-rows>{rows}</table:table>"
    )


WRITERS = {"heading": _heading, "text": _text, "hint": _hint, "list": _list, "boxes": _boxes, "table": _table}
