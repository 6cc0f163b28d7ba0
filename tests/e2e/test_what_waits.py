"""A reviewer finds what waits, compares on a phone and sends it back; the author reads why. Axe on the way."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from cms.editorial import moderation
from cms.editorial.translation import translate
from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, expect_no_violation
from tests.editorial.comparisons import change

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def heading(words: str, key: str) -> dict[str, str]:
    return {"type": "heading", "value": words, "id": key}


def waiting_case(cast: factories.Cast) -> Page:
    """A public case study whose draft has changed in every way, waiting for four eyes."""
    before = [heading("Så började det", "a"), heading("Vad det kostar", "b"), heading("Hur det går", "c")]
    case = factories.make_case(title="Boxen i Slussfors", owner=cast.contributor, body=json.dumps(before))
    after = [before[2], before[0], heading("Vad det kostar i dag", "b")]
    text = "<p>Affären i byn stängde i <b>maj</b>.</p><ul><li>Post</li><li>Mat</li></ul>"
    values = {"need": text, "solution_status": "closed", "municipality": factories.municipality("2482")}
    moderation.submit(change(case, cast.contributor, **values, body=json.dumps(after)), cast.contributor)
    factories.bring_to_four_eyes(case, cast)
    return case


def test_reviewer_finds_compares_and_sends_back(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    case = waiting_case(cast)
    reviewer = sign_in_at(cast.reviewer, PHONE, "sv")
    expect_no_violation(reviewer)
    waiting = reviewer.get_by_role("region", name="Väntar på dig")
    waiting.get_by_role("link", name="Vad som har ändrats: Boxen i Slussfors").click()
    expect(reviewer.get_by_role("heading", name="Behovet")).to_be_visible()
    expect(reviewer.get_by_text("Flyttat från plats 3 till plats 1")).to_be_visible()
    expect_no_violation(reviewer)
    reviewer.get_by_role("button", name="Skicka tillbaka med en motivering").click()
    dialog = reviewer.locator(".modal-dialog")
    dialog.get_by_role("textbox").fill("Vilken affär? Skriv namnet.")
    dialog.get_by_role("button", name="Skicka tillbaka").click()
    expect(dialog).to_have_count(0)
    reviewer.goto(reverse("wagtailadmin_home"))
    expect(waiting).to_contain_text("Inget väntar på dig.")

    author = sign_in_at(cast.contributor, DESK, "sv")
    back = author.get_by_role("region", name="Skickat tillbaka till dig")
    expect(back).to_contain_text("Vilken affär? Skriv namnet.")
    expect_no_violation(author)
    back.get_by_role("link", name="Boxen i Slussfors").click()
    expect(author).to_have_url(author.url.split("/admin/")[0] + reverse("wagtailadmin_pages:edit", args=(case.pk,)))


def test_translation_stands_beside_the_swedish_text(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    case = factories.make_case(title="Boxen", obstacles="Tillståndet dröjde.")
    english = factories.languages()[1]
    translate(case, english, {"obstacles": "The permit was slow."}, cast.translator).latest_revision.publish()
    change(case, cast.contributor, obstacles="Tillståndet dröjde ett år.").latest_revision.publish()
    draft = translate(case, english, {"obstacles": "The permit took a year."}, cast.translator)
    reviewer = sign_in_at(cast.reviewer, DESK, "en")
    reviewer.goto(reverse("page_changes", args=(draft.pk,)))
    expect(reviewer.get_by_role("heading", name="Swedish, changed since the translation")).to_be_visible()
    expect_no_violation(reviewer)
