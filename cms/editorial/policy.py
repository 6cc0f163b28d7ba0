"""Who may change what the public sees: the table of "Roles and moderation", as data (ADR 29).

The guard asks it about every effect that a request has on the public, by whatever view. What no row allows is refused.
What follows by itself passes without being asked about: a page that shows another that has changed, an address below a
section that was renamed with approval, the facts of a translation, a document that the clock changes, redirects that
Wagtail makes, renditions, and the answers that case owners give by their link, which stand beside the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.editorial.roles import RoleName


class Change(models.TextChoices):
    """What can happen to the public. The values are also the kinds of permission, see ``cms.publishing.guarding``."""

    PUBLISH = "publish", _("is published")
    UPDATE = "update", _("is changed")
    WITHDRAW = "withdraw", _("is no longer public")
    MOVE = "move", _("gets another place or address")
    RESTRICT = "restrict", _("is closed to the public")
    OPEN = "open", _("is opened to the public")
    DELETE = "delete", _("is deleted")
    ALIAS = "alias", _("would be an alias")
    ENGLISH_ALONE = "english_alone", _("would be English without a Swedish page")
    FILE = "file", _("is a picture or file that public pages show")
    ANSWER = "answer", _("is what the owner of a case has answered")
    REGISTER = "register", _("is a row of a register")
    TAG = "tag", _("is a tag of a picture or file")
    REDIRECT = "redirect", _("is a redirect")
    SITE = "site", _("is a setting of the site")
    COLLECTION = "collection", _("lies in a collection that is closed or opened")


class By(models.TextChoices):
    """What decides."""

    APPROVAL = "approval", _("the last approval of the workflow, by somebody who has not written in it")
    REASON = "reason", _("a reviewer or network administrator, with a written reason")
    TWO = "two", _("two people: one proposes, a reviewer who is somebody else does it")
    OWNER = "owner", _("the owner of the case, by their link")
    ROLE = "role", _("somebody of these roles alone")
    NOBODY = "nobody", _("nobody")


@dataclass(frozen=True)
class Rule:
    """One row. `roles` are those who may do it by themselves; `why` is what the others are told."""

    change: Change
    by: By
    why: Any
    roles: tuple[RoleName, ...] = ()

    @property
    def may_be_overridden(self) -> bool:
        """By a network administrator with a written reason, which is logged."""
        return self.by != By.NOBODY


_ROLE, _ADMIN = RoleName, RoleName.NETWORK_ADMINISTRATOR
_FOUR_EYES = _("Only the last approval of the workflow changes what is public. Send the page for review.")
_TWO = _("This changes a public page. It takes two people: propose it, and a reviewer who is somebody else does it.")
_BY_ADMINISTRATOR = _("Only a network administrator may change this.")

POLICY: tuple[Rule, ...] = (
    Rule(Change.PUBLISH, By.APPROVAL, _FOUR_EYES),
    Rule(Change.UPDATE, By.APPROVAL, _FOUR_EYES),
    Rule(Change.WITHDRAW, By.REASON, _("A public page is taken down by a reviewer, who writes why: “Take down”.")),
    Rule(Change.MOVE, By.TWO, _TWO),
    Rule(Change.RESTRICT, By.TWO, _TWO),
    Rule(Change.OPEN, By.TWO, _TWO),
    Rule(Change.DELETE, By.TWO, _TWO),
    Rule(Change.ALIAS, By.NOBODY, _("An alias shows text at an address in another place. There are none here.")),
    Rule(Change.ENGLISH_ALONE, By.NOBODY, _("An English page is always the translation of a Swedish one.")),
    Rule(
        Change.FILE,
        By.TWO,
        _(
            "Pages that are public, or wait for the last approval, show this picture or file. Propose what it is to"
            " say, or upload a new one and choose it in the page, which is then reviewed."
        ),
    ),
    Rule(
        Change.ANSWER,
        By.OWNER,
        _("What the owner of a case has answered comes from the owner’s own link. Ask the owner again."),
    ),
    Rule(Change.REGISTER, By.ROLE, _("Only editors may change this."), (_ROLE.EDITOR, _ADMIN)),
    Rule(Change.TAG, By.ROLE, _("Only editors may change this."), (_ROLE.CONTRIBUTOR, _ROLE.EDITOR, _ADMIN)),
    Rule(Change.REDIRECT, By.ROLE, _BY_ADMINISTRATOR, (_ADMIN,)),
    Rule(Change.SITE, By.ROLE, _BY_ADMINISTRATOR, (_ADMIN,)),
    Rule(Change.COLLECTION, By.ROLE, _BY_ADMINISTRATOR, (_ADMIN,)),
)
RULES = {rule.change: rule for rule in POLICY}
