"""Pictures and files of a draft, for whoever has the answer of its preview: exactly those that the revision uses."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import ReferenceIndex

from cms.api.previews.links import FILES, recognise
from cms.api.previews.rendering import page_of
from cms.core.file_access import File
from cms.core.visibility import is_open

PARAMETER = "preview"


def opened_by_preview(request: HttpRequest, file: File) -> bool:
    """Whether the address carries a living preview whose page uses the file. A closed collection stays closed."""
    token = request.GET.get(PARAMETER)
    preview = recognise(token, FILES) if token else None
    if preview is None or not is_open(file):
        return False
    wanted = (ContentType.objects.get_for_model(file).pk, str(file.pk))
    references = ReferenceIndex._extract_references_from_object(page_of(preview))
    return any((content_type, str(pk)) == wanted for content_type, pk, *_path in references)
