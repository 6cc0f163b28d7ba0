"""Similar pages, for the templates of pages that other apps have."""

from __future__ import annotations

from typing import Any

from django import template

from search.similar import Similar, similar_to

register = template.Library()


@register.simple_tag
def similar_pages(page: Any) -> list[Similar]:
    """Public pages that are like this one, and in what; a page that was never saved has none."""
    return similar_to(page) if page.pk else []
