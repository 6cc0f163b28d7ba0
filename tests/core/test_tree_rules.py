"""Which pages may stand where: the tree that every clone, editor and partner can rely on."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.core.models import BasePage
from tests import factories

BELOW = {
    "wagtailcore.Page": {"home.HomePage"},
    "home.HomePage": {"bank.BankIndexPage", "bank.TopicIndexPage", "home.ContentPage", "network.NetworkIndexPage"},
    "home.ContentPage": {"home.ContentPage"},
    "bank.BankIndexPage": {
        "bank.CaseStudyIndexPage",
        "bank.ResourceIndexPage",
        "bank.ServicePlanIndexPage",
        "bank.CollectionIndexPage",
    },
    "bank.CaseStudyIndexPage": {"bank.CaseStudyPage"},
    "bank.ResourceIndexPage": {"bank.ResourceArticlePage"},
    "bank.ServicePlanIndexPage": {"bank.ServicePlanPage"},
    "bank.CollectionIndexPage": {"bank.CollectionPage"},
    "bank.TopicIndexPage": {"bank.TopicPage"},
    "network.NetworkIndexPage": {"network.NetworkPage", "network.EventIndexPage", "network.ProjectIndexPage"},
    "network.NetworkPage": {"network.NetworkPage"},
    "network.EventIndexPage": {"network.EventPage"},
    "network.ProjectIndexPage": {"network.ProjectPage"},
}
"""Page type → what may be made below it. A type that is not named has nothing below it."""

TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("parent", [Page, *TYPES], ids=lambda model: model._meta.label)
def test_below_each_type_stand_exactly_these(parent: type[Page]) -> None:
    allowed = {model._meta.label for model in parent.creatable_subpage_models()}
    assert allowed == BELOW.get(parent._meta.label, set())


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)
def test_every_type_tells_an_editor_what_it_is_for(model: type[Page]) -> None:
    assert len(str(model.page_description)) > 10


def test_page_of_another_type_cannot_be_made_by_its_address(
    cast: factories.Cast, site: factories.Tree, client: Client
) -> None:
    client.force_login(cast.superuser)
    for app, model, parent in (("bank", "casestudypage", site.plans), ("network", "eventpage", site.bank)):
        assert client.get(reverse("wagtailadmin_pages:add", args=(app, model, parent.pk))).status_code == 302


def test_page_cannot_be_moved_to_where_its_type_does_not_belong(
    cast: factories.Cast, site: factories.Tree, client: Client
) -> None:
    case = factories.make_case()
    client.force_login(cast.superuser)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=(case.pk, site.plans.pk)))
    assert Page.objects.get(pk=case.pk).get_parent().pk == site.cases.pk
    assert Page.objects.get(pk=site.plans.pk).numchild == 0
