"""Pictures and files: no revision holds them, so nobody changes alone what the public sees or somebody has reviewed.

Each test fails with ``GUARD=off``, unless it shows what may be.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from bank.models import CaseStudyPage
from cms.core.models import Attachment, CustomImage, User
from cms.editorial import moderation
from cms.publishing.recording import catch_up
from tests import factories
from tests.editorial.page_forms import soup_of, values_of


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor, main_image=factories.make_image())


@pytest.fixture
def admin(cast: factories.Cast, client: Client) -> Client:
    client.force_login(cast.network_administrator)
    return client


def describe_anew(client: Client, image: CustomImage) -> HttpResponse:
    url = reverse("wagtailimages:edit", args=(image.pk,))
    form = soup_of(client.get(url)).select_one("form[enctype]")
    return client.post(url, {**values_of(form), "alt_sv": "Något helt annat"})


def waits_for(user: User, page: Page, client: Client) -> bool:
    """Whether the user's list of what waits has it."""
    client.force_login(user)
    return page.title in client.get(reverse("work_list", args=("waiting",))).content.decode()


class TestInPublicUse:
    def test_picture_that_a_public_page_shows_is_not_described_anew_past_the_page(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        catch_up()
        client.force_login(cast.editor)
        assert describe_anew(client, case.main_image).status_code == 403
        case.main_image.refresh_from_db()
        assert case.main_image.alt_sv != "Något helt annat"

    def test_picture_that_nothing_shows_is(self, cast: factories.Cast, client: Client) -> None:
        image = factories.make_image()
        client.force_login(cast.editor)
        describe_anew(client, image)
        image.refresh_from_db()
        assert image.alt_sv == "Något helt annat"

    def test_picture_that_a_public_page_shows_is_not_deleted(self, case: CaseStudyPage, admin: Client) -> None:
        catch_up()
        assert admin.post(reverse("wagtailimages:delete", args=(case.main_image.pk,))).status_code == 403
        assert CustomImage.objects.filter(pk=case.main_image.pk).exists()

    def test_document_that_a_public_page_shows_is_neither_changed_nor_deleted(
        self, admin: Client, cast: factories.Cast
    ) -> None:
        document = factories.make_document(title="Checklistan")
        Attachment.objects.create(page=factories.make_case(), document=document, sort_order=0)
        catch_up()
        for user in (cast.editor, cast.network_administrator):
            admin.force_login(user)
            url = reverse("wagtaildocs:edit", args=(document.pk,))
            form = soup_of(admin.get(url)).select_one("form[enctype]")
            assert admin.post(url, {**values_of(form), "title": "Något annat"}).status_code == 403
        admin.force_login(cast.superuser)
        admin.post(reverse("wagtaildocs:delete", args=(document.pk,)))  # which the database refuses, too
        document.refresh_from_db()
        assert document.title == "Checklistan"

    def test_collection_with_such_a_picture_is_closed_by_an_administrator_only(
        self, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        catch_up()
        client.force_login(cast.editor)
        url = reverse("wagtailadmin_collections:set_privacy", args=(case.main_image.collection_id,))
        client.post(url, {"restriction_type": "login"})
        assert not case.main_image.collection.view_restrictions.exists()


class TestWhatWaitsForFourEyes:
    @pytest.mark.parametrize("is_for_later", [False, True])
    def test_picture_is_the_one_that_was_reviewed(
        self, is_for_later: bool, cast: factories.Cast, client: Client
    ) -> None:
        image = factories.make_image(uploaded_by_user=cast.contributor)
        page = factories.make_case(published=False, owner=cast.contributor, main_image=image)
        if is_for_later:
            page.go_live_at = timezone.now() + dt.timedelta(days=2)
            page.save_revision(user=cast.contributor)
        client.force_login(cast.contributor)
        moderation.submit(page, cast.contributor)
        describe_anew(client, image)
        factories.bring_to_four_eyes(page, cast)
        if is_for_later:
            moderation.approve(page, cast.reviewer)
        url = reverse("wagtailimages:edit", args=(image.pk,))
        form = soup_of(client.get(url)).select_one("form[enctype]")
        assert client.post(url, {**values_of(form), "alt_sv": "Efter granskningen"}).status_code == 403
        image.refresh_from_db()
        assert image.alt_sv == "Något helt annat"

    def test_picture_is_not_approved_by_who_has_described_it(self, cast: factories.Cast, client: Client) -> None:
        cast.reviewer.groups.add(*cast.editor.groups.all())
        image = factories.make_image()
        page = factories.make_case(published=False, owner=cast.contributor, main_image=image)
        moderation.submit(page, cast.contributor)
        client.force_login(cast.reviewer)
        describe_anew(client, image)
        factories.bring_to_four_eyes(page, cast)
        assert not waits_for(cast.reviewer, page, client)
        with pytest.raises(PermissionDenied):
            moderation.approve(page, cast.reviewer)
        assert waits_for(cast.other_reviewer, page, client)
        moderation.approve(page, cast.other_reviewer)
        assert CaseStudyPage.objects.get(pk=page.pk).live
