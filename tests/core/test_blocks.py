"""Blocks present themselves to editors, and refuse what cannot be shown."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.blocks import ImageChooserBlock

from cms.core.blocks import BODY_BLOCKS
from cms.core.blocks.data import TableBlock
from cms.core.blocks.media import VideoBlock

FIXED_NAMES = (
    "heading text image quote tip_box steps checklist fact_box table video file accordion call_out card_list figures"
)


def test_names_are_the_fixed_ones():
    assert sorted(name for name, _block in BODY_BLOCKS) == sorted(FIXED_NAMES.split())


@pytest.mark.parametrize(("name", "block"), BODY_BLOCKS, ids=[name for name, _block in BODY_BLOCKS])
def test_every_block_says_what_it_is_and_shows_an_example(name, block):
    meta = block.meta
    for part in ("icon", "label", "group", "description", "template"):
        assert getattr(meta, part), part
    assert meta.template == f"blocks/{name}.html"
    assert block.get_preview_value()


@pytest.mark.parametrize(("name", "block"), BODY_BLOCKS, ids=[name for name, _block in BODY_BLOCKS])
def test_examples_are_valid(name, block, db):
    children = getattr(block, "child_blocks", {}).values()
    if any(isinstance(child, ImageChooserBlock) for child in children) or name in {"file", "card_list"}:
        return  # their examples point at nothing, because no picture, file or page belongs to the code
    block.clean(block.normalize(block.get_preview_value()))


def test_a_table_needs_a_cell_for_every_column():
    block = TableBlock()
    value = block.normalize({"caption": "Öppet", "header": ["Dag", "Tid"], "rows": [["Måndag"]]})
    with pytest.raises(ValidationError):
        block.clean(value)


def test_an_unfinished_table_can_be_saved_as_a_draft():
    block = TableBlock()
    block.defer_required_validation()
    block.clean(block.normalize({"caption": "Öppet", "header": ["Dag", "Tid"], "rows": [["Måndag"]]}))


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdef12345", "https://www.youtube-nocookie.com/embed/abcdef12345"),
        ("https://youtu.be/abcdef12345", "https://www.youtube-nocookie.com/embed/abcdef12345"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://film.example.org/1", ""),
    ],
)
def test_a_film_has_a_player_without_cookies_or_only_a_link(address, player):
    value = VideoBlock().normalize({"title": "Boxen", "url": address})
    assert value.embed_url == player


def test_a_film_over_plain_http_is_refused():
    block = VideoBlock()
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"title": "Boxen", "url": "http://film.example.org/1", "captioned": False}))
