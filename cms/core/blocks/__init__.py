"""The blocks of a page's content, in the order an editor looks for them. Names are public API and never change."""

from cms.core.blocks.data import FactBoxBlock, FiguresBlock, TableBlock
from cms.core.blocks.media import FileBlock, ImageBlock, VideoBlock
from cms.core.blocks.structure import AccordionBlock, CardListBlock, ChecklistBlock, StepsBlock
from cms.core.blocks.text import CallOutBlock, HeadingBlock, QuoteBlock, TextBlock, TipBoxBlock

BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("text", TextBlock()),
    ("quote", QuoteBlock()),
    ("tip_box", TipBoxBlock()),
    ("call_out", CallOutBlock()),
    ("steps", StepsBlock()),
    ("checklist", ChecklistBlock()),
    ("accordion", AccordionBlock()),
    ("card_list", CardListBlock()),
    ("fact_box", FactBoxBlock()),
    ("table", TableBlock()),
    ("figures", FiguresBlock()),
    ("image", ImageBlock()),
    ("video", VideoBlock()),
    ("file", FileBlock()),
]

__all__ = ["BODY_BLOCKS"]
