"""What may be uploaded, and what is taken out of it."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image as PillowImage

from cms.core.models import CustomDocument, CustomImage
from cms.core.renditions import PUBLIC_SPECS, make_missing_renditions
from cms.core.uploads import validate_document_content

GPS = 0x8825


def photograph(file_format="JPEG", *, orientation=1):
    """A picture such as a telephone takes: with position, owner and orientation."""
    picture = PillowImage.new("RGB", (60, 40), "#8f2b1d")
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "Hemma hos oss"
    exif[0x013B] = "Anna Andersson"
    gps = exif.get_ifd(GPS)
    gps[1], gps[2] = "N", (65.0, 26.0, 12.0)
    gps[3], gps[4] = "E", (16.0, 15.0, 0.0)
    out = io.BytesIO()
    picture.save(out, file_format, exif=exif)
    return out.getvalue()


def upload(content, name):
    return CustomImage.objects.create(title="Bild", file=ContentFile(content, name=name))


@pytest.mark.parametrize(("file_format", "name"), [("JPEG", "foto.jpg"), ("WEBP", "foto.webp"), ("PNG", "foto.png")])
def test_position_and_owner_are_taken_out(db, file_format, name):
    image = upload(photograph(file_format), name)
    stored = image.file.read()
    assert b"Andersson" not in stored
    with PillowImage.open(io.BytesIO(stored)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.format == file_format


def test_a_picture_taken_sideways_stands_upright_afterwards(db):
    image = upload(photograph(orientation=6), "foto.jpg")
    assert (image.width, image.height) == (40, 60)


def test_an_animated_picture_keeps_its_frames(db):
    frames = [PillowImage.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)
    image = upload(out.getvalue(), "film.gif")
    with PillowImage.open(image.file) as picture:
        assert picture.n_frames == 3


def test_the_file_name_cannot_be_guessed(db):
    first, second = upload(photograph(), "karta.jpg"), upload(photograph(), "karta.jpg")
    assert first.file.name != second.file.name
    assert first.file.name.endswith("karta.jpg")
    assert len(first.file.name.rsplit("/", 1)[-1]) >= len("karta.jpg") + 12


def test_renditions_are_made_at_upload(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = upload(photograph(), "foto.jpg")
    assert {rendition.filter_spec for rendition in image.renditions.all()} >= set(PUBLIC_SPECS)


def test_the_worker_makes_renditions_that_are_missing_and_passes_over_broken_files(db):
    image, broken = upload(photograph(), "foto.jpg"), upload(photograph(), "borta.jpg")
    broken.file.storage.delete(broken.file.name)
    assert make_missing_renditions() == 1
    assert len(CustomImage.objects.get(pk=image.pk).ready_renditions) == len(PUBLIC_SPECS)
    assert CustomImage.objects.get(pk=broken.pk).ready_renditions == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "plan.pdf"),
        ("Kommun;Plan\nÄlvdalen;ja\n".encode(), "planer.csv"),
        ("Kommun;Plan\nÄlvdalen;ja\n".encode("cp1252"), "planer.csv"),
        (b"PK\x03\x04\x14\x00\x06\x00rest", "mall.docx"),
    ],
)
def test_honest_documents_are_taken(content, name):
    validate_document_content(ContentFile(content, name=name))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03", "plan.pdf"),
        (b"<html><script>alert(1)</script>", "plan.pdf"),
        (b"<html><script>alert(1)</script>", "lista.csv"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lista.txt"),
        (b"\x00\x01\x02", "lista.txt"),
        (b"inte ett zip", "mall.docx"),
        (b"", "tom.pdf"),
        (b"vad som helst", "program.exe"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(content, name):
    with pytest.raises(ValidationError):
        validate_document_content(ContentFile(content, name=name))


def test_the_admin_refuses_a_picture_that_is_not_one(client, cast):
    client.force_login(cast.editor)
    fake = ContentFile(b"<script>alert(1)</script>", name="foto.jpg")
    answer = client.post(
        "/admin/images/add/", {"title": "Foto", "file": fake, "licence": "cc_by_4_0", "people_consent": "nobody"}
    )
    assert answer.status_code == 200
    assert not CustomImage.objects.filter(title="Foto").exists()


def test_the_admin_refuses_a_document_that_is_not_what_it_says(client, cast):
    client.force_login(cast.editor)
    fake = ContentFile(b"MZ\x90\x00", name="plan.pdf")
    client.post("/admin/documents/add/", {"title": "Plan", "file": fake})
    assert not CustomDocument.objects.filter(title="Plan").exists()
