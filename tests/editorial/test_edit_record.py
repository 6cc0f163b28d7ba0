"""Everybody who wrote in a page since its last publication is known, in both languages and by every way of writing."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation, Translation

from bank.models import CaseStudyPage
from cms.core.jobs import JobFailed, jobs
from cms.editorial import moderation
from cms.editorial.contributions import writers_since_publication
from cms.editorial.models import Approval, Contribution
from cms.editorial.translation import translate
from cms.publishing.schedule import publish_scheduled
from tests import factories
from tests.editorial.page_forms import edit_url, send


def writers(page: Page) -> set[int]:
    return writers_since_publication(type(page).objects.get(pk=page.pk))


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor)


class TestASwedishPage:
    def test_has_no_writer_when_it_has_just_been_published(self, case: CaseStudyPage) -> None:
        assert writers(case) == set()

    def test_remembers_who_saved_a_draft_also_when_others_save_over_it(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        send(client, edit_url(case), summary="Redaktörens mening.")
        client.force_login(cast.reviewer)
        send(client, edit_url(case), summary="Granskarens mening.")
        case.revisions.exclude(pk=case.live_revision_id).delete()
        assert writers(case) == {cast.editor.pk, cast.reviewer.pk}

    def test_does_not_count_a_save_that_changes_nothing(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.reviewer)
        send(client, edit_url(case))
        assert case.revisions.filter(user=cast.reviewer).exists()
        assert writers(case) == set()

    def test_counts_going_back_to_an_older_version(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        old = case.live_revision
        case.summary = "Nyare."
        case.save_revision().publish()
        client.force_login(cast.reviewer)
        url = reverse("wagtailadmin_pages:revisions_revert", args=(case.pk, old.pk))
        form = client.get(url)
        assert form.status_code == 200
        send(client, url)
        assert writers(case) == {cast.reviewer.pk}

    def test_counts_whose_words_come_back_with_an_older_draft_that_was_never_public(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.reviewer)
        send(client, edit_url(case), summary="Granskarens egna ord.")
        theirs = CaseStudyPage.objects.get(pk=case.pk).latest_revision
        client.force_login(cast.editor)
        send(client, edit_url(case), summary="Redaktörens ord.")
        moderation.submit(case, cast.editor)
        factories.bring_to_four_eyes(case, cast)
        moderation.approve(case, cast.other_reviewer)
        assert writers(case) == set()
        send(client, reverse("wagtailadmin_pages:revisions_revert", args=(case.pk, theirs.pk)))
        assert writers(case) == {cast.editor.pk, cast.reviewer.pk}

    def test_has_the_writers_of_the_page_that_it_was_copied_from(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.reviewer)
        send(client, edit_url(case), summary="Granskarens egna ord.")
        client.force_login(cast.editor)
        copy = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": case.get_parent().pk}
        client.post(reverse("wagtailadmin_pages:copy", args=(case.pk,)), copy)
        assert writers(CaseStudyPage.objects.get(slug="kopia")) == {cast.editor.pk, cast.reviewer.pk}

    def test_counts_who_asked_for_review(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        moderation.submit(case, cast.editor)
        assert writers(case) == {cast.editor.pk}

    def test_forgets_what_has_been_published_and_keeps_what_came_after(
        self, case: CaseStudyPage, cast: factories.Cast
    ) -> None:
        case.summary = "Med i det som granskas."
        case.save_revision(user=cast.contributor)
        moderation.submit(case, cast.contributor)
        factories.bring_to_four_eyes(case, cast)
        moderation.approve(case, cast.reviewer)
        assert writers(case) == set()
        page = CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object()
        page.summary = "Efteråt."
        page.save_revision(user=cast.editor)
        assert writers(case) == {cast.editor.pk}


class TestWhatIsUnderReview:
    @pytest.fixture
    def waiting(self, case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
        draft = case.get_latest_revision_as_object()
        draft.summary = "Det som granskas."
        draft.save_revision(user=cast.editor)
        moderation.submit(case, cast.editor)
        return CaseStudyPage.objects.get(pk=case.pk)

    def test_is_not_overwritten_by_an_autosave(
        self, waiting: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """An autosave keeps the number of the revision: the reviewer would approve words that nobody has shown them."""
        client.force_login(cast.editor)
        reviewed = waiting.latest_revision_id
        send(client, edit_url(waiting), summary="Smyger in.", overwrite_revision_id=str(reviewed))
        page = CaseStudyPage.objects.get(pk=waiting.pk)
        assert page.latest_revision_id != reviewed
        assert page.revisions.get(pk=reviewed).content["summary"] == "Det som granskas."

    def test_stays_with_its_step_when_somebody_saves_it_as_it_is(
        self, waiting: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        factories.bring_to_four_eyes(waiting, cast)
        state = CaseStudyPage.objects.get(pk=waiting.pk).current_workflow_task_state
        client.force_login(cast.reviewer)
        send(client, edit_url(waiting))
        page = CaseStudyPage.objects.get(pk=waiting.pk)
        assert page.current_workflow_task_state == state
        assert page.latest_revision_id == waiting.latest_revision_id


class TestATranslation:
    @pytest.fixture
    def draft(self, case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
        english = Locale.objects.get(language_code="en")
        page = translate(case, english, lambda path, text: None if path == "title" else text, cast.translator)
        return CaseStudyPage.objects.get(pk=page.pk)

    def url(self, name: str, page: Page, *args: int) -> str:
        translation = Translation.objects.get(source__object_id=page.translation_key)
        return reverse(f"wagtail_localize:{name}", args=(translation.pk, *args))

    def title(self, page: Page) -> StringSegment:
        return StringSegment.objects.get(source__object_id=page.translation_key, context__path="title")

    def type_title(self, client: Client, page: Page, text: str) -> Any:
        url = self.url("edit_string_translation", page, self.title(page).pk)
        return client.put(url, f"value={text}", content_type="application/x-www-form-urlencoded")

    def test_remembers_the_translator(self, draft: CaseStudyPage, cast: factories.Cast) -> None:
        assert writers(draft) == {cast.translator.pk}

    def test_remembers_one_typed_text_also_when_it_is_typed_over(
        self, draft: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        for user in (cast.reviewer, cast.translator):
            client.force_login(user)
            assert self.type_title(client, draft, f"By {user.username}").status_code < 300
        assert cast.reviewer.pk in writers(draft)
        client.force_login(cast.translator)
        client.post(reverse("submit_translation_for_review", args=(draft.pk,)))
        state = CaseStudyPage.objects.get(pk=draft.pk).current_workflow_task_state
        client.force_login(cast.reviewer)
        client.post(reverse("wagtailadmin_pages:workflow_action", args=(draft.pk, "approve", state.pk)))
        assert not CaseStudyPage.objects.get(pk=draft.pk).live

    def test_remembers_who_took_a_text_away(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        self.type_title(client, draft, "Title")
        client.force_login(cast.reviewer)
        client.delete(self.url("edit_string_translation", draft, self.title(draft).pk))
        assert cast.reviewer.pk in writers(draft)

    def test_remembers_who_put_another_link_in_it(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(need='<p>Se <a href="https://example.org/">statistiken</a>.</p>')
        draft = translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)
        segment = OverridableSegment.objects.get(source__object_id=case.translation_key)
        address = self.url("edit_override", draft, segment.pk)
        client.force_login(cast.reviewer)
        client.put(address, "value=https://example.com/", content_type="application/x-www-form-urlencoded")
        assert SegmentOverride.objects.exists()
        assert cast.reviewer.pk in writers(draft)
        Contribution.objects.all().delete()
        client.delete(address)
        assert writers(draft) == {cast.reviewer.pk}

    def test_remembers_who_imported_a_file(self, draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.reviewer)
        text = client.get(self.url("download_pofile", draft)).content.decode()
        filled = text.replace('msgid "Boxen i byn"\nmsgstr ""', 'msgid "Boxen i byn"\nmsgstr "The box"')
        assert filled != text
        file = SimpleUploadedFile("en.po", filled.encode(), "text/x-gettext-translation")
        client.post(self.url("upload_pofile", draft), {"file": file})
        assert Contribution.objects.filter(user=cast.reviewer, kind="import").exists()
        assert cast.reviewer.pk in writers(draft)

    @pytest.mark.parametrize("text", [b"msgid", b'msgid "a"\nmsgstr "b"\n', b"\xff\xfe\x00"])
    def test_tells_of_a_file_that_is_none_of_ours(
        self, text: bytes, draft: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        before = StringTranslation.objects.count()
        answer = client.post(self.url("upload_pofile", draft), {"file": SimpleUploadedFile("en.po", text)})
        assert (answer.status_code, StringTranslation.objects.count()) == (302, before)

    def test_counts_texts_of_a_machine_as_written_by_who_asked_for_them(
        self, draft: CaseStudyPage, cast: factories.Cast, client: Client, settings: Any
    ) -> None:
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
        }
        client.force_login(cast.reviewer)
        client.post(self.url("machine_translate", draft))
        next(job for job in jobs if job.name == "translate_by_machine").function()
        assert Contribution.objects.filter(user=cast.reviewer, kind="machine").exists()
        assert cast.reviewer.pk in writers(draft)

    def test_is_closed_to_its_translator_while_it_waits(
        self, draft: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        client.post(reverse("submit_translation_for_review", args=(draft.pk,)), {"with_swedish": 1})
        answer = self.type_title(client, draft, "Too late")
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
        assert not StringTranslation.objects.filter(data="Too late").exists()
        for name in ("stop_translation", "upload_pofile"):
            assert client.post(self.url(name, draft)).status_code == 403


def test_what_was_scheduled_before_there_was_a_record_is_still_published_in_time(case: CaseStudyPage) -> None:
    """A database that is upgraded: nothing of what its worker was to publish is left behind."""
    case.title = "Boxen har öppnat"
    revision = case.save_revision(approved_go_live_at=timezone.now() - dt.timedelta(minutes=1))
    Approval.objects.all().delete()
    with pytest.raises(JobFailed):
        publish_scheduled()
    migration = import_module("cms.editorial.migrations.0003_who_has_written")
    migration.keep_what_is_scheduled(apps, None)
    publish_scheduled()
    assert CaseStudyPage.objects.get(pk=case.pk).title == "Boxen har öppnat"
    assert Approval.objects.get(revision_id=revision.pk).ground == Approval.Ground.COMMAND


def test_facts_that_a_translation_takes_from_a_page_that_is_not_public_are_not_approved_by_who_wrote_them(
    cast: factories.Cast, client: Client
) -> None:
    case = factories.make_case(published=False, owner=cast.contributor)
    client.force_login(cast.reviewer)
    send(client, edit_url(case), started_on="2020-01-01")
    english = Locale.objects.get(language_code="en")
    source = CaseStudyPage.objects.get(pk=case.pk)
    page = translate(source, english, lambda path, text: f"{path} in English", cast.translator)
    moderation.submit(page, cast.translator)
    step = Page.objects.get(pk=page.pk).current_workflow_task.specific
    waiting = [(Page.objects.get(pk=page.pk).current_workflow_task_state, page)]
    people = [cast.reviewer.pk, cast.other_reviewer.pk]
    assert step.barred(waiting, people) == {page.pk: {cast.reviewer.pk}}
    with pytest.raises(PermissionDenied):
        moderation.approve(page, cast.reviewer)
    moderation.approve(page, cast.other_reviewer)
    assert CaseStudyPage.objects.get(pk=page.pk).live
