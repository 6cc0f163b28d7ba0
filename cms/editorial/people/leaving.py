"""Closing somebody's account: what they mind gets somebody else to mind it, what they did keeps their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import ForeignObjectRel, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from cms.core.models import User
from cms.editorial.models import Batch, BatchedPage
from cms.editorial.notifications.sending import language_of, send
from cms.editorial.people.invitations import invite
from cms.editorial.roles import RoleName
from cms.editorial.sign_in import second_factor

CLOSED, BEGUN_ANEW = "servicebanken.account_closed", "servicebanken.account_begun_anew"

ENDS_WITH_THE_ACCOUNT = (
    "account.EmailAddress",
    "api.Preview",
    "editorial.Absence",
    "editorial.Claim",
    "editorial.Invitation",
    "mfa.Authenticator",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailcore.APIToken",
    "wagtailcore.PageSubscription",
)
"""Rows of a person that nobody else needs: ways in, links they have made, what their browser was doing."""
BELONGS_TO_THE_ACCOUNT = ("core.User_groups", "core.User_user_permissions", "wagtailusers.UserProfile")
"""Stays with a closed account, for the day when it is opened again; goes with a deleted one."""


class CannotClose(Exception):
    """The account must stay open; the message says why, in a sentence for whoever wanted to close it."""


@dataclass(frozen=True)
class Holdings:
    """What somebody minds, in numbers."""

    pages: int
    waiting: int
    sections: int
    locks: int

    @property
    def need_a_successor(self) -> bool:
        return bool(self.pages or self.waiting or self.sections)


def holdings_of(user: User) -> Holdings:
    return Holdings(_pages(user).count(), _waiting(user).count(), _sections(user).count(), _locked(user).count())


def possible_successors(user: User) -> QuerySet[User]:
    """Everybody else who works in the admin."""
    works = Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")
    return User.objects.filter(works, is_active=True).exclude(pk=user.pk).distinct().order_by("first_name", "last_name")


def is_last_administrator(user: User) -> bool:
    """Whether nobody who can sign in would be network administrator without them."""
    others = User.objects.filter(groups__name=RoleName.NETWORK_ADMINISTRATOR.value, is_active=True)
    able = others.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return able.filter(pk=user.pk).exists() and not able.exclude(pk=user.pk).exists()


def has_history(user: User) -> bool:
    """Whether anything in the database names the person as who did it: then the person is closed, never deleted."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model: Any = relation.related_model
        if model._meta.label in ENDS_WITH_THE_ACCOUNT + BELONGS_TO_THE_ACCOUNT and relation.field.name == "user":
            continue
        if model._base_manager.filter(**{relation.field.name: user.pk}).exists():
            return True
    return False


@transaction.atomic
def close(user: User, *, successor: User | None, by: Any) -> None:
    """Hand over what the person minds and end every way in; raises CannotClose."""
    if user == by:
        raise CannotClose(_("You cannot close your own account. Ask another network administrator."))
    if is_last_administrator(user):
        raise CannotClose(
            _("This is the last network administrator. Give the role to somebody else first, then close the account.")
        )
    holdings = holdings_of(user)
    if successor is None and holdings.need_a_successor:
        raise CannotClose(_("Choose who takes over."))
    _pages(user).update(owner=successor)
    _waiting(user).update(requested_by=successor)
    _sections(user).update(by=successor)
    _locked(user).update(locked=False, locked_by=None, locked_at=None)
    for label in ENDS_WITH_THE_ACCOUNT:
        apps.get_model(label)._base_manager.filter(user=user).delete()
    # With the password go all sessions and links for a new one, also on the day when the account is opened again.
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    log(instance=user, action=CLOSED, user=by, data={"successor": successor.get_username() if successor else None})
    if successor is not None:
        _tell(successor, user, holdings)


@transaction.atomic
def begin_anew(user: User, *, by: Any) -> None:
    """Open an account, or take away every way in of somebody who has lost theirs; either way, invite the person."""
    second_factor.forget(user)
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    log(instance=user, action=BEGUN_ANEW, user=by)
    invite(user, by=by)


def _tell(successor: User, leaver: User, holdings: Holdings) -> None:
    name = leaver.get_full_name() or leaver.get_username()
    context = {
        "name": successor.first_name or successor.get_username(),
        "leaver": name,
        "holdings": holdings,
        "link": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_home')}",
    }
    with translation.override(language_of(successor)):
        subject = _("You take over from %(name)s") % {"name": name}
        send(successor, " ".join(subject.split()), render_to_string("mail/handed_over.txt", context))


def _pages(user: User) -> QuerySet[Page]:
    return Page.objects.filter(owner=user)


def _waiting(user: User) -> QuerySet[WorkflowState]:
    return WorkflowState.objects.active().filter(requested_by=user)


def _sections(user: User) -> QuerySet[Batch]:
    """Sections whose pages the worker still begins to translate, in the person's name."""
    waiting = Batch.objects.filter(by=user, pages__state=BatchedPage.State.WAITING)
    return waiting.filter(kind=Batch.Kind.TRANSLATE).distinct()


def _locked(user: User) -> QuerySet[Page]:
    return Page.objects.filter(locked_by=user)
