"""How webhooks are listed, edited and addressed."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.api.admin_columns import moments
from cms.api.webhook_admin import views
from cms.api.webhook_admin.forms import WebhookForm
from cms.publishing.models import WebhookState, WebhookSubscription


def _state(webhook: WebhookSubscription) -> str:
    """With what went wrong last."""
    label = str(webhook.state.label)
    return f"{label}: {webhook.get_last_failure_display()}" if webhook.last_failure else label


class WebhookViewSet(ModelViewSet):
    model = WebhookSubscription
    menu_name = "webhooks"
    icon = "link-external"
    url_prefix = "webhooks"
    add_to_settings_menu = True
    index_view_class = views.IndexView
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            MultiFieldPanel([FieldPanel("organisation"), FieldPanel("contact_email")], heading=_("Partner")),
            FieldPanel("url"),
            FieldPanel("is_active"),
            MultiFieldPanel(
                [FieldPanel("page_types"), FieldPanel("counties"), FieldPanel("languages")],
                heading=_("What it is told of"),
            ),
        ],
        base_form_class=WebhookForm,
    )
    list_display = [
        "label",
        "organisation",
        Column("url", label=_("Address"), accessor="shown_url"),
        StatusTagColumn(
            "state", label=_("State"), accessor=_state, primary=lambda webhook: webhook.state == WebhookState.ACTIVE
        ),
        moments("succeeded_at", _("Last success")),
        Column("failures", label=_("Failures in a row")),
        Column("waiting", label=_("Waiting")),
        Column("dead", label=_("Given up")),
    ]
    search_fields = ["label", "organisation", "contact_email"]
    search_backend_name = None
    ordering = ("label", "pk")
    list_per_page = 50
    # Who has a webhook is in no index of who refers to what, and a secret is not copied.
    add_to_reference_index = False
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": self.get_url_name(name) for name in ("rotate", "test", "deliveries")}
        return dict(super().get_common_view_kwargs(**{**names, **kwargs}))

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("rotate/<int:pk>/", self.construct_view(views.RotateView), name="rotate"),
            path("test/<int:pk>/", self.construct_view(views.SendTestView), name="test"),
            path("deliveries/<int:pk>/", self.construct_view(views.DeliveriesView), name="deliveries"),
        ]
