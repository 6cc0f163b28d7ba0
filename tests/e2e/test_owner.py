"""The owner of a case answers on a phone, from the link in the mail: no account, no cookie, no script needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bank.models import OwnerRequest
from bank.owner.asking import ask_whether_it_still_runs
from cms.registers.models import Organisation
from tests import factories
from tests.bank.owners import asked_case, links, make_owner, step_of
from tests.e2e.people import LANGUAGES, PHONE, Words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenPhone = Callable[..., Page]


@pytest.fixture
def phone(live_server: Any, browser: Browser) -> Iterator[OpenPhone]:
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, has_touch=True, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        assert context.cookies() == [], "who answers gets no cookie"
        context.close()


def full_case(cast: factories.Cast, **owner: Any) -> Any:
    operator = Organisation.objects.get(code=factories.organisation().code)
    return asked_case(
        cast, title="Boxen i Slussfors", locality="Slussfors", operator=operator, owner={"language": "sv", **owner}
    )


def expect_no_violation(page: Page) -> None:
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "scrolls sideways"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_owner_confirms(script: bool, says: Words, phone: OpenPhone, cast: factories.Cast) -> None:
    case = full_case(cast, language=says.language)
    page = phone(java_script_enabled=script)
    page.goto(links()[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(says("Are the facts right?"))
    page.get_by_role("button", name=says("Everything is right")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("Thank you!"))
    assert step_of(case) == "Fyra ögon"
    page.goto(links()[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(says("You have answered already"))


def test_owner_says_what_is_wrong_and_loses_nothing_by_pressing_the_wrong_button(
    says: Words, phone: OpenPhone, cast: factories.Cast
) -> None:
    full_case(cast, language=says.language)
    wrong, fact = (
        {"sv": "Vi stänger klockan sex.", "en": "We close at six."}[says.language],
        says("Services and opening hours"),
    )
    page = phone()
    page.goto(links()[0])
    page.get_by_text(f"{says('This is not right')}: {fact}").click()
    remark = page.get_by_label(says("What is wrong?")).and_(page.locator(":visible"))
    remark.fill(wrong)
    page.get_by_role("button", name=says("Everything is right")).click()
    told = "You have written that something is wrong. Send that, or empty the boxes if everything is right."
    expect(page.get_by_role("alert")).to_contain_text(says(told))
    expect_no_violation(page)
    expect(remark).to_have_value(wrong)
    page.get_by_role("button", name=says("Send what is wrong")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("Thank you!"))
    assert OwnerRequest.objects.get().remarks == [[fact, wrong]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(scheme: str, language: str, phone: OpenPhone, cast: factories.Cast) -> None:
    full_case(cast, language=language)
    running = factories.make_case(title="Macken i Moskosel")
    running.first_published_at = running.first_published_at.replace(year=running.first_published_at.year - 2)
    running.save(update_fields=["first_published_at"])
    make_owner(running, language=language)
    ask_whether_it_still_runs()
    page = phone(color_scheme=scheme)
    facts, still_running = links()
    for address in (facts, still_running):
        page.goto(address)
        for details in page.locator("details").all():
            details.locator("summary").click()
        expect_no_violation(page)
    page.get_by_role("button", name="Ja, den är i drift" if language == "sv" else "Yes, it is running").click()
    for address in ("", still_running, f"{facts[:-3]}/"):
        if address:
            page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect_no_violation(page)
