"""A translator chooses another picture and another page for the English page, in wagtail-localize's editor."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Locale

from cms.editorial.translation import begin, translate
from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, Words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SWEDISH, ENGLISH = "Macken i Moskosel", "The fuel station in Moskosel"


def part(page: Page, says: Words, change: str) -> Locator:
    """What stands around the button that changes a picture or a page."""
    return page.locator("li:has(.chooser)", has=page.get_by_role("button", name=says(change))).last


def test_translator_chooses_a_picture_and_a_page(says: Words, cast: factories.Cast, sign_in_at: SignInAt) -> None:
    english = Locale.objects.get(language_code="en")
    swedish_page, english_page = factories.make_case(title=SWEDISH), factories.make_case(title="Bussen i Blattnicksele")
    for case, title in ((swedish_page, ENGLISH), (english_page, "The bus in Blattnicksele")):
        translate(case, english, {case.title: title}, cast.translator).latest_revision.publish()
    picture = factories.make_image(title="Skylt på svenska")
    factories.make_image(title="Sign in English")
    body = [
        {"type": "image", "id": "a", "value": {"image": picture.pk, "caption": "Skylten"}},
        {
            "type": "call_out",
            "id": "b",
            "value": {"title": "Mer", "text": "<p>Läs.</p>", "page": swedish_page.pk},
        },
    ]
    draft = begin(factories.make_case(title="Boxen i byn", body=json.dumps(body)), english, cast.translator)
    page = sign_in_at(cast.translator, DESK if says.language == "sv" else PHONE, says.language)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("response", lambda answer: broken.append(answer.url) if answer.status >= 500 else None)
    page.goto(reverse("wagtailadmin_pages:edit", args=(draft.pk,)))

    expect(page.get_by_role("heading", name=says("Texts, pictures and links to translate")).first).to_be_visible()
    assert page.get_by_text("to English translation").count() == 0

    dialog = page.locator(".modal-dialog")
    shown = part(page, says, "Change image")
    shown.get_by_role("button", name=says("Change image")).click()
    dialog.get_by_role("link", name="Sign in English").click()
    expect(dialog).to_have_count(0)
    expect(shown.get_by_role("img", name="Sign in English")).to_be_visible()

    linked = part(page, says, "Change page")
    expect(linked).to_contain_text(ENGLISH)  # where the link of the Swedish page leads an English reader
    linked.get_by_role("button", name=says("Change page")).click()
    expect(dialog.locator(".page-results")).to_contain_text("The bank")
    dialog.get_by_role("textbox").fill("Mos")
    expect(dialog.locator(".page-results").get_by_role("link", name=ENGLISH)).to_be_visible()
    expect(dialog).not_to_contain_text(SWEDISH)
    dialog.get_by_role("textbox").fill("Blatt")
    dialog.get_by_role("link", name="The bus in Blattnicksele").click()
    expect(dialog).to_have_count(0)
    expect(linked).to_contain_text("The bus in Blattnicksele")
    linked.get_by_role("button", name=says("Revert to %s version").partition("%")[0]).click()
    expect(linked).to_contain_text(ENGLISH)
    assert broken == []
