"""Where Wagtail asks about previews: who minds front ends, our addresses, names in its log."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry

from cms.api.models import FrontEnd
from cms.api.previews import admin_views
from cms.api.previews.links import ENDED, MADE


class FrontEndViewSet(ModelViewSet):
    """Front ends that can show previews, for network administrators."""

    model = FrontEnd
    menu_name = "front-ends"
    icon = "globe"
    url_prefix = "front-ends"
    add_to_settings_menu = True
    edit_handler = ObjectList([FieldPanel("label"), FieldPanel("address"), FieldPanel("language")])
    list_display = [
        "label",
        "address",
        Column("language", label=_("Language"), accessor=lambda row: row.get_language_display() or _("both")),
    ]
    search_fields = ["label", "address"]
    search_backend_name = None
    ordering = ("label", "pk")
    add_to_reference_index = False
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def front_ends() -> FrontEndViewSet:
    return FrontEndViewSet()


@hooks.register("register_admin_urls")
def previews() -> list[URLPattern]:
    return [
        path("previews/<int:page_id>/", admin_views.PreviewLinksView.as_view(), name="page_previews"),
        path("previews/<int:page_id>/open/<int:front_end_id>/", admin_views.open_preview, name="open_preview"),
        path("previews/<uuid:preview_id>/renew/", admin_views.renew_preview, name="renew_preview"),
        path("previews/<uuid:preview_id>/end/", admin_views.end_preview, name="end_preview"),
    ]


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(MADE, _("Preview"), _("A link to a preview was made"))
    actions.register_action(ENDED, _("End a preview"), _("A link to a preview was taken back"))
