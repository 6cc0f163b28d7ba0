"""Running text and what lifts a passage out of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks.base import PageBlock, RichTextBlock, RuledStructBlock
from cms.core.fields import RICH_TEXT, SHORT_RICH_TEXT


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Text")
        description = _("A heading between two parts of the page")
        template = "blocks/heading.html"
        preview_value = "Så kom servicepunkten till"


class TextBlock(RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=RICH_TEXT, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text")
        description = _("Paragraphs, lists and links")
        template = "blocks/text.html"
        preview_value = "<p>Bygdegården hade tomma rum på vardagarna. Nu hämtar byn sina paket där.</p>"


class QuoteBlock(RuledStructBlock):
    text = blocks.TextBlock(label=_("Quotation"), max_length=500)
    attribution = blocks.CharBlock(label=_("Who says it"), max_length=120, help_text=_("A role rather than a name."))

    text_fields = ("text", "attribution")

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = _("Text")
        description = _("Somebody's own words")
        template = "blocks/quote.html"
        preview_value = {"text": "Vi började med en hylla och en nyckel.", "attribution": "En av de ideella krafterna"}


class TipBoxBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = RichTextBlock(label=_("Text"), features=RICH_TEXT)

    text_fields = ("title", "text")

    class Meta:
        icon = "help"
        label = _("Tip box")
        group = _("Highlight")
        description = _("Advice from those who have done it")
        template = "blocks/tip_box.html"
        preview_value = {"title": "Ring först", "text": "<p>Ett samtal med handlaren sparar tre mejl.</p>"}


class CallOutBlock(RuledStructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = RichTextBlock(label=_("Text"), features=SHORT_RICH_TEXT)
    page = PageBlock(label=_("Page to go on to"), required=False)

    text_fields = ("title", "text")
    fact_fields = ("page",)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        group = _("Highlight")
        description = _("Something the reader must not miss, with a page to go on to")
        template = "blocks/call_out.html"
        preview_value = {"title": "Vill ni pröva?", "text": "<p>Börja med en byvandring.</p>", "page": None}
