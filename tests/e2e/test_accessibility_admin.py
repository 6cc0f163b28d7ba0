"""Pages and panels that we add to the admin, with much in them: axe in light and dark, and all of it in sight.

Half of the roles walk at a desk in English, half on a phone in Swedish. What has a browser test of its own (signing in,
comparison, take-down, proposals, search words, two at once) is looked at there, every other page in `test_own_pages`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as Browser
from playwright.sync_api import expect
from wagtail.models import Page
from wagtail_localize.models import Translation

from bank.models import OwnerRequest
from cms.editorial import claims, moderation, take_down
from cms.editorial.batches.working import ask_for, work_off
from cms.editorial.models import Absence, Batch, DeletedPage, Proposal
from cms.editorial.people.invitations import invite
from cms.editorial.proposals.deciding import decide, propose
from cms.editorial.translation import translate
from cms.publishing.models import WebhookAttempt, WebhookDelivery
from tests import factories
from tests.bank.owners import bring_to_owner, make_owner
from tests.e2e.people import DESK, PHONE, SignInAt, expect_no_violation
from tests.editorial.comparisons import change

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LONG = "Drivmedelsförsörjningssamordningsprojektet i Västerbottens inland"
OUT_OF_SIGHT = """() => {
  const main = document.querySelector("main").getBoundingClientRect();
  return [...document.querySelectorAll("main :is(a, button, td, p, h1, h2, dd, input, textarea)")]
    .filter((part) => part.checkVisibility())
    .filter((part) => !part.closest(".w-sr-only, .w-breadcrumbs, .w-slim-header, thead"))
    .filter((part) => !part.closest(".form-side, [class^=w-minimap]"))
    .map((part) => [part.getBoundingClientRect(), part])
    .filter(([box]) => box.width > 1 && box.right > main.right + 1 && box.left < main.right + 300)
    .map(([box, part]) => `${part.outerHTML.slice(0, 90)}: ${Math.round(box.right)} px`);
}"""
"""Wagtail hides what is wider than the window, so nothing scrolls and nobody gets there."""


def expect_good(page: Browser, *addresses: str) -> None:
    """Of the page that is shown, or of each of these."""
    for address in addresses or (None,):
        if address:
            answer = page.goto(address)
            assert answer is not None, address
            assert (answer.status, page.url.partition("/admin/")[2]) == (200, address.partition("/admin/")[2])
        expect(page.get_by_role("heading", level=1).first).to_be_attached()
        expect_no_violation(page)
        assert not page.evaluate(OUT_OF_SIGHT), page.url


def send_empty(page: Browser, address: str, button: str) -> None:
    """The form as it is shown again, with what is wrong."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('main form').forEach((form) => { form.noValidate = true })")
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main .w-field__errors .error-message, main .error-message").first).to_be_visible()
    expect_good(page)


def a_case(cast: factories.Cast, title: str, **values: Any) -> Any:
    return factories.make_case(title=title, owner=cast.contributor, **values)


@pytest.fixture
def waiting(cast: factories.Cast) -> Any:
    """A change that waits for four eyes, taken by a reviewer who is away."""
    case = a_case(cast, LONG)
    moderation.submit(change(case, cast.contributor, summary="En kortare text."), cast.contributor)
    factories.bring_to_four_eyes(case, cast)
    state: Any = Page.objects.get(pk=case.pk).current_workflow_task_state
    claims.take(state, case, cast.other_reviewer)
    today = timezone.localdate()
    away = {"first_day": today, "last_day": today + dt.timedelta(days=9), "deputy": cast.reviewer}
    Absence.objects.create(user=cast.other_reviewer, **away)
    return case


def test_administrator_sees_to_trash_people_and_partners_on_a_phone(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    case = a_case(cast, LONG)
    gone = a_case(cast, f"{LONG} igen")
    decide(propose(Proposal(page=gone, kind="delete", reason="Dubblett."), cast.editor).pk, cast.reviewer, do_it=True)
    invited = factories.make_user("contributor", "asa", first_name="Åsa", last_name="Öberg-Lindströmsdotter")
    invited.set_unusable_password()
    invited.save()
    invite(invited, by=cast.network_administrator)
    factories.make_key(factories.section("cases"))
    webhook, _secret = factories.make_webhook("https://receiver.example/hook/for/changes-of-all-pages")
    dead = WebhookDelivery.objects.create(
        subscription=webhook,
        message_id="msg_1",
        event="page.upsert",
        page_id=case.pk,
        body="{}",
        state="dead",
        give_up_at=timezone.now(),
    )
    WebhookAttempt.objects.create(delivery=dead, milliseconds=120, status=500, failure="status", answer="no-space-" * 9)
    deleted = DeletedPage.objects.get()

    page = sign_in_at(cast.network_administrator, PHONE, "sv")
    send_empty(page, reverse("trash_purge", args=(deleted.pk,)), "Ta bort för gott")
    expect_good(
        page,
        reverse("trash"),
        reverse("access_of_user", args=(invited.pk,)),
        reverse("access_of_user", args=(cast.contributor.pk,)),
        reverse("access_of_user", args=(cast.network_administrator.pk,)),
        reverse("partnerkey:index"),
        reverse("webhooksubscription:index"),
        reverse("webhooksubscription:deliveries", args=(webhook.pk,)),
    )
    send_empty(page, reverse("partnerkey:add"), "Skapa")
    page.goto(reverse("wagtailadmin_pages:unpublish", args=(case.pk,)))
    page.locator("main").get_by_role("button", name="Ja, avpublicera").click()
    expect(page.get_by_label("Skäl att göra det ändå")).to_be_visible()
    expect_good(page)
    page.goto(reverse("trash"))
    page.locator("main").get_by_role("button", name="Hämta tillbaka").click()
    expect(page.get_by_text("är tillbaka som utkast")).to_be_visible()


def test_editor_asks_owners_and_does_many_pages_at_a_desk(cast: factories.Cast, sign_in_at: SignInAt) -> None:
    asked = a_case(cast, "Lanthandeln i Kittelfjäll", published=False)
    make_owner(asked)
    bring_to_owner(asked, cast)
    closed = a_case(cast, "Skjutsbåten")
    answer = OwnerRequest.objects.create(
        case=closed,
        kind="running",
        owner=make_owner(closed),
        asked_by=cast.editor,
        outcome="not_running",
        answered_at=timezone.now(),
        remarks=[["Status", "Vi slutade köra i höstas."]],
    )
    take_down.take_down(a_case(cast, LONG), cast.reviewer, "Ett privat telefonnummer.")
    pages = [a_case(cast, f"Utkast {n}", published=False) for n in (1, 2)]
    batch = ask_for(Batch.Kind.SUBMIT, [{"page_id": p.pk, "title": p.title} for p in (pages[0], closed)], cast.editor)
    work_off()
    english = factories.languages()[1]
    translate(closed, english, {}, cast.translator)

    page = sign_in_at(cast.editor, DESK, "en")
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "submit"))
    expect_good(
        page,
        reverse("wagtailadmin_home"),
        reverse("owner_requests"),
        f"{reverse('owner_requests')}?case={asked.pk}",
        reverse("owner_request", args=(answer.pk,)),
        reverse("owner_request", args=(OwnerRequest.objects.get(case=asked).pk,)),
        f"{bulk}?id={pages[1].pk}&id={closed.pk}",
        reverse("batch", args=(batch.pk,)),
        reverse("trash"),
        reverse("wagtail_localize:translations_report"),
        reverse("wagtail_localize:update_translations", args=(Translation.objects.get().source_id,)),
        reverse("page_readiness", args=(pages[1].pk,)),
    )


def test_reviewer_sees_who_has_it_and_says_when_away_on_a_phone(
    waiting: Any, cast: factories.Cast, sign_in_at: SignInAt
) -> None:
    page = sign_in_at(cast.reviewer, PHONE, "sv")
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "approve"))
    expect_good(
        page,
        reverse("wagtailadmin_home"),
        reverse("work_list", args=("waiting",)),
        reverse("page_changes", args=(waiting.pk,)),
        f"{bulk}?id={waiting.pk}",
        reverse("editors_guide"),
    )
    send_empty(page, reverse("take_page_down", args=(waiting.pk,)), "Ta ner")
    page.goto(f"{reverse('wagtailadmin_account')}#tab-notifications")
    page.locator("[name=absence-first_day]").fill("2020-01-01")
    page.keyboard.press("Escape")
    page.locator("main").get_by_role("button", name="Spara").click()
    expect(page.get_by_text("eller lämna alla tre tomma").first).to_be_visible()
    expect_good(page)


def test_contributor_meets_no_button_that_refuses(waiting: Any, cast: factories.Cast, sign_in_at: SignInAt) -> None:
    page = sign_in_at(cast.contributor, DESK, "en")
    expect_good(page, reverse("wagtailadmin_home"), reverse("page_changes", args=(waiting.pk,)))
    expect(page.get_by_role("link", name="Look at what waits")).to_have_count(0)
    expect_good(page, reverse("page_previews", args=(waiting.pk,)))
