"""Forms of register rows in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class RegisterForm(WagtailAdminModelForm):
    """A code is chosen once: partners keep it, so it never changes afterwards."""

    fixed_fields: tuple[str, ...] = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.fixed_fields:
                self.fields[name].disabled = True


class CountyForm(RegisterForm):
    fixed_fields = ("code", "letter", "name_sv", "name_en")


class MunicipalityForm(RegisterForm):
    """Code, name and county come from SCB with the register; the next load would undo a change."""

    fixed_fields = ("code", "name", "county", "latitude", "longitude")


class ContactForm(RegisterForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("show_publicly"):
            if cleaned.get("name") and not cleaned.get("legal_basis"):
                self.add_error(
                    "legal_basis", _("A person's name may be shown only with consent or another basis. Write which.")
                )
            if not any(cleaned.get(name) for name in ("role_email", "public_email", "public_phone")):
                self.add_error("role_email", _("Give an address or a telephone number that may be shown."))
        return cleaned
