"""What an uploaded file may be, and what is taken out of it before it is stored."""

import io
import secrets
from pathlib import PurePath

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from PIL import ImageOps, ImageSequence

CONTENT_SIGNATURES = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odp": (b"PK\x03\x04",),
}
"""First bytes of the binary types we take. Types without a signature must be plain text."""

PLAIN_TEXT = {"csv", "txt"}
SAMPLE_SIZE = 8192


def unguessable_name(filename: str) -> str:
    """A file name that nobody can guess before the page that uses it is public."""
    return f"{secrets.token_urlsafe(9)}-{PurePath(filename).name}"


def document_upload_to(_instance: object, filename: str) -> str:
    return f"documents/{unguessable_name(filename)}"


def validate_document_content(file: File) -> None:
    """Refuse a document whose content is not what its name says."""
    extension = PurePath(file.name or "").suffix.lower().lstrip(".")
    position = file.tell() if not file.closed else 0
    file.seek(0)
    sample = file.read(SAMPLE_SIZE)
    file.seek(position)
    if not sample:
        raise ValidationError(_("The file is empty."), code="empty")
    if extension in PLAIN_TEXT:
        fits = _is_plain_text(sample)
    else:
        fits = sample.startswith(CONTENT_SIGNATURES.get(extension, ())) and _detected_as(sample, extension)
    if not fits:
        raise ValidationError(
            _(
                "The content of the file is not of the type %(extension)s that its name says. "
                "Save it in the right format."
            ),
            code="content_type",
            params={"extension": extension or "?"},
        )


def _is_plain_text(sample: bytes) -> bool:
    if b"\x00" in sample:
        return False
    for encoding in ("utf-8", "cp1252"):
        try:
            text = sample.decode(
                encoding, errors="ignore" if encoding == "utf-8" and len(sample) == SAMPLE_SIZE else "strict"
            )
        except UnicodeDecodeError:
            continue
        return not text.lstrip().lower().startswith(("<html", "<!doctype", "<script", "<svg", "<?xml"))
    return False


def _detected_as(sample: bytes, extension: str) -> bool:
    if extension != "pdf":
        return True  # an office file is a zip; its inside is not read on upload
    try:
        return any(match.extension == ".pdf" for match in puremagic.magic_string(sample))
    except puremagic.PureError:
        return False


def without_metadata(file: File) -> ContentFile:
    """A copy of a picture with its orientation applied and everything else that a camera adds left out.

    Position, time, owner and serial number are personal data; colour profiles stay because they change how it looks.
    """
    file.seek(0)
    with PillowImage.open(file) as picture:
        file_format = picture.format or "PNG"
        options: dict[str, object] = {}
        if profile := picture.info.get("icc_profile"):
            options["icc_profile"] = profile
        if getattr(picture, "is_animated", False):
            frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
            options |= {"save_all": True, "append_images": frames[1:], "loop": picture.info.get("loop", 0)}
            if duration := picture.info.get("duration"):
                options["duration"] = duration
            clean = frames[0]
        else:
            clean = ImageOps.exif_transpose(picture)
        for key in ("exif", "xmp", "XML:com.adobe.xmp", "comment", "Comment", "photoshop"):
            clean.info.pop(key, None)
        if file_format in {"JPEG", "MPO"}:
            file_format = "JPEG"
            options["quality"] = 92
        elif file_format == "WEBP":
            options["quality"] = 90
        out = io.BytesIO()
        clean.save(out, format=file_format, **options)
    return ContentFile(out.getvalue(), name=file.name)
