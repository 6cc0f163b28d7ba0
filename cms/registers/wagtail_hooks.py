"""Registers in the admin, gathered in one menu.

Municipalities, organisations and contacts are many, so page forms choose them in a dialogue with search (snippets).
Counties and vocabularies are short lists to pick from.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.registers.admin_forms import ContactForm, CountyForm, MunicipalityForm, RegisterForm
from cms.registers.models import TERM_MODELS, ContactPerson, County, Municipality, Organisation, Term


class FixedRegisterPolicy(ModelPermissionPolicy):
    """Not we decide which counties and municipalities there are: nobody adds or removes one, superusers included."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        possible = [action for action in actions if action not in ("add", "delete")]
        return bool(possible) and super().user_has_any_permission(user, possible)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


for model in (County, Municipality):
    register_permission_policy(model, FixedRegisterPolicy(model))


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    menu_name = "municipalities"
    icon = "site"
    edit_handler = ObjectList(Municipality.panels, base_form_class=MunicipalityForm)
    list_display = ["name", "code", "county", "coordinator"]
    list_filter = ["county", "minority_language_area"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        return Municipality.objects.select_related("county", "coordinator__organisation")


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    menu_name = "organisations"
    icon = "group"
    edit_handler = ObjectList(Organisation.panels, base_form_class=RegisterForm)
    list_display = ["name_sv", "type", "municipality", "member_of_network"]
    list_filter = ["type", "member_of_network"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("municipality")


class ContactPersonViewSet(SnippetViewSet):
    model = ContactPerson
    menu_name = "contacts"
    icon = "user"
    edit_handler = ObjectList(ContactPerson.panels, base_form_class=ContactForm)
    list_display = ["role_sv", "name", "organisation", "show_publicly", "expires_on"]
    list_filter = ["show_publicly", "organisation__type"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        return ContactPerson.objects.select_related("organisation")


class CountyViewSet(ModelViewSet):
    model = County
    menu_name = "counties"
    icon = "globe"
    url_prefix = "registers/county"
    edit_handler = ObjectList(County.panels, base_form_class=CountyForm)
    list_display = ["name_sv", "code", "name_en", "region"]
    list_per_page = 50
    copy_view_enabled = False


def vocabulary(term: type[Term]) -> type[ModelViewSet]:
    """The list of one vocabulary, in its own order."""
    attributes = {
        "model": term,
        "menu_name": term._meta.model_name,
        "icon": "tag",
        "url_prefix": f"registers/{term._meta.model_name}",
        "edit_handler": ObjectList(term.panels, base_form_class=RegisterForm),
        "list_display": ["name_sv", "name_en", "code", "sort_order"],
        "ordering": ("sort_order", "code"),
        "list_per_page": 50,
        "copy_view_enabled": False,
    }
    return type(f"{term.__name__}ViewSet", (ModelViewSet,), attributes)


class RegisterGroup(SnippetViewSetGroup):
    menu_label = _("Registers")
    menu_name = "registers"
    menu_icon = "table"
    menu_order = 500
    items = (
        MunicipalityViewSet,
        CountyViewSet,
        OrganisationViewSet,
        ContactPersonViewSet,
        *(vocabulary(term) for term in TERM_MODELS.values()),
    )


register_snippet(RegisterGroup)
