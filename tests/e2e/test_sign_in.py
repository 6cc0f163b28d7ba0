"""From the invitation to the dashboard and back again: in a browser, with a passkey, with an app, without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from wagtail.users.models import UserProfile

from cms.editorial.people.invitations import invite
from tests import factories
from tests.e2e.people import DESK, PHONE, Words, stand_still
from tests.editorial.test_people import PASSWORD, link_in_mail
from tests.editorial.test_sign_in import App

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., Page]


@pytest.fixture
def open_browser(live_server: Any, browser: Browser, settings: Any) -> Iterator[OpenBrowser]:
    settings.SECOND_FACTOR_REQUIRED = True
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def with_passkeys(page: Page) -> None:
    """Give the browser a device that knows its owner by finger, and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def expect_no_violation(page: Page) -> None:
    """Axe finds nothing, light and dark, and nothing makes a phone scroll sideways."""
    stand_still(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    expect_no_violation(page)


def test_a_reviewer_comes_by_invitation_and_stays_with_a_passkey(
    open_browser: OpenBrowser, cast: factories.Cast
) -> None:
    reviewer = cast.other_reviewer
    reviewer.email = "gunnar@example.org"
    reviewer.first_name = "Gunnar"
    reviewer.set_unusable_password()
    reviewer.save()
    invite(reviewer, by=cast.network_administrator)
    page = open_browser(viewport=PHONE, locale="sv")
    with_passkeys(page)

    page.goto(link_in_mail())
    expect_heading(page, "Välkommen till Servicebanken")
    for field in ("new_password1", "new_password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    page.get_by_role("button", name="Spara och logga in").click()

    expect_heading(page, "Din inloggning")
    page.get_by_role("link", name="Lägg till en passnyckel").click()
    expect_heading(page, "Lägg till en passnyckel")
    page.get_by_label("Namn").fill("Telefonen")
    page.get_by_role("button", name="Lägg till").click()
    expect_heading(page, "Reservkoder")
    expect(page.locator("code")).to_have_count(10)
    page.get_by_role("link", name="Tillbaka till din inloggning").click()
    page.get_by_role("link", name="Byt namn på Telefonen").click()
    expect_heading(page, "Byt namn på passnyckeln")
    page.go_back()
    page.get_by_role("link", name="Ta bort Telefonen").click()
    expect_heading(page, "Ta bort passnyckeln")
    page.go_back()
    expect(page.get_by_text("Telefonen", exact=True)).to_be_visible()
    page.get_by_role("link", name="Till översikten").click()
    expect(page.locator("[data-wagtail-sidebar]")).to_be_attached()

    page.goto(reverse("mfa_index"))
    page.get_by_role("button", name="Logga ut").click()
    expect_heading(page, "Logga in i Servicebanken")
    page.get_by_role("button", name="Använd en passnyckel").click()
    expect(page.locator("[data-wagtail-sidebar]")).to_be_attached()

    # With the password, the passkey is the second step.
    page.goto(reverse("mfa_index"))
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_label("Användarnamn eller e-postadress").fill("gunnar@example.org")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect_heading(page, "Ett steg kvar")
    page.get_by_role("button", name="Använd en passnyckel").click()
    expect(page.locator("[data-wagtail-sidebar]")).to_be_attached()
    assert [message.subject for message in mail.outbox] == [
        "Välkommen till Servicebanken",
        "Din inloggning i Servicebanken har ändrats",
    ]


def test_an_app_works_without_script_and_in_english(open_browser: OpenBrowser, cast: factories.Cast) -> None:
    page = open_browser(viewport=DESK, locale="en", java_script_enabled=False)
    page.goto(reverse("account_login"))
    page.get_by_role("link", name="In English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Servicebanken")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("User name or e-mail address").fill(cast.reviewer.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Name or password is wrong.")).to_be_visible()
    app = App(cast.reviewer)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("textbox").fill(app.code_now())
    page.locator("main button").first.click()
    page.goto(reverse("wagtailadmin_account"))
    assert page.url.endswith(reverse("wagtailadmin_account"))


def test_pages_of_an_app(open_browser: OpenBrowser, cast: factories.Cast) -> None:
    page = open_browser(viewport={**PHONE, "width": 320}, locale="sv")
    page.goto(reverse("account_login"))
    expect_heading(page, "Logga in i Servicebanken")
    page.get_by_label("Användarnamn eller e-postadress").fill(cast.reviewer.username)
    page.get_by_label("Lösenord").fill(factories.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("link", name="Ställ in en app").click()
    expect_heading(page, "Bekräfta att det är du")
    page.get_by_label("Lösenord").fill(factories.PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    expect_heading(page, "Ställ in en app")
    app = App.with_secret(page.locator(".sb-sign-in__secret").inner_text())
    page.get_by_label("Kod").fill(app.code_now())
    page.get_by_role("button", name="Fortsätt").click()
    expect_heading(page, "Reservkoder")
    assert Authenticator.objects.filter(user=cast.reviewer, type="totp").exists()
    page.goto(reverse("mfa_generate_recovery_codes"))
    expect_heading(page, "Skapa nya koder")
    page.goto(reverse("mfa_deactivate_totp"))
    expect_heading(page, "Ta bort appen")


def at_the_sign_in(page: Page, language: str, *people: Any) -> None:
    """In a language that is chosen there. Once it is known who it is, it is theirs."""
    for person in people:
        UserProfile.objects.create(user=person, preferred_language=language)
    page.goto(reverse("account_login"))
    if language == "en":
        page.get_by_role("link", name="In English").click()


def sign_in(page: Page, user: Any, password: str = factories.PASSWORD) -> None:
    page.goto(reverse("account_login"))
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()


def test_who_does_not_get_in_is_told_why(open_browser: OpenBrowser, cast: factories.Cast, says: Words) -> None:
    cast.editor.is_active = False
    cast.editor.save()
    page = open_browser(viewport={**PHONE, "width": 320}, locale=says.language)
    at_the_sign_in(page, says.language, cast.stranger)

    sign_in(page, cast.editor)
    expect_heading(page, says("This account is closed"))
    sign_in(page, cast.stranger)
    page.goto(reverse("wagtailadmin_home"))
    expect_heading(page, says("You have no work here"))
    page.get_by_role("button", name=says("Sign out")).click()
    at_the_sign_in(page, says.language)
    for _attempt in range(6):
        sign_in(page, cast.translator, "wrong")
    expect(page.get_by_text(says("Too many failed attempts. Try again in %(minutes)s min.", minutes=5))).to_be_visible()
    expect_no_violation(page)
    page.goto(reverse("invitation", args=("no-such",)))
    expect_heading(page, says("The link does not work any more"))


def test_who_has_forgotten_the_password_chooses_another(
    open_browser: OpenBrowser, cast: factories.Cast, says: Words
) -> None:
    page = open_browser(viewport={**PHONE, "width": 320}, locale=says.language)
    at_the_sign_in(page, says.language, cast.contributor)
    page.get_by_role("link", name=says("Forgotten password")).click()
    expect_heading(page, says("Forgotten password"))
    page.locator("[name=email]").fill(cast.contributor.email)
    page.locator("main button[type=submit]").click()
    expect_heading(page, says("Look in your mail"))
    [link] = re.findall(r"http://\S+", str(mail.outbox[-1].body))

    page.goto(link)
    expect_heading(page, says("Choose a new password"))
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    page.get_by_role("button", name=says("Save the password")).click()
    expect_heading(page, says("The password is changed"))
    page.goto(link)
    expect_heading(page, says("The link does not work any more"))
    sign_in(page, cast.contributor, PASSWORD)
    expect(page.locator("[data-wagtail-sidebar]")).to_be_attached()
