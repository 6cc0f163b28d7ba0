"""The admin's forms for pictures and files, which leave the old file to the model (``cms.core.replaced_files``)."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class _LeavesTheOldFile:
    """Wagtail's forms delete `original_file` at once (w/images/forms.py, w/documents/forms.py)."""

    def save(self, commit: bool = True) -> Any:
        self.original_file = None
        return super().save(commit=commit)  # type: ignore[misc]  # of the form that it is mixed into


class ImageForm(_LeavesTheOldFile, BaseImageForm):
    """Uploads and edits of pictures."""


class DocumentForm(_LeavesTheOldFile, BaseDocumentForm):
    """Uploads and edits of files."""
