"""From what the readiness check finds to the field where it is put right; axe on the pages on that way."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bank.models import CaseStudyPage, TimelineEvent
from cms.editorial import moderation
from tests import factories
from tests.e2e.people import DESK, SignInAt, expect_no_violation
from tests.e2e.test_two_at_once import REMEMBER_WATCHING

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LONG = " ".join(["Byn", *["kör"] * 24, "långt."])
BLOCK = str(uuid.uuid4())
FIELDS = {
    "in the text": ("Innehåll › Text", f'[data-contentpath="{BLOCK}"]'),
    "in a row": ("Tidslinje 2 › vad som hände", "#inline_child_timeline-1"),
    "on another tab": ("Vad som ingår", '[data-contentpath="agreement_modules"]'),
}


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    """A case that waits for the editorial check, with a long sentence in three kinds of places."""
    body: list[Any] = [{"type": "text", "value": f"<p>{LONG}</p>", "id": BLOCK}]
    rows = [
        TimelineEvent(date="2025-01-01", event="Första mötet.", sort_order=0),
        TimelineEvent(date="2026-03-03", event=LONG, sort_order=1),
    ]
    page = factories.make_case(
        owner=cast.contributor, published=False, body=body, timeline=rows, agreement_modules=LONG
    )
    moderation.submit(page, cast.contributor)
    return page


def expect_to_be_at(page: Page, where: str) -> None:
    field = page.locator(f"form[data-edit-form] {FIELDS[where][1]}").first
    expect(field).to_be_in_viewport()


@pytest.mark.parametrize("where", FIELDS)
def test_a_finding_leads_to_its_field(
    where: str, case: CaseStudyPage, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    label = FIELDS[where][0]
    page = sign_in_at(cast.editor, DESK, "sv")
    page.goto(reverse("page_readiness", args=(case.pk,)))
    page.get_by_role("link", name=label).click()
    expect_to_be_at(page, where)

    page.goto(reverse("wagtailadmin_pages:edit", args=(case.pk,)))
    page.locator("[data-readiness]").get_by_role("link", name=label).click()
    expect_to_be_at(page, where)


def test_the_list_in_the_form_follows_what_is_saved_and_what_passes_has_a_reason(
    case: CaseStudyPage, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    page = sign_in_at(cast.editor, DESK, "sv")
    page.add_init_script(REMEMBER_WATCHING)
    page.goto(reverse("wagtailadmin_pages:edit", args=(case.pk,)))
    expect(page.locator("html[data-watched]")).to_have_count(1)
    found = page.locator("[data-readiness]")
    expect(found).to_contain_text("3 saker att rätta")
    found.get_by_role("link", name="Vad som ingår").click()
    page.locator("[name=agreement_modules]").fill("paket, böcker")
    expect(found).to_contain_text("2 saker att rätta", timeout=30_000)

    found.get_by_role("link", name="Är sidan klar?").click()
    expect(page.get_by_role("heading", name="Att rätta")).to_be_visible()
    expect_no_violation(page)
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    page.locator("[name=reason]").fill("Det är ett citat.")
    page.get_by_role("button", name="Låt det förkryssade stå kvar").click()
    expect(page.get_by_role("heading", name="Får stå kvar")).to_be_visible()
    expect(page.get_by_text("Det är ett citat.").first).to_be_visible()
    expect_no_violation(page)
