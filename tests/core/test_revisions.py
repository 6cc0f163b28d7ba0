"""A page is read out of its revision with what it refers to; what is gone by then is left out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.models import Attachment, CustomDocument, CustomImage, RelatedPage
from tests import factories
from tests.factories import Tree

pytestmark = pytest.mark.django_db


def test_everything_a_revision_refers_to_comes_back(site: Tree):
    case = factories.make_case(
        main_image=factories.make_image(),
        attachments=[Attachment(document=factories.make_document(), title="Listan", language="sv")],
        related_pages=[RelatedPage(target=site.network)],
        themes=["safety"],
    )
    page = case.latest_revision.as_object()
    assert page.main_image == case.main_image
    assert [row.title for row in page.attachments.all()] == ["Listan"]
    assert [row.target.pk for row in page.related_pages.all()] == [site.network.pk]
    assert [row.term.code for row in page.theme_links.all()] == ["safety"]


def test_a_picture_that_is_gone_leaves_its_place_empty_and_a_row_without_its_file_goes():
    case = factories.make_case(
        main_image=factories.make_image(),
        attachments=[Attachment(document=factories.make_document(), title="Listan", language="sv")],
    )
    revision = case.latest_revision
    Attachment.objects.all().delete()  # the public page offers it no more; the draft still does
    CustomImage.objects.all().delete()
    CustomDocument.objects.all().delete()
    page = revision.as_object()
    assert page.main_image is None
    assert list(page.attachments.all()) == []
    assert page.title == case.title


def test_more_rows_take_no_more_queries():
    def queries(amount: int) -> int:
        case = factories.make_case(related_pages=[RelatedPage(target=factories.make_plan()) for _n in range(amount)])
        revision = type(case.latest_revision).objects.get(pk=case.latest_revision_id)
        revision.as_object()  # content types are remembered from here on
        with CaptureQueriesContext(connection) as captured:
            type(revision).objects.get(pk=revision.pk).as_object()
        return len(captured)

    assert queries(6) == queries(2)
