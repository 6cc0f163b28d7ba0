"""A reviewer takes a page from the public, on a phone: a visitor who reads it is told at the next click."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.e2e.people import PHONE, SignInAt, Words, expect_no_violation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_page_is_gone_in_both_languages_at_once(says: Words, cast: factories.Cast, sign_in_at: SignInAt) -> None:
    case = factories.make_case(title="Boxen i byn")
    english = factories.translate_page(case, title="The box in the village")
    both = {"sv": "”Boxen i byn”, ”The box in the village”", "en": "“Boxen i byn”, “The box in the village”"}[
        says.language
    ]
    reviewer = sign_in_at(cast.reviewer, PHONE, says.language)
    visitor = reviewer.context.browser.new_page()  # type: ignore[union-attr]  # launched by a browser
    origin = reviewer.url.partition("/admin")[0]
    assert visitor.goto(f"{origin}{case.url}").status == 200  # type: ignore[union-attr]  # it has answered

    reviewer.goto(reverse("wagtailadmin_pages:edit", args=(case.pk,)))
    reviewer.get_by_role("button", name=says("Actions")).first.click()
    reviewer.get_by_role("link", name=says("Take down")).click()
    expect(reviewer.get_by_text("The box in the village")).to_be_visible()
    expect_no_violation(reviewer)
    reviewer.get_by_label(says("Reason")).fill("Ett privat telefonnummer står i texten.")
    reviewer.get_by_role("button", name=says("Take down")).click()
    expect(reviewer.get_by_text(says("Taken down: %(titles)s.", titles=both))).to_be_visible()

    for page in (case, english):
        assert visitor.goto(f"{origin}{page.url}").status == 410  # type: ignore[union-attr]  # it has answered
    visitor.close()
