"""What an administrator is asked about a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.api_loading import page_types
from cms.publishing.models import WebhookSubscription
from cms.registers.filters import COUNTY


def _choices(name: str, help_text: Any = "") -> forms.MultipleChoiceField:
    field: Any = WebhookSubscription._meta.get_field(name)
    return forms.MultipleChoiceField(
        label=capfirst(field.verbose_name),
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class WebhookForm(WagtailAdminModelForm):
    """A webhook without its secret."""

    page_types = _choices("page_types", _("None ticked: all."))
    counties = _choices("counties", _("None ticked: all, also pages without a place."))
    languages = _choices("languages", _("None ticked: both."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "page_types": [(model._meta.label, capfirst(model.get_verbose_name())) for model in page_types()],
            "counties": list(COUNTY.options().items()),
            "languages": list(settings.LANGUAGES),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  for the type checker
            field.choices = sorted(choices, key=lambda choice: choice[1]) if name == "page_types" else choices

    def save(self, commit: bool = True) -> Any:
        """Of a webhook that exists, what the form shows and no more: the worker writes in the same row."""
        if not commit or self.instance.pk is None:
            return super().save(commit)
        webhook = super().save(commit=False)
        webhook.save(update_fields=list(self.fields))
        return webhook
