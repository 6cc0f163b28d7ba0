"""Files under /media/ and /documents/: everybody's only while something public shows them (ADR 22).

Otherwise they are for those who work in the admin, and for whom a preview opens them. A file is found by the row that
names it, never by a path on the disk, so no address leads out of the folder. This view sends them in production too,
because no proxy can know whose a file is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.users.models import UserProfile

from cms.core.file_access import File, may_have_file
from cms.core.models import CustomDocument, CustomImage, Rendition
from cms.core.views.sending import send
from cms.core.visibility import may_be_fetched

PUBLIC_SECONDS = 60
"""How long a copy may outlive the withdrawal of the page that used the file."""


class Found(NamedTuple):
    """A stored file, and whether the caller may have it for what it is."""

    file: FieldFile
    is_public: bool
    of: File | None = None
    """What it is a file of; None for what only the admin shows."""
    download_as: str = ""
    """File name for a file that is saved instead of shown."""


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture, a rendition or a document by its name."""
    finders = FINDERS if "\0" not in path else ()
    return _sent(request, next((found for finder in finders if (found := finder(path))), None))


@require_safe
def document(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """The rule of /media/ for the address that Wagtail gives a document.

    Wagtail's own view would let a cache keep it, and knows neither ranges nor our rule.
    """
    found = CustomDocument.objects.filter(pk=pk).first()
    return _sent(request, _of_document(found) if found is not None and found.filename == filename else None)


def _sent(request: HttpRequest, found: Found | None) -> HttpResponseBase:
    if found is None or not (found.is_public or may_have_file(request, found.of)):
        raise Http404(_("There is no such file."))
    response = send(request, found.file)
    if found.download_as:
        response["Content-Disposition"] = content_disposition_header(True, found.download_as) or "attachment"
    if found.is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS, must_revalidate=True)
    else:
        add_never_cache_headers(response)
    return response


def _rendition(path: str) -> Found | None:
    rendition = Rendition.objects.filter(file=path).select_related("image").first()
    return rendition and Found(rendition.file, may_be_fetched(rendition.image), of=rendition.image)


def _image(path: str) -> Found | None:
    image = CustomImage.objects.filter(file=path).first()
    return image and Found(image.file, may_be_fetched(image), of=image)


def _document(path: str) -> Found | None:
    found = CustomDocument.objects.filter(file=path).first()
    return found and _of_document(found)


def _of_document(found: CustomDocument) -> Found:
    return Found(found.file, may_be_fetched(found), of=found, download_as=found.filename)


def _portrait(path: str) -> Found | None:
    """A picture of a colleague, which only the admin shows."""
    profile = UserProfile.objects.filter(avatar=path).first()
    return profile and Found(profile.avatar, False)


FINDERS: tuple[Callable[[str], Found | None], ...] = (_rendition, _image, _document, _portrait)
