"""The second factor: who needs one, who has one, and whether this session has shown it."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from cms.editorial.guard import roles_of
from cms.editorial.roles import RoleName

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes are no factor of their own: they stand in for one of these."""
NEED_ONE = {RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}


def is_required_for(user: Any) -> bool:
    """Those who decide what is public, and those who decide who they are; where the settings ask for it."""
    return settings.SECOND_FACTOR_REQUIRED and bool(user.is_superuser or NEED_ONE & roles_of(user))


def has_one(user: Any) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists()


def may_be_removed(authenticator: Authenticator) -> bool:
    """Whether somebody who needs a second factor keeps one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=KINDS).exclude(pk=authenticator.pk)
    return not is_required_for(authenticator.user) or others.exists()


def is_shown_in(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]  # only asked when signed in
    return any(record.get("method") == "mfa" for record in records)


def note_shown_in(request: HttpRequest) -> None:
    """Whoever has just set one up has shown that they hold it."""
    record_authentication(request, request.user, "mfa")  # type: ignore[arg-type]  # only asked when signed in


def forget(user: Any) -> int:
    """Take away every second factor and recovery code of somebody who has lost them; how many there were."""
    number, _rows = Authenticator.objects.filter(user_id=user.pk).delete()
    return number
