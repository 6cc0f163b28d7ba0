"""Partners' keys and webhooks in the admin, for network administrators. Previews have their hooks beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.api import admin_views
from cms.api.admin_columns import moments
from cms.api.admin_forms import PartnerKeyForm
from cms.api.keys import REVOKED, ROTATED
from cms.api.models import KeyState, PartnerKey
from cms.api.previews import hooks as _preview_hooks  # noqa: F401  registers itself
from cms.api.webhook_admin.viewset import WebhookViewSet
from cms.publishing.webhooks import subscriptions


class NobodyDeletes(ModelPermissionPolicy):
    """A key is revoked and stays, superusers included: the log of what was done refers to it."""

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        possible = [action for action in actions if action != "delete"]
        return bool(possible) and bool(super().user_has_any_permission(user, possible))

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


register_permission_policy(PartnerKey, NobodyDeletes(PartnerKey))


class PartnerKeyViewSet(ModelViewSet):
    model = PartnerKey
    menu_name = "api-keys"
    icon = "key"
    url_prefix = "api-keys"
    add_to_settings_menu = True
    index_view_class = admin_views.IndexView
    add_view_class = admin_views.CreateView
    edit_view_class = admin_views.EditView
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            MultiFieldPanel([FieldPanel("organisation"), FieldPanel("contact_email")], heading=_("Partner")),
            FieldPanel("sections"),
            FieldPanel("requests_per_minute"),
            FieldPanel("expires_at"),
        ],
        base_form_class=PartnerKeyForm,
    )
    list_display = [
        "label",
        "organisation",
        Column("prefix", label=_("Begins with"), accessor=lambda key: f"sb_{key.prefix}…"),
        moments("last_used_at", _("Last used")),
        moments("expires_at", _("Expires")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda key: key.state.label,
            primary=lambda key: key.state == KeyState.ACTIVE,
        ),
    ]
    search_fields = ["label", "organisation", "contact_email", "prefix"]
    search_backend_name = None
    ordering = ("label", "pk")
    list_per_page = 50
    # Who has a key is in no index of who refers to what, and a secret is not copied.
    add_to_reference_index = False
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": self.get_url_name(name) for name in ("rotate", "revoke")}
        return dict(super().get_common_view_kwargs(**{**names, **kwargs}))

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("rotate/<int:pk>/", self.construct_view(admin_views.RotateView), name="rotate"),
            path("revoke/<int:pk>/", self.construct_view(admin_views.RevokeView), name="revoke"),
        ]


@hooks.register("register_admin_viewset")
def api_keys() -> PartnerKeyViewSet:
    return PartnerKeyViewSet()


@hooks.register("register_admin_viewset")
def webhooks() -> WebhookViewSet:
    return WebhookViewSet()


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ROTATED, _("New secret"), _("The key was given a new secret"))
    actions.register_action(REVOKED, _("Revoke"), _("The key was revoked"))
    actions.register_action(subscriptions.ROTATED, _("New secret"), _("The webhook was given a new secret"))
    actions.register_action(subscriptions.TESTED, _("Test"), _("A test event was sent"))
    actions.register_action(subscriptions.REPLAYED, _("Send again"), _("Events that were given up were sent again"))
