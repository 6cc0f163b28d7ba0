"""Nobody works in the admin with half a sign-in, however the session came about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.editorial.sign_in import second_factor
from cms.editorial.sign_in.language import language_of, speaking

FORBIDDEN = 403
ADMIN = "/admin/"
ALWAYS_OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
TO_SHOW_IT = ALWAYS_OPEN | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
TO_SET_IT_UP = ALWAYS_OPEN | {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


class SecondFactor:
    """Sends those who lack a second factor that they need to set one up, and those who have not shown theirs to do so.

    It asks at every request, so that a role which somebody gets while they are signed in counts at once. Outside the
    admin such a person is nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # A visitor without a session is not asked who they are.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        lacking = _what_is_lacking(request)
        if lacking is None:
            return None
        if not request.path_info.startswith(ADMIN):
            request.user = AnonymousUser()
            return None
        open_pages, leads_to = lacking
        match = request.resolver_match
        if match is not None and match.url_name in open_pages:
            return None
        with speaking(language_of(request)):
            return _refusal(request, leads_to)


def _what_is_lacking(request: HttpRequest) -> tuple[set[str], str] | None:
    """Pages that are open all the same, and the one that leads on; None when nothing is lacking."""
    if second_factor.has_one(request.user):
        return None if second_factor.is_shown_in(request) else (TO_SHOW_IT, "mfa_reauthenticate")
    return (TO_SET_IT_UP, "mfa_index") if second_factor.is_required_for(request.user) else None


def _refusal(request: HttpRequest, leads_to: str) -> HttpResponse:
    says = (
        _("Your role needs a second step at sign-in. Set it up first.")
        if leads_to == "mfa_index"
        else _("Confirm that it is you.")
    )
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest" or "/api/" in request.path_info
    if request.method not in ("GET", "HEAD") or by_script:
        return JsonResponse({"success": False, "error_code": "second_factor", "error_message": says}, status=FORBIDDEN)
    messages.warning(request, says)
    return HttpResponseRedirect(f"{reverse(leads_to)}?{urlencode({'next': request.get_full_path()})}")
