"""What keys and webhooks share in the admin: a secret is shown once, a new one is asked for, and questions come first.

A secret is kept nowhere on the way, neither in the session nor in a message.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.models.partners import LONGEST_GRACE


class RotationForm(forms.Form):
    """How long the old secret is still good."""

    grace_days = forms.TypedChoiceField(
        label=gettext_lazy("The old secret"),
        coerce=int,
        choices=[],
        help_text=gettext_lazy(
            "Choose at once when somebody else may have it. Otherwise the partner needs time to change it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grace_days"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  for the type checker
        field.choices = [
            (0, _("stops at once")),
            *(
                (days, ngettext("works for %(days)d more day", "works for %(days)d more days", days) % {"days": days})
                for days in (1, 3, LONGEST_GRACE.days)
            ),
        ]


def with_secret(view: Any, owner: Model, secret: str, *, template: str) -> HttpResponse:
    """The page that shows a secret, this once. No cache keeps it, nor does the browser for its back button."""
    view.template_name = template
    view.page_title = _("The secret")
    response: Any = view.render_to_response(
        {
            **WagtailAdminTemplateMixin.get_context_data(view),
            "page_subtitle": str(owner),
            "header_title": _("The secret"),
            "breadcrumbs_items": [],
            "header_buttons": [],
            "secret": secret,
            "index_url": reverse(view.index_url_name),
        }
    )
    add_never_cache_headers(response)
    return response  # type: ignore[no-any-return]  # Wagtail has no types


class AskView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks before something is done with one object."""

    model: ClassVar[type[Model]]
    permission_required = "change"
    form_class: type[forms.Form] = forms.Form
    index_url_name = edit_url_name = header_icon = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object: Any = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None, as on Wagtail's own pages that ask: so the name of the object stands in the heading."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edit_url = reverse(self.edit_url_name, args=[self.object.pk])
        return {**super().get_context_data(**kwargs), "object": self.object, "edit_url": edit_url}
