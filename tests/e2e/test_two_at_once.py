"""Two browsers, one page, autosave on: both are told, nothing is lost, and the second chooses."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from home.models import ContentPage
from tests import factories
from tests.e2e.people import DESK, SignInAt, Words, expect_no_violation

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


def test_second_chooses_between_two_versions(
    says: Words, cast: factories.Cast, sign_in_at: SignInAt, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    case = factories.make_content_page(title="Boxen i byn", summary="Som det var.")
    address = reverse("wagtailadmin_pages:edit", args=(case.pk,))
    first, second = (sign_in_at(user, DESK, says.language) for user in (cast.network_administrator, cast.editor))
    for page in (first, second):
        page.add_init_script(REMEMBER_WATCHING)
        page.goto(address)
    for page in (first, second):
        expect(page.locator("html[data-watched]")).to_have_count(1)

    with first.expect_response(is_autosave) as saved:
        rewrite(first, "summary", "Den enas mening.")
    assert saved.value.ok
    with second.expect_response(is_autosave) as refused:
        rewrite(second, "summary", "Den andras mening.")
    assert not refused.value.ok
    rewrite(second, "title", "Boxen vid vägen")
    second.get_by_role("button", name=says("Save draft")).click()
    # Wagtail warns in a dialog of its own when its last look was late enough. Either way leads to the question.
    warned, asked = (
        second.get_by_role("dialog"),
        second.get_by_role("heading", name=says("Somebody else has saved meanwhile")),
    )
    expect(warned.or_(asked)).to_be_visible()
    if warned.is_visible():
        told = says(
            "Proceeding will overwrite the changes made by %(user_name)s.",
            user_name=cast.network_administrator.username,
        )
        expect(warned).to_contain_text(told)
        warned.get_by_role("button", name=says("Save draft")).click()
    expect(asked).to_be_visible()
    expect_no_violation(second)
    second.get_by_role("group", name=says("summary").capitalize()).get_by_label(says("The other person’s")).check()
    second.get_by_role("button", name=says("Save what I have chosen")).click()
    expect(
        second.get_by_text(says("Both versions are one draft now. Read it through before you go on."))
    ).to_be_visible()
    draft = ContentPage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert (draft.summary, draft.title) == ("Den enas mening.", "Boxen vid vägen")
