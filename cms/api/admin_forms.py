"""What an administrator is asked about a partner's key."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from cms.api.models import PartnerKey

SUGGESTED_LIFE = dt.timedelta(days=365)


class SectionsField(forms.ModelMultipleChoiceField):
    """Closed pages by title and address; the address begins with the language."""

    def label_from_instance(self, obj: Page) -> str:
        return f"{obj.get_admin_display_title()} ({obj.url_path})"


class PartnerKeyForm(WagtailAdminModelForm):
    """A key without its secret. The sections offered are those that a restriction stands on."""

    sections = SectionsField(
        Page.objects.none(),
        label=capfirst(PartnerKey._meta.get_field("sections").verbose_name),
        help_text=PartnerKey._meta.get_field("sections").help_text,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Q(view_restrictions__isnull=False)
        if self.instance.pk is None:
            self.initial["expires_at"] = (timezone.now() + SUGGESTED_LIFE).replace(second=0, microsecond=0)
        else:
            offered |= Q(pk__in=self.instance.sections.values("pk"))
        self.fields["sections"].queryset = Page.objects.filter(offered).distinct().order_by("path")

    def clean_expires_at(self) -> dt.datetime | None:
        expires_at: dt.datetime | None = self.cleaned_data["expires_at"]
        if "expires_at" in self.changed_data and expires_at is not None and expires_at <= timezone.now():
            raise forms.ValidationError(_("Choose a time to come. To end a key now, revoke it."))
        return expires_at
