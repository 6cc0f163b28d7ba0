"""The documentation of the API in a browser: it shows everything, tries it, and asks no other host."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

HEADINGS = {"sv": "API:et: läs och pröva", "en": "The API: read and try"}
FOREIGN = "#api-docs"
"""Swagger UI, which is not ours: what axe finds there is named below, and nothing else is let through."""


@pytest.fixture
def docs(live_server, page, settings):
    """Opens the documentation in a language; gives the page, what the browser asked elsewhere and what CSP stopped."""
    settings.BASE_URL = live_server.url
    factories.build_world()
    page.elsewhere, page.stopped = [], []
    page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else page.elsewhere.append(r.url))
    page.on("console", lambda m: page.stopped.append(m.text) if m.type == "error" else None)

    def open_in(language):
        page.goto(f"{live_server.url}/api/v2/docs/?locale={language}")
        expect(page.locator("#operations-pages-list_pages")).to_be_visible()
        return page

    return open_in


@pytest.mark.parametrize("language", ["sv", "en"])
def test_documentation_is_shown_from_this_host_under_our_policy(docs, language):
    page = docs(language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("banner").get_by_role("link", name="Servicebanken")).to_be_visible()
    expect(page.locator(".opblock")).to_have_count(expected_operations())
    assert page.elsewhere == []
    assert page.stopped == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_address_can_be_tried(docs, language):
    page = docs(language)
    block = page.locator("#operations-about-get_api_info")
    block.get_by_role("button").first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").first).to_contain_text("200")
    expect(block.locator(".live-responses-table")).to_contain_text('"name": "Servicebanken"')
    assert page.elsewhere == []
    assert page.stopped == []


def test_the_list_of_pages_can_be_tried(docs):
    page = docs("en")
    block = page.locator("#operations-pages-list_pages")
    block.get_by_role("button").first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").first).to_contain_text("200")
    expect(block.locator(".live-responses-table")).to_contain_text('"total_count"')
    assert page.stopped == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_in_what_is_ours(docs, language):
    page = docs(language)
    result = Axe().run(page, context={"exclude": [[FOREIGN]]})
    assert result.violations_count == 0, result.generate_report()
    foreign = {
        violation["id"] for violation in Axe().run(page, context={"include": [[FOREIGN]]}).response["violations"]
    }
    assert foreign <= KNOWN_OF_SWAGGER_UI, foreign


KNOWN_OF_SWAGGER_UI: set[str] = set()


def expected_operations():
    from cms.api.openapi.paths import operations

    return len(operations())
