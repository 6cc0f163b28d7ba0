"""What a picture or file that public pages show says of itself: alternative texts, credit, licence, title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.models import CustomDocument, CustomImage, User
from cms.editorial.models import Proposal
from cms.publishing.guarding import permit

FIELDS: dict[str, tuple[str, ...]] = {
    CustomImage._meta.label_lower: (
        *("title", "alt_sv", "alt_en", "is_decorative", "credit", "licence", "people_consent"),
    ),
    CustomDocument._meta.label_lower: ("title",),
}
"""What can be proposed. The file itself is replaced by a new one, chosen in the page, which is then reviewed."""


@dataclass(frozen=True)
class Change:
    """One field, as people read it."""

    label: str
    before: str
    after: str


def file_of(proposal: Proposal) -> Any:
    """The picture or file, or None when it is gone."""
    if proposal.file_model not in FIELDS:
        return None
    return apps.get_model(proposal.file_model)._default_manager.filter(pk=proposal.file_id).first()


def changed(file: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that can be proposed and differ from what the file says."""
    names = FIELDS[file._meta.label_lower]
    return {name: values[name] for name in names if name in values and values[name] != getattr(file, name)}


def changes(proposal: Proposal) -> Iterator[Change]:
    """What would change, for whoever decides."""
    file = file_of(proposal)
    for name, after in proposal.values.items() if file is not None else ():
        field = file._meta.get_field(name)
        yield Change(capfirst(field.verbose_name), _shown(field, getattr(file, name)), _shown(field, after))


def cannot_change(proposal: Proposal) -> str | None:
    file = file_of(proposal)
    if file is None:
        return _("The picture or file no longer exists.")
    if not changed(file, proposal.values):
        return _("Nothing of what it says would change.")
    return None


def change(proposal: Proposal, user: User) -> None:
    """Write the values, with the guard's permission for this file. Raises ValidationError where one does not fit."""
    file = file_of(proposal)
    if file is None:
        raise ValidationError(_("The picture or file no longer exists."))
    for name, value in changed(file, proposal.values).items():
        setattr(file, name, value)
    file.full_clean(exclude={"file"})
    permit(Proposal.Kind.FILE, None, key=f"{file._meta.label_lower} {file.pk}")
    file.save()
    log(instance=file, action="wagtail.edit", user=user)


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(dict(field.flatchoices).get(value, value))
