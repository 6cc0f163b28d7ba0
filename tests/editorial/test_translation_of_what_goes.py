"""Deleting or unpublishing a Swedish page asks about its translation, and keeps what was translated (traps, row 34)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from bank.models import CaseStudyPage
from cms.editorial import moderation
from cms.editorial.take_down import take_down
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.page_forms import soup_of, values_of

REASON = {"override_reason": "Sidan beskriver en annan by."}


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor)


@pytest.fixture
def page(case: CaseStudyPage, cast: factories.Cast) -> Page:
    english = Locale.objects.get(language_code="en")
    draft = translate(case, english, lambda _path, text: f"{text} (in English)", cast.translator)
    moderation.submit(draft, cast.translator)
    moderation.approve(draft, cast.reviewer)
    return Page.objects.get(pk=draft.pk)


def url(action: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=(page.pk,))


def answer(client: Client, action: str, page: Page, choice: str, **values: Any) -> Any:
    """Press the button, and then the one of the question."""
    asked = client.post(url(action, page), {**REASON, **values})
    assert asked.status_code == 200
    form = next(form for form in soup_of(asked).select("form") if form.select("button[name=translation]"))
    return client.post(url(action, page), {**values_of(form), "translation": choice})


class TestUnpublishingASwedishPage:
    def test_is_done_only_after_the_question(
        self, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        asked = client.post(url("unpublish", case), REASON)
        assert "Boxen i byn (in English)" in soup_of(asked).get_text()
        assert Page.objects.filter(pk__in=[case.pk, page.pk], live=True).count() == 2

    def test_takes_the_translation_along(
        self, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        texts = StringTranslation.objects.count()
        answer(client, "unpublish", case, "too")
        assert not Page.objects.filter(pk__in=[case.pk, page.pk], live=True).exists()
        assert client.get("/en/bank/good-examples/boxen-i-byn-in-english/").status_code in (404, 410)
        assert StringTranslation.objects.count() == texts
        entry = PageLogEntry.objects.get(action="servicebanken.translation_withdrawn")
        assert (entry.user, entry.data["reason"]) == (cast.network_administrator, REASON["override_reason"])

    def test_leaves_it_where_somebody_says_so(
        self, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        answer(client, "unpublish", case, "keep")
        assert not Page.objects.get(pk=case.pk).live
        assert Page.objects.get(pk=page.pk).live
        assert PageLogEntry.objects.get(action="servicebanken.translation_kept").page_id == page.pk


class TestDeletingASwedishPage:
    """One that is not public any more."""

    @pytest.fixture(autouse=True)
    def taken_down(self, case: CaseStudyPage, page: Page, cast: factories.Cast) -> None:
        take_down(case, cast.reviewer, "Ett telefonnummer.")

    def test_is_done_only_after_the_question(
        self, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        asked = client.post(url("delete", case), REASON)
        assert "Boxen i byn (in English)" in soup_of(asked).get_text()
        assert Page.objects.filter(pk=case.pk).exists()

    @pytest.mark.parametrize(("choice", "is_there"), [("too", False), ("keep", True)])
    def test_does_with_the_translation_what_was_chosen(
        self, choice: str, is_there: bool, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        texts = StringTranslation.objects.count()
        answer(client, "delete", case, choice)
        assert not Page.objects.filter(pk=case.pk).exists()
        assert Page.objects.filter(pk=page.pk).exists() is is_there
        assert StringTranslation.objects.count() == texts
        assert PageLogEntry.objects.filter(action__startswith="servicebanken.translation_", page=page.pk).exists()
        assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("action", ["delete", "unpublish"])
class TestBoth:
    def test_are_not_done_with_others_at_once(
        self, action: str, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
        response = client.post(f"{bulk}?id={case.pk}", REASON, follow=True)
        assert "Boxen i byn" in soup_of(response).select_one(".messages").get_text()
        assert Page.objects.filter(pk__in=[case.pk, page.pk], live=True).count() == 2

    def test_are_refused_to_others_as_before(
        self, action: str, case: CaseStudyPage, page: Page, cast: factories.Cast, client: Client
    ) -> None:
        for role in ("editor", "reviewer", "translator", "contributor"):
            client.force_login(getattr(cast, role))
            client.post(url(action, case), {**REASON, "translation": "too"})
        assert Page.objects.filter(pk__in=[case.pk, page.pk], live=True).count() == 2


def test_a_page_without_a_translation_goes_without_a_question(
    case: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.network_administrator)
    client.post(url("unpublish", case), REASON)
    assert not Page.objects.get(pk=case.pk).live
