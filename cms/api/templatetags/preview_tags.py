"""What the page editors of the admin show of previews."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from cms.api.previews.links import front_ends_for, may_preview

register = template.Library()


@register.inclusion_tag("admin/previews/row.html", takes_context=True)
def preview_row(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """A button for each front end that can show this page; nothing where there is none."""
    request = context["request"]
    is_there = bool(page.pk and page.latest_revision_id and may_preview(request.user, page))
    return {"request": request, "page": page, "front_ends": front_ends_for(page) if is_there else []}
