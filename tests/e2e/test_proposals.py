"""An editor proposes at a desk, a reviewer who is somebody else decides on a phone; axe on the pages on that way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize, expect
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from cms.core.models import User
from tests import factories

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SignIn = Callable[[User, ViewportSize, str], Page]


@pytest.fixture
def sign_in(live_server: Any, browser: Browser) -> Iterator[SignIn]:
    contexts = []

    def signed_in(user: User, viewport: ViewportSize, language: str) -> Page:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        context = browser.new_context(base_url=live_server.url, locale=language, viewport=viewport)
        contexts.append(context)
        page = context.new_page()
        page.goto(reverse("wagtailadmin_login"))
        page.locator("[name=username]").fill(user.username)
        page.locator("[name=password]").fill(factories.PASSWORD)
        page.locator("main button[type=submit], form button[type=submit]").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield signed_in
    for context in contexts:
        context.close()


def is_accessible(page: Page) -> None:
    """No violation in what we add to the admin, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        found = Axe().run(page, context="main", options={"resultTypes": ["violations"]})
        assert not found.response["violations"], found.generate_report()


def test_editor_proposes_and_a_reviewer_closes_a_page(cast: factories.Cast, sign_in: SignIn) -> None:
    about = factories.make_content_page(title="Jour i byn under storm")
    editor = sign_in(cast.editor, DESK, "sv")
    editor.goto(reverse("wagtailadmin_pages:edit", args=(about.pk,)))
    editor.get_by_role("button", name="Åtgärder").first.click()
    editor.get_by_role("link", name="Föreslå ändring").click()
    expect(editor.get_by_label("Stäng sidan för allmänheten")).to_be_visible()
    is_accessible(editor)
    editor.get_by_label("Stäng sidan för allmänheten").check()
    editor.get_by_label("medlem").check()
    editor.get_by_label("Motivering").fill("Telefonnumren gäller bara jouren själv.")
    editor.get_by_role("button", name="Föreslå").click()
    expect(editor.get_by_text("Telefonnumren gäller bara jouren själv.")).to_be_visible()

    reviewer = sign_in(cast.reviewer, PHONE, "en")
    reviewer.get_by_role("link", name="Close the page to the public: Jour i byn under storm").click()
    expect(reviewer.get_by_role("button", name="Do it")).to_be_visible()
    is_accessible(reviewer)
    reviewer.get_by_role("button", name="Do it").click()
    expect(reviewer.get_by_text("Nothing waits.")).to_be_visible()
    is_accessible(reviewer)
    assert PageViewRestriction.objects.filter(page=about).exists()
