"""Locked pages stay, and what is deleted can be brought back for 30 days, as a draft (row 45)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.python import Serializer
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction, ReferenceIndex
from wagtail_localize.models import StringTranslation, Translation

from bank.models import CaseOwner
from cms.core.jobs import jobs
from cms.core.models import Attachment, CustomDocument, RelatedPage
from cms.editorial import moderation
from cms.editorial.contributions import writers_since_publication
from cms.editorial.models import Approval, DeletedPage, DeletedRow, Proposal
from cms.editorial.proposals.deciding import decide, propose
from cms.editorial.translation import translate
from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from home.models import ContentPage
from tests import factories
from tests.editorial.page_forms import soup_of

REASON = {"override_reason": "Byn har två likadana."}
SOUND = ([], [], [], [], [])
NOT_AS_IT_WAS = {
    # A draft now, at the end of the section.
    "wagtailcore.page": {
        *("live", "has_unpublished_changes", "live_revision", "path", "latest_revision_created_at", "expired")
    },
    "wagtailcore.revision": {"approved_go_live_at"},
}


def url(action: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=(page.pk,))


def bring_back(client: Client, title: str) -> Any:
    """By the button in the list."""
    row = next(row for row in soup_of(client.get(reverse("trash"))).select("tbody tr") if title in row.get_text())
    return client.post(row.select_one("form")["action"], follow=True)


def delete_by_two(page: Page, cast: factories.Cast) -> None:
    catch_up()
    proposal = propose(Proposal(page=page, kind="delete", reason="Dubblett."), cast.editor)
    decide(proposal.pk, cast.reviewer, do_it=True)


def rows_of(pages: list[Page]) -> Iterator[tuple[tuple[str, Any], dict[str, Any]]]:
    """Everything in the database that has to do with pages, row by row: what must come back."""
    keys = {page.pk for page in pages}
    generic = {str(pk) for pk in keys}
    for model in apps.get_models():
        if model._meta.app_label in {"wagtailsearch", "publishing", "editorial"} and model is not Approval:
            continue
        for instance in model._base_manager.all():
            if model in (PageLogEntry, ReferenceIndex) or not _is_of(instance, keys, generic):
                continue
            fields = Serializer().serialize([instance])[0]["fields"]
            leave_out = NOT_AS_IT_WAS.get(model._meta.label_lower, set())
            yield (
                (model._meta.label_lower, instance.pk),
                {name: value for name, value in fields.items() if name not in leave_out},
            )


def _is_of(instance: Model, keys: set[int], generic: set[str]) -> bool:
    if isinstance(instance, Page):
        return instance.pk in keys
    pointing = [
        getattr(instance, field.attname)
        for field in instance._meta.local_fields
        if field.related_model is not None and issubclass(field.related_model, Page)
    ]
    if pointing:
        return pointing[0] in keys
    types = {ContentType.objects.get_for_model(Page).pk}
    return getattr(instance, "base_content_type_id", None) in types and instance.object_id in generic


class TestLockedPages:
    @pytest.mark.parametrize("role", ["contributor", "editor", "network_administrator", "superuser"])
    def test_are_not_deleted_unpublished_or_moved(self, role: str, cast: factories.Cast, client: Client) -> None:
        page = factories.make_content_page(title="Låst", owner=cast.contributor)
        section = factories.make_content_page(title="Avdelning", published=False, owner=cast.contributor)
        child = factories.make_content_page(title="Låst i den", parent=section, published=False)
        target = factories.make_content_page(title="Annan plats")
        Page.objects.filter(pk__in=[page.pk, child.pk]).update(locked=True, locked_by=cast.editor)
        before = list(Page.objects.order_by("path").values_list("pk", "path", "live"))
        client.force_login(getattr(cast, role))
        for address in (
            url("delete", page),
            url("delete", section),
            url("unpublish", page),
            reverse("wagtailadmin_pages:move_confirm", args=(page.pk, target.pk)),
            reverse("wagtailadmin_pages:move_confirm", args=(section.pk, target.pk)),
            f"{reverse('wagtail_bulk_action', args=('wagtailcore', 'page', 'delete'))}?id={page.pk}",
        ):
            assert client.post(address).status_code in (302, 403), address
        assert list(Page.objects.order_by("path").values_list("pk", "path", "live")) == before
        if role == "superuser":
            assert client.post(url("delete", page)).status_code == 403


class TestBringingBack:
    @pytest.fixture
    def section(self, cast: factories.Cast) -> ContentPage:
        """Approved by four eyes, with a page below it that is closed and redirected to, both in English too."""
        section = factories.make_content_page(title="Vårt arbete", slug="vart-arbete", published=False)
        child = factories.make_content_page(title="Fördjupning", parent=section, owner=cast.contributor)
        Attachment.objects.create(page=child, document=factories.make_document(), sort_order=0)
        for page in (section, child):
            draft = page.get_latest_revision_as_object()
            draft.summary = "Ny text."
            draft.save_revision(user=cast.contributor)
            moderation.submit(page, cast.contributor)
            moderation.approve(page, cast.editor)
            if Page.objects.get(pk=page.pk).workflow_in_progress:
                moderation.approve(page, cast.reviewer)
            english = translate(
                Page.objects.get(pk=page.pk).specific,
                factories.languages()[1],
                lambda _path, text: text,
                cast.translator,
            )
            moderation.submit(english, cast.translator)
            moderation.approve(english, cast.reviewer)
        draft = child.get_latest_revision_as_object()
        draft.title = "Fördjupning, utkast"
        draft.save_revision(user=cast.contributor)
        Redirect.objects.create(old_path="/sv/gammal", redirect_page=child)
        factories.restrict(child, PageViewRestriction.GROUPS, groups=("editor",))
        return ContentPage.objects.get(pk=section.pk)

    def test_brings_back_children_translations_slugs_and_redirects(
        self, section: ContentPage, cast: factories.Cast, client: Client
    ) -> None:
        english = section.get_translations().get()
        pages = [*section.get_descendants(inclusive=True), *english.get_descendants(inclusive=True)]
        assert len(pages) == 4
        before = dict(rows_of(pages))
        texts = sorted(StringTranslation.objects.values_list("pk", "data"))
        assert texts
        history = PageLogEntry.objects.filter(page__in=[page.pk for page in pages]).count()
        address = section.url
        delete_by_two(section, cast)
        assert not Page.objects.filter(pk__in=[page.pk for page in pages]).exists()
        assert client.get(address).status_code == 410
        assert dict(rows_of(pages)) == {}

        client.force_login(cast.editor)
        assert "Dubblett." in client.get(reverse("trash")).content.decode()
        bring_back(client, "Vårt arbete")
        assert Page.find_problems() == SOUND
        after = dict(rows_of(pages))
        assert after.keys() == before.keys()
        assert {key: row for key, row in after.items() if row != before[key]} == {}
        assert not Page.objects.filter(pk__in=[page.pk for page in pages], live=True).exists()
        assert Translation.objects.filter(source__object_id=section.translation_key, enabled=True).exists()
        assert sorted(StringTranslation.objects.values_list("pk", "data")) == texts
        assert PageLogEntry.objects.filter(page__in=[page.pk for page in pages], deleted=False).count() > history
        assert (
            "Vårt arbete"
            in client.get(reverse("wagtailadmin_explore", args=(section.get_parent().pk,))).content.decode()
        )
        assert not DeletedPage.objects.exists()
        assert not DeletedRow.objects.exists()

        client.logout()
        assert client.get(address).status_code == 410, "a draft, until it is reviewed"
        public = ContentChange.objects.count()
        page = Page.objects.get(pk=section.pk).specific
        assert writers_since_publication(page) == set(), "what was approved has no other writers now"
        moderation.submit(page, cast.contributor)
        moderation.approve(page, cast.editor)
        if Page.objects.get(pk=page.pk).workflow_in_progress:
            moderation.approve(page, cast.reviewer)
        catch_up()
        assert client.get(address).status_code == 200
        change = ContentChange.objects.order_by("pk")[public:].first()
        assert (change.action, change.persistent_id) == ("upsert", section.persistent_id)

    def test_is_a_deletion_for_partners_at_once(self, section: ContentPage, cast: factories.Cast) -> None:
        catch_up()
        known = ContentChange.objects.count()
        delete_by_two(section, cast)
        gone = [row.page_id for row in ContentChange.objects.order_by("pk")[known:] if row.action == "delete"]
        assert section.pk in gone

    def test_leaves_what_other_pages_said_of_it_and_what_is_gone_meanwhile(
        self, cast: factories.Cast, client: Client
    ) -> None:
        page, other = factories.make_case(title="Boxen", owner=cast.contributor), factories.make_case(title="Annan")
        attached = factories.make_document()
        Attachment.objects.create(page=page, document=attached, sort_order=0)
        RelatedPage.objects.create(page=other, target=page, sort_order=0)
        CaseOwner.objects.create(case=page, name="Kim", email="kim@blavagen.example")
        Redirect.objects.create(old_path="/sv/gammal", redirect_page=page)
        page.delete()
        CustomDocument.objects.filter(pk=attached.pk).delete()
        Redirect.objects.create(old_path="/sv/gammal", redirect_page=other)
        client.force_login(cast.editor)
        bring_back(client, "Boxen")
        back = Page.objects.get(pk=page.pk).specific
        assert not back.attachments.exists()
        assert not other.related_pages.exists()
        assert back.private_owner.name == "Kim"
        assert Redirect.objects.get(old_path="/sv/gammal").redirect_page_id == other.pk

    def test_says_why_it_has_no_place(self, cast: factories.Cast, client: Client) -> None:
        section = factories.make_content_page(title="Avdelning")
        child = factories.make_content_page(title="Del", slug="del", parent=section)
        child.delete()
        client.force_login(cast.editor)
        double = factories.make_content_page(title="Ny del", slug="del", parent=Page.objects.get(pk=section.pk))
        assert "samma adress" in bring_back(client, "Del").content.decode()
        double.delete()
        Page.objects.get(pk=section.pk).delete()
        answer = client.post(
            reverse("trash_restore", args=(DeletedPage.objects.get(page_id=child.pk).pk,)), follow=True
        )
        assert "Hämta tillbaka ”Avdelning” först" in answer.content.decode()
        assert DeletedPage.objects.count() == 3
        client.post(reverse("trash_restore", args=(DeletedPage.objects.get(page_id=section.pk).pk,)))
        client.post(reverse("trash_restore", args=(DeletedPage.objects.get(page_id=child.pk).pk,)))
        assert Page.objects.get(pk=child.pk).url_path == f"{section.url_path}del/"
        assert Page.find_problems() == SOUND


class TestTheTrash:
    @pytest.fixture
    def gone(self, cast: factories.Cast, client: Client) -> Page:
        """A draft that its author has deleted."""
        page = factories.make_case(title="Utkastet till boxen", owner=cast.contributor, published=False)
        client.force_login(cast.contributor)
        answer = client.post(url("delete", page), follow=True)
        assert "ligger i papperskorgen till" in answer.content.decode()
        return page

    @pytest.mark.parametrize(
        ("role", "restores", "purges"),
        [
            ("contributor", False, False),
            ("translator", False, False),
            ("reviewer", False, False),
            ("editor", True, False),
            ("network_administrator", True, True),
        ],
    )
    def test_is_for_editors_and_administrators(
        self, role: str, restores: bool, purges: bool, gone: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(getattr(cast, role))
        assert (client.get(reverse("trash")).status_code == 200) is restores
        number = DeletedPage.objects.get().pk
        client.post(reverse("trash_purge", args=(number,)), {"reason": ""})
        assert DeletedPage.objects.exists(), "not without a reason"
        client.post(reverse("trash_restore", args=(number,)))
        assert Page.objects.filter(pk=gone.pk).exists() is restores

    @pytest.mark.parametrize("name", ["trash_restore", "trash_purge"])
    def test_says_that_somebody_else_was_faster(
        self, name: str, gone: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        address = reverse(name, args=(DeletedPage.objects.get().pk,))
        client.post(address, {"reason": "Begäran om radering."})
        answer = client.post(address, {"reason": "Begäran om radering."}, follow=True)
        assert "ligger inte i papperskorgen längre" in answer.content.decode()

    def test_is_seen_by_nobody_who_asks_for_pages(self, gone: Page, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.superuser)
        for address in (
            reverse("wagtailadmin_home"),
            f"{reverse('wagtailadmin_pages:search')}?q=boxen",
            f"{reverse('wagtailadmin_choose_page_search')}?q=boxen",
            f"{reverse('wagtailadmin_api:pages:listing')}?search=boxen",
            reverse("wagtailadmin_explore", args=(factories.section("cases").pk,)),
            "/api/v2/pages/?search=boxen",
            "/sitemap.xml",
        ):
            shown = client.get(address)
            assert shown.status_code == 200, address
            assert gone.title not in shown.content.decode(), address

    def test_is_emptied_after_thirty_days(self, gone: Page) -> None:
        job = next(job for job in jobs if job.name == "empty_trash")
        for days, left in ((29, 1), (31, 0)):
            with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
                job.function()
            assert DeletedPage.objects.count() == left
        assert not DeletedRow.objects.exists()

    def test_gives_up_what_must_not_be_kept_with_a_reason(
        self, gone: Page, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.network_administrator)
        client.post(reverse("trash_purge", args=(DeletedPage.objects.get().pk,)), {"reason": "Begäran om radering."})
        assert not DeletedPage.objects.exists()
        assert not DeletedRow.objects.exists()
        entry = ModelLogEntry.objects.get(action="servicebanken.purge")
        assert (entry.user, entry.data) == (cast.network_administrator, {"reason": "Begäran om radering.", "pages": 1})

    def test_has_a_public_page_that_an_administrator_has_deleted_with_the_reason(
        self, cast: factories.Cast, client: Client
    ) -> None:
        page = factories.make_case(title="Boxen")
        client.force_login(cast.network_administrator)
        assert client.post(url("delete", page)).status_code == 403
        assert not DeletedPage.objects.exists(), "what was refused leaves nothing"
        client.post(url("delete", page), REASON)
        assert DeletedPage.objects.get().reason == REASON["override_reason"]
