"""Pages as the API shows them, made without a request: the same bytes whoever asks, in the page's own language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.utils import FieldsParameterParseError, parse_fields_parameter
from wagtail.models import Page

from cms.api.parameters import invalid
from cms.core.api_loading import load_pages
from cms.core.models import BasePage
from cms.core.visibility import reading_together

# Our fields have shapes of their own instead of Wagtail's nested objects.
NO_NESTING = WagtailAPIRouter("nested")

Fields = tuple[tuple[str, bool], ...]
"""Names asked for, each with whether it is to be left out; ``*`` means all and ``_`` none of them."""


def parse_fields(text: str, known: Iterable[str]) -> Fields:
    """The ``fields`` parameter of Wagtail's contract: ``*``, ``_``, ``title,body``, ``*,-body``."""
    try:
        parsed = parse_fields_parameter(text)
    except FieldsParameterParseError as error:
        raise invalid("fields", _("“%(name)s” cannot be read: %(reason)s"), reason=str(error)) from None
    if nested := [name for name, _left_out, inner in parsed if inner is not None]:
        raise invalid("fields", _("These fields have no fields of their own: %(fields)s."), fields=_list(nested))
    asked = {name for name, _left_out, _inner in parsed}
    if unknown := sorted(asked - {*known, "*", "_"}):
        raise invalid("fields", _("There are no fields named: %(fields)s."), fields=_list(unknown))
    return tuple((name, left_out) for name, left_out, _inner in parsed)


def render_pages(endpoint: Any, ids: Sequence[int], fields: Fields, *, details: bool = False) -> list[dict[str, Any]]:
    """Pages by id, in that order, each of its own type and in its own language."""
    made = rendered_by_id(endpoint, ids, fields, details=details)
    return [made[pk] for pk in ids if pk in made]


def rendered_by_id(
    endpoint: Any, ids: Sequence[int], fields: Fields, *, details: bool = False
) -> dict[int, dict[str, Any]]:
    """The same by id."""
    with reading_together():
        made: dict[int, dict[str, Any]] = {}
        for model, keys in _by_type(ids).items():
            serializer = serializer_class(endpoint, model, fields, details)(context={})  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
            for page in load_pages(model, keys, serializer.fields):
                with translation.override(page.locale.language_code):
                    made[page.pk] = serializer.to_representation(page)
        return made


@lru_cache(maxsize=256)
def serializer_class(endpoint: Any, model: type[models.Model], fields: Fields, details: bool) -> type[BaseSerializer]:
    """Wagtail's serialiser for a model; names that it lacks are passed over, for lists of several types."""
    known = {*endpoint.get_available_fields(model), "*", "_"}
    config = [(name, left_out, None) for name, left_out in fields if name in known]
    return endpoint._get_serializer_class(NO_NESTING, model, config, show_details=details)


def _by_type(ids: Sequence[int]) -> Mapping[type[BasePage], list[int]]:
    found: defaultdict[type[BasePage], list[int]] = defaultdict(list)
    for pk, content_type in Page.objects.filter(pk__in=ids).values_list("pk", "content_type"):
        found[cast(type[BasePage], ContentType.objects.get_for_id(content_type).model_class())].append(pk)
    return found


def _list(names: Iterable[str]) -> str:
    return ", ".join(name[:60] for name in names)[:500]
