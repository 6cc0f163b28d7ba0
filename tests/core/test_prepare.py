"""`prepare`, the step of `make run` before the site starts, on a database that has everything."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from pytest_django import Settings

from cms.editorial.accounts import ensure_demo_accounts
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
