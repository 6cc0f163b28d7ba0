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
from tests.e2e.people import DESK, PHONE, SignInAt, Words, expect_no_violation
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


def test_reviewer_finds_compares_sends_back_and_later_approves(
    says: Words, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    title = "Boxen i Slussfors"
    case = waiting_case(cast)
    reviewer = sign_in_at(cast.reviewer, PHONE, says.language)
    expect_no_violation(reviewer)
    waiting = reviewer.get_by_role("region", name=says("Waiting for you"))
    waiting.get_by_role("button", name=says("I take it")).click()
    expect(waiting.get_by_role("button", name=says("I take it"))).to_have_count(0)
    to_changes = waiting.get_by_role("link", name=f"{says('What has changed')}: {title}")
    to_changes.click()
    moved = says("Moved from place %(before)s to place %(after)s", before=3, after=1)
    expect(reviewer.get_by_text(moved)).to_be_visible()
    expect_no_violation(reviewer)
    reviewer.get_by_role("button", name=says("Send back with a reason")).click()
    dialog = reviewer.locator(".modal-dialog")
    dialog.get_by_role("textbox").fill("Vilken affär? Skriv namnet.")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    reviewer.goto(reverse("wagtailadmin_home"))
    expect(waiting).to_contain_text(says("Nothing waits for you."))

    author = sign_in_at(cast.contributor, DESK, says.language)
    back = author.get_by_role("region", name=says("Sent back to you"))
    expect(back).to_contain_text("Vilken affär? Skriv namnet.")
    expect_no_violation(author)
    back.get_by_role("link", name=title).click()
    expect(author.locator("form#page-edit-form, form[data-edit-form]").first).to_be_visible()
    # Mending and submitting in the form, and the steps before this one, have tests of their own.
    moderation.submit(change(case, cast.contributor, summary="Lanthandeln i Slussfors fick en box."), cast.contributor)
    factories.bring_to_four_eyes(case, cast)

    reviewer.goto(reverse("wagtailadmin_home"))
    to_changes.click()
    expect(reviewer.locator("ins", has_text="Lanthandeln").first).to_be_visible()
    reviewer.get_by_role("button", name=says("Approve"), exact=True).click()
    expect(reviewer.get_by_role("button", name=says("Approve"), exact=True)).to_have_count(0)
    assert type(case).objects.get(pk=case.pk).summary == "Lanthandeln i Slussfors fick en box."


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
