"""Two people have written in one page at once: the second save overwrites nothing, but asks, field by field.

Wagtail tells both who else has the page open, and its autosave stops where somebody else has saved meanwhile. A save by
the button overwrites. Here it becomes a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from cms.core.models import User
from cms.core.revisions import differing
from cms.editorial.comparison import compare
from cms.editorial.comparison.items import Item


@dataclass(frozen=True)
class Difference:
    """One field of the form, or one list of rows, in which two versions differ; changes are marked against `before`."""

    name: str
    label: str
    mine: Item
    theirs: Item
    mine_is_new: bool
    theirs_is_new: bool

    @property
    def choice(self) -> str:
        """What is chosen beforehand: what only one of the two has changed. Empty where both have."""
        if self.mine_is_new and self.theirs_is_new:
            return ""
        return "theirs" if self.theirs_is_new else "mine"


def somebody_saved_meanwhile(request: HttpRequest, latest: Revision | None) -> bool:
    """Whether the newest revision is not the one that the form was opened with, as Wagtail's own autosave asks it."""
    opened = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    if latest is None or not opened:
        return False
    if opened != str(latest.pk):
        return True
    is_own_autosave = bool(request.POST.get("overwrite_revision_id"))
    return not is_own_autosave and request.POST.get("loaded_revision_created_at") != latest.created_at.isoformat()


def opened_with(request: HttpRequest, page: Page) -> Any:
    """The version that the form was opened with, or None: an autosave may have written over it."""
    pk = request.POST.get("loaded_revision_id", "")
    found = page.revisions.filter(pk=pk).first() if pk.isdecimal() else None
    if found is None or found.created_at.isoformat() != request.POST.get("loaded_revision_created_at"):
        return None
    return found.as_object()


def differences(mine: Page, theirs: Page, before: Any) -> Iterator[Difference]:
    """In the order of the form, with its labels; what was removed and added is marked as in the comparison of versions.

    Without `before`, each version is shown against the other.
    """
    names = differing(mine.serializable_data(), theirs.serializable_data())
    origin = before if before is not None else theirs
    by_me = differing(mine.serializable_data(), origin.serializable_data())
    by_them = differing(theirs.serializable_data(), origin.serializable_data()) if before is not None else names
    theirs_against = origin if before is not None else mine
    for my_part, their_part in zip(compare(origin, mine), compare(theirs_against, theirs), strict=True):
        name = my_part.name
        if name in names:
            names.discard(name)
            yield Difference(name, my_part.item.label, my_part.item, their_part.item, name in by_me, name in by_them)


@transaction.atomic
def save_chosen(mine: Page, theirs: Page, names: Collection[str], user: User, before: Revision) -> Revision:
    """Save my version with their fields and rows of these names, as one draft."""
    relations = {relation.get_accessor_name() for relation in get_all_child_relations(type(mine))}
    for name in names:
        if name in relations:
            setattr(mine, name, list(getattr(theirs, name).all()))
            continue
        field = mine._meta.get_field(name)
        if isinstance(field, ParentalManyToManyField):
            setattr(mine, name, list(getattr(theirs, name).all()))
        else:
            setattr(mine, field.attname, getattr(theirs, field.attname))
    if not mine.live:
        mine.save(clean=False)
    return mine.save_revision(user=user, log_action=True, previous_revision=before, clean=False)
