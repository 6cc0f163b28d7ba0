"""Administration of users: the network administrator minds people, and stays below the superuser.

Wagtail lets everyone who may change users tick "Administrator" on any of them, give a superuser a new password, and
close or delete an account with all that its person minds.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView as WagtailCreateView
from wagtail.users.views.users import DeleteView as WagtailDeleteView
from wagtail.users.views.users import EditView as WagtailEditView
from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.editorial.people import leaving
from cms.editorial.people.forms import InvitationForm, PersonForm, may_give_roles, only_own_rank
from cms.editorial.people.invitations import invite, is_awaited

User = get_user_model()


def may_manage(manager: Any, user: Any) -> bool:
    """Only a superuser manages a superuser."""
    return bool(manager.is_superuser or not user.is_superuser)


def may_open_and_close(manager: Any, user: Any) -> bool:
    return manager.has_perm("core.change_user") and may_give_roles(manager) and may_manage(manager, user)


def state_of(user: Any) -> str:
    """In a word: whether the account is open, and whether its person has come."""
    if not user.is_active:
        return _("Closed")
    if user.has_usable_password() or not hasattr(user, "invitation"):
        return _("Open")
    return _("Invited, not here yet") if user.invitation.is_good else _("Invitation too old")


class OwnRankAtMost:
    """Nobody makes others more than they are themselves."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        form: ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a view beside the mixin has it
        only_own_rank(form, self.request.user)
        return form


class IndexView(WagtailIndexView):
    """What is done to many people at once asks nobody who takes over: it is done one by one."""

    @cached_property
    def columns(self) -> list[Column]:
        columns = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        state = Column("state", accessor=state_of, label=gettext_lazy("State"), sort_key="is_active", width="15%")
        return [state if column.name == "is_active" else column for column in columns]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("invitation")


class CreateView(OwnRankAtMost, WagtailCreateView):
    success_message = gettext_lazy("An invitation to “%(object)s” is on its way.")

    def save_instance(self) -> Any:
        user = super().save_instance()
        invite(user, by=self.request.user)
        return user


class EditView(OwnRankAtMost, WagtailEditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_manage(request.user, self.object):
            raise PermissionDenied

    def save_instance(self) -> Any:
        """Whoever got the link at an address that was mended does not come in with it."""
        user = super().save_instance()
        if "email" in self.form.changed_data and is_awaited(user):
            invite(user, by=self.request.user)
            messages.info(
                self.request,
                _("The invitation is on its way to the new address. The earlier link does not work any more."),
            )
        return user

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("access_of_user", args=(self.object.pk,))
        return [*super().header_more_buttons, Button(_("Access"), url, icon_name="key", priority=10)]


class DeleteView(WagtailDeleteView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.get_object()
        if leaving.has_history(user) or leaving.is_last_administrator(user):
            messages.warning(request, _("The history names this person, so the account can be closed but not deleted."))
            return redirect("access_of_user", user.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class UserViewSet(WagtailUserViewSet):
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonForm if for_update else InvitationForm


def not_by_the_dozen() -> None:
    """Wagtail has no door for leaving out what is done to many users at once."""
    import wagtail.users.wagtail_hooks  # noqa: F401  registers them, whatever is loaded first

    registered = hooks._hooks["register_bulk_action"]
    unwanted = (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction)
    registered[:] = [entry for entry in registered if entry[0] not in unwanted]
