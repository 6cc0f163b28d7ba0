"""Wagtail's forms for people without a password, which everybody chooses themselves, and the form of a first one."""

from __future__ import annotations

import itertools
import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial.people import leaving
from cms.editorial.roles import RoleName


class OwnAddress:
    """An address belongs to one person: with it one signs in, and gets a new password."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody else has an account with this address."))
        return email


class InvitationForm(OwnAddress, UserCreationForm):
    """Somebody new: who they are, what they do, in which language."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of the invitation and of the admin."), choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].required = False
        self.fields["username"].help_text = _("Left empty, it is taken from the e-mail address.")

    def clean_username(self) -> str:
        name: str = self.cleaned_data.get("username") or ""
        return name or _free_name(str(self["email"].value() or ""))

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        language = self.cleaned_data["language"] or settings.LANGUAGE_CODE
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        return user


class PersonForm(OwnAddress, UserEditForm):
    """Whether an account is open is decided elsewhere, with what its person leaves behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_active", None)

    def clean_groups(self) -> Any:
        groups = self.cleaned_data["groups"]
        keeps = any(group.name == RoleName.NETWORK_ADMINISTRATOR.value for group in groups)
        if not keeps and leaving.is_last_administrator(self.instance):
            raise ValidationError(_("This is the last network administrator. Give the role to somebody else first."))
        return groups


class ClosingForm(forms.Form):
    """Who takes over what somebody minds."""

    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes over"),
        required=False,
        help_text=_("What waits for a review will count as theirs, so choose somebody who need not review it."),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["successor"]
        field.queryset = leaving.possible_successors(user)
        field.label_from_instance = name_of
        if not leaving.holdings_of(user).need_a_successor:
            del self.fields["successor"]


class FirstPasswordForm(SetPasswordForm):
    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(user, data)
        self.fields["new_password1"].label = _("Password")
        self.fields["new_password1"].help_text = _("At least 12 characters. Several words in a row are easy to keep.")
        self.fields["new_password2"].label = _("The same password once more")
        self.fields["new_password2"].help_text = ""


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def may_give_roles(by: Any) -> bool:
    """A right to change people, in a group that somebody has made, does not hand out roles."""
    return bool(by.is_superuser or by.groups.filter(name=RoleName.NETWORK_ADMINISTRATOR.value).exists())


def only_own_rank(form: Any, by: Any) -> None:
    """Close the fields with which somebody would give more than they may."""
    if "is_superuser" in form.fields and not by.is_superuser:
        form.fields["is_superuser"].disabled = True
    if not may_give_roles(by):
        form.fields["groups"].disabled = True
        form.fields["groups"].queryset = form.instance.groups.all() if form.instance.pk else Group.objects.none()


def _free_name(email: str) -> str:
    base = re.sub(r"[^\w.+-]", "", email.partition("@")[0].lower())[:100] or "person"
    names = itertools.chain([base], (f"{base}{number}" for number in itertools.count(2)))
    return next(name for name in names if not User.objects.filter(username__iexact=name).exists())
