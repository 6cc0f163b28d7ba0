"""Looks once a day whether the trees of pages and collections are sound, and tells administrators; mends nothing.

A page that its parent has not counted is in no listing of the admin, and nobody misses it before they look for it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import Collection, Page

from cms.editorial.notifications.sending import notify
from cms.editorial.notifications.table import Event

logger = logging.getLogger(__name__)
KINDS = ("path with other characters", "path of a wrong length", "no parent", "wrong depth", "wrong number of children")
"""What treebeard finds, in the order in which it says so."""
MOST_NAMED = 20


@dataclass(frozen=True)
class Places:
    """How many places are wrong, in the language of whoever reads it."""

    number: int

    def __str__(self) -> str:
        return ngettext("%(number)d place", "%(number)d places", self.number) % {"number": self.number}


def look_at_trees() -> None:
    """The job. It succeeds where it finds something, too: one that fails would be done again within minutes."""
    lines, number = [], 0
    for model in (Page, Collection):
        for kind, keys in zip(KINDS, model.find_problems(), strict=True):
            if keys:
                named = ", ".join(map(str, sorted(keys)[:MOST_NAMED]))
                lines.append(f"{model._meta.label_lower}: {kind}: {named}{', ...' if len(keys) > MOST_NAMED else ''}")
                number += len(keys)
    if lines:
        logger.error("The trees are not sound, see “manage.py fixtree”: %s", "; ".join(lines))
        link = reverse("wagtailadmin_explore_root")
        notify(Event.TREE_UNSOUND, about=Places(number), reason="\n".join(lines), link=link)
