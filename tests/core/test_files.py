"""Files as they are sent and replaced: parts of them, other versions of them, and edits that come to nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from cms.core.models import CustomDocument, CustomImage
from cms.core.renditions import FALLBACK_SPEC
from cms.core.views.sending import BLOCK
from tests.factories import Cast, Tree, make_case, make_document, make_image, make_plan

pytestmark = pytest.mark.django_db

TEXT = bytes(range(65, 91))


@pytest.fixture
def offered(site: Tree) -> CustomDocument:
    """A file of 26 bytes on a public page."""
    document = CustomDocument.objects.create(title="Alfabetet", file=ContentFile(TEXT, name="alfabetet.txt"))
    make_plan(document=document)
    return document


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=3-9", 3, 9),
        ("bytes=20-", 20, 25),
        ("bytes=20-99", 20, 25),
        ("bytes=-5", 21, 25),
        ("bytes=-99", 0, 25),
    ],
)
def test_part_of_a_file(client: Client, offered: CustomDocument, asked: str, first: int, last: int):
    for address in (f"/media/{offered.file.name}", offered.url):
        response = client.get(address, headers={"range": asked})
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {first}-{last}/26"
        assert response["Content-Length"] == str(last - first + 1)
        assert body_of(response) == TEXT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=26-", "bytes=99-100", "bytes=-0"])
def test_part_outside_the_file(client: Client, offered: CustomDocument, asked: str):
    response = client.get(offered.url, headers={"range": asked})
    assert (response.status_code, response["Content-Range"], response.content) == (416, "bytes */26", b"")


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=a-b", "bytes", ""])
def test_what_cannot_be_read_as_one_part_gives_the_whole(client: Client, offered: CustomDocument, asked: str):
    response = client.get(offered.url, headers={"range": asked})
    assert (response.status_code, body_of(response), response["Accept-Ranges"]) == (200, TEXT, "bytes")


def test_part_of_another_version_is_not_given(client: Client, offered: CustomDocument):
    first = client.head(offered.url, headers={"range": "bytes=0-4"})
    assert (first.status_code, first["Content-Length"], first.content) == (200, "26", b"")
    for known, status in ((first["ETag"], 206), (first["Last-Modified"], 206), ('"other"', 200)):
        response = client.get(offered.url, headers={"range": "bytes=0-4", "if-range": known})
        assert response.status_code == status
    assert client.get(offered.url, headers={"if-none-match": first["ETag"], "range": "bytes=0-4"}).status_code == 304
    assert client.get(offered.url, headers={"if-match": '"other"'}).status_code == 412


def test_file_is_read_in_blocks(client: Client, site: Tree):
    large = CustomDocument.objects.create(title="Stor", file=ContentFile(b"x" * (3 * BLOCK + 7), name="stor.txt"))
    make_plan(document=large)
    blocks = [len(block) for block in client.get(large.url).streaming_content]
    assert blocks == [BLOCK, BLOCK, BLOCK, 7]


def test_document_under_another_name_is_not_found(client: Client, offered: CustomDocument):
    assert client.get(f"/documents/{offered.pk}/alfabetet.txt").status_code == 404
    assert client.get(f"/documents/{offered.pk}/").status_code == 404


def _new_picture() -> ImageFile:
    made = get_test_image_file(filename="karta.png", size=(40, 30))
    made.seek(0)
    return ImageFile(made.file, name=made.name)


WITH_A_REASON = {"override_reason": "Fel bild från början."}
"""Public pages show the file: only a network administrator may replace it (ADR 29)."""


def test_picture_that_is_replaced_in_the_admin_gets_another_name_and_the_old_one_is_gone(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
):
    image = make_image(title="karta")
    make_case(main_image=image)
    old = [image.file, image.get_rendition(FALLBACK_SPEC).file]
    paths = [Path(file.path) for file in old]
    administrator = Client()
    administrator.force_login(cast.network_administrator)
    values = {
        **WITH_A_REASON,
        "title": "karta",
        "licence": "cc_by_4_0",
        "people_consent": "nobody",
        "collection": image.collection_id,
    }
    with django_capture_on_commit_callbacks() as callbacks:
        answer = administrator.post(reverse("wagtailimages:edit", args=[image.pk]), {**values, "file": _new_picture()})
    assert answer.status_code == 302, answer.content
    new = CustomImage.objects.get(pk=image.pk)
    assert new.file.name != old[0].name
    assert client.get(f"/media/{new.file.name}").status_code == 200
    assert [client.get(f"/media/{file.name}").status_code for file in old] == [404, 404]
    assert all(path.exists() for path in paths), "deleted before the commit"
    for callback in callbacks:
        callback()
    assert not any(path.exists() for path in paths)
    assert Path(new.file.path).exists()


def test_document_that_is_replaced_in_the_admin_gets_another_name_and_the_old_one_is_gone(
    client: Client, cast: Cast, offered: CustomDocument, django_capture_on_commit_callbacks: Any
):
    old, address, path = offered.file.name, offered.url, Path(offered.file.path)
    administrator = Client()
    administrator.force_login(cast.network_administrator)
    values = {**WITH_A_REASON, "title": "Alfabetet", "collection": offered.collection_id}
    with django_capture_on_commit_callbacks() as callbacks:
        file = ContentFile(b"Alla de andra.\n", name="alfabetet.txt")
        answer = administrator.post(reverse("wagtaildocs:edit", args=[offered.pk]), {**values, "file": file})
    assert answer.status_code == 302, answer.content
    assert [client.get(gone).status_code for gone in (f"/media/{old}", address)] == [404, 404]
    assert body_of(client.get(CustomDocument.objects.get(pk=offered.pk).url)) == b"Alla de andra.\n"
    assert path.exists(), "deleted before the commit"
    for callback in callbacks:
        callback()
    assert not path.exists()


def test_edit_that_is_rolled_back_loses_nothing(
    client: Client, offered: CustomDocument, django_capture_on_commit_callbacks: Any
):
    image = make_image()
    make_case(main_image=image)
    rendition = image.get_rendition(FALLBACK_SPEC)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        image.file, offered.file = _new_picture(), ContentFile(b"Annat.\n", name="annat.txt")
        image.save()
        offered.save()
        CustomImage.objects.get(pk=image.pk).delete()
        transaction.set_rollback(True)
    kept = [CustomImage.objects.get(pk=image.pk), CustomDocument.objects.get(pk=offered.pk), rendition]
    for file in kept:
        response = client.get(f"/media/{file.file.name}")
        assert (response.status_code, len(body_of(response))) == (200, file.file.size)


def test_row_that_was_read_before_the_replacement_takes_no_file_away(
    site: Tree, django_capture_on_commit_callbacks: Any
):
    document = make_document()
    before = CustomDocument.objects.get(pk=document.pk)
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(b"Ny.\n", name="ny.txt")
        document.save()
        before.save()
    assert Path(document.file.path).exists()
