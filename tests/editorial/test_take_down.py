"""A reviewer takes a page down at once: gone in both languages, everywhere, until it has been reviewed anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from bank.models import CaseStudyPage
from cms.editorial import moderation, take_down
from cms.publishing.recording import catch_up
from cms.publishing.schedule import publish_scheduled
from tests import factories
from tests.editorial.page_forms import soup_of

REASON = "En privat telefonnummer står i texten."


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    case = factories.make_case(title="Zyxboxen", main_image=factories.make_image())
    factories.translate_page(case, title="Zyxbox")
    catch_up()
    return case


def url(page: Page) -> str:
    return reverse("take_page_down", args=(page.pk,))


def english(page: Page) -> CaseStudyPage:
    return CaseStudyPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_is_gone_everywhere_at_once(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    addresses = [case.url, english(case).url]
    [file] = {rendition.url for rendition in case.main_image.renditions.all()[:1]} or {case.main_image.file.url}
    before = client.get("/api/v2/changes/", {"limit": 100}).json()["meta"]["next_cursor"]
    assert client.get(file).status_code == 200
    client.force_login(cast.reviewer)
    client.post(url(case), {"reason": REASON})
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [410, 410]
    ids = {case.pk, english(case).pk}
    assert not ids & {item["id"] for item in client.get("/api/v2/pages/?limit=100").json()["items"]}
    assert {client.get(f"/api/v2/pages/{pk}/").status_code for pk in ids} <= {404, 410}
    for query in ({"q": "zyxboxen"}, {"q": "zyxbox", "locale": "en"}):
        assert client.get("/api/v2/search/", query).json()["meta"]["total_count"] == 0
    assert client.get(file).status_code == 404
    told = client.get("/api/v2/changes/", {"cursor": before}).json()["items"]
    assert {(item["action"], item["id"]) for item in told} >= {("delete", pk) for pk in ids}


def test_keeps_the_reason_and_opens_a_review(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    client.post(url(case), {"reason": REASON})
    assert PageLogEntry.objects.get(page=case.pk, action=take_down.ACTION).data["reason"] == REASON
    client.force_login(cast.editor)
    assert REASON in soup_of(client.get(reverse("wagtailadmin_home"))).get_text()
    client.force_login(cast.contributor)
    assert REASON not in soup_of(client.get(reverse("wagtailadmin_home"))).get_text()


@pytest.mark.parametrize("role", ["contributor", "editor", "translator", "member", "stranger"])
def test_is_not_for(role: str, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(getattr(cast, role))
    client.post(url(case), {"reason": REASON})
    assert fresh(case).live


def test_needs_a_reason(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    assert "error-message" in client.post(url(case), {"reason": " "}).content.decode()
    assert fresh(case).live


def test_comes_back_only_through_the_workflow(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    client.post(url(case), {"reason": REASON})
    client.force_login(cast.network_administrator)
    answer = client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={case.pk}")
    assert (answer.status_code, fresh(case).live) == (403, False)
    draft = fresh(case).get_latest_revision_as_object()
    draft.summary = "Utan telefonnummer."
    draft.save_revision(user=cast.contributor)
    moderation.submit(case, cast.contributor)
    factories.bring_to_four_eyes(case, cast)
    moderation.approve(case, cast.reviewer)
    assert fresh(case).live
    assert case.pk not in {row.page_id for row in take_down.waiting()}


def test_cancels_what_was_scheduled(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    """Also of a translation that is not public yet: Wagtail itself looks at what it unpublishes and nothing else."""
    translation = english(case)
    translation.unpublish()
    soon = timezone.now() + dt.timedelta(minutes=1)
    for page in (case, translation):
        page.save_revision(approved_go_live_at=soon)
    client.force_login(cast.reviewer)
    client.post(url(case), {"reason": REASON})
    with time_machine.travel(soon + dt.timedelta(minutes=1)):
        publish_scheduled()
    assert (fresh(case).live, fresh(translation).live) == (False, False)


def test_is_offered_where_a_reviewer_reads_the_page(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    for user, shown in ((cast.reviewer, True), (cast.editor, False)):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_pages:edit", args=(case.pk,))).content.decode()
        assert (url(case) in page) is shown
