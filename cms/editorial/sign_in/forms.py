"""allauth's forms with our words, and a code that works once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

PERIOD_SECONDS = 30


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # the package has no types
    """Its field is named as it was before allauth, so that what browsers have saved is still filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name or e-mail address"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = _("Keep me signed in for two weeks")
        self.order_fields(["login", "password", "remember"])

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


LABELS = {
    "code": _("Code"),
    "email": _("E-mail address"),
    "oldpassword": _("The password you have now"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("The same password once more"),
}
HELP = {"password1": _("At least 12 characters. Several words in a row are easy to keep.")}


class _InOurWords:
    """Labels above the fields, in our words, and nothing in grey inside them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class PasswordAgainForm(_InOurWords, ReauthenticateForm):  # type: ignore[misc]  # the package has no types
    pass


class OtherPasswordForm(_InOurWords, ChangePasswordForm):  # type: ignore[misc]  # the package has no types
    pass


class ForgottenPasswordForm(_InOurWords, ResetPasswordForm):  # type: ignore[misc]  # the package has no types
    pass


class NewPasswordForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # the package has no types
    pass


class AppForm(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # the package has no types
    pass


class _Once:
    """allauth remembers a used code for half a minute; with the tolerance for slow clocks it holds for longer."""

    user: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from the app, or one of your recovery codes.")
        self.fields["code"].widget.attrs.update({"inputmode": "text", "autofocus": True})
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # a form beside the mixin has it
        typed = "".join(filter(str.isalnum, code)).lower()
        seconds = PERIOD_SECONDS * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        if not cache.add(f"code-used:{self.user.pk}:{typed}", "y", timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]  # the package has no types
    pass


class CodeAgainForm(_Once, CodeReauthenticateForm):  # type: ignore[misc]  # the package has no types
    pass


NONSENSE = (KeyError, TypeError, ValueError, AttributeError)
"""What the parser of passkeys raises over an answer that no browser gives."""


class _SensibleAnswer:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # a form beside the mixin has it
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeySignInForm(_SensibleAnswer, LoginWebAuthnForm):  # type: ignore[misc]  # the package has no types
    pass


class PasskeyStepForm(_SensibleAnswer, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the package has no types
    pass


class PasskeyAgainForm(_SensibleAnswer, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the package has no types
    pass


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the package has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it again: the phone, the key on the key ring.")
        self.fields["name"].max_length = 100
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("It then asks for your finger, face or PIN.")
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned
