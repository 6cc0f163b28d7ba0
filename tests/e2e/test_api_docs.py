"""The documentation of the API in a browser: it shows everything, tries it, and asks no other host."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.api.openapi.paths import operations
from tests import factories

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TRIED = {"#operations-about-get_api_info": '"name": "Servicebanken"', "#operations-pages-list_pages": '"total_count"'}
"""Addresses that are tried, and what is in their answers."""
PATIENCE = 20_000
"""Milliseconds: a form with two hundred fields takes its time."""
FOREIGN = "#api-docs"
KNOWN_OF_SWAGGER_UI = {"heading-order", "nested-interactive"}
"""What axe finds in the part that is not ours. Nothing else is let through; take away what a newer one has mended."""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_documentation_is_shown_and_tried_from_this_host_under_our_policy(live_server, page, language):
    factories.build_world()
    elsewhere, stopped = [], []
    page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else elsewhere.append(r.url))
    page.on("console", lambda m: stopped.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(f"{live_server.url}/api/v2/docs/?locale={language}")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".opblock:not(.opblock-post)")).to_have_count(len(operations()))
    expect(page.get_by_role("banner").get_by_role("link", name="Servicebanken")).to_be_visible()

    result = Axe().run(page, context={"exclude": [[FOREIGN]]})
    assert result.violations_count == 0, result.generate_report()
    foreign = Axe().run(page, context={"include": [[FOREIGN]]}).response["violations"]
    assert {violation["id"] for violation in foreign} == KNOWN_OF_SWAGGER_UI

    for address, answer in TRIED.items():
        block = page.locator(address)
        block.locator(".opblock-summary-control").click()
        block.get_by_role("button", name="Try it out").click()
        block.get_by_role("button", name="Execute").click()
        status = block.locator(".live-responses-table .response .response-col_status").first
        expect(status).to_contain_text("200", timeout=PATIENCE)
        expect(block.locator(".live-responses-table")).to_contain_text(answer)

    assert elsewhere == [], "a visitor's browser calls no other host"
    assert stopped == [], "the content security policy stops nothing"
    assert page.context.cookies() == []
