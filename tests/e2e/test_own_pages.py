"""Every page that we add to the admin, found by its address: axe in light and dark, and all of it in sight on a phone.

What each role sees with much in it is looked at in `test_accessibility_admin`; a page that is new is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import expect

from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, Words
from tests.e2e.test_accessibility_admin import expect_good
from tests.editorial.admin_routes import Route, Things
from tests.editorial.admin_things import addresses, some_of_everything

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OURS = ("bank.", "cms.", "search.")
OUR_LISTS = {"caseowner", "confirmation", "frontend", "missedquestion", "servicetype", "synonym"}
"""Of ours with views of Wagtail's own. Of the vocabularies, which are all alike, one."""
FORMS_AND_LISTS = {"index", "add", "edit"}

NEEDS_ANOTHER_STATE = {
    # Nobody who is signed in gets there; tests.e2e.test_sign_in does.
    "login/",
    "invitation/<str:token>/",
    # There after who they are has been confirmed; tests.e2e.test_sign_in does that.
    "sign-in/app/",
    "sign-in/passkeys/add/",
    "sign-in/passkeys/<int:pk>/remove/",
    # Lead to another page.
    "sign-in/passkeys/",
    "password/set/",
    "password_reset/",
    "password_reset/complete/",
    "password_reset/confirm/<uidb64>/<token>/",
    "password_reset/done/",
    # Take a form only, of what there is or was.
    "localize/page/<int:page_id>/convert_to_alias/",
    "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
    # Nobody removes themselves.
    "users/delete/<int:pk>/",
}
"""Patterns that lead away, or to nothing."""


def is_ours(route: Route, address: str) -> bool:
    """Also what no view of ours answers, but allauth with our templates."""
    view = resolve(address).func
    space, _, name = route.name.rpartition(":")
    return (
        getattr(view, "view_class", view).__module__.startswith(OURS)
        or route.name.startswith("account_")
        or (space in OUR_LISTS and name in FORMS_AND_LISTS)
    )


def pages_of_ours(things: Things, client: Client) -> Iterator[str]:
    """One address for each, of those that show a page. What only takes a form, or is part of a page, shows none."""
    shown: set[str] = set()
    answers: dict[str, set[int]] = {}
    for route, address in addresses(things):
        if route.pattern in shown or route.name == "wagtail_bulk_action" or not is_ours(route, address):
            continue
        answer = client.get(address)
        answers.setdefault(route.pattern, set()).add(answer.status_code)
        if answer.status_code == 200 and b"<h1" in answer.content:
            shown.add(route.pattern)
            yield address
    hidden = {pattern for pattern in answers.keys() - shown if not answers[pattern] <= {200, 405}}
    assert hidden <= NEEDS_ANOTHER_STATE, hidden - NEEDS_ANOTHER_STATE


def test_every_page_that_we_add_is_good_on_a_phone(cast: factories.Cast, sign_in_at: SignInAt, client: Client) -> None:
    client.force_login(cast.superuser)
    found = list(pages_of_ours(some_of_everything(cast), client))
    expect_good(sign_in_at(cast.superuser, PHONE, "sv"), *found)


def test_what_answers_a_form_is_good_at_a_desk(cast: factories.Cast, sign_in_at: SignInAt, says: Words) -> None:
    image = factories.make_image()
    case = factories.make_case(title="Boxen", main_image=image)
    factories.translate_page(case)
    unpublish = reverse("wagtailadmin_pages:unpublish", args=(case.pk,))

    editor = sign_in_at(cast.editor, DESK, says.language)
    editor.goto(reverse("wagtailimages:edit", args=(image.pk,)))
    editor.locator("[name=alt_sv]").fill("Boxen en vinterkväll.")
    editor.locator("main form button[type=submit]").first.click()
    expect(editor.get_by_text(says("Nothing has been changed."))).to_be_visible()
    expect_good(editor)
    editor.get_by_role("button", name=says("Propose it")).click()
    expect(editor.get_by_text("Boxen en vinterkväll.")).to_be_visible()
    expect_good(editor)

    administrator = sign_in_at(cast.network_administrator, DESK, says.language)
    administrator.goto(unpublish)
    administrator.locator("main button[type=submit]").click()
    administrator.get_by_label(says("Reason for doing it all the same")).fill("Platsen finns inte längre.")
    administrator.get_by_role("button", name=says("Do it all the same")).click()
    expect(administrator.get_by_text(says("What becomes of the translation?"))).to_be_visible()
    expect_good(administrator)

    administrator.goto(reverse("partnerkey:add"))
    for name, value in {"label": "Storuman", "organisation": "Storuman", "contact_email": "web@example.org"}.items():
        administrator.locator(f"main [name={name}]").fill(value)
    administrator.locator("main form button[type=submit]").first.click()
    expect(administrator.locator("#secret")).to_be_visible()
    expect_good(administrator)
