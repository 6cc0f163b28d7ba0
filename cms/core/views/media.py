"""Files under /media/: everybody's only while something public uses them, otherwise for those who may have drafts.

A file is found by the row that names it, never by a path on the disk, so no address leads out of the folder
(architecture, decision 7).
"""

import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.users.models import UserProfile

from cms.core.file_access import File, may_have_file
from cms.core.models import CustomDocument, CustomImage, Rendition
from cms.core.visibility import public_documents, public_images

PUBLIC_SECONDS = 60
"""How long a copy may outlive the withdrawal of the page that used the file."""

TYPES = {".webp": "image/webp", ".avif": "image/avif", ".odt": "application/vnd.oasis.opendocument.text"}


class Found(NamedTuple):
    """A stored file, and whether everybody may have it."""

    file: FieldFile
    is_public: bool
    of: File | None = None
    """What it is a file of; None for what only the admin shows."""
    download_as: str = ""
    """File name for a file that is saved instead of shown."""


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture, a rendition or a document."""
    found = _find(path)
    if found is None or not (found.is_public or may_have_file(request, found.of)):
        raise Http404(_("There is no such file."))
    return _send(request, found)


def _send(request: HttpRequest, found: Found) -> HttpResponseBase:
    """The file, or 304 when the reader has it."""
    storage, name = found.file.storage, found.file.name or ""
    try:
        changed, size = storage.get_modified_time(name), storage.size(name)
    except FileNotFoundError as error:
        raise Http404(_("There is no such file.")) from error
    last_modified = int(changed.timestamp())
    etag = quote_etag(hashlib.sha256(f"{name} {size} {changed.timestamp()}".encode()).hexdigest()[:32])
    known: HttpResponseBase | None = get_conditional_response(request, etag=etag, last_modified=last_modified)
    response = known or (HttpResponse() if request.method == "HEAD" else FileResponse(storage.open(name)))
    if response is not known:
        response["Content-Type"], response["Content-Length"] = _content_type(name), str(size)
    response["ETag"], response["Last-Modified"] = etag, http_date(last_modified)
    response["X-Content-Type-Options"], response["Content-Security-Policy"] = "nosniff", "default-src 'none'"
    if found.download_as:
        response["Content-Disposition"] = content_disposition_header(True, found.download_as) or "attachment"
    if found.is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        add_never_cache_headers(response)
    return response


def _find(path: str) -> Found | None:
    if "\0" in path:
        return None
    return next((found for finder in FINDERS if (found := finder(path))), None)


def _rendition(path: str) -> Found | None:
    rendition = Rendition.objects.filter(file=path).select_related("image").first()
    return rendition and Found(rendition.file, _shows(rendition.image_id), of=rendition.image)


def _image(path: str) -> Found | None:
    image = CustomImage.objects.filter(file=path).first()
    return image and Found(image.file, _shows(image.pk), of=image)


def _document(path: str) -> Found | None:
    document = CustomDocument.objects.filter(file=path).first()
    if document is None:
        return None
    is_public = public_documents().filter(pk=document.pk).exists()
    return Found(document.file, is_public, of=document, download_as=document.filename)


def _portrait(path: str) -> Found | None:
    """A picture of a colleague, which only the admin shows."""
    profile = UserProfile.objects.filter(avatar=path).first()
    return profile and Found(profile.avatar, False)


FINDERS: tuple[Callable[[str], Found | None], ...] = (_rendition, _image, _document, _portrait)


def _shows(image_id: int) -> bool:
    """Whether a public page, or the register of organisations, shows the picture."""
    organisations: Any = apps.get_model("registers", "Organisation").objects
    return public_images().filter(pk=image_id).exists() or organisations.filter(logo=image_id).exists()


def _content_type(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
