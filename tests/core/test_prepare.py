"""`prepare`, the step of `make run` before the site starts, on a database that has everything."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from cms.editorial.accounts import ensure_demo_accounts
from cms.publishing.models import ContentChange, Dependency, Mark, PublishedDocument
from tests import factories

pytestmark = pytest.mark.django_db


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def test_second_start_changes_nothing(site: factories.Tree, cast: factories.Cast):
    prepare()
    before = row_counts()
    assert "Building" not in prepare()
    assert row_counts() == before


def test_public_pages_from_before_the_log_get_their_documents(
    site: factories.Tree, cast: factories.Cast, client: Client
):
    case = factories.make_case(title="Boxen i Slussfors")
    for table in (PublishedDocument, Dependency, ContentChange, Mark):
        table.objects.all().delete()
    assert "documents" in prepare()
    assert PublishedDocument.objects.filter(page_id=case.pk, is_stale=False).exists()
    assert ContentChange.objects.filter(page_id=case.pk, action="upsert").count() == 1
    assert client.get(f"/api/v2/pages/{case.pk}/").json()["title"] == "Boxen i Slussfors"
    assert "documents" not in prepare()


def test_documents_that_the_worker_will_make_do_not_delay_the_start(site: factories.Tree, cast: factories.Cast):
    case = factories.make_case()
    PublishedDocument.objects.filter(page_id=case.pk).delete()
    Page.objects.filter(pk=case.pk).update(title="Skriven utanför alla dörrar")
    assert "documents" not in prepare()
    assert not PublishedDocument.objects.filter(page_id=case.pk).exists()


@pytest.mark.parametrize(
    ("password", "told"),
    [("correct-horse-battery", "the one in DEMO_PASSWORD"), ("another-password", "as shown when they were made")],
)
def test_demo_accounts_are_named_at_each_start(site: factories.Tree, settings: Settings, password: str, told: str):
    ensure_demo_accounts("correct-horse-battery")
    settings.DEMO_PASSWORD = password
    output = prepare()
    assert "admin, granskare, granskare2, oversattare, redaktor, skribent" in output
    assert told in output
    assert password not in output


def test_production_names_no_accounts(site: factories.Tree, settings: Settings):
    ensure_demo_accounts("correct-horse-battery")
    settings.DEMO_ACCOUNTS = False
    assert prepare() == ""
