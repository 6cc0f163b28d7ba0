"""Inviting somebody: a link by mail that opens once and for seven days, and sets the first password."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.models import User
from cms.editorial.models import Invitation
from cms.editorial.notifications.sending import language_of, send
from cms.editorial.roles import label_of
from cms.editorial.sign_in import second_factor

INVITED = "servicebanken.invited"


@transaction.atomic
def invite(user: User, *, by: Any) -> Invitation:
    """Send the link to the address of somebody without a password; every link before it is dead."""
    token = secrets.token_urlsafe(32)
    values = {"digest": _digest(token), "sent_at": timezone.now(), "by": by}
    invitation, _is_new = Invitation.objects.update_or_create(user=user, defaults=values)
    log(instance=user, action=INVITED, user=by)
    with translation.override(language_of(user)):
        send(user, _("Welcome to Servicebanken"), _body(invitation, token))
    return invitation


def is_awaited(user: User) -> bool:
    """Whether somebody has been invited and has not come yet."""
    return user.is_active and hasattr(user, "invitation") and not user.has_usable_password()


def behind(token: str) -> Invitation | None:
    """The invitation whose link this is, while it opens; None for every other."""
    found = Invitation.objects.select_related("user").filter(digest=_digest(token)).first()
    return found if found is not None and found.is_good else None


@transaction.atomic
def accept(invitation: Invitation, password: str) -> bool:
    """Set the first password; False when somebody has used the link in this very moment."""
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest).delete()
    if not deleted:
        return False
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _body(invitation: Invitation, token: str) -> str:
    user, by = invitation.user, invitation.by
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('invitation', args=(token,))}"
    context = {
        "name": user.first_name or user.get_username(),
        "by": (by.get_full_name() or by.get_username()) if by else "",
        "roles": ", ".join(label_of(name) for name in user.groups.order_by("name").values_list("name", flat=True)),
        "username": user.get_username(),
        "until": invitation.good_until,
        "link": link,
        "needs_second_factor": second_factor.is_required_for(user),
    }
    return render_to_string("mail/invitation.txt", context)
