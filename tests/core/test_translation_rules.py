"""Every editable field says how it behaves between the languages (domain C, legend)."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.blocks import BODY_BLOCKS
from cms.core.blocks.base import RuledStructBlock
from cms.core.models import BasePage
from cms.registers.models import FACET_LINKS, link_name
from cms.registers.models.pages import FacetedPage

OWN_TO_EACH_LANGUAGE = {
    # The tree and the life of a page: never copied from one language to another.
    *("path", "depth", "numchild", "content_type", "owner", "locale", "alias_of"),
    *("first_published_at", "go_live_at", "expire_at", "id", "page_ptr"),
}
FACET_RELATIONS = {*(link_name(facet) for facet in FACET_LINKS), "places"}
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


def models_with_content() -> list[type[models.Model]]:
    """Page types and, as deep as they go, their child tables."""
    found: list[type[models.Model]] = []
    queue: list[type[models.Model]] = list(PAGE_TYPES)
    while queue:
        model = queue.pop(0)
        if model in found:
            continue
        found.append(model)
        if issubclass(model, ClusterableModel):
            queue += [r.related_model for r in get_all_child_relations(model) if r.name != COMMENTS_RELATION_NAME]
    return found


def editable_names(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if field.auto_created or not field.concrete or not field.editable or isinstance(field, ParentalKey):
            continue
        if field.name not in OWN_TO_EACH_LANGUAGE:
            yield field.name
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            if relation.name in FACET_RELATIONS and not issubclass(model, FacetedPage):
                continue  # the tables hang on every page, but only these have them in their form
            if relation.name != COMMENTS_RELATION_NAME:
                yield relation.name


@pytest.mark.parametrize("model", models_with_content(), ids=lambda model: model._meta.label)
def test_every_editable_field_and_relation_has_a_rule(model):
    names = set(editable_names(model))
    stated = [rule.field_name for rule in model.translatable_fields]
    assert names - set(stated) == set(), "state a rule with translated() or shared()"
    assert len(stated) == len(set(stated)), "one rule for each field"


@pytest.mark.parametrize("model", models_with_content(), ids=lambda model: model._meta.label)
def test_facts_cannot_be_overridden_in_a_translation(model):
    for rule in model.translatable_fields:
        if isinstance(rule, SynchronizedField):
            assert rule.overridable is False, rule


@pytest.mark.parametrize("model", models_with_content(), ids=lambda model: model._meta.label)
def test_only_text_is_translated(model):
    """Numbers, dates, choices and links to registers are facts; rows that hold text can be translated."""
    for rule in model.translatable_fields:
        if not isinstance(rule, TranslatableField):
            continue
        field = rule.get_field(model)
        if isinstance(field, models.ManyToOneRel):
            assert issubclass(field.related_model, TranslatableMixin), rule
        else:
            assert isinstance(field, models.CharField | models.TextField | StreamField), rule
            assert not field.choices, rule


def test_rows_of_facts_hold_no_text_of_their_own():
    allowed = {"locality", "title"}  # a place's name and a source's own title are the same in every language
    for model in models_with_content():
        if issubclass(model, Page) or issubclass(model, TranslatableMixin):
            continue
        texts = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not isinstance(field, models.URLField)
        }
        assert texts <= allowed, model


def block_classes() -> list[RuledStructBlock]:
    found: list[RuledStructBlock] = []
    queue: list[blocks.Block] = [block for _name, block in BODY_BLOCKS]
    while queue:
        block = queue.pop()
        if isinstance(block, blocks.StructBlock):
            assert isinstance(block, RuledStructBlock), f"{type(block).__name__} states no translation rules"
            found.append(block)
            queue += block.child_blocks.values()
        elif isinstance(block, blocks.ListBlock):
            queue.append(block.child_block)
    return found


def test_every_block_field_is_text_or_fact_as_its_type_says():
    """wagtail-localize decides by the type of a block; our statement must say the same."""
    translated = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
    for block in block_classes():
        for name, child in block.child_blocks.items():
            innermost = child
            while isinstance(innermost, blocks.ListBlock):
                innermost = innermost.child_block
            is_text = isinstance(innermost, translated) or (
                isinstance(innermost, RuledStructBlock) and bool(innermost.text_fields)
            )
            assert is_text == (name in block.text_fields), f"{type(block).__name__}.{name}"


def test_segments_of_a_block_are_its_texts(site):
    """The words of every block reach the translator, and nothing but words does."""
    for name, block in BODY_BLOCKS:
        value = block.get_preview_value()
        if isinstance(block, RuledStructBlock) and any(
            isinstance(b, ImageChooserBlock) for b in block.child_blocks.values()
        ):
            continue
        page = site.home
        page.body = [(name, value)]
        page.body = page.body.stream_block.to_python(page.body.get_prep_value())
        strings = {
            segment.string.render_text()
            for segment in extract_segments(page)
            if isinstance(segment, StringSegmentValue) and segment.path.startswith("body")
        }
        assert strings == {words for words in words_of(value) if words}, name


def test_rich_text_holds_no_pictures():
    """Their alternative texts would stand in no segment: a picture is a block, and has its text in both languages."""
    fields = [
        field for model in models_with_content() for field in model._meta.fields if isinstance(field, RichTextField)
    ]
    found = [*fields, *(block for _name, block in BODY_BLOCKS), *(c for b in block_classes() for c in children_of(b))]
    features = [set(rich.features or ["image"]) for rich in found if isinstance(rich, RichTextField | RichTextBlock)]
    assert len(features) > len(fields) > 0
    assert not any(names & {"image", "embed"} for names in features)


def children_of(block: RuledStructBlock) -> Iterator[blocks.Block]:
    for child in block.child_blocks.values():
        yield child.child_block if isinstance(child, blocks.ListBlock) else child


def words_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif hasattr(value, "source"):
        yield value.source.removeprefix("<p>").removesuffix("</p>")
    elif isinstance(value, dict):
        for item in value.values():
            yield from words_of(item)
    elif hasattr(value, "__iter__"):
        for item in value:
            yield from words_of(item)
