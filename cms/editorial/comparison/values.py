"""Which leaf compares a model field or a block, and how people read its values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField

from cms.editorial.comparison.leaves import Fact, Leaf, Referred, RichText, Text

Show = Callable[[Any], str]


def leaf_of_field(field: Any, before: Any, after: Any) -> Leaf:
    """The leaf of a field of a model. `before` and `after` are instances of it, or None."""
    old, new = (None if instance is None else field.value_from_object(instance) for instance in (before, after))
    if isinstance(field, models.ForeignKey):
        return Referred(old, new, field.remote_field.model)
    if field.choices:
        return Fact(old, new, _label_among(field.flatchoices))
    if isinstance(field, RichTextField):
        return RichText(old, new)
    if isinstance(field, (models.CharField, models.TextField)):
        return Text(old, new)
    if isinstance(field, models.BooleanField):
        return Fact(old or None, new or None, yes_or_no) if None in (before, after) else Fact(old, new, yes_or_no)
    return Fact(old, new, fact)


def leaf_of_block(block: blocks.Block, before: Any, after: Any) -> Leaf:
    """The leaf of a block that holds no others. `before` and `after` are values as they are stored, or None."""
    if isinstance(block, blocks.ChooserBlock):
        return Referred(before, after, block.model_class)
    if isinstance(block, blocks.RichTextBlock):
        return RichText(before, after)
    if isinstance(block, blocks.ChoiceBlock):
        return Fact(before, after, _label_among(block.field.choices))
    if isinstance(block, blocks.BooleanBlock):
        if None in (before, after):
            return Fact(before or None, after or None, yes_or_no)
        return Fact(bool(before), bool(after), yes_or_no)
    if isinstance(block, (blocks.DateBlock, blocks.DateTimeBlock, blocks.TimeBlock)):
        return Fact(before, after, lambda value: fact(_moment(value)))
    if isinstance(block, (blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock)):
        return Fact(before, after, fact)
    return Text(_as_text(before), _as_text(after))


def yes_or_no(value: Any) -> str:
    return _("Yes") if value else _("No")


def fact(value: Any) -> str:
    """A date, time, number or anything else, as it is written in the active language."""
    # In this order: a moment is a date too, for Python.
    if hasattr(value, "hour") and hasattr(value, "day"):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT")
    if hasattr(value, "day"):
        return date_format(value, "DATE_FORMAT")
    if hasattr(value, "hour"):
        return time_format(value, "TIME_FORMAT")
    # Grouped are sums of money and the like, and never years.
    return str(number_format(value, force_grouping=True) if isinstance(value, Decimal) else value)


def _label_among(choices: Any) -> Show:
    def label(value: Any) -> str:
        for known, text in choices:
            # Choices of a block may stand in groups.
            inner = text if isinstance(text, (list, tuple)) else [(known, text)]
            for code, name in inner:
                if code == value:
                    return str(name)
        return str(value)

    return label


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return parse_datetime(value) or parse_date(value) or parse_time(value) or value


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)
