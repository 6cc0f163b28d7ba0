"""One public number per translation group, never given to something else."""

import re

import pytest

from cms.core.models import PersistentId
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_gets_a_number(site):
    assert re.fullmatch(r"sb-\d{6,}", factories.make_case().persistent_id)


def test_both_languages_share_it(site):
    case = factories.make_case()
    assert factories.translate_page(case).persistent_id == case.persistent_id


def test_a_copy_gets_its_own(site):
    case = factories.make_case()
    copy = case.copy(update_attrs={"slug": "kopia"})
    assert copy.persistent_id != case.persistent_id


def test_a_deleted_number_is_not_used_again(site):
    case = factories.make_case()
    code = case.persistent_id
    case.delete()
    assert factories.make_case().persistent_id != code
    assert PersistentId.objects.filter(pk=int(code.removeprefix("sb-"))).exists()


def test_the_highest_number_is_not_used_again_when_its_row_is_lost(site):
    """A sequence, not the largest number in the table, decides."""
    code = factories.make_case().persistent_id
    PersistentId.objects.get(pk=int(code.removeprefix("sb-"))).delete()
    assert factories.make_case().persistent_id != code


def test_an_old_revision_does_not_bring_another_number(site):
    case = factories.make_case()
    revision = case.save_revision()
    content = revision.content
    content["persistent_id"] = "sb-999999"
    revision.content = content
    revision.save()
    revision.publish()
    case.refresh_from_db()
    assert case.persistent_id != "sb-999999"


def test_a_move_keeps_it(site):
    page = factories.make_content_page()
    other = factories.make_content_page()
    before = page.persistent_id
    page.move(other, pos="last-child")
    page.refresh_from_db()
    assert page.persistent_id == before
