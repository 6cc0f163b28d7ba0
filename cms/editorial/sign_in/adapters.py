"""What allauth asks us: who may sign up (nobody), from where somebody comes, how long a lock-out lasts."""

from __future__ import annotations

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.callers import address_of
from cms.editorial.sign_in import second_factor
from cms.editorial.sign_in.language import keep, preferred_by, speaking

User = get_user_model()

TOO_MANY = "too_many_login_attempts"
LIMIT = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name or password is wrong."),
        "email_password_mismatch": _("Name or password is wrong."),
        TOO_MANY: _("Too many failed attempts. Try again in five minutes."),
        "rate_limited": _("Too many failed attempts. Try again in five minutes."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong, or has been used. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """A digest: it stands in the keys of the cache, which nobody should read as a list of visitors."""
        return salted_hmac("sign_in", address_of(request), algorithm="sha256").hexdigest()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home") if request.user.has_perm("wagtailadmin.access_admin") else "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt at the account, under whatever name; raise ValidationError when there were too many.

        A right password takes its attempt back. The error's `params` say in how many seconds one may try again.
        """
        key = _account(credentials)
        self._login_failed_rl_usage = ratelimit.consume(request, key=key, **LIMIT)
        if not self._login_failed_rl_usage:
            seconds = _seconds_left(request, key)
            message = gettext("Too many failed attempts. Try again in %(minutes)s min.")
            raise ValidationError(message, TOO_MANY, {"minutes": math.ceil(seconds / 60), "seconds": seconds})

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        keep(request, preferred_by(user))
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whom it is for."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        with speaking(preferred_by(user) if user else None):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email or user.email)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role needs a second step at sign-in. Add another before you remove it."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_be_removed(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  # allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey") if not number else gettext("Passkey %(number)s") % {"number": number + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Servicebanken"}


def _account(credentials: dict[str, Any]) -> str:
    """What attempts are counted by: a person has a user name and an address, and one number of attempts."""
    name = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = (
        User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).order_by("pk").first() if name else None
    )
    return f"user {user.pk}" if user else f"name {name}"


def _seconds_left(request: HttpRequest, key: str) -> int:
    """Until the oldest attempt that counts is forgotten."""
    left = [0.0]
    for rate in ratelimit.get_rates(**LIMIT):
        attempts = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **LIMIT)) or []
        if len(attempts) >= rate.amount:
            left.append(attempts[-1] + rate.duration - time.time())
    return max(1, math.ceil(max(left)))
