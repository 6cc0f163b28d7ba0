"""A page that gets another address, in either language: the old one leads to the new one, partners are told (row 36).

There are no aliases whose addresses could stay behind; each language has an address of its own.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from bank.models import CaseStudyPage
from cms.editorial import moderation
from cms.editorial.translation import translate
from tests import factories

CHANGES = "/api/v2/changes/"


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def publish(draft: Page, author: Any, cast: factories.Cast) -> None:
    moderation.submit(draft, author)
    if fresh(draft).locale.language_code == "sv":
        factories.bring_to_four_eyes(draft, cast)
    moderation.approve(draft, cast.reviewer)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_old_address_leads_to_the_new_one_and_the_changes_tell_of_it(
    language: str, cast: factories.Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    case = factories.make_case(title="Boxen", slug="boxen", owner=cast.contributor)
    english: CaseStudyPage = factories.translate_page(case, slug="the-box")
    page, other = (case, english) if language == "sv" else (english, case)
    old, others_address = page.url, other.url
    cursor = client.get(CHANGES, {"limit": 100}).json()["meta"]["next_cursor"]
    with django_capture_on_commit_callbacks(execute=True):
        if language == "sv":
            draft = case.get_latest_revision_as_object()
            draft.slug = "nya-boxen"
            draft.save_revision(user=cast.contributor)
            publish(case, cast.contributor, cast)
        else:
            strings = {"slug": "the-new-box", "title": english.title}
            draft = translate(case, english.locale, strings, cast.translator)
            publish(draft, cast.translator, cast)
    new = fresh(page).url
    assert new != old
    assert new.endswith("-boxen/" if language == "sv" else "/the-new-box/")
    assert client.get(new).status_code == 200
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert (fresh(other).url, client.get(others_address).status_code) == (others_address, 200)
    items = client.get(CHANGES, {"cursor": cursor, "include": "document"}).json()["items"]
    told = {item["id"]: item["document"]["meta"]["html_url"] for item in items if item["action"] == "upsert"}
    assert told[page.pk].endswith(new)
    assert client.get("/api/v2/resolve/", {"path": old}).json()["location"].endswith(new)
