"""The people who write, check, translate and approve the demonstration content."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group

from cms.core.models import User
from cms.editorial.accounts import DEMO_ACCOUNTS, ensure_demo_accounts

KINDS_OF_THE_CONTRIBUTOR = {"case", "resource", "plan", "collection", "event", "project"}
"""A contributor adds pages where content grows; sections, topics and plain pages are an editor's matter."""


@dataclass(frozen=True)
class People:
    contributor: User
    editor: User
    translator: User
    reviewer: User

    def author_of(self, kind: str) -> User:
        return self.contributor if kind in KINDS_OF_THE_CONTRIBUTOR else self.editor


@dataclass(frozen=True)
class Cast:
    """The people, and the password to print when it was made up here."""

    people: People
    new_password: str | None = None


def cast() -> Cast:
    """Demo accounts where the settings allow them, otherwise people without password who leave after the build."""
    if not settings.DEMO_ACCOUNTS:
        return Cast(_people({account.username: _without_password(account.username) for account in DEMO_ACCOUNTS}))
    anybody_there = User.objects.filter(username__in=[account.username for account in DEMO_ACCOUNTS]).exists()
    password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
    people = _people(ensure_demo_accounts(password))
    made_up = not settings.DEMO_PASSWORD and not anybody_there
    return Cast(people, password if made_up else None)


def farewell() -> None:
    """Where there are no demo accounts, nobody can sign in as those who built the demonstration."""
    if settings.DEMO_ACCOUNTS:
        return
    for user in User.objects.filter(username__in=[account.username for account in DEMO_ACCOUNTS]):
        user.groups.clear()
        user.is_active = False
        user.save(update_fields=["is_active"])


def _people(users: dict[str, User]) -> People:
    return People(
        contributor=users["skribent"],
        editor=users["redaktor"],
        translator=users["oversattare"],
        reviewer=users["granskare"],
    )


def _without_password(username: str) -> User:
    account = next(account for account in DEMO_ACCOUNTS if account.username == username)
    user, created = User.objects.get_or_create(
        username=username, defaults={"first_name": account.first_name, "last_name": account.last_name}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=account.role.value))
    return user
