"""What the editor says beside a segment, in places that it has: its label, and the remark below a translation."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from cms.editorial.translations.choosing import page_chooser_address, titles_of_pages
from cms.editorial.translations.glossary import missing_in, terms_in
from cms.editorial.translations.segments import with_state

BETWEEN = " · "


def with_notes(props: str, translation: Translation) -> str:
    """The JSON that the editor is drawn from, with what changed and the words of the glossary beside each segment."""
    data = json.loads(props)
    rows = with_state(translation.source.pk, translation.target_locale.pk).filter(
        Q(is_changed=True) | Q(is_of_machine=True)
    )
    states = {pk: state for pk, *state in rows.values_list("pk", "is_changed", "is_of_machine")}
    changed = {pk for pk, (is_changed, _machine) in states.items() if is_changed}
    of_machine = {pk for pk, (_changed, is_of_machine) in states.items() if is_of_machine}
    swedish = {}
    for segment in data["segments"]:
        if segment["type"] == "string":
            swedish[segment["id"]] = segment["source"]
            _label(segment, is_changed=segment["id"] in changed)
    for row in data["initialStringTranslations"]:
        row["comment"] = with_warning(row["comment"], swedish.get(row["segment_id"], ""), row["data"])
        if row["segment_id"] in of_machine:
            row["error"] = _("Machine-translated, not reviewed. Read it, mend it, and save it.")
    chosen = [segment["value"] for segment in data["segments"] if _is_a_page(segment)]
    chosen += [row["data"] for row in data["initialOverrides"]]
    data["pageTitles"] = titles_of_pages(chosen, translation.target_locale)
    data["pageChooser"] = page_chooser_address(translation.target_locale)
    data["heading"] = _("Texts, pictures and links to translate")
    data["links"]["convertToAliasUrl"] = None  # nobody makes an alias: no button that is refused
    return json.dumps(data, cls=DjangoJSONEncoder)


def _is_a_page(segment: dict[str, Any]) -> bool:
    return segment["type"] == "synchronised_value" and segment["location"]["widget"]["type"] == "page_chooser"


def with_warning(remark: str, swedish: str, english: str) -> str:
    """The remark below a translation, with the words of the glossary that it lacks."""
    missing = [f"“{term.english[0]}” ({term.swedish})" for term in missing_in(swedish, english)]
    if not missing:
        return remark
    return remark + BETWEEN + _("Look again: the glossary says %(words)s") % {"words": ", ".join(missing)}


def _label(segment: dict[str, Any], *, is_changed: bool) -> None:
    notes = [segment["location"].get("subField") or ""]
    if is_changed:
        notes.append(_("Changed since it was translated"))
    if terms := terms_in(segment["source"]):
        notes.append(_("Glossary: %(terms)s") % {"terms": ", ".join(map(str, terms))})
    segment["location"]["subField"] = BETWEEN.join(note for note in notes if note) or None
