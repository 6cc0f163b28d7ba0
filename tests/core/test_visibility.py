"""Who may see a page, an image and a document."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.core.visibility import (
    is_public,
    public_documents,
    public_images,
    public_pages,
    public_translation,
    public_translations,
)
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_live_page_is_public(site):
    assert is_public(factories.make_case())


def test_a_draft_is_not(site):
    assert not is_public(factories.make_case(published=False))


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_restricted_page_and_all_below_it_are_not(site, kind):
    case = factories.make_case()
    factories.restrict(site.cases, kind)
    assert not is_public(case)
    assert not is_public(site.cases)
    assert is_public(site.resources)


def test_an_alias_is_no_translation(site):
    case = factories.make_case()
    alias = case.copy_for_translation(site.cases_en.locale, alias=True)
    assert alias.live
    assert not is_public(alias)
    assert [page.pk for page in public_translations(case)] == [case.pk]


def test_a_page_outside_every_site_is_not(site):
    root = Page.objects.get(depth=1)
    stray = factories.HomePage(title="Vid sidan av", slug="vid-sidan-av", summary="x", locale=site.home.locale)
    root.add_child(instance=stray)
    assert not is_public(stray)


def test_the_translation_in_the_language_asked_for(site):
    case = factories.make_case()
    assert public_translation(case, "en") == Page.objects.get(pk=case.pk)
    english = factories.translate_page(case)
    assert public_translation(case, "en").pk == english.pk
    assert public_translation(english, "sv").pk == case.pk
    english.unpublish()
    assert public_translation(case, "en").pk == case.pk


def test_a_hidden_page_has_no_public_translation(site):
    assert public_translation(factories.make_case(published=False)) is None


def test_counts_leave_hidden_pages_out(site):
    before = public_pages().count()
    factories.make_case(published=False)
    factories.make_case()
    assert public_pages().count() == before + 1


def test_an_image_is_public_only_while_a_public_page_uses_it(site):
    image = factories.make_image()
    assert image not in public_images()
    case = factories.make_case(main_image=image)
    assert image in public_images()
    case.unpublish()
    assert image not in public_images()


def test_an_image_in_the_body_counts_as_used(site):
    image = factories.make_image()
    factories.make_content_page(body=[("image", {"image": image, "caption": "Boxen"})])
    assert image in public_images()


def test_a_draft_that_shows_an_image_does_not_make_it_public(site):
    image = factories.make_image()
    case = factories.make_case()
    case.main_image = image
    case.save_revision()
    assert image not in public_images()


def test_a_document_offered_by_a_public_page_is_public(site):
    document = factories.make_document()
    page = factories.make_content_page(body=[("file", {"document": document, "title": "Checklista"})])
    assert document in public_documents()
    factories.restrict(page)
    assert document not in public_documents()


def test_a_closed_collection_closes_what_is_below_it(site):
    closed = Collection.get_first_root_node().add_child(name="Internt")
    inner = closed.add_child(name="Bilder")
    image = factories.make_image(collection=inner)
    factories.make_case(main_image=image)
    assert image in public_images()
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert image not in public_images()
