"""People at browsers of their own, and axe on what they see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation
from playwright.sync_api import Browser, Page, ViewportSize, expect
from wagtail.users.models import UserProfile

from cms.core.models import User
from tests import factories

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SignInAt = Callable[[User, ViewportSize, str], Page]
LANGUAGES = ("sv", "en")


@pytest.fixture
def sign_in_at(live_server: Any, browser: Browser) -> Iterator[SignInAt]:
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


class Words:
    """What the admin says in one language, by message id: so that a test is written once for both.

    In Swedish, a text without a translation is a mistake of whoever asks: looking for it would show nothing.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogues = [DjangoTranslation(language, domain=domain) for domain in ("django", "djangojs")]

    def __call__(self, text: str, *, context: str = "", **values: object) -> str:
        found = text
        for catalogue in self._catalogues:
            found = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
            if found != text:
                break
        assert self.language == "en" or found != text, f"there is no Swedish for “{text}”"
        return found % values if values else found

    def of(self, thing: object) -> str:
        """What a thing with a name in each language is called."""
        with override(self.language):
            return str(thing)


@pytest.fixture(params=LANGUAGES)
def says(request: pytest.FixtureRequest) -> Words:
    """The language that people have their admin in: a test that asks for it is run in each."""
    return Words(request.param)


def stand_still(page: Page) -> None:
    """Axe reads the colours of the moment: none is half way to another."""
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important }")


def expect_no_violation(page: Page) -> None:
    """Axe finds nothing in what we add to the admin, light and dark.

    Wagtail's own: messages fade in and out; the button to the next tab, in the form of a user, is in no list of tabs.
    """
    stand_still(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        context = {"include": [["main"]], "exclude": [[".messages"], ["a.button[role=tab]"]]}
        found = Axe().run(page, context=context, options={"resultTypes": ["violations"]})
        assert not found.response["violations"], found.generate_report()
