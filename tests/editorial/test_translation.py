"""Translating a page: nothing public changes before somebody else has approved the translation."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from bank.models import CaseStudyPage, ResourceStep
from cms.core.models import User
from cms.core.translation_state import TranslationState
from cms.editorial import moderation
from cms.editorial.translation import translate
from cms.publishing.acting import Author, acting
from cms.publishing.guarding import Refused
from tests import factories
from tests.editorial.page_forms import edit_url, soup_of


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def in_english(path: str, text: str) -> str:
    """A translation of everything, addresses included."""
    return f"{text}-in-english" if path == "slug" else f"{text} (in English)"


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def english_version(page: Page) -> Any:
    return type(page).objects.get(translation_key=page.translation_key, locale=english())


def publish(page: Page, author: User, cast: factories.Cast) -> Any:
    """Through the workflow of translations."""
    moderation.submit(page, author)
    moderation.approve(page, cast.reviewer)
    return fresh(page)


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor)


class TestStartingATranslation:
    """In wagtail-localize's own view, which publishes at once with its stock settings (traps, row 1)."""

    @pytest.mark.parametrize("role", ["translator", "editor"])
    def test_makes_a_draft_that_nobody_outside_sees(
        self,
        role: str,
        case: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        client.force_login(getattr(cast, role))
        with django_capture_on_commit_callbacks(execute=True):
            url = reverse("wagtail_localize:submit_page_translation", args=(case.pk,))
            client.post(url, {"locales": [english().pk]})
        client.logout()
        page = english_version(case)
        assert (page.live, page.alias_of_id) == (False, None)
        assert client.get(f"/en/bank/good-examples/{page.slug}/").status_code == 404
        for parameters in ({"locale": "en"}, {"type": "bank.CaseStudyPage"}, {"translation_of": case.pk}):
            items = client.get("/api/v2/pages/", parameters).json()["items"]
            assert page.pk not in [item["id"] for item in items]
        assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404

    @pytest.mark.parametrize("role", ["contributor", "reviewer", "member"])
    def test_is_not_for(self, role: str, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        url = reverse("wagtail_localize:submit_page_translation", args=(case.pk,))
        client.post(url, {"locales": [english().pk]})
        assert not CaseStudyPage.objects.filter(translation_key=case.translation_key, locale=english()).exists()


class TestTranslating:
    def test_saves_a_draft_and_publishes_by_approval(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        draft = translate(case, english(), in_english, cast.translator)
        assert not fresh(draft).live
        assert draft.title == "Boxen i byn (in English)"
        assert draft.latest_revision.user == cast.translator
        page = publish(draft, cast.translator, cast)
        assert page.live
        assert page.title == "Boxen i byn (in English)"
        assert page.url == "/en/bank/good-examples/boxen-i-byn-in-english/"
        assert "(in English)" in page.need
        assert page.services_offered.get().opening_hours == "dygnet runt (in English)"
        assert page.translation_state == TranslationState.CURRENT

    def test_takes_facts_from_swedish(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        page = publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)
        assert page.municipality == case.municipality
        assert [term.code for term in page.terms("service_types")] == ["groceries"]
        assert page.costs.get().amount == case.costs.get().amount
        assert page.persistent_id == case.persistent_id

    def test_takes_contacts_and_files_in_their_order(self, cast: factories.Cast) -> None:
        people = [factories.contact(code) for code in ("forst", "sedan")]
        case = factories.make_case(contacts=people, study_visit="yes", study_visit_contact=people[1])
        page = publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)
        assert [row.contact for row in page.contacts.all()] == people
        assert page.study_visit_contact == people[1]
        files = [factories.make_document() for _ in range(2)]
        step = ResourceStep(title="Bjud in", text="<p>Ring.</p>", files=[("file", file) for file in files])
        method = factories.make_resource(steps=[step])
        page = publish(translate(method, english(), in_english, cast.translator), cast.translator, cast)
        assert [(step.title, step.documents) for step in page.steps.all()] == [("Bjud in (in English)", files)]

    def test_leaves_a_public_translation_byte_for_byte_as_it_was(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """``save_target(publish=False)`` would show the draft at once (traps, row 2)."""
        page = publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)
        before = client.get(page.url).content
        columns = ("title", "slug", "need", "live_revision", "url_path")
        row = CaseStudyPage.objects.filter(pk=page.pk).values(*columns).get()
        draft = translate(
            case, english(), {"Boxen i byn": "UNREVIEWED DRAFT", "need": "UNREVIEWED NEED"}, cast.translator
        )
        assert draft.title == "UNREVIEWED DRAFT"
        assert client.get(page.url).content == before
        assert CaseStudyPage.objects.filter(pk=page.pk).values(*columns).get() == row
        assert fresh(page).services_offered.count() == 1
        page = publish(draft, cast.translator, cast)
        assert page.title == "UNREVIEWED DRAFT"
        assert page.live_revision == draft.latest_revision
        log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish")
        assert [entry.user for entry in log] == [cast.reviewer, cast.reviewer]

    def test_takes_strings_by_swedish_text_or_by_path(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        strings = {"Boxen i byn": "The box in the village", "need": "The shop closed."}
        draft = translate(case, english(), strings, cast.translator)
        assert (draft.title, draft.need) == ("The box in the village", "<p>The shop closed.</p>")
        assert draft.summary == case.summary

    def test_again_changes_only_what_differs(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        translate(case, english(), {"Boxen i byn": "The box"}, cast.translator)
        row = StringTranslation.objects.get(data="The box")
        translate(case, english(), {"Boxen i byn": "The box", "need": "The shop closed."}, cast.editor)
        row.refresh_from_db()
        assert row.last_translated_by == cast.translator
        assert StringTranslation.objects.filter(locale=english()).count() == 2

    def test_of_a_changed_swedish_page_brings_the_change(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)
        case.lessons = "<p>Ring på morgonen.</p>"
        case.save_revision().publish()
        assert english_version(case).translation_state == TranslationState.OUTDATED
        draft = translate(fresh(case), english(), in_english, cast.translator)
        page = publish(draft, cast.translator, cast)
        assert "Ring på morgonen. (in English)" in page.lessons
        assert page.translation_state == TranslationState.CURRENT

    def test_gives_the_page_an_address_of_its_own(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        other = factories.make_case(title="Boxen i grannbyn")
        publish(translate(case, english(), {case.slug: "the-box"}, cast.translator), cast.translator, cast)
        page = publish(translate(other, english(), {other.slug: "the-box"}, cast.translator), cast.translator, cast)
        assert page.slug == "the-box-1"

    def test_needs_the_parent_in_english(self, cast: factories.Cast) -> None:
        parent = factories.make_content_page()
        child = factories.make_content_page(parent=parent)
        with pytest.raises(ParentNotTranslatedError):
            translate(child, english(), in_english, cast.translator)
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def test_refuses_a_text_with_a_link_that_swedish_lacks(self, cast: factories.Cast) -> None:
        case = factories.make_case(need='<p>Se <a href="https://example.org/">statistiken</a>.</p>')
        with pytest.raises(ValidationError):
            translate(case, english(), {"need": 'See <a id="a9">the statistics</a>.'}, cast.translator)

    def test_closes_in_english_what_is_closed_in_swedish(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        factories.restrict(case)
        translate(case, english(), in_english, cast.translator)
        assert english_version(case).get_view_restrictions().exists()


class TestFourEyesInEnglish:
    def test_nobody_approves_strings_that_they_wrote(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        draft = translate(case, english(), in_english, cast.translator)
        typed = StringTranslation.objects.get(context__path="title")
        typed.data, typed.last_translated_by = "The box", cast.reviewer
        typed.save()
        typed.data, typed.last_translated_by = "The box in the village", cast.translator
        typed.save()
        moderation.submit(draft, cast.translator)
        task = fresh(draft).current_workflow_task
        assert task.get_actions(fresh(draft), cast.reviewer) == []
        assert task.get_actions(fresh(draft), cast.other_reviewer) != []

    def test_swedish_author_may_approve_the_english_text(self, cast: factories.Cast) -> None:
        case = factories.make_case(owner=cast.reviewer)
        draft = translate(case, english(), in_english, cast.translator)
        assert publish(draft, cast.translator, cast).live


class TestTheTranslationEditor:
    @pytest.fixture
    def draft(self, case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
        return fresh(translate(case, english(), in_english, cast.translator))

    def submit_url(self, page: Page) -> str:
        return reverse("submit_translation_for_review", args=(page.pk,))

    @pytest.mark.parametrize("role", ["translator", "editor", "reviewer"])
    def test_does_not_publish_for(self, role: str, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        assert client.get(edit_url(draft)).status_code == 200
        client.post(edit_url(draft), {"action": "publish"})
        assert not fresh(draft).live

    @pytest.mark.parametrize("role", ["network_administrator", "superuser"])
    def test_does_not_publish_for_those_who_may_in_wagtail_either(
        self,
        role: str,
        draft: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        """It publishes after the commit, in the name of whoever pressed the button."""
        user = getattr(cast, role)
        client.force_login(user)
        with django_capture_on_commit_callbacks() as callbacks:
            client.post(edit_url(draft), {"action": "publish"})
        with acting(lambda: Author(user.pk, "after the commit", is_judged=True)), contextlib.suppress(Refused):
            for callback in callbacks:
                callback()
        assert not fresh(draft).live

    def test_does_not_open_for_a_contributor(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.contributor)
        assert client.get(edit_url(draft)).status_code == 302

    def test_sends_the_translation_for_review(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.translator)
        form = soup_of(client.get(edit_url(draft))).select_one(".sb-review form")
        assert form["action"] == self.submit_url(draft)
        StringTranslation.objects.filter(context__path="title").update(data="The last word")
        client.post(form["action"])
        page = fresh(draft)
        assert page.current_workflow_task.name.startswith("Fyra ögon")
        assert page.get_latest_revision_as_object().title == "The last word"
        assert not soup_of(client.get(edit_url(page))).select(".sb-review form")

        client.force_login(cast.reviewer)
        buttons = soup_of(client.get(edit_url(page))).select(".sb-review [data-workflow-action-url]")
        assert len(buttons) == 3
        client.post(buttons[0]["data-workflow-action-url"])
        assert fresh(page).live
        assert fresh(page).title == "The last word"

    def test_says_why_a_translation_came_back(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        moderation.submit(draft, cast.translator)
        moderation.reject(draft, cast.reviewer, "Rubriken är på svenska.")
        client.force_login(cast.translator)
        assert "Rubriken är på svenska." in soup_of(client.get(edit_url(draft))).select_one(".sb-review").get_text()
        client.post(self.submit_url(draft))
        assert fresh(draft).workflow_in_progress

    @pytest.mark.parametrize("role", ["contributor", "member", "stranger"])
    def test_takes_no_translation_from(
        self, role: str, draft: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(getattr(cast, role))
        client.post(self.submit_url(draft))
        assert not fresh(draft).workflow_in_progress

    def test_takes_no_swedish_page(self, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        assert client.post(self.submit_url(case)).status_code == 404
        assert client.get(self.submit_url(case)).status_code == 405

    def test_refuses_a_locked_page(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=cast.superuser)
        client.force_login(cast.translator)
        client.post(self.submit_url(draft))
        assert not fresh(draft).workflow_in_progress


class TestSyncing:
    """wagtail-localize's own view publishes over locks and workflows, and lifts restrictions (traps, row 3)."""

    @pytest.fixture
    def page(self, case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
        return publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)

    def sync(self, client: Client, case: Page, capture: Any) -> None:
        source = TranslationSource.objects.get(object_id=case.translation_key)
        with capture(execute=True):
            url = reverse("wagtail_localize:update_translations", args=(source.pk,))
            client.post(url, {"publish_translations": "on"})

    def test_brings_the_change_to_the_translator_and_nothing_to_the_public(
        self,
        case: CaseStudyPage,
        page: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        restriction = factories.restrict(page)
        case.title = "Boxen har flyttat"
        case.save_revision().publish()
        client.force_login(cast.translator)
        self.sync(client, case, django_capture_on_commit_callbacks)
        assert fresh(page).title == page.title
        assert fresh(page).live_revision == page.live_revision
        assert page.get_view_restrictions().get() == restriction
        translation = Translation.objects.get(source__object_id=case.translation_key)
        assert translation.source.stringsegment_set.filter(string__data="Boxen har flyttat").exists()

    @pytest.mark.parametrize("role", ["translator", "reviewer", "superuser"])
    def test_leaves_a_locked_page_and_a_running_review_as_they_are(
        self,
        role: str,
        case: CaseStudyPage,
        page: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        draft = translate(case, english(), {"Boxen i byn": "Another title"}, cast.translator)
        moderation.submit(draft, cast.translator)
        state = fresh(page).current_workflow_task_state
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=cast.editor)
        client.force_login(getattr(cast, role))
        self.sync(client, case, django_capture_on_commit_callbacks)
        assert fresh(page).title == page.title
        assert (fresh(page).locked, fresh(page).current_workflow_task_state) == (True, state)

    def test_offers_no_box_for_publishing(self, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        translate(case, english(), in_english, cast.translator)
        source = TranslationSource.objects.get(object_id=case.translation_key)
        client.force_login(cast.translator)
        html = client.get(reverse("wagtail_localize:update_translations", args=(source.pk,))).content.decode()
        assert 'type="checkbox" name="publish_translations"' not in html


def test_nobody_makes_an_alias_of_a_translation(case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    page = publish(translate(case, english(), in_english, cast.translator), cast.translator, cast)
    client.force_login(cast.superuser)
    client.post(reverse("wagtail_localize:convert_to_alias", args=(page.pk,)))
    assert fresh(page).alias_of_id is None
    assert fresh(page).title == page.title
