"""Administration of users: the network administrator minds people, and stays below the superuser.

Wagtail lets everyone who may change users tick "Administrator" on any of them, or give a superuser a new password.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from wagtail.users.views.users import CreateView as WagtailCreateView
from wagtail.users.views.users import EditView as WagtailEditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

User = get_user_model()


def may_manage(manager: Any, user: Any) -> bool:
    """Only a superuser manages a superuser."""
    return bool(manager.is_superuser or not user.is_superuser)


class SuperuserBoxClosed:
    """The box "Administrator" answers to superusers only."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        form: ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a view beside the mixin has it
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True
        return form


class CreateView(SuperuserBoxClosed, WagtailCreateView):
    pass


class EditView(SuperuserBoxClosed, WagtailEditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_manage(request.user, self.object):
            raise PermissionDenied


class UserViewSet(WagtailUserViewSet):
    add_view_class = CreateView
    edit_view_class = EditView
