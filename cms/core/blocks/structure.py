"""Content with a form of its own: steps, lists to tick, questions that unfold."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks.base import PageBlock, RichTextBlock, RuledStructBlock
from cms.core.fields import RICH_TEXT


class StepBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = RichTextBlock(label=_("Text"), features=RICH_TEXT, required=False)

    text_fields = ("title", "text")


class StepsBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    items = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    text_fields = ("title", "items")

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        group = _("Structure")
        description = _("What to do, in order")
        template = "blocks/steps.html"
        preview_value = {
            "title": "Tre steg till en hämtplats",
            "items": [
                {"title": "Fråga byn", "text": "<p>Vad saknas mest?</p>"},
                {"title": "Hitta en lokal", "text": "<p>Värme, ljus och lås.</p>"},
            ],
        }


class ChecklistBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(max_length=250), label=_("Items"), min_num=1)

    text_fields = ("title", "items")

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        group = _("Structure")
        description = _("A list to tick and print; ticks stay in the reader's own browser")
        template = "blocks/checklist.html"
        preview_value = {"title": "Före första mötet", "items": ["Boka lokalen", "Bjud in grannbyn"]}


class AccordionItemBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Question or heading"), max_length=150)
    text = RichTextBlock(label=_("Text"), features=RICH_TEXT)

    text_fields = ("title", "text")


class AccordionBlock(RuledStructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Parts"), min_num=1)

    text_fields = ("items",)

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        group = _("Structure")
        description = _("Questions and answers that unfold")
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": "Vem har nyckeln?", "text": "<p>Den som har veckans pass.</p>"}]}


class CardListBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    pages = blocks.ListBlock(PageBlock(), label=_("Pages"), min_num=1, max_num=12)

    text_fields = ("title",)
    fact_fields = ("pages",)

    class Meta:
        icon = "grip"
        label = _("Card list")
        group = _("Structure")
        description = _("Pages of the bank as cards")
        template = "blocks/card_list.html"
        preview_value = {"title": "Läs vidare", "pages": []}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().get_api_representation(value, context=context)
        return {**result, "pages": [page for page in result["pages"] if page is not None]}
