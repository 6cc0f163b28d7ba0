"""The search field in a browser: suggestions by keyboard alone, on a phone, and a form without any script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from search.vocabularies import take_in_words
from tests import factories

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SEARCH = {"sv": "/sv/sok/", "en": "/en/search/"}
SAID = {
    "sv": (
        "Förslag",
        "3 förslag. Välj med piltangenterna.",
        "Ett förslag. Välj det med piltangenterna.",
        "Inga förslag",
    ),
    "en": (
        "Suggestions",
        "3 suggestions. Choose with the arrow keys.",
        "One suggestion. Choose it with the arrow keys.",
        "No suggestions",
    ),
}
WORDS = {"sv": ("stor", "Storuman", "Storlien samlar sig"), "en": ("stor", "Storuman", "Storlien gets together")}


@pytest.fixture
def pages():
    """Two pages in each language, and what the worker does after them."""
    factories.build_world()
    case = factories.make_case(title="Storlien samlar sig", municipality="2421")
    factories.translate_page(case, title="Storlien gets together")
    other = factories.make_case(title="Storforsens affär", municipality="1082")
    factories.translate_page(other, title="The shop at Storforsen")
    catch_up()
    keep_the_clock()
    take_in_words()


def field_of(page: Page):
    return page.get_by_role("main").get_by_role("combobox")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_suggestions_are_chosen_with_the_keyboard_alone(live_server, browser, pages, language, scheme):
    context = browser.new_context(color_scheme=scheme, locale=language)
    page, stopped = context.new_page(), []
    page.on("console", lambda m: stopped.append(m.text) if m.type in ("error", "warning") else None)
    typed, place, title = WORDS[language]
    name, three, one, _none = SAID[language]
    page.goto(f"{live_server.url}{SEARCH[language]}")
    field, options = field_of(page), page.get_by_role("listbox", name=name).get_by_role("option")
    said = page.get_by_role("main").get_by_role("status")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.focus()
    page.keyboard.type(typed)
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(said).to_have_text(three)
    expect(options.first).to_contain_text(place)
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(field).to_be_focused()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.keyboard.press("ArrowUp")  # the text itself lies above the first
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowUp")  # and below the last
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    assert field.evaluate("field => field.selectionStart") == 0
    page.keyboard.press("End")
    assert field.evaluate("field => field.selectionStart") == len(typed)

    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value(typed)
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("lien")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(said).to_have_text(one)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert stopped == [], "the content security policy stops nothing"
    assert context.cookies() == []
    context.close()


def test_enter_without_a_choice_searches(live_server, page, pages):
    page.goto(f"{live_server.url}/sv/")
    field_of(page).focus()
    page.keyboard.type("stor")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sv/sok/\?q=stor$"))
    expect(page.get_by_role("option")).to_have_count(0)


def test_nothing_found_is_said_and_tab_goes_on(live_server, page, pages):
    page.goto(f"{live_server.url}/sv/sok/")
    field = field_of(page)
    field.focus()
    page.keyboard.type("qqqq")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text(SAID["sv"][3])
    field.fill("stor")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button", name="Sök")).to_be_focused()


def test_only_the_last_of_what_was_typed_is_answered(live_server, page, pages):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto(f"{live_server.url}/sv/sok/")
    field_of(page).press_sequentially("storuman", delay=20)
    expect(page.get_by_role("option")).to_have_count(1)
    assert [url.rpartition("q=")[2] for url in asked] == ["storuman"]


def test_list_is_touched_on_a_phone_and_fits_its_screen(live_server, browser, pages):
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/sv/")
    field_of(page).tap()
    page.keyboard.type("stor")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    for box in [option.bounding_box() for option in options.all()]:
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    options.first.tap()
    expect(page).to_have_url(re.compile("/sv/kommuner/2421/$"))
    context.close()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_form_works_without_any_script(live_server, browser, pages, language):
    context = browser.new_context(java_script_enabled=False, locale=language)
    page = context.new_page()
    page.goto(f"{live_server.url}/{language}/")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("main").get_by_role("searchbox").fill("storlien")
    page.get_by_role("main").get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("link", name=WORDS[language][2])).to_be_visible()
    context.close()


def test_titles_are_text(live_server, page, pages):
    factories.make_case(title="Storm <img src=x onerror=alert(1)> och regn")
    catch_up()
    page.goto(f"{live_server.url}/sv/sok/")
    field_of(page).fill("storm")
    expect(page.get_by_role("option")).to_contain_text("Storm <img src=x onerror=alert(1)> och regn")
