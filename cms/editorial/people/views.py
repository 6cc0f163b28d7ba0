"""The page on which an account is opened, closed and begun anew, and the page to which an invitation leads."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from cms.core.models import User
from cms.editorial.people import invitations, leaving
from cms.editorial.people.forms import ClosingForm, FirstPasswordForm, name_of
from cms.editorial.sign_in import second_factor
from cms.editorial.sign_in.language import keep, language_of, preferred_by, speaking
from cms.editorial.users import may_open_and_close, state_of

GONE = 410


def access(request: HttpRequest, user_id: int) -> HttpResponse:
    """``do`` says what: ``invite`` again, ``close``, or ``begin_anew``."""
    by: Any = request.user
    user = get_object_or_404(User, pk=user_id)
    if not may_open_and_close(by, user):
        raise PermissionDenied
    do = request.POST.get("do")
    form = ClosingForm(user, request.POST if do == "close" else None)
    if request.method == "POST":
        try:
            if _done(do, user, by, form):
                messages.success(request, _("Done: %(name)s.") % {"name": name_of(user)})
                return redirect("access_of_user", user.pk)
        except leaving.CannotClose as reason:
            messages.error(request, str(reason))
    context = {
        "person": user,
        "state": state_of(user),
        "is_invited": invitations.is_awaited(user),
        "is_oneself": user == by,
        "has_second_factor": second_factor.has_one(user),
        "holdings": leaving.holdings_of(user),
        "form": form,
        "page_title": _("Access"),
        "page_subtitle": name_of(user),
        "header_title": name_of(user),
        "header_icon": "user",
    }
    return TemplateResponse(request, "admin/people/access.html", context)


@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the first password. Reading the page uses nothing up: programs that check mail read it, too."""
    found = invitations.behind(token)
    with speaking(preferred_by(found.user) if found else language_of(request)):
        if found is None:
            return render(request, "admin/people/invitation_over.html", status=GONE)
        form = FirstPasswordForm(found.user, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            if not invitations.accept(found, form.cleaned_data["new_password1"]):
                return render(request, "admin/people/invitation_over.html", status=GONE)
            keep(request, preferred_by(found.user))
            # Just chosen: it is not asked for again before the second step is set up.
            record_authentication(request, found.user, method="password", reauthenticated=True)
            response: HttpResponse = perform_login(request, Login(user=found.user))
            return response
        needs = second_factor.is_required_for(found.user)
        return render(
            request, "admin/people/invitation.html", {"form": form, "person": found.user, "needs_second_factor": needs}
        )


def _done(do: str | None, user: User, by: Any, form: ClosingForm) -> bool:
    """Whether it was done; False when it fits neither the account nor anything else."""
    if do == "invite" and invitations.is_awaited(user):
        invitations.invite(user, by=by)
    elif do == "begin_anew" and user != by:
        leaving.begin_anew(user, by=by)
    elif do == "close" and user.is_active and form.is_valid():
        leaving.close(user, successor=form.cleaned_data.get("successor"), by=by)
    else:
        return False
    return True
