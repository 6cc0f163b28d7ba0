"""An editor proposes at a desk, a reviewer who is somebody else decides on a phone; axe on the pages on that way."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import PageViewRestriction

from tests import factories
from tests.e2e.people import DESK, PHONE, SignInAt, expect_no_violation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_editor_proposes_and_a_reviewer_closes_a_page(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    about = factories.make_content_page(title="Jour i byn under storm")
    editor = sign_in_at(cast.editor, DESK, "sv")
    editor.goto(reverse("wagtailadmin_pages:edit", args=(about.pk,)))
    editor.get_by_role("button", name="Åtgärder").first.click()
    editor.get_by_role("link", name="Föreslå ändring").click()
    expect(editor.get_by_label("Stäng sidan för allmänheten")).to_be_visible()
    expect_no_violation(editor)
    editor.get_by_label("Stäng sidan för allmänheten").check()
    editor.get_by_label("medlem").check()
    editor.get_by_label("Motivering").fill("Telefonnumren gäller bara jouren själv.")
    editor.get_by_role("button", name="Föreslå").click()
    expect(editor.get_by_text("Telefonnumren gäller bara jouren själv.")).to_be_visible()

    reviewer = sign_in_at(cast.reviewer, PHONE, "en")
    reviewer.get_by_role("link", name="Close the page to the public: Jour i byn under storm").click()
    expect(reviewer.get_by_role("button", name="Do it")).to_be_visible()
    expect_no_violation(reviewer)
    reviewer.get_by_role("button", name="Do it").click()
    expect(reviewer.get_by_text("Nothing waits.")).to_be_visible()
    expect_no_violation(reviewer)
    assert PageViewRestriction.objects.filter(page=about).exists()
