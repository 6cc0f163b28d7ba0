"""axe on every page type, index, filter and error page: both languages, light and dark, nothing switched off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import get_template
from django.utils import translation
from playwright.sync_api import expect

from tests import factories
from tests.full_pages import FullPages

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

INDEXES = ("home", "bank", "cases", "resources", "plans", "collections", "topics", "network", "events", "projects")
OWN_VIEWS = {
    "sv": [
        "/sv/sok/",
        "/sv/sok/?q=boxen",
        "/sv/sok/?q=finnsinte",
        "/sv/kommuner/",
        "/sv/kommuner/2421/",
        "/sv/kommuner/0114/",
        "/sv/finns-inte/",
    ],
    "en": [
        "/en/search/",
        "/en/search/?q=box",
        "/en/municipalities/",
        "/en/municipalities/2421/",
        "/en/finns-inte/",
    ],
}


def addresses(language):
    """One address of every kind of page that a visitor can meet in a language."""
    world = factories.build_world()
    full = FullPages(world)
    pages = full.swedish if language == "sv" else full.english
    suffix = "" if language == "sv" else "_en"
    found = [getattr(world, f"{name}{suffix}").url for name in INDEXES]
    cases = getattr(world, f"cases{suffix}").url
    found += [f"{cases}?service_type=groceries&county=24", f"{cases}?solution_type=shop_bus", f"{cases}?county=99"]
    found += [page.url for page in pages.values()]
    untranslated = factories.make_case(title="Bara på svenska")
    if language == "en":
        found.append(f"/en/untranslated/{untranslated.persistent_id}/")
    return found + OWN_VIEWS[language] + [withdrawn(language)]


def withdrawn(language):
    """The address of a page that was public once: it answers 410."""
    page = factories.make_case(title="Borttagen box")
    if language == "en":
        page = factories.translate_page(page)
    page.unpublish()
    return f"/id/{page.persistent_id}?lang={language}"


@pytest.mark.parametrize(("language", "scheme"), [("sv", "dark"), ("en", "light")])
def test_axe_finds_nothing(live_server, browser, language, scheme):
    context = browser.new_context(color_scheme=scheme, locale=language, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked_elsewhere = []
    page.on(
        "request", lambda r: None if r.url.startswith((live_server.url, "data:")) else asked_elsewhere.append(r.url)
    )
    problems = {}
    for address in addresses(language):
        page.goto(f"{live_server.url}{address}")
        result = Axe().run(page)
        if result.violations_count:
            problems[address] = result.generate_report()
    assert not problems, "\n\n".join(f"{address}\n{report}" for address, report in problems.items())
    assert not asked_elsewhere, "a visitor's browser calls no other host"
    assert context.cookies() == [], "visitors get no cookie"
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("sv", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_pages_that_say_what_went_wrong(live_server, browser, language, scheme):
    factories.build_world()
    context = browser.new_context(color_scheme=scheme, locale=language)
    page = context.new_page()
    problems = {}
    for name in ("400", "403", "500"):
        with translation.override(language):
            html = get_template(f"{name}.html").render()
        address = f"{live_server.url}/{language}/{name}/"
        # Only the answer is ours to make up: style and pictures come from the site.
        page.route(address, answering(html))
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        result = Axe().run(page)
        if result.violations_count:
            problems[name] = result.generate_report()
    assert not problems, "\n\n".join(f"{name}\n{report}" for name, report in problems.items())
    context.close()


def answering(html):
    """A route of the browser that is answered with this page."""
    return lambda route: route.fulfill(body=html, content_type="text/html")


def test_nothing_scrolls_sideways(live_server, browser):
    context = browser.new_context()
    page = context.new_page()
    wide = {}
    for address in addresses("sv"):
        page.goto(f"{live_server.url}{address}")
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                wide[address, width] = overflow
    assert not wide
    context.close()


def test_the_page_works_from_the_keyboard(live_server, page):
    world = factories.build_world()
    page.goto(f"{live_server.url}{world.cases.url}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
