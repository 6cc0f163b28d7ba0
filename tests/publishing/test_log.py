"""The log has a row for everything that changes what the public may see, and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from bank.models import Confirmation
from cms.publishing.models import ContentChange, Mark, PublishedDocument
from cms.publishing.recording import catch_up, recording
from cms.registers.models import ServiceType
from tests import factories
from tests.factories import Tree
from tests.publishing.conftest import Happened

pytestmark = pytest.mark.django_db


def test_publishing_writes_one_row(happened: Happened):
    case = factories.make_case()
    assert happened() == [("upsert", case.pk)]


def test_a_draft_writes_none(happened: Happened):
    case = factories.make_case(published=False)
    case.title = "Ett annat namn"
    case.save_revision()
    assert happened() == []


def test_saving_again_without_a_change_writes_none(happened: Happened):
    case = factories.make_case()
    happened()
    case.save()
    case.save_revision()
    assert happened() == []


def test_a_draft_on_top_of_a_public_page_writes_none(happened: Happened):
    case = factories.make_case()
    happened()
    case.title = "Bara ett utkast"
    case.save_revision()
    assert happened() == []


def test_changing_and_withdrawing(happened: Happened):
    case = factories.make_case()
    happened()
    case.title = "Ett nytt namn"
    case.save_revision().publish()
    assert happened() == [("upsert", case.pk)]
    case.unpublish()
    assert happened() == [("delete", case.pk)]
    case.save_revision().publish()
    assert happened() == [("upsert", case.pk)]


def test_deleting_a_section_writes_a_row_for_each_page_of_it(site: Tree, happened: Happened):
    section = factories.make_content_page(parent=site.home)
    below = [factories.make_content_page(parent=section) for _number in range(2)]
    happened()
    Page.objects.get(pk=section.pk).delete()
    assert sorted(happened()) == sorted(("delete", page.pk) for page in (section, *below))


def test_moving_and_renaming_a_section_changes_the_addresses_below_it(site: Tree, happened: Happened):
    section = factories.make_content_page(parent=site.home)
    below = factories.make_content_page(parent=section)
    happened()
    section.refresh_from_db()
    section.slug = "ny-adress"
    section.save_revision().publish()
    assert set(happened()) == {("upsert", section.pk), ("upsert", below.pk)}
    Page.objects.get(pk=section.pk).move(Page.objects.get(pk=site.network.pk), pos="last-child")
    assert {("upsert", section.pk), ("upsert", below.pk)} <= set(happened())


def test_restricting_a_section_withdraws_what_lies_below_and_lifting_it_brings_it_back(site: Tree, happened: Happened):
    section = factories.make_content_page(parent=site.home)
    below = factories.make_content_page(parent=section)
    happened()
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert set(happened()) == {("delete", section.pk), ("delete", below.pk)}
    restriction.delete()
    assert set(happened()) == {("upsert", section.pk), ("upsert", below.pk)}


def test_a_translation_is_a_page_of_its_own_and_the_other_language_learns_of_it(happened: Happened):
    case = factories.make_case()
    happened()
    english = factories.translate_page(case)
    catch_up()
    rows = happened()
    assert ("upsert", english.pk) in rows
    assert rows[-1] == ("upsert", case.pk), "its list of translations has grown"


def test_facts_follow_to_the_translation_in_the_same_transaction(happened: Happened):
    case = factories.make_case(solution_status="running")
    english = factories.translate_page(case)
    catch_up()
    happened()
    case.refresh_from_db()
    case.solution_status = "closed"
    case.save_revision().publish()
    assert set(happened()) == {("upsert", case.pk), ("upsert", english.pk)}


def test_bulk_writes_are_found_by_the_sweep(happened: Happened):
    case = factories.make_case()
    happened()
    type(case).objects.filter(pk=case.pk).update(summary="Skrivet förbi alla metoder.")
    assert happened() == []
    catch_up()
    assert happened() == [("upsert", case.pk)]
    Page.objects.filter(pk=case.pk).update(live=False)
    catch_up()
    assert happened() == [("delete", case.pk)]


def test_a_register_label_reaches_every_page_that_shows_it(happened: Happened):
    fuel = factories.make_case(service_types=["fuel"])
    factories.make_case(service_types=["pharmacy"])
    happened()
    term = ServiceType.objects.get(code="fuel")
    term.name_sv = "Bensin och diesel"
    term.save()
    assert happened() == [("upsert", f"registers.servicetype {term.pk}")]
    assert PublishedDocument.objects.get(pk=fuel.pk).is_stale
    catch_up()
    assert happened() == [("upsert", fuel.pk)]


def test_a_picture_reaches_every_page_that_shows_it(happened: Happened):
    image = factories.make_image()
    case = factories.make_case(main_image=image)
    happened()
    image.credit = "Byalaget i Åsen"
    image.save()
    assert happened() == [("upsert", f"core.customimage {image.pk}")]
    catch_up()
    assert happened() == [("upsert", case.pk)]
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")
    catch_up()
    assert ("upsert", case.pk) in happened()


def test_a_new_title_reaches_the_pages_that_link_to_it(happened: Happened):
    method = factories.make_resource()
    linking = factories.make_case(need=f'<p><a linktype="page" id="{method.pk}">metoden</a></p>')
    happened()
    method.unpublish()
    assert happened() == [("delete", method.pk)]
    catch_up()
    assert happened() == [("upsert", linking.pk)], "a link to what is hidden is no link"


def test_a_method_learns_of_the_cases_that_used_it(happened: Happened):
    from bank.models import MethodUsed

    method = factories.make_resource()
    happened()
    case = factories.make_case(methods_used=[MethodUsed(resource=method, worked="yes")])
    catch_up()
    assert happened() == [("upsert", case.pk), ("upsert", method.pk)]
    case.unpublish()
    catch_up()
    assert happened() == [("delete", case.pk), ("upsert", method.pk)]


def test_the_owners_confirmation_shows_in_both_languages(happened: Happened):
    case = factories.make_case()
    english = factories.translate_page(case)
    catch_up()
    happened()
    when = case.first_published_at
    Confirmation.objects.create(case=case, asked_at=when, answered_at=when, outcome="confirmed")
    catch_up()
    assert set(happened()) == {("upsert", case.pk), ("upsert", english.pk)}


def test_a_transaction_that_is_rolled_back_leaves_nothing(happened: Happened):
    with transaction.atomic():
        factories.make_case()
        transaction.set_rollback(True)
    assert happened() == []
    assert not Mark.objects.exists()


def test_a_recording_gives_one_row_for_many_steps(happened: Happened):
    with recording():
        case = factories.make_case()
        case.title = "Först så"
        case.save_revision().publish()
        assert happened() == []
    assert happened() == [("upsert", case.pk)]


def test_what_was_published_and_withdrawn_in_one_recording_was_never_public(happened: Happened):
    with recording():
        factories.make_case().unpublish()
    assert happened() == []


def test_rows_tell_who_and_by_which_way(cast: Any, happened: Happened):
    case = factories.make_case(published=False)
    case.save_revision().publish(user=cast.reviewer, skip_permission_checks=True)
    row = ContentChange.objects.latest("id")
    assert (row.actor, row.route) == (cast.reviewer, "PublishPageRevisionAction.execute")
    assert row.persistent_id == case.persistent_id
