"""Two browsers, one page, autosave on: both are told, nothing is lost, and the second chooses."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from bank.models import CaseStudyPage
from tests import factories
from tests.e2e.people import DESK, SignInAt, expect_no_violation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


REMEMBER_WATCHING = (
    'document.addEventListener("w-unsaved:watch-edits", () => { document.documentElement.dataset.watched = "1"; })'
)
"""What is written before Wagtail has looked at the form the first time counts as having stood there."""


def is_autosave(response: Response) -> bool:
    request = response.request
    return request.method == "POST" and request.headers.get("accept") == "application/json" and "/edit/" in request.url


def rewrite(page: Page, field: str, text: str) -> None:
    page.locator(f"[name={field}]").fill("")
    page.locator(f"[name={field}]").press_sequentially(text)


def test_second_chooses_between_two_versions(cast: factories.Cast, sign_in_at: SignInAt, settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    case = factories.make_case(title="Boxen i byn", summary="Som det var.", owner=cast.contributor)
    address = reverse("wagtailadmin_pages:edit", args=(case.pk,))
    contributor, editor = sign_in_at(cast.contributor, DESK, "sv"), sign_in_at(cast.editor, DESK, "sv")
    for page in (contributor, editor):
        page.add_init_script(REMEMBER_WATCHING)
        page.goto(address)
        expect(page.locator("html[data-watched]")).to_have_count(1)

    with contributor.expect_response(is_autosave) as saved:
        rewrite(contributor, "summary", "Skribentens mening.")
    assert saved.value.ok
    with editor.expect_response(is_autosave) as refused:
        rewrite(editor, "summary", "Redaktörens mening.")
    assert not refused.value.ok
    rewrite(editor, "title", "Boxen vid vägen")
    editor.get_by_role("button", name="Spara utkast").click()
    # Wagtail warns in a dialog of its own when its last look was late enough. Either way leads to the question.
    warned, asked = (
        editor.get_by_role("dialog"),
        editor.get_by_role("heading", name="Någon annan har sparat under tiden"),
    )
    expect(warned.or_(asked)).to_be_visible()
    if warned.is_visible():
        expect(warned).to_contain_text("Inget går förlorat")
        warned.get_by_role("button", name="Spara utkast").click()
    expect(asked).to_be_visible()
    expect_no_violation(editor)
    editor.get_by_role("group", name="Sammanfattning").get_by_label("Den andres").check()
    editor.get_by_role("button", name="Spara det jag har valt").click()
    expect(editor.get_by_text("Båda versionerna är ett utkast nu")).to_be_visible()
    draft = CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert (draft.summary, draft.title) == ("Skribentens mening.", "Boxen vid vägen")
