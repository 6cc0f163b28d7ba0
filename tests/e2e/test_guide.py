"""The editors' guide is read on a phone and at a desk; axe finds nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import ViewportSize, expect

from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, expect_no_violation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "viewport"), [("sv", PHONE), ("en", DESK)])
def test_guide_is_accessible(cast: factories.Cast, sign_in_at: SignInAt, language: str, viewport: ViewportSize) -> None:
    page = sign_in_at(cast.contributor, viewport, language)
    page.goto(reverse("editors_guide"))
    expect(page.locator(".sb-guide h2").first).to_be_visible()
    expect_no_violation(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 0
