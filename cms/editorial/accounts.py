"""Accounts for trying the whole chain, one per role. Only where the settings say so."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial.roles import RoleName


@dataclass(frozen=True)
class DemoAccount:
    """A person who does not exist."""

    username: str
    first_name: str
    last_name: str
    role: RoleName


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("skribent", "Siv", "Skribent", RoleName.CONTRIBUTOR),
    DemoAccount("redaktor", "Rut", "Redaktör", RoleName.EDITOR),
    DemoAccount("oversattare", "Örjan", "Översättare", RoleName.TRANSLATOR),
    DemoAccount("granskare", "Greta", "Granskare", RoleName.REVIEWER),
    DemoAccount("granskare2", "Gunnar", "Granskare", RoleName.REVIEWER),
    DemoAccount("admin", "Alva", "Administratör", RoleName.NETWORK_ADMINISTRATOR),
)


def ensure_demo_accounts(password: str) -> dict[str, User]:
    """Make the accounts that are missing, put each in exactly its role, and return them by user name.

    The password is set for new accounts only: somebody may have chosen their own.
    """
    if not settings.DEMO_ACCOUNTS:
        raise ImproperlyConfigured("Demo accounts belong to development: the settings do not allow them here.")
    return {account.username: _ensure(account, password) for account in DEMO_ACCOUNTS}


def _ensure(account: DemoAccount, password: str) -> User:
    user, created = User.objects.get_or_create(
        username=account.username,
        defaults={
            "first_name": account.first_name,
            "last_name": account.last_name,
            "email": f"{account.username}@example.org",
        },
    )
    if created:
        user.set_password(password)
        user.save(update_fields=["password"])
    user.groups.set([Group.objects.get_or_create(name=account.role.value)[0]])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "sv"})
    return user
