"""What stands beside a case study and never on it: who owns it, and whether the facts were confirmed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from bank.models import CaseOwner, Confirmation
from bank.owner import hooks as owner_hooks  # noqa: F401  registers them


class CaseOwnerViewSet(ModelViewSet):
    model = CaseOwner
    menu_name = "owners"
    icon = "user"
    url_prefix = "case-owners"
    panels = CaseOwner.panels
    list_display = ["name", "case", "email", "consent_on"]
    search_fields = ["name", "email", "case__title"]
    search_backend_name = None
    ordering = ("name",)
    # Private: in no index of who refers to what, and not copied.
    add_to_reference_index = False
    copy_view_enabled = False


class ConfirmationViewSet(ModelViewSet):
    model = Confirmation
    menu_name = "confirmations"
    icon = "check"
    url_prefix = "confirmations"
    panels = [FieldPanel("case"), FieldPanel("asked_at"), FieldPanel("answered_at"), FieldPanel("outcome")]
    list_display = ["case", "asked_at", "answered_at", "outcome"]
    list_filter = ["outcome"]
    search_fields = ["case__title"]
    search_backend_name = None
    add_to_reference_index = False
    copy_view_enabled = False


class CaseOwnerGroup(ModelViewSetGroup):
    menu_label = _("Case owners")
    menu_name = "case-owners"
    menu_icon = "group"
    menu_order = 510
    items = (CaseOwnerViewSet, ConfirmationViewSet)


@hooks.register("register_admin_viewset")
def case_owners() -> CaseOwnerGroup:
    return CaseOwnerGroup()
