"""Facts and figures in rows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks.base import RuledStructBlock


class FactRowBlock(RuledStructBlock):
    label = blocks.CharBlock(label=_("What"), max_length=80)
    value = blocks.CharBlock(label=_("Value"), max_length=200)

    text_fields = ("label", "value")


class FactBoxBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    rows = blocks.ListBlock(FactRowBlock(), label=_("Facts"), min_num=1)

    text_fields = ("title", "rows")

    class Meta:
        icon = "clipboard-list"
        label = _("Fact box")
        group = _("Figures")
        description = _("Short facts, one on a row")
        template = "blocks/fact_box.html"
        preview_value = {"title": "Kort om boxen", "rows": [{"label": "Öppet", "value": "Dygnet runt"}]}


class TableRowBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.CharBlock(max_length=250, required=False), **kwargs)


class TableBlock(RuledStructBlock):
    """A table whose first row is its header. Cells are blocks of their own, so that each can be translated."""

    caption = blocks.CharBlock(label=_("What the table shows"), max_length=150)
    header = blocks.ListBlock(blocks.CharBlock(max_length=100), label=_("Column headings"), min_num=1, max_num=8)
    rows = blocks.ListBlock(TableRowBlock(label=_("Row")), label=_("Rows"), min_num=1)

    text_fields = ("caption", "header", "rows")

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Figures")
        description = _("A table with headings that a screen reader can follow")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Öppettider",
            "header": ["Dag", "Tid"],
            "rows": [["Måndag", "9–18"], ["Tisdag", "9–18"]],
        }

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        width = len(value["header"])
        uneven = [number for number, row in enumerate(value["rows"], start=1) if len(row) != width]
        if uneven:
            raise StructBlockValidationError(
                block_errors={
                    "rows": ValidationError(
                        _(
                            "Every row needs %(width)d cells, one for each column heading. "
                            "Row %(row)d has another number."
                        ),
                        params={"width": width, "row": uneven[0]},
                    )
                }
            )
        return value


class FigureBlock(RuledStructBlock):
    value = blocks.CharBlock(
        label=_("Number"), max_length=40, help_text=_("As it is written, with its unit: “1 250 kr”.")
    )
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)

    text_fields = ("value", "label")


class FiguresBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    items = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=6)

    text_fields = ("title", "items")

    class Meta:
        icon = "order"
        label = _("Numbers that matter")
        group = _("Figures")
        description = _("A few large numbers with what they count")
        template = "blocks/figures.html"
        preview_value = {"title": "", "items": [{"value": "37 km", "label": "till närmaste butik"}]}
