"""Nothing public changes unless somebody who did not write it has approved it, by whatever route one tries.

Each test fails with ``GUARD=off``, unless it shows what may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision

from bank.models import CaseStudyPage
from cms.core.jobs import JobFailed
from cms.editorial import guard, moderation
from cms.editorial.models import Approval, Proposal
from cms.editorial.proposals.deciding import propose
from cms.editorial.take_down import take_down
from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from cms.publishing.schedule import publish_scheduled
from tests import factories
from tests.editorial.page_forms import edit_url, send, soup_of, values_of
from tests.editorial.public_set import public_set

REASON = "Länsstyrelsen bad om det, beslut 12."


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor, main_image=factories.make_image())


@pytest.fixture
def changed(case: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
    """The same with a draft that nobody has approved."""
    draft = case.get_latest_revision_as_object()
    draft.summary = "En mening som ingen har granskat."
    draft.save_revision(user=cast.contributor)
    return case


@pytest.fixture
def admin(cast: factories.Cast, client: Client) -> Client:
    client.force_login(cast.network_administrator)
    return client


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def page_url(name: str, page: Page, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=(page.pk, *args))


def api_url(page: Page, action: str) -> str:
    return f"/admin/api/main/pages/{page.pk}/action/{action}/"


Route = Callable[[Client, Page], HttpResponse]


ROUTES: dict[str, Route] = {
    "publish in the form": lambda by, page: send(by, edit_url(page), action="action-publish"),
    "publish in the admin's API": lambda by, page: by.post(api_url(page, "publish")),
    "publish in bulk": lambda by, page: by.post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}"
    ),
    "unpublish": lambda by, page: by.post(page_url("unpublish", page)),
    "unpublish in the admin's API": lambda by, page: by.post(api_url(page, "unpublish")),
    "unpublish in bulk": lambda by, page: by.post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={page.pk}"
    ),
    "delete": lambda by, page: by.post(page_url("delete", page)),
    "delete in the admin's API": lambda by, page: by.post(api_url(page, "delete")),
    "close": lambda by, page: by.post(page_url("set_privacy", page), {"restriction_type": "login"}),
    "copy as public": lambda by, page: by.post(
        page_url("copy", page),
        {
            "new_title": "Kopia",
            "new_slug": "kopia",
            "new_parent_page": page.get_parent().pk,
            "copy_subpages": "",
            "publish_copies": "on",
        },
    ),
}


@pytest.mark.parametrize("role", ["network_administrator", "superuser"])
@pytest.mark.parametrize("route", ROUTES)
def test_who_may_publish_in_wagtail_changes_nothing_public_alone(
    route: str, role: str, changed: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    client.force_login(getattr(cast, role))
    before = public_set()
    answer = ROUTES[route](client, changed)
    assert answer.status_code == 403
    assert public_set() == before
    assert fresh(changed).live


@pytest.mark.parametrize("below", [False, True])
def test_public_page_is_not_moved_alone(below: bool, admin: Client, site: factories.Tree) -> None:
    section, target = factories.make_content_page(), factories.make_content_page()
    child = factories.make_content_page(parent=section)
    if below:
        section.unpublish()
    before = public_set()
    assert admin.post(page_url("move_confirm", section, target.pk)).status_code == 403
    assert public_set() == before
    assert fresh(child).get_parent().get_parent().pk == site.home.pk
    admin.post(page_url("move_confirm", section, target.pk), {"override_reason": REASON})
    assert fresh(child).get_parent().get_parent().pk == target.pk


class TestARefusal:
    def test_says_why_and_asks_an_administrator_for_a_reason(self, admin: Client, changed: CaseStudyPage) -> None:
        page = soup_of(send(admin, edit_url(changed), action="action-publish"))
        text = page.select_one("main").get_text()
        assert "Boxen i byn" in text
        assert "granskning" in text
        form = page.select_one("form:has(textarea[name=override_reason])")
        assert form.select_one("[name=action-publish]")["value"] == "1"

    def test_is_lifted_by_the_reason_which_is_kept(self, admin: Client, changed: CaseStudyPage, cast: Any) -> None:
        form = soup_of(send(admin, edit_url(changed), action="action-publish")).select_one(
            "form[method=post]:has(textarea)"
        )
        admin.post(edit_url(changed), {**values_of(form), "override_reason": REASON})
        page = fresh(changed)
        assert page.summary == "En mening som ingen har granskat."
        entry = PageLogEntry.objects.get(page=page.pk, action=guard.OVERRIDE)
        assert (entry.user, entry.data["reason"]) == (cast.network_administrator, REASON)
        approval = Approval.objects.get(revision_id=page.live_revision_id)
        assert (approval.ground, approval.by) == ("override", cast.network_administrator)
        history = admin.get(page_url("history", page)).content.decode()
        assert REASON in history

    def test_takes_no_blank_for_a_reason(self, admin: Client, case: CaseStudyPage) -> None:
        assert admin.post(page_url("unpublish", case), {"override_reason": "   "}).status_code == 403
        assert fresh(case).live

    def test_is_not_lifted_by_a_reason_of_somebody_else(self, cast: factories.Cast, client: Client) -> None:
        section = factories.make_content_page(title="Avdelning", slug="avdelning")
        factories.make_content_page(parent=section)
        section.unpublish()
        catch_up()
        before = public_set()
        client.force_login(cast.editor)
        answer = send(client, edit_url(section), slug="annan-adress", override_reason=REASON)
        assert (answer.status_code, public_set()) == (403, before)
        assert not PageLogEntry.objects.filter(action=guard.OVERRIDE).exists()

    def test_is_json_where_a_script_asks(self, admin: Client, changed: CaseStudyPage) -> None:
        answer = admin.post(api_url(changed, "publish"))
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
        assert "Boxen i byn" in answer.json()["error_message"]

    def test_leaves_no_message_of_success(self, admin: Client, case: CaseStudyPage) -> None:
        admin.post(page_url("unpublish", case))
        assert not soup_of(admin.get(reverse("wagtailadmin_home"))).select(".messages .success")

    def test_is_in_the_language_of_the_user(self, admin: Client, case: CaseStudyPage, cast: Any) -> None:
        from wagtail.users.models import UserProfile

        UserProfile.objects.update_or_create(user=cast.network_administrator, defaults={"preferred_language": "en"})
        assert b"Nothing has been changed." in admin.post(page_url("unpublish", case)).content


class TestPagesThatNobodyPublished:
    def test_draft_slug_of_a_hidden_section_does_not_move_what_is_public_below(
        self, cast: factories.Cast, client: Client
    ) -> None:
        section = factories.make_content_page(title="Avdelning", slug="avdelning")
        child = factories.make_content_page(parent=section)
        section.unpublish()
        catch_up()
        before = public_set()
        client.force_login(cast.editor)
        answer = send(client, edit_url(section), slug="annan-adress")
        assert (answer.status_code, public_set()) == (403, before)
        assert "/avdelning/" in fresh(child).url_path

    def test_draft_with_another_address_leaves_no_redirect(
        self, cast: factories.Cast, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = factories.make_case(published=False)
        client.force_login(cast.editor)
        with django_capture_on_commit_callbacks(execute=True):
            send(client, edit_url(page), slug="en-annan-adress")
        assert fresh(page).slug == "en-annan-adress"
        assert not Redirect.objects.filter(redirect_page=page).exists()

    @pytest.mark.parametrize("is_public", [True, False])
    def test_alias_is_made_by_nobody(
        self, is_public: bool, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """Of a draft neither: a hidden alias would become public with it, and keep it from being published."""
        case = case if is_public else factories.make_case(title="Utkast", published=False)
        client.force_login(cast.superuser)
        data = {"destination_page_id": case.get_parent().pk, "update_slug": "alias", "override_reason": REASON}
        assert client.post(api_url(case, "create_alias"), data).status_code == 403
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def test_public_copy_into_english_is_made_by_nobody(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.superuser)
        values = {
            "new_title": "Copy", "new_slug": "copy", "new_parent_page": factories.find_site().cases_en.pk,
            "publish_copies": "on", "override_reason": REASON,
        }  # fmt: skip
        answer = client.post(page_url("copy", case), values)
        assert (answer.status_code, Page.objects.filter(slug="copy").exists()) == (403, False)

    @pytest.mark.parametrize("field", ["locked", "waiting"])
    def test_locked_and_waiting_pages_are_not_deleted_or_moved(
        self, field: str, admin: Client, cast: factories.Cast
    ) -> None:
        page, target = factories.make_content_page(published=False), factories.make_content_page()
        if field == "locked":
            Page.objects.filter(pk=page.pk).update(locked=True, locked_by=cast.superuser)
        else:
            moderation.submit(page, cast.editor)
        assert admin.post(page_url("delete", page)).status_code == 403
        assert admin.post(page_url("move_confirm", page, target.pk)).status_code == 403
        assert fresh(page).get_parent().pk != target.pk

    @pytest.mark.parametrize("live", [True, False])
    @pytest.mark.parametrize("change", ["move", "delete"])
    def test_reason_for_a_locked_page_is_kept_once(
        self, change: str, live: bool, admin: Client, cast: factories.Cast
    ) -> None:
        page, target = factories.make_content_page(published=live), factories.make_content_page()
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=cast.superuser)
        url = page_url("delete", page) if change == "delete" else page_url("move_confirm", page, target.pk)
        assert admin.post(url, {"override_reason": REASON}).status_code == 302
        entry = PageLogEntry.objects.get(page=page.pk, action=guard.OVERRIDE)
        assert (entry.data["reason"], entry.data["change"]) == (REASON, change)

    def test_what_was_public_once_is_not_deleted_by_one_person(
        self, cast: factories.Cast, client: Client, case: CaseStudyPage
    ) -> None:
        take_down(case, cast.reviewer, "Personuppgifter.")
        for person in (cast.contributor, cast.editor, cast.network_administrator):
            client.force_login(person)
            client.post(page_url("delete", case))
            assert CaseStudyPage.objects.filter(pk=case.pk).exists()
        proposal = propose(Proposal(page=case, kind="delete", reason="Får inte finnas kvar."), cast.editor)
        client.force_login(cast.reviewer)
        client.post(reverse("proposal", args=(proposal.pk,)), {"do": "1"})
        assert not CaseStudyPage.objects.filter(pk=case.pk).exists()

    def test_own_draft_is_deleted_by_its_author(self, cast: factories.Cast, client: Client) -> None:
        page = factories.make_case(owner=cast.contributor, published=False)
        client.force_login(cast.contributor)
        client.post(page_url("delete", page))
        assert not CaseStudyPage.objects.filter(pk=page.pk).exists()


class TestLater:
    """Publication and expiry at a time that the approved revision names."""

    def soon(self) -> dt.datetime:
        return timezone.now() + dt.timedelta(hours=2)

    def test_nothing_is_scheduled_without_approval(self, admin: Client, changed: CaseStudyPage) -> None:
        when = timezone.localtime(self.soon()).strftime("%Y-%m-%d %H:%M")
        assert send(admin, edit_url(changed), action="action-publish", go_live_at=when).status_code == 403
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()

    def test_administrators_reason_for_what_is_to_be_public_later_stands_in_the_history(
        self, admin: Client, changed: CaseStudyPage
    ) -> None:
        when = timezone.localtime(self.soon()).strftime("%Y-%m-%d %H:%M")
        send(admin, edit_url(changed), action="action-publish", go_live_at=when, override_reason=REASON)
        assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert PageLogEntry.objects.get(page=changed.pk, action=guard.OVERRIDE).data["reason"] == REASON

    def test_what_was_approved_is_published_by_the_worker_when_its_time_has_come(self, cast: factories.Cast) -> None:
        page = factories.make_case(owner=cast.contributor, published=False)
        page.go_live_at = self.soon()
        page.save_revision(user=cast.contributor)
        moderation.submit(page, cast.contributor)
        factories.bring_to_four_eyes(page, cast)
        moderation.approve(page, cast.reviewer)
        assert not fresh(page).live
        with time_machine.travel(self.soon() + dt.timedelta(minutes=1)):
            publish_scheduled()
        assert fresh(page).live

    def test_what_nobody_approved_is_not_published_by_the_worker(self, changed: CaseStudyPage) -> None:
        """Somebody found a way to set the time. The worker asks again."""
        past = timezone.now() - dt.timedelta(minutes=1)
        Revision.objects.filter(pk=fresh(changed).latest_revision_id).update(approved_go_live_at=past)
        with pytest.raises(JobFailed):
            publish_scheduled()
        assert fresh(changed).summary != "En mening som ingen har granskat."

    def test_expiry_of_the_approved_revision_takes_the_page_down(self, case: CaseStudyPage) -> None:
        Page.objects.filter(pk=case.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
        publish_scheduled()
        assert not fresh(case).live


class TestWhatMayBe:
    def approve(self, page: Page, cast: factories.Cast, client: Client) -> None:
        moderation.submit(page, cast.contributor)
        factories.bring_to_four_eyes(page, cast)
        state = fresh(page).current_workflow_task_state
        client.force_login(cast.reviewer)
        client.post(page_url("workflow_action", page, "approve", state.pk))

    def test_approval_publishes_with_a_new_address_and_its_redirects(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        draft = case.get_latest_revision_as_object()
        draft.slug = "boxen-vid-vagen"
        draft.save_revision(user=cast.contributor)
        with django_capture_on_commit_callbacks(execute=True):
            self.approve(case, cast, client)
        assert fresh(case).slug == "boxen-vid-vagen"
        assert Redirect.objects.filter(redirect_page=case.pk, automatically_created=True).exists()
        approval = Approval.objects.get(revision_id=fresh(case).live_revision_id)
        assert (approval.ground, approval.by, approval.writers) == ("four_eyes", cast.reviewer, [cast.contributor.pk])

    def test_addresses_below_follow_an_approved_one(self, cast: factories.Cast, client: Client) -> None:
        section = factories.make_content_page(title="Avdelning", slug="avdelning")
        child = factories.make_content_page(parent=section)
        draft = section.get_latest_revision_as_object()
        draft.slug = "ny-avdelning"
        draft.save_revision(user=cast.contributor)
        self.approve(section, cast, client)
        assert "/ny-avdelning/" in fresh(child).url_path

    def test_facts_follow_the_approved_swedish_page_into_english(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        english = factories.translate_page(case)
        draft = case.get_latest_revision_as_object()
        draft.solution_status = "closed"
        draft.ended_on = dt.date(2026, 5, 1)
        draft.save_revision(user=cast.contributor)
        self.approve(case, cast, client)
        assert (fresh(english).solution_status, fresh(english).live_revision) == ("closed", english.live_revision)

    def test_editor_changes_a_register_row(self, cast: factories.Cast, client: Client) -> None:
        term = factories.term("theme", "safety")
        client.force_login(cast.editor)
        url = reverse("theme:edit", args=(term.pk,))
        form = soup_of(client.get(url)).select_one("main form[method=post], main form[method=POST]")
        client.post(url, {**values_of(form), "name_sv": "trygghet och säkerhet"})
        term.refresh_from_db()
        assert term.name_sv == "trygghet och säkerhet"

    def test_administrator_makes_a_redirect(self, admin: Client) -> None:
        values = {"old_path": "/sv/gammal", "redirect_link": "https://example.org/", "site": "", "is_permanent": "on"}
        admin.post(reverse("wagtailredirects:add"), values)
        assert Redirect.objects.filter(old_path="/sv/gammal").exists()

    def test_commands_on_the_server_are_not_judged_but_logged(self, case: CaseStudyPage) -> None:
        catch_up()
        known = ContentChange.objects.count()
        case.unpublish()
        assert not fresh(case).live
        [entry] = ContentChange.objects.order_by("pk")[known:]
        assert (entry.action, entry.page_id, entry.actor) == ("delete", case.pk, None)
        assert entry.route == "UnpublishPageAction.execute"
        call_command("sync_editorial", verbosity=0)


@pytest.mark.parametrize("is_translated", [False, True])
def test_administrator_deletes_a_public_page_with_a_reason_that_outlives_it(
    is_translated: bool, case: CaseStudyPage, admin: Client
) -> None:
    if is_translated:
        factories.translate_page(case, title="The box")
    catch_up()
    answer = {"override_reason": REASON, "translation": "keep"}
    assert admin.post(page_url("delete", case), answer).status_code == 302
    assert not Page.objects.filter(pk=case.pk).exists()
    entry = PageLogEntry.objects.get(page=case.pk, action=guard.OVERRIDE)
    assert (entry.label, entry.data["reason"], entry.deleted) == ("Boxen i byn", REASON, True)
    assert admin.get(reverse("wagtailadmin_reports:site_history")).status_code == 200


def test_closed_page_is_not_opened_to_others_without_a_reason(
    case: CaseStudyPage, cast: factories.Cast, admin: Client
) -> None:
    factories.restrict(case, groups=("member",))
    catch_up()

    def send(**values: Any) -> int:
        return admin.post(page_url("set_privacy", case), values).status_code

    groups = [group.pk for group in cast.editor.groups.all()]
    assert send(restriction_type="login") == 403
    assert send(restriction_type="groups", groups=groups) == 403
    restriction = PageViewRestriction.objects.get(page=case)
    assert restriction.restriction_type == "groups"
    assert restriction.groups.get().name == "member"
    assert send(restriction_type="login", override_reason=REASON) == 200
    assert PageViewRestriction.objects.get(page=case).restriction_type == "login"
    assert PageLogEntry.objects.get(page=case.pk, action=guard.OVERRIDE).data["reason"] == REASON


def test_restriction_is_not_lifted_alone(case: CaseStudyPage, admin: Client) -> None:
    factories.restrict(case)
    catch_up()
    assert admin.post(page_url("set_privacy", case), {"restriction_type": "none"}).status_code == 403
    assert PageViewRestriction.objects.filter(page=case).exists()
