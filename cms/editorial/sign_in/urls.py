"""Every address below /admin/: ours for signing in first, then Wagtail's.

Those of Wagtail's that sign somebody in are at the same addresses as ours or below them, so they are never reached.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from wagtail.admin.urls import urlpatterns as of_wagtail
from wagtail.admin.views.account import LogoutView

from cms.editorial.people.views import invitation
from cms.editorial.sign_in import views
from cms.editorial.sign_in.language import in_own_language


def _page(address: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(address, never_cache(in_own_language(view)), name=name)


urlpatterns = [
    _page("login/", views.LoginView.as_view(), "account_login"),
    _page("login/step/", mfa.authenticate, "mfa_authenticate"),
    _page("login/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    _page("login/closed/", account.account_inactive, "account_inactive"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    _page("password/", account.password_change, "account_change_password"),
    _page("password/forgotten/", account.password_reset, "account_reset_password"),
    _page("password/forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    _page("password/new/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(in_own_language(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:token>/", invitation, name="invitation"),
    _page("confirm/", account.reauthenticate, "account_reauthenticate"),
    _page("confirm/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _page("confirm/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _page("sign-in/", views.OwnSteps.as_view(), "mfa_index"),
    _page("sign-in/app/", views.SetUpCodes.as_view(), "mfa_activate_totp"),
    _page("sign-in/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _page("sign-in/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _page("sign-in/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _page("sign-in/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    path("sign-in/passkeys/", views.to_own_steps, name="mfa_list_webauthn"),
    _page("sign-in/passkeys/add/", views.AddPasskey.as_view(), "mfa_add_webauthn"),
    _page("sign-in/passkeys/<int:pk>/name/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _page("sign-in/passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), "mfa_remove_webauthn"),
    path("password/set/", views.to_forgotten_password, name="account_set_password"),
    re_path(r"^password_reset/", views.to_forgotten_password),
    *of_wagtail,
]
