"""An editor's way from a question that found nothing to a page that is found by it; axe on the pages on that way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect
from wagtail.users.models import UserProfile

from search.models import MissedQuestion, Synonym, UnsplitWord
from tests import factories

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows(site: factories.Tree, cast: factories.Cast) -> factories.Cast:
    """Lists with something in them."""
    factories.make_case(title="Drivmedelsstation i Slussfors")
    for words, times in (("bensinautomat i byn", 14), ("skjutsbåt", 5)):
        MissedQuestion.objects.create(day=timezone.localdate(), language="sv", words=words, times=times)
    Synonym.objects.create(language="sv", word="skjutsbåt", others="båttaxi, sjötaxi")
    Synonym.objects.create(language="en", word="petrol pump", others="filling station", both_ways=False)
    UnsplitWord.objects.create(word="servicebank")
    return cast


@pytest.fixture(params=["sv", "en"])
def editor(request: Any, rows: factories.Cast, live_server: Any, browser: Browser) -> Iterator[Page]:
    """An editor at a desk, signed in, whose admin speaks one of the languages."""
    UserProfile.objects.update_or_create(user=rows.editor, defaults={"preferred_language": request.param})
    context = browser.new_context(
        base_url=live_server.url, locale=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(reverse("wagtailadmin_login"))
    page.locator("[name=username]").fill(rows.editor.username)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name=_("Sign in")).or_(page.locator("button[type=submit]")).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    with translation.override(request.param):
        yield page
    context.close()


ADDRESSES = {
    "synonyms": "/admin/search-words/synonyms/",
    "synonym": "/admin/search-words/synonyms/new/?word=macken&language=sv",
    "never split": "/admin/search-words/never-split/",
    "never split, new": "/admin/search-words/never-split/new/",
    "without hits": "/admin/search-words/without-hits/",
    "try": "/admin/search-words/try/",
    "try, found": "/admin/search-words/try/?q=hur+%C3%A4r+macken&language=sv",
    "try, nothing": "/admin/search-words/try/?q=zyxhotell&language=sv",
    "try, wrong": "/admin/search-words/try/?q=%21&language=sv",
}


def test_axe_finds_nothing_and_nothing_scrolls_sideways(editor: Page):
    problems = {}
    for width in (1280, 390):
        editor.set_viewport_size({"width": width, "height": 900})
        for name, address in ADDRESSES.items():
            editor.goto(address)
            expect(editor.locator("#main form, #main table").first).to_be_visible()
            result = Axe().run(editor, context={"include": [["#main"]]})
            if result.violations_count:
                problems[name, width] = result.generate_report()
            beyond = editor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if beyond > 0:
                problems[name, width, "wide"] = f"{beyond} px"
    assert not problems, "\n\n".join(f"{name}\n{report}" for name, report in problems.items())


def test_question_without_hits_becomes_a_synonym_and_is_found(editor: Page):
    editor.goto(ADDRESSES["without hits"])
    row = editor.get_by_role("row").filter(has_text="bensinautomat i byn")
    row.get_by_role("link", name=_("Make a synonym")).click()
    expect(editor.locator("[name=word]")).to_have_value("bensinautomat i byn")
    editor.locator("[name=word]").fill("bensinautomat")
    editor.locator("[name=others]").fill("drivmedelsstation, bensinautomaten")
    save = editor.locator("#w-editor-form button[type=submit]").first
    save.click()
    expect(editor.locator("[name=others]")).to_have_attribute("aria-invalid", "true")
    editor.locator("[name=others]").fill("drivmedelsstation")
    save.click()
    expect(editor.get_by_role("link", name="bensinautomat", exact=True)).to_be_visible()
    editor.goto(f"{ADDRESSES['try']}?q=bensinautomaten&language=sv")
    expect(editor.get_by_role("link", name="Drivmedelsstation i Slussfors")).to_be_visible()
    expect(editor.get_by_role("cell", name=_("synonym from your list")).first).to_be_visible()
