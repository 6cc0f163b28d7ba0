"""Filling in the page forms of the admin as a browser would: what a form shows is sent back, with a few changes."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))


def add_url(model: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=(model._meta.app_label, model._meta.model_name, parent.pk))


def filled_in(response: HttpResponse) -> dict[str, Any]:
    """Name → value of every field of the page form. StreamFields are drawn by script: they are sent empty."""
    form = soup_of(response).select_one("form[data-edit-form]")
    # The script that draws a StreamField puts it where the block stands.
    return values_of(form) | {f"{block['id']}-count": "0" for block in form.select("[data-block][id]")}


def values_of(form: Tag) -> dict[str, Any]:
    """What a form would send as it stands."""
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if (value := _value(field)) is not None:
            data[field["name"]] = [*data.get(field["name"], []), *value]
    return {name: values[0] if len(values) == 1 else values for name, values in data.items()}


def _value(field: Tag) -> list[str] | None:
    if field.name == "textarea":
        return [field.text.removeprefix("\n")]
    if field.name == "select":
        return [option["value"] for option in field.select("option[selected]")]
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else None
    return None if field.get("type") in ("submit", "file") else [field.get("value", "")]


def rich_text(text: str) -> str:
    """What the rich text editor sends for one paragraph."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from cms.core.fields import RICH_TEXT

    return ContentstateConverter(RICH_TEXT).from_database_format(f"<p>{text}</p>")


def whole_case() -> dict[str, Any]:
    """All that a case study needs before it can be submitted."""
    service = factories.term("service_type", "groceries")
    return {
        "title": "Boxen i byn",
        "summary": "En obemannad box ger byn mat igen.",
        "in_30_seconds": "En box vid vägskälet, öppen dygnet runt.",
        **{
            name: rich_text("Så var det.")
            for name in ("need", "what_was_done", "result", "lessons", "advice_to_others")
        },
        "status_checked_on": "2026-03-03",
        "solution_status": "running",
        "municipality": factories.municipality("2421").pk,
        "service_types": [service.pk],
        "solution_types": [factories.term("solution_type", "goods_box").pk],
        "slug": "boxen-i-byn",
        **rows("services_offered", {"service_type": service.pk}),
        **rows("contacts", {"contact": factories.contact().pk}),
    }


def rows(relation: str, *values: dict[str, Any]) -> dict[str, Any]:
    """New rows of a child relation."""
    data: dict[str, Any] = {f"{relation}-TOTAL_FORMS": len(values), f"{relation}-INITIAL_FORMS": 0}
    for number, row in enumerate(values):
        data |= {f"{relation}-{number}-{name}": value for name, value in row.items()}
        data |= {f"{relation}-{number}-ORDER": number + 1, f"{relation}-{number}-DELETE": ""}
    return data


def send(client: Client, url: str, *, action: str = "", **changes: Any) -> HttpResponse:
    """Open the form at `url`, change it and send it; `action` is the button, empty for "save draft"."""
    data = {**filled_in(client.get(url)), **changes}
    if action:
        data[action] = "1"
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def errors_of(response: HttpResponse) -> dict[str, list[str]]:
    """Name of a field → its error texts, as the form shows them."""
    form = response.context["form"]
    found = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    for relation, formset in form.formsets.items():
        if not formset.is_valid():
            found[relation] = [str(text) for text in formset.non_form_errors()]
    return found
