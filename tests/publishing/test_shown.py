"""A picture or a file is public exactly while a public document shows it, whatever the worker has left to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from taggit.models import Tag
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from bank.models import CaseStudyPage, ResourceStep
from cms.core.models import Attachment, CustomDocument, CustomImage
from cms.core.visibility import public_documents, public_images, public_pages
from cms.publishing.models import ContentChange, Dependency, Mark, PublishedDocument
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree

pytestmark = pytest.mark.django_db

Make = Callable[[Any], Page]


@pytest.fixture(autouse=True)
def in_step(site: Tree) -> None:
    """The log knows everything when a test begins, so that what it knows is what decides."""
    catch_up()


def _body(kind: str, **value: Any) -> str:
    return json.dumps([{"type": kind, "value": value}])


SHOWS_AN_IMAGE: dict[str, Make] = {
    "main image": lambda image: factories.make_case(main_image=image),
    "picture in the body": lambda image: factories.make_case(body=_body("image", image=image.pk, caption="")),
    "still of a film": lambda image: factories.make_case(
        body=_body("video", title="F", url="https://vimeo.com/1", poster=image.pk, captioned=True, transcript="")
    ),
}
OFFERS_A_FILE: dict[str, Make] = {
    "attachment": lambda file: factories.make_case(
        attachments=[Attachment(document=file, title="Listan", language="sv")]
    ),
    "block": lambda file: factories.make_case(body=_body("file", document=file.pk, title="Listan")),
    "link": lambda file: factories.make_case(need=f'<p><a linktype="document" id="{file.pk}">Listan</a></p>'),
    "link in a block": lambda file: factories.make_case(
        body=json.dumps([{"type": "text", "value": f'<p><a linktype="document" id="{file.pk}">Listan</a></p>'}])
    ),
    "step of a method": lambda file: factories.make_resource(
        steps=[ResourceStep(title="Bjud in", text="<p>Ring.</p>", files=[("file", file)])]
    ),
    "plan": lambda file: factories.make_plan(document=file),
}


def status(client: Client, file: Any) -> int:
    return client.get(f"/media/{file.file.name}").status_code


@pytest.mark.parametrize("place", SHOWS_AN_IMAGE)
def test_picture_is_public_wherever_a_page_shows_it(site: Tree, client: Client, place: str):
    image = factories.make_image()
    page = SHOWS_AN_IMAGE[place](image)
    assert list(public_images()) == [image]
    assert status(client, image) == 200
    page.unpublish()
    assert list(public_images()) == []
    assert status(client, image) == 404


@pytest.mark.parametrize("place", OFFERS_A_FILE)
def test_file_is_public_wherever_a_page_offers_it(site: Tree, client: Client, place: str):
    file = factories.make_document()
    page = OFFERS_A_FILE[place](file)
    assert list(public_documents()) == [file]
    assert (status(client, file), client.get(file.url).status_code) == (200, 200)
    page.unpublish()
    assert list(public_documents()) == []
    assert (status(client, file), client.get(file.url).status_code) == (404, 404)


def test_picture_taken_from_its_page_past_the_log_is_gone_at_once(site: Tree, client: Client):
    old, new = factories.make_image(), factories.make_image()
    case = factories.make_case(main_image=old)
    CaseStudyPage.objects.filter(pk=case.pk).update(main_image=new)
    assert status(client, old) == 404
    catch_up()
    assert (status(client, old), status(client, new)) == (404, 200)


def test_document_that_waits_for_the_worker_does_not_decide(site: Tree, client: Client):
    """As after the publication of more pages than one transaction renders, with the worker down."""
    old, new = factories.make_image(), factories.make_image()
    case = factories.make_case(main_image=old)
    case.main_image = new
    case.save_revision().publish()
    PublishedDocument.objects.filter(pk=case.pk).update(is_stale=True)
    Dependency.objects.filter(kind="shown core.customimage", key=str(new.pk)).update(key=str(old.pk))
    assert not Mark.objects.exists()
    assert (status(client, old), status(client, new)) == (404, 200)
    for image, answer in ((old, 404), (new, 200)):
        assert client.get(f"/api/v2/images/{image.pk}/").status_code == answer


def test_before_there_are_documents_the_pages_decide(site: Tree, client: Client):
    shown, unused = factories.make_image(), factories.make_image()
    factories.make_case(main_image=shown)
    PublishedDocument.objects.all().delete()
    Dependency.objects.all().delete()
    assert (status(client, shown), status(client, unused)) == (200, 404)


def test_what_was_read_and_not_shown_is_not_public(site: Tree, client: Client):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    image = factories.make_image(collection=closed)
    factories.make_case(main_image=image)
    read = Dependency.objects.filter(kind="core.customimage", key=str(image.pk))
    assert (read.exists(), list(public_images()), status(client, image)) == (True, [], 404)
    restriction.delete()
    assert status(client, image) == 200
    catch_up()
    assert list(public_images()) == [image]


def test_logotype_is_shown_by_the_register_unless_its_collection_is_closed(site: Tree, client: Client):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    logo = factories.make_image(collection=closed)
    factories.organisation("med-logo", logo=logo)
    answer = client.get("/api/v2/organisations/med-logo/").json()
    assert (answer["logo"]["id"], status(client, logo), list(public_images())) == (logo.pk, 200, [logo])
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert client.get("/api/v2/organisations/med-logo/").json()["logo"] is None
    assert (status(client, logo), list(public_images())) == (404, [])


@pytest.mark.parametrize("make", [factories.make_image, factories.make_document])
def test_tags_move_the_stamp(site: Tree, make: Callable[[], Any]):
    file = make()
    changes = [
        lambda: file.tags.add("vinter"),
        lambda: Tag.objects.filter(name="vinter").update(name="sommar"),
        lambda: file.tags.clear(),
    ]
    for change in changes:
        catch_up()
        newest = ContentChange.objects.order_by("-pk").first()
        change()
        catch_up()
        assert ContentChange.objects.order_by("-pk").first() != newest


def test_wagtails_reference_index_finds_the_same(site: Tree):
    """It misses what only a rendering knows, so it decides nothing; where it can know, both agree."""
    for make in SHOWS_AN_IMAGE.values():
        make(factories.make_image())
    for make in OFFERS_A_FILE.values():
        make(factories.make_document())
    for model, found in ((CustomImage, public_images()), (CustomDocument, public_documents())):
        references = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(model),
            object_id__in=[str(pk) for pk in public_pages().values_list("pk", flat=True)],
        )
        assert {int(pk) for pk in references.values_list("to_object_id", flat=True)} == {file.pk for file in found}
