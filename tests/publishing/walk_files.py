"""What editors do with pictures and files, as steps of the walk."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from bank.models import CaseStudyPage
from cms.core.models import Attachment, CustomDocument, CustomImage
from tests import factories
from tests.publishing.proof import OVERRIDE
from tests.publishing.walk import Walk, _with, case, step


def _some(model: Any) -> Any:
    """Some picture or file, or None."""

    def find(walk: Walk) -> Any:
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=walk.dice.choice(keys)) if keys else None

    return find


picture, file = _with(_some(CustomImage)), _with(_some(CustomDocument))


def a_picture() -> ImageFile:
    """A new one, small."""
    made = get_test_image_file(filename="ny.png", size=(40, 30))
    made.seek(0)
    return ImageFile(made.file, name=made.name)


def other_collection() -> Collection:
    """A collection beside the one where everything is put."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name="Sidan om").first() or root.add_child(name="Sidan om")


@case
def show_a_new_picture(walk: Walk, page: CaseStudyPage) -> None:
    page.main_image = CustomImage.objects.create(title="Ny", file=a_picture())
    page.save_revision().publish()


@case
def show_no_picture(walk: Walk, page: CaseStudyPage) -> None:
    page.main_image = None
    page.save_revision().publish()


@case
def take_the_picture_away_past_the_models(walk: Walk, page: CaseStudyPage) -> None:
    CaseStudyPage.objects.filter(pk=page.pk).update(main_image=None)


@case
def offer_a_file(walk: Walk, page: CaseStudyPage) -> None:
    page.attachments = [Attachment(document=factories.make_document(), title="Listan", locale=page.locale)]
    page.save_revision().publish()


@case
def link_to_a_file(walk: Walk, page: CaseStudyPage) -> None:
    document = CustomDocument.objects.order_by("-pk").first() or factories.make_document()
    page.need = f'<p>Hämta <a linktype="document" id="{document.pk}">listan</a>.</p>'
    page.save_revision().publish()


@case
def offer_no_file(walk: Walk, page: CaseStudyPage) -> None:
    page.attachments, page.need = [], "<p>Inget att hämta.</p>"
    page.save_revision().publish()


@case
def put_a_picture_in_a_draft(walk: Walk, page: CaseStudyPage) -> None:
    page.main_image = CustomImage.objects.create(title="I utkast", file=a_picture())
    page.save_revision()


@picture
def replace_a_picture(walk: Walk, image: CustomImage) -> None:
    image.file = a_picture()
    image.save()


@picture
def replace_a_picture_in_the_admin(walk: Walk, image: CustomImage) -> None:
    address = reverse("wagtailimages:edit", args=[image.pk])
    values = {"title": image.title, "licence": image.licence, "people_consent": image.people_consent}
    answer = walk.admin.post(address, {**values, **OVERRIDE, "collection": image.collection_id, "file": a_picture()})
    assert answer.status_code < 500


@file
def replace_a_file(walk: Walk, document: CustomDocument) -> None:
    document.file = ContentFile(b"Boka en annan lokal.\n", name="ny.txt")
    document.save()


@picture
def delete_a_picture(walk: Walk, image: CustomImage) -> None:
    if image.pk != walk.image.pk:
        image.delete()


@file
def delete_a_file(walk: Walk, document: CustomDocument) -> None:
    with suppress(ProtectedError):  # while a page offers it
        document.delete()


@picture
def move_a_picture(walk: Walk, image: CustomImage) -> None:
    image.collection = walk.dice.choice([Collection.get_first_root_node(), other_collection()])
    image.save()


@file
def move_a_file_past_the_models(walk: Walk, document: CustomDocument) -> None:
    target = walk.dice.choice([Collection.get_first_root_node(), other_collection()])
    CustomDocument.objects.filter(pk=document.pk).update(collection=target)


@step
def close_or_open_the_other_collection(walk: Walk) -> None:
    closed = CollectionViewRestriction.objects.filter(collection=other_collection())
    if closed.exists():
        closed.delete()
    else:
        CollectionViewRestriction.objects.create(collection=other_collection(), restriction_type="login")


@picture
def tag_a_picture(walk: Walk, image: CustomImage) -> None:
    image.tags.add(walk.dice.choice(["vinter", "mack", "lanthandel"]))


@file
def untag_a_file(walk: Walk, document: CustomDocument) -> None:
    document.tags.add("mall")
    document.tags.clear()
