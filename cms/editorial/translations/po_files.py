"""Reading an uploaded file of translations: whole, or not at all."""

from __future__ import annotations

from typing import Any

import polib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationContext

from cms.core.models import User
from cms.editorial.translations.lengths import check_length

HEADER = "X-WagtailLocalize-TranslationID"
TOOL = "PO File"


@transaction.atomic
def read_po_file(translation: Translation, content: bytes, user: User) -> None:
    """Keep the texts of a file that was downloaded for this translation. Raises ValidationError with a sentence."""
    try:
        # It would open what looks like the name of a file on the server.
        parsed: Any = polib.pofile("#\n" + content.decode("utf-8-sig"))
    except (OSError, ValueError, LookupError) as error:
        raise ValidationError(
            _("This is no file of translations, or it is damaged. Download the file here and use that.")
        ) from error
    if parsed.metadata.get(HEADER) != str(translation.uuid):
        raise ValidationError(
            _("This file does not belong to this page: its header %(header)s is missing or names another translation."),
            params={"header": HEADER},
        )
    _check_lengths(translation, parsed)
    translation.import_po(parsed, user=user, tool_name=TOOL)


def _check_lengths(translation: Translation, entries: Any) -> None:
    contexts = {row.path: row for row in TranslationContext.objects.filter(object_id=translation.source.object_id)}
    errors = []
    for entry in entries:
        if entry.msgstr and entry.msgctxt in contexts:
            try:
                check_length(translation.source, contexts[entry.msgctxt], entry.msgstr)
            except ValidationError as error:
                errors.append(error)
    if errors:
        raise ValidationError(errors)
