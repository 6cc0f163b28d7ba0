"""A page with everything on it shows a visitor all that the API tells a partner."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime

from cms.core.api_loading import page_types
from cms.core.presentation import formats
from tests.full_pages import FullPages

pytestmark = pytest.mark.django_db

LABELS = sorted(
    model._meta.label for model in page_types() if not model.__name__.endswith(("IndexPage", "HomePage", "TopicPage"))
)
"""Pages with content of their own; the others show lists."""
FOR_PROGRAMS = {
    *("id", "slug", "code", "type", "relation", "width", "height", "format", "size", "renditions", "precision"),
    *("url", "detail_url", "html_url", "download_url", "meta", "filename", "embed_url"),
}
"""Keys whose values are addresses, codes and measures. What a reader sees instead is the label beside them."""
SHOWN_OTHERWISE = {
    "keywords": "words that the text does not use: for search engines",
    "coordinates": "in the data for search engines",
    "content_owner": "a group of the admin, by its name for readers",
    "licence": "of a picture: told to those who fetch it by the API; that of the page stands at its end",
    "currency": "written with the amount: kr in Swedish, SEK in English",
    "since": "of a member or a service: a date of the register",
    **dict.fromkeys(
        ("service_types", "solution_types", "levels", "audiences", "themes", "places"),
        "what a page is found by in lists",
    ),
}


def words_shown(client: Client, page: Any) -> str:
    """All that the page says, to eyes and to screen readers, in lower case and with single spaces."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    texts = [soup.get_text(" ")]
    texts += [str(tag[name]) for tag in soup.find_all(True) for name in ("alt", "datetime", "href") if tag.get(name)]
    return plain(" ".join(texts))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).strip().lower()


def told(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """What an answer of the API tells a human being: path → value."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in FOR_PROGRAMS | SHOWN_OTHERWISE.keys():
                yield from told(item, f"{path}.{name}".strip("."))
    elif isinstance(value, list):
        for item in value:
            yield from told(item, f"{path}[]")
    elif isinstance(value, str) and value.startswith("<"):
        # Between the pieces stands what only a page says, such as "link to another site".
        yield from ((path, piece) for piece in BeautifulSoup(value, "html.parser").stripped_strings)
    elif not isinstance(value, bool) and value not in (None, ""):
        yield path, value


def forms_of(value: Any) -> list[str]:
    """The ways in which a value may be written on a page."""
    if isinstance(value, int | float):
        return [plain(formats.number(value)), str(value)]
    if moment := parse_datetime(value) if "T" in value else None:
        return [plain(formats.long_date(moment.date()))]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and (day := parse_date(value)):
        return [plain(formats.long_date(day)), day.isoformat(), _within_a_period(day)]
    if re.fullmatch(r"\d{2}:\d{2}:\d{2}", value):
        return [value[:5].lstrip("0"), value[:5].lstrip("0").replace(":", ".")]
    if re.fullmatch(r"-?\d+\.\d+", value):
        return [plain(formats.number(float(value)))]
    return [plain(value)]


def _within_a_period(day: dt.date) -> str:
    return str(day.year)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("label", LABELS)
def test_page_shows_all_that_the_api_tells(full: FullPages, client: Client, label: str, language: str) -> None:
    page = (full.swedish if language == "sv" else full.english)[label]
    answer = client.get(f"/api/v2/pages/{page.pk}/").json()
    shown = words_shown(client, page)
    with translation.override(language):
        missing = [(path, value) for path, value in told(answer) if not any(form in shown for form in forms_of(value))]
    assert not missing, "\n".join(f"{path}: {value}" for path, value in missing)
