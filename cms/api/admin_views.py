"""Views of partners' keys in the admin: a secret is shown once, in the answer to the form that made it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from cms.api import keys
from cms.api.admin_secrets import AskView, RotationForm, with_secret
from cms.api.models import KeyState, PartnerKey

SHOWN_ONCE = "admin/api_keys/secret.html"


def _possible(view: Any, key: PartnerKey) -> list[Button]:
    """What can be done with a key, besides changing what it says."""
    if key.state == KeyState.REVOKED:
        return []
    rotate, revoke = (reverse(name, args=[key.pk]) for name in (view.rotate_url_name, view.revoke_url_name))
    return [
        Button(_("New secret"), url=rotate, icon_name="rotate", priority=40),
        Button(_("Revoke"), url=revoke, icon_name="cross", priority=50),
    ]


class IndexView(generic.IndexView):
    rotate_url_name = revoke_url_name = ""

    def get_list_more_buttons(self, instance: PartnerKey) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            buttons += _possible(self, instance)
        return list(buttons)


class CreateView(generic.CreateView):
    def save_instance(self) -> PartnerKey:
        """In place of Wagtail's own action, which would save a key without a secret."""
        key: PartnerKey = self.form.save(commit=False)
        self.secret = keys.make(key, by=self.request.user)
        self.form.save_m2m()
        return key

    def save_action(self) -> HttpResponse:
        return with_secret(self, self.object, self.secret, template=SHOWN_ONCE)


class EditView(generic.EditView):
    rotate_url_name = revoke_url_name = ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_possible(self, self.object)]


class KeyView(AskView):
    """Asks before something is done with one key that is not revoked."""

    model = PartnerKey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.state == KeyState.REVOKED:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RotateView(KeyView):
    page_title = gettext_lazy("New secret")
    template_name = "admin/api_keys/rotate.html"
    form_class = RotationForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        grace = dt.timedelta(days=form.cleaned_data["grace_days"])
        secret = keys.rotate(self.object, by=self.request.user, grace=grace)
        return with_secret(self, self.object, secret, template=SHOWN_ONCE)


class RevokeView(KeyView):
    page_title = gettext_lazy("Revoke")
    template_name = "admin/api_keys/revoke.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        keys.revoke(self.object, by=self.request.user)
        messages.success(self.request, _("The key “%(label)s” is revoked.") % {"label": self.object.label})
        return redirect(self.index_url_name)
