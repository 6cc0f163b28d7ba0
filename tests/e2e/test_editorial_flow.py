"""One case study from a contributor's first word to a visitor's screen and a partner's JSON, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect
from wagtail.users.models import UserProfile

from bank.models import SECTIONS, CaseStudyPage
from cms.core.models import User
from tests import factories
from tests.bank.owners import links, make_owner

TITLE, ENGLISH_TITLE = "Boxen vid vägskälet", "The box at the crossroads"

SignIn = Callable[[User], Page]


@pytest.fixture
def world(transactional_db: None, site: factories.Tree, cast: factories.Cast) -> factories.Cast:
    """Everybody reads the admin in English."""
    for user in User.objects.all():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    factories.contact()
    return cast


@pytest.fixture
def sign_in(world: factories.Cast, live_server: Any, browser: Browser) -> Iterator[SignIn]:
    """A browser of one's own for each person, signed in and on the dashboard."""
    contexts = []

    def open_for(user: User) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="en-GB", viewport={"width": 1400, "height": 1000}
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(reverse("wagtailadmin_login"))
        page.get_by_label("Användarnamn").fill(user.username)
        page.get_by_label("Lösenord").fill(factories.PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(live_server: Any, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="sv-SE")
    yield context.new_page()
    context.close()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def panel(page: Page, field: str) -> Locator:
    """The part of the form that holds a field."""
    return page.locator(f'[data-contentpath="{field}"]').first


def write(page: Page, field: str, text: str) -> None:
    editor = panel(page, field).get_by_role("textbox")
    editor.click()
    page.keyboard.type(text)


def choose(page: Page, place: Locator, search: str, name: str) -> None:
    place.get_by_role("button", name=re.compile("^Choose")).first.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_role("textbox").first.fill(search)
    dialog.get_by_role("link", name=name).first.click()
    expect(place).to_contain_text(name)


def press(page: Page, name: str) -> None:
    """A button of the menu at the bottom of the form."""
    footer = page.get_by_role("navigation", name="Actions").or_(page.locator("footer")).last
    footer.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=re.compile(name)).click()


def decide(page: Page, title: str, action: str) -> None:
    """From the list "Waiting for you" of the dashboard, by way of what has changed."""
    page.goto(reverse("wagtailadmin_home"))
    waiting = page.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name=f"What has changed: {title}").click()
    page.get_by_role("button", name=action, exact=True).click()
    expect(page.get_by_role("button", name=action, exact=True)).to_have_count(0)


def go_on_without_the_owner(page: Page, title: str) -> None:
    """An editor whom nobody has given an address, with a reason."""
    action = "Go on without the owner's answer"
    page.goto(reverse("wagtailadmin_home"))
    waiting = page.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name=f"What has changed: {title}").click()
    page.get_by_role("button", name=action, exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The association has no e-mail.")
    dialog.get_by_role("button", name=action).click()
    expect(page.get_by_role("button", name=action, exact=True)).to_have_count(0)


def let_pass(page: Page, case: CaseStudyPage) -> None:
    """All that the readiness check finds in a short text, with a reason."""
    page.goto(reverse("page_readiness", args=(case.pk,)))
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    page.get_by_label("Reason").fill("A first version: the rest follows in spring.")
    page.get_by_role("button", name="Let what is ticked pass").click()
    expect(page.locator("main form input[type=checkbox]")).to_have_count(0)


def write_case_study(page: Page) -> None:
    page.get_by_role("link", name="Write a case study").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("En obemannad box ger byn mat igen.")
    page.locator("[name=in_30_seconds]").fill("En box vid vägskälet, öppen dygnet runt.")
    for section in SECTIONS:
        write(page, section, f"Det här står i {section}.")
    tab(page, "Facts")
    page.locator("[name=solution_status]").select_option("running")
    page.locator("[name=status_checked_on]").fill("2026-03-03")
    page.keyboard.press("Escape")
    choose(page, panel(page, "municipality"), "Storuman", "Storuman")
    page.get_by_role("button", name=re.compile("^Add service$", re.I)).click()
    page.locator("[name=services_offered-0-service_type]").select_option(label="groceries")
    panel(page, "service_types").get_by_label("groceries").check()
    panel(page, "solution_types").get_by_label("unmanned grocery box").check()
    tab(page, "Contact")
    page.get_by_role("button", name=re.compile("^Add contact$", re.I)).click()
    choose(page, page.locator("#inline_child_contacts-0"), "service", "service coordinator, The village group")


def test_case_study_goes_from_draft_to_visitor_and_partner_in_two_languages(
    world: factories.Cast, sign_in: SignIn, visitor: Page
) -> None:
    contributor = sign_in(world.contributor)
    write_case_study(contributor)
    expect(contributor.get_by_role("button", name="Publish")).to_have_count(0)
    press(contributor, "Submit for review")
    expect(contributor.get_by_text("submitted for moderation")).to_be_visible()

    case = CaseStudyPage.objects.get(draft_title=TITLE)
    address = f"/sv/banken/goda-exempel/{case.slug}/"
    assert visitor.goto(address).status == 404

    make_owner(case)
    editor = sign_in(world.editor)
    let_pass(editor, case)
    decide(editor, TITLE, "Approve")
    assert visitor.goto(address).status == 404

    visitor.goto(links()[-1])
    visitor.get_by_role("button", name="Allt stämmer").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert visitor.goto(address).status == 404

    reviewer = sign_in(world.reviewer)
    decide(reviewer, TITLE, "Approve")
    assert visitor.goto(address).status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.get_by_role("main")).to_contain_text("I drift, bekräftat")
    expect(visitor.get_by_role("main")).to_contain_text("Det här står i lessons.")

    editor.goto(reverse("wagtail_localize:submit_page_translation", args=(case.pk,)))
    editor.get_by_label("English").check()
    editor.get_by_role("button", name="Submit").or_(editor.locator("input[type=submit]")).first.click()
    expect(editor.get_by_role("heading", name="Review of the translation")).to_be_visible()
    english = CaseStudyPage.objects.get(translation_key=case.translation_key, locale__language_code="en")

    translator = sign_in(world.translator)
    translator.goto(reverse("wagtailadmin_pages:edit", args=(english.pk,)))
    translate(translator, TITLE, ENGLISH_TITLE)
    translate(translator, "Det här står i need.", "This is the need.")
    translator.get_by_label("Texts without a translation shall stand in Swedish").check()
    translator.get_by_role("button", name="Send the translation for review").click()
    expect(translator.get_by_text("waits for review")).to_be_visible()

    english_address = f"/en/bank/good-examples/{english.slug}/"
    assert visitor.goto(english_address).status == 404
    decide(reviewer, ENGLISH_TITLE, "Approve")
    assert visitor.goto(english_address).status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text(ENGLISH_TITLE)
    expect(visitor.get_by_role("main")).to_contain_text("This is the need.")

    answer = visitor.request.get("/api/v2/pages/?type=bank.CaseStudyPage").json()
    titles = {item["meta"]["locale"]: item["title"] for item in answer["items"]}
    assert titles == {"sv": TITLE, "en": ENGLISH_TITLE}


def translate(page: Page, swedish: str, english: str) -> None:
    """Write the English of one text in wagtail-localize's editor."""
    segment = page.locator("li", has=page.get_by_text(swedish, exact=True)).last
    segment.get_by_role("button", name="Translate").click()
    segment.get_by_role("textbox").fill(english)
    segment.get_by_role("button", name="Save").click()
    expect(segment.get_by_role("button", name="Edit")).to_be_visible()


def test_reviewer_who_edits_a_page_is_not_asked_to_approve_it(world: factories.Cast, sign_in: SignIn) -> None:
    case = factories.make_case(title=TITLE)
    edit = reverse("wagtailadmin_pages:edit", args=(case.pk,))
    reviewer = sign_in(world.reviewer)
    reviewer.goto(edit)
    reviewer.locator("[name=summary]").fill("Granskarens egen mening.")
    press(reviewer, "Submit for review")
    expect(reviewer.get_by_text("submitted for moderation")).to_be_visible()

    editor = sign_in(world.editor)
    decide(editor, TITLE, "Approve")
    go_on_without_the_owner(editor, TITLE)
    reviewer.goto(reverse("wagtailadmin_home"))
    expect(reviewer.get_by_role("region", name="Waiting for you")).to_contain_text("Nothing waits for you.")
    reviewer.goto(edit)
    expect(reviewer.get_by_role("button", name="Approve")).to_have_count(0)

    decide(sign_in(world.other_reviewer), TITLE, "Approve")
    case.refresh_from_db()
    assert case.summary == "Granskarens egen mening."


def test_form_that_is_sent_during_an_autosave_makes_one_page(
    world: factories.Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    contributor = sign_in(world.contributor)
    contributor.get_by_role("link", name="Write a case study").click()
    answers: list[tuple[Route, APIResponse]] = []

    def hold_the_answer(route: Route) -> None:
        if route.request.headers.get("accept") == "application/json" and not answers:
            answers.append((route, route.fetch()))
        else:
            route.continue_()

    contributor.route("**/pages/add/bank/casestudypage/**", hold_the_answer)
    contributor.wait_for_load_state("networkidle")
    contributor.locator("[name=title]").press_sequentially(TITLE)
    while not answers:
        contributor.locator("[name=summary]").press_sequentially("En box. ", delay=50)
    contributor.get_by_role("button", name="Save draft").click()
    route, answer = answers[0]
    route.fulfill(response=answer)
    expect(contributor.get_by_role("status").get_by_text("has been")).to_be_visible()
    assert CaseStudyPage.objects.get().draft_title == TITLE
