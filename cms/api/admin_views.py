"""Views of partners' keys in the admin: a secret is shown once, in the answer to the form that made it.

It is kept nowhere on the way, neither in the session nor in a message.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from cms.api import keys
from cms.api.admin_forms import RotationForm
from cms.api.models import KeyState, PartnerKey


def with_secret(view: Any, key: PartnerKey, secret: str) -> HttpResponse:
    """The page that shows a secret, this once. No cache keeps it, nor does the browser for its back button."""
    view.template_name = "admin/api_keys/secret.html"
    view.page_title = _("The secret")
    response: Any = view.render_to_response(
        {
            **WagtailAdminTemplateMixin.get_context_data(view),
            "page_subtitle": str(key),
            "header_title": _("The secret"),
            "breadcrumbs_items": [],
            "header_buttons": [],
            "key": key,
            "secret": secret,
            "index_url": reverse(view.index_url_name),
        }
    )
    add_never_cache_headers(response)
    return response  # type: ignore[no-any-return]  # Wagtail has no types


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
        return with_secret(self, self.object, self.secret)


class EditView(generic.EditView):
    rotate_url_name = revoke_url_name = ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_possible(self, self.object)]


class KeyView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks before something is done with one key that is not revoked."""

    model = PartnerKey
    permission_required = "change"
    form_class: type[forms.Form] = forms.Form
    index_url_name = edit_url_name = header_icon = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key = get_object_or_404(PartnerKey, pk=unquote(str(kwargs["pk"])))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.key.state == KeyState.REVOKED:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.key)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None, as on Wagtail's own pages that ask: so the name of the key stands in the heading."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "key": self.key, "edit_url": reverse(self.edit_url_name, args=[self.key.pk])}


class RotateView(KeyView):
    page_title = gettext_lazy("New secret")
    template_name = "admin/api_keys/rotate.html"
    form_class = RotationForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        grace = dt.timedelta(days=form.cleaned_data["grace_days"])
        return with_secret(self, self.key, keys.rotate(self.key, by=self.request.user, grace=grace))


class RevokeView(KeyView):
    page_title = gettext_lazy("Revoke")
    template_name = "admin/api_keys/revoke.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        keys.revoke(self.key, by=self.request.user)
        messages.success(self.request, _("The key “%(label)s” is revoked.") % {"label": self.key.label})
        return redirect(self.index_url_name)
