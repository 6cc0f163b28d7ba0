"""allauth's views where ours differ."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.views import LoginView as AllauthLoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from cms.editorial.sign_in import second_factor
from cms.editorial.sign_in.adapters import TOO_MANY
from cms.editorial.sign_in.language import in_own_language

TOO_MANY_REQUESTS = 429
A_MINUTE = 60


def passkeys_work(request: HttpRequest) -> bool:
    """Browsers have passkeys for names only, and where nobody can listen in."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


class LoginView(AllauthLoginView):  # type: ignore[misc]  # the package has no types
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            return render(request, "admin/sign_in/no_access.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        for error in form.non_field_errors().as_data():
            if error.code == TOO_MANY:
                response.status_code = TOO_MANY_REQUESTS
                response["Retry-After"] = str((error.params or {}).get("seconds", A_MINUTE))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = "en" if get_language() == "sv" else "sv"
        following = self.request.GET.get("next")
        query = urlencode({"language": other, **({"next": following} if following else {})})
        return {
            **super().get_context_data(**kwargs),
            "passkeys_work": passkeys_work(self.request),
            "other_language": other,
            "in_other_language": f"{reverse('account_login')}?{query}",
        }


class OwnSteps(IndexView):  # type: ignore[misc]  # the package has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "passkeys_work": passkeys_work(self.request),
            "is_required": second_factor.is_required_for(self.request.user),
            "has_one": second_factor.has_one(self.request.user),
        }


class SetUpCodes(ActivateTOTPView):  # type: ignore[misc]  # the package has no types
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.note_shown_in(self.request)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # the package has no types
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.note_shown_in(self.request)
        return response


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # the package has no types
    def form_valid(self, form: Any) -> HttpResponse:
        """allauth asks whether it may be removed for codes from an app only."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponse = super().form_valid(form)
        return response


def to_sign_in(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """In the place of a form that is not ours."""
    return redirect("account_login")


def to_forgotten_password(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    return redirect("account_reset_password")


def to_own_steps(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_index")


@in_own_language
def too_many(request: HttpRequest) -> HttpResponse:
    """More of something than anybody needs, as allauth counts it by the minute."""
    response = render(request, "admin/sign_in/too_many.html", status=TOO_MANY_REQUESTS)
    response["Retry-After"] = str(A_MINUTE)
    return response
