"""Reading the page that shows what has changed, as somebody reads it."""

from __future__ import annotations

import copy
from typing import Any

from bs4 import Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.editorial.page_forms import soup_of


def changes_of(client: Client, page: Page) -> Tag:
    """The comparison of what is public with what waits, for the person who is signed in."""
    answer = client.get(reverse("page_changes", args=(page.pk,)))
    assert answer.status_code == 200, answer
    return soup_of(answer).select_one(".sb-compare")


def change(page: Page, user: Any = None, **values: Any) -> Page:
    """Save a draft with other values."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    return draft


def parts(shown: Tag) -> dict[str, Tag]:
    """Label of each part that has changed, with the heading of its group, → where it is shown."""
    return {
        " ".join(part.h3.find_all(string=True, recursive=False)).strip(): part
        for part in shown.select(".sb-compare__part")
    }


def text_of(tag: Tag) -> str:
    """What is read, with what is removed in [-…-] and what is added in {+…+}."""
    tag = copy.copy(tag)
    for hidden in tag.select(".w-sr-only"):
        hidden.decompose()
    for mark, (before, after) in {"del": ("[-", "-]"), "ins": ("{+", "+}")}.items():
        for found in tag.select(mark):
            found.insert(0, before)
            found.append(after)
    return " ".join(tag.get_text().split())


def value(part: Tag) -> str:
    """The value of a part that is no list."""
    return text_of(part.select_one(".sb-compare__value"))


def rows(part: Tag) -> list[tuple[str, str]]:
    """(label with what happened, text) of each block or row right below a part."""
    found = []
    for row in part.select_one(".sb-compare__items").find_all("li", recursive=False):
        label = row.find("p", class_="sb-compare__label")
        rest = copy.copy(row)
        rest.find("p", class_="sb-compare__label").decompose()
        found.append((text_of(label), text_of(rest)))
    return found
