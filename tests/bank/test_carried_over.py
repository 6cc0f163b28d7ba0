"""Drafts from before a case had several contacts and a step several files: what the migration makes of them."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from wagtail.models import Revision

from bank.models import ResourceStep
from tests import factories

pytestmark = pytest.mark.django_db
migration: Any = importlib.import_module("bank.migrations.0003_carry_over_contacts_and_files")


def read(revision: Revision, content: dict[str, Any]) -> Any:
    revision.content = content
    revision.save()
    return Revision.objects.get(pk=revision.pk).as_object()


def test_contact_of_a_draft_is_the_first_of_its_list(site: factories.Tree):
    case = factories.make_case()
    someone = factories.contact("nagon-annan")
    revision = case.get_latest_revision()
    old = {name: value for name, value in revision.content.items() if name not in ("contacts", "study_visit_contact")}
    content = {**old, "contact": someone.pk}
    assert migration.with_contacts(content)
    assert set(content) == set(revision.content)
    page = read(revision, content)
    assert [row.contact for row in page.contacts.all()] == [someone]
    page.get_latest_revision().publish()
    case.refresh_from_db()
    assert [row.contact for row in case.contacts.all()] == [someone]
    assert not migration.with_contacts(content), "a second run finds nothing to change"


def test_draft_without_contact_has_an_empty_list(site: factories.Tree):
    content: dict[str, Any] = {"pk": 1, "contact": None}
    migration.with_contacts(content)
    assert content["contacts"] == []


def test_file_of_a_step_is_the_first_of_its_list(site: factories.Tree):
    file = factories.make_document()
    steps = [ResourceStep(title=title, text="<p>Ring.</p>") for title in ("Bjud in", "Gå")]
    revision = factories.make_resource(steps=steps).get_latest_revision()
    content = dict(revision.content)
    for step, document in zip(content["steps"], (file.pk, None), strict=True):
        del step["files"]
        step["document"] = document
    assert migration.with_files(content)
    assert [step.documents for step in read(revision, content).steps.all()] == [[file], []]
    assert not migration.with_files(content)
