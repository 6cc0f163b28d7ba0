"""House rules that code can check."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page


@register
def page_types_follow_the_house(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Every page type states where it may stand, what it is for and how its fields are translated."""
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, Page) or model is Page:
            continue
        for name in ("parent_page_types", "subpage_types", "page_description", "translatable_fields"):
            if not any(name in base.__dict__ for base in model.__mro__ if base.__module__.split(".")[0] != "wagtail"):
                errors.append(Error(f"{model._meta.label} does not state {name}.", obj=model, id="servicebanken.E001"))
    return errors
