"""A translator mends two texts that have changed in Swedish; an editor has a section translated; axe on our pages."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from bank.models import CaseStudyPage
from cms.core.translation_state import TranslationState
from cms.editorial import moderation
from cms.editorial.batches.working import work_off
from cms.editorial.take_down import take_down
from cms.editorial.translation import translate
from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, Words, expect_no_violation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def english(cast: factories.Cast) -> CaseStudyPage:
    """A public translation; two texts of its Swedish page have changed since."""
    case = factories.make_case(title="Servicepunkten", need="<p>Macken stängde.</p><p>Bussen drogs in.</p>")
    locale = Locale.objects.get(language_code="en")
    draft = translate(case, locale, lambda _path, text: f"{text} (in English)", cast.translator)
    moderation.submit(draft, cast.translator)
    moderation.approve(draft, cast.reviewer)
    case = CaseStudyPage.objects.get(pk=case.pk)
    case.need = "<p>Macken stängde i höstas.</p><p>Bussen drogs in.</p>"
    case.lessons = "<p>Fråga kommunen först.</p>"
    case.save_revision().publish()
    return CaseStudyPage.objects.get(pk=draft.pk)


def type_text(page: Page, says: Words, swedish: str, text: str) -> None:
    segment = page.locator(".js-translation-editor li", has=page.get_by_text(swedish, exact=True)).last
    written, new = (segment.get_by_role("button", name=says(name)) for name in ("Edit", "Translate"))
    written.or_(new).click()
    segment.get_by_role("textbox").fill(text)
    segment.get_by_role("button", name=says("Save")).click()


def test_translator_updates_two_stale_segments(
    says: Words, english: CaseStudyPage, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    translator = sign_in_at(cast.translator, DESK, says.language)
    translator.goto(reverse("wagtailadmin_pages:edit", args=(english.pk,)))
    expect(translator.get_by_text(says("Changed since it was translated"))).to_have_count(2)
    type_text(translator, says, "Servicepunkten", "x" * 120)
    too_long = "%(field)s: the text has %(length)d characters; %(most)d is the most."
    name = says("title").capitalize()
    expect(translator.get_by_text(says(too_long, field=name, length=120, most=90))).to_have_count(2)
    type_text(translator, says, "Servicepunkten", "The service point")
    expect(translator.get_by_text("The service point").first).to_be_visible()
    type_text(translator, says, "Macken stängde i höstas.", "The fuel station closed last autumn.")
    type_text(translator, says, "Fråga kommunen först.", "Ask the council first.")
    lacking = says("Look again: the glossary says %(words)s", words="“municipality” (kommun)")
    expect(translator.get_by_text(lacking)).to_be_visible()
    translator.get_by_role("button", name=says("Send the translation for review")).click()
    sent = says("The translation “%(title)s” waits for review.", title="The service point")
    expect(translator.get_by_text(sent)).to_be_visible()
    moderation.approve(english, cast.reviewer)
    page = CaseStudyPage.objects.get(pk=english.pk)
    assert "The fuel station closed last autumn." in page.need
    assert "Bussen drogs in. (in English)" in page.need
    assert page.translation_state == TranslationState.CURRENT


def test_editor_has_a_section_translated(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    section = factories.make_content_page(title="Vårt arbete")
    for number in (1, 2):
        factories.make_content_page(title=f"Del {number}", parent=section)
    editor = sign_in_at(cast.editor, PHONE, "sv")
    editor.goto(reverse("wagtail_localize:submit_page_translation", args=(section.pk,)))
    editor.get_by_label("English").check()
    editor.get_by_label("Med de 2 offentliga sidorna under").check()
    editor.locator("input[type=submit], button[type=submit]").last.click()
    expect(editor.get_by_text("0 av 2 sidor är klara.")).to_be_visible()
    expect_no_violation(editor)
    work_off()
    expect(editor.get_by_text("2 av 2 sidor är klara.")).to_be_visible()


def test_administrator_is_asked_about_the_translation(
    english: CaseStudyPage, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    case = CaseStudyPage.objects.get(translation_key=english.translation_key, locale__language_code="sv")
    take_down(case, cast.reviewer, "Fel by.")
    administrator = sign_in_at(cast.network_administrator, PHONE, "en")
    administrator.goto(reverse("wagtailadmin_pages:delete", args=(case.pk,)))
    administrator.get_by_role("button", name="Yes, delete it").click()
    expect(administrator.get_by_role("button", name="The translation stays")).to_be_visible()
    expect_no_violation(administrator)
    administrator.get_by_role("button", name="The translation goes, too").click()
    administrator.get_by_label("Reason for doing it all the same").fill("Sidan beskriver fel by.")
    administrator.get_by_role("button", name="Do it all the same").click()
    expect(administrator.get_by_role("status").get_by_text("deleted")).to_be_visible()
    assert not CaseStudyPage.objects.filter(pk__in=[case.pk, english.pk]).exists()
