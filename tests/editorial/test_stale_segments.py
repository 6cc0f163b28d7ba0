"""A changed Swedish text: that segment alone waits for a translator, wherever translations are listed (row 32)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from bank.models import CaseStudyPage
from cms.core.translation_state import TranslationState
from cms.editorial import moderation
from cms.editorial.translation import translate
from cms.editorial.translations.segments import behind, progress
from tests import factories
from tests.editorial.page_forms import edit_url, soup_of

CHANGED = "Changed since it was translated"


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(
        title="Boxen i byn",
        owner=cast.contributor,
        need="<p>Affären stängde.</p><p>Macken stängde.</p><p>Bussen drogs in.</p>",
    )


@pytest.fixture
def page(case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
    """The whole case in English, public."""
    english = Locale.objects.get(language_code="en")
    draft = translate(case, english, lambda _path, text: f"{text} (in English)", cast.translator)
    moderation.submit(draft, cast.translator)
    moderation.approve(draft, cast.reviewer)
    return fresh(draft)


@pytest.fixture(autouse=True)
def english_admin(cast: factories.Cast) -> None:
    for user in (cast.translator, cast.reviewer):
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})


def publish(case: CaseStudyPage, cast: factories.Cast, **texts: str) -> None:
    """The Swedish page is changed and published anew, as the last approval does it."""
    case = fresh(case)
    for name, text in texts.items():
        setattr(case, name, text)
    case.save_revision(user=cast.contributor).publish()


MACKEN = "<p>Affären stängde.</p><p>Macken stängde i höstas.</p><p>Bussen drogs in.</p>"


def editor_of(client: Client, page: Page) -> tuple[BeautifulSoup, dict[str, Any]]:
    soup = soup_of(client.get(edit_url(page)))
    return soup, json.loads(soup.select_one(".js-translation-editor")["data-props"])


def marked(props: dict[str, Any]) -> list[str]:
    return [row["source"] for row in props["segments"] if CHANGED in (row["location"]["subField"] or "")]


class TestOneChangedParagraph:
    def test_alone_is_marked_in_the_editor_with_what_it_was(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        assert marked(editor_of(client, page)[1]) == []
        publish(case, cast, need=MACKEN)
        soup, props = editor_of(client, page)
        assert marked(props) == ["Macken stängde i höstas."]
        panel = soup.select_one(".sb-changed")
        assert panel.select_one("del").text == "Macken stängde."
        assert panel.select_one("ins").text == "Macken stängde i höstas."
        assert panel.select_one("q").text == "Macken stängde. (in English)"

    def test_keeps_the_other_translations_and_what_is_public(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        before = page.need
        publish(case, cast, need=MACKEN)
        assert fresh(page).need == before
        assert fresh(page).live_revision == page.live_revision
        assert fresh(page).translation_state == TranslationState.OUTDATED
        client.force_login(cast.translator)
        translated = {row["data"] for row in editor_of(client, page)[1]["initialStringTranslations"]}
        assert {"Affären stängde. (in English)", "Bussen drogs in. (in English)"} <= translated

    def test_is_counted_for_reports_and_dashboards(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        assert not behind().exists()
        publish(case, cast, need=MACKEN)
        row = behind().get()
        assert (row.changed_count, row.missing_count) == (1, 1)
        client.force_login(cast.translator)
        report = soup_of(client.get(reverse("wagtail_localize:translations_report")))
        assert "1 without translation, 1 changed" in report.select_one("table.listing").get_text(" ", strip=True)

    def test_is_translated_when_the_old_wording_is_back(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast
    ) -> None:
        publish(case, cast, need=MACKEN)
        publish(case, cast, need="<p>Affären stängde.</p><p>Macken stängde.</p><p>Bussen drogs in.</p>")
        assert progress(Translation.objects.get()).missing == 0
        assert fresh(page).translation_state == TranslationState.CURRENT

    def test_that_is_not_approved_yet_marks_nothing(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast
    ) -> None:
        case.need = MACKEN
        case.save_revision(user=cast.contributor)
        assert progress(Translation.objects.get()).missing == 0

    def test_and_a_changed_fact_comes_with_the_next_draft(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """Facts that hold in both languages are not brought back by a draft made from what was read earlier."""
        publish(case, cast, need=MACKEN, solution_status="closed")
        client.force_login(cast.translator)
        segment = StringSegment.objects.get(string__data="Macken stängde i höstas.")
        url = reverse("wagtail_localize:edit_string_translation", args=(Translation.objects.get().pk, segment.pk))
        client.put(url, "value=The station closed.", content_type="application/x-www-form-urlencoded")
        client.post(reverse("submit_translation_for_review", args=(page.pk,)))
        moderation.approve(page, cast.reviewer)
        assert fresh(page).solution_status == "closed"
        assert "The station closed." in fresh(page).need
        assert fresh(page).translation_state == TranslationState.CURRENT


def test_the_editor_offers_no_alias(page: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.translator)
    assert editor_of(client, page)[1]["links"]["convertToAliasUrl"] is None


class TestAPartlyTranslatedPage:
    def submit(self, client: Client, page: Page, **values: Any) -> Any:
        return client.post(reverse("submit_translation_for_review", args=(page.pk,)), values, follow=True)

    def test_is_not_sent_for_review_by_mistake(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        publish(case, cast, need=MACKEN)
        client.force_login(cast.translator)
        response = self.submit(client, page)
        assert "1 text has no translation" in soup_of(response).get_text()
        assert not fresh(page).workflow_in_progress

    def test_is_sent_when_somebody_says_so(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        publish(case, cast, need=MACKEN)
        client.force_login(cast.translator)
        box = editor_of(client, page)[0].select_one("input[name=with_swedish]")
        self.submit(client, page, with_swedish=box["value"])
        assert fresh(page).workflow_in_progress
        client.force_login(cast.reviewer)
        said = editor_of(client, page)[0].select_one(".sb-review").get_text(" ", strip=True)
        assert "Changed in Swedish since they were translated: 1" in said

    def test_is_not_sent_when_more_has_changed_meanwhile(
        self, case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        publish(case, cast, need=MACKEN)
        client.force_login(cast.translator)
        box = editor_of(client, page)[0].select_one("input[name=with_swedish]")
        publish(case, cast, need=MACKEN, lessons="<p>Ring på morgonen.</p>")
        self.submit(client, page, with_swedish=box["value"])
        assert not fresh(page).workflow_in_progress

    def test_counts_a_broken_translation_as_none(self, page: CaseStudyPage) -> None:
        StringTranslation.objects.filter(context__path="lessons").update(has_error=True)
        assert (progress(Translation.objects.get()).changed, progress(Translation.objects.get()).missing) == (0, 1)


class TestTheReport:
    def test_takes_as_many_queries_for_many_rows(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        english = Locale.objects.get(language_code="en")
        for number in range(12):
            translate(factories.make_case(title=f"Fall {number}"), english, {}, cast.translator)
        client.force_login(cast.translator)
        url = reverse("wagtail_localize:translations_report")
        client.get(url)
        with django_assert_max_num_queries(40):
            response = client.get(url)
        assert response.content.decode().count("Fall ") >= 24

    def test_lists_what_waits(self, page: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        english = Locale.objects.get(language_code="en")
        translate(factories.make_case(title="Oöversatt"), english, {}, cast.translator)
        client.force_login(cast.translator)
        url = reverse("wagtail_localize:translations_report")
        text = soup_of(client.get(url, {"waiting_for_translation": "true"})).select_one("table.listing").get_text()
        assert "Oöversatt" in text
        assert "Boxen i byn" not in text
