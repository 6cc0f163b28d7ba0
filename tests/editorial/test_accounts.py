"""The demonstration accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.editorial.accounts import ensure_demo_accounts

ROLES = {
    "skribent": "contributor",
    "redaktor": "editor",
    "oversattare": "translator",
    "granskare": "reviewer",
    "granskare2": "reviewer",
    "admin": "network_administrator",
}


@pytest.mark.usefixtures("site")
def test_each_account_has_its_role_and_no_more() -> None:
    accounts = ensure_demo_accounts("a-password-of-ours")
    assert {name: [group.name for group in user.groups.all()] for name, user in accounts.items()} == {
        name: [role] for name, role in ROLES.items()
    }
    assert not any(user.is_superuser or user.is_staff for user in accounts.values())
    assert all(user.check_password("a-password-of-ours") for user in accounts.values())
    assert all(user.wagtail_userprofile.preferred_language == "sv" for user in accounts.values())


@pytest.mark.usefixtures("site")
def test_doing_it_again_keeps_the_password_and_puts_the_role_right() -> None:
    admin = ensure_demo_accounts("first-password")["admin"]
    admin.groups.clear()
    admin = ensure_demo_accounts("second-password")["admin"]
    assert admin.check_password("first-password")
    assert [group.name for group in admin.groups.all()] == ["network_administrator"]


@pytest.mark.django_db
def test_no_demo_account_where_the_settings_do_not_allow_it(settings: Any) -> None:
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(ImproperlyConfigured):
        ensure_demo_accounts("a-password-of-ours")
