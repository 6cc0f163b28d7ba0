"""Closed sections have documents and a log of their own, for partners whose key opens them, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cms.publishing.models import ContentChange, PublishedDocument
from cms.publishing.recording import catch_up
from home.models import ContentPage
from tests import factories
from tests.factories import Tree
from tests.publishing.conftest import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(site: Tree) -> ContentPage:
    """A closed section with one page."""
    section = factories.make_content_page(title="Medlemmarnas sidor")
    factories.make_content_page(title="Protokollet", parent=section)
    factories.restrict(section)
    catch_up()
    return section


@pytest.fixture
def key(section: ContentPage) -> Any:
    return factories.make_key(section)


@pytest.fixture
def member(client: Client, key: Any) -> Partner:
    """A partner whose key opens the section, in step."""
    partner = Partner(client, key[1])
    partner.sync()
    return partner


def titles(partner: Partner) -> set[str]:
    return {page["title"] for page in partner.sync().values()}


def test_a_key_that_opens_a_section_reads_it_in_the_log(section, partner, member):
    assert {"Medlemmarnas sidor", "Protokollet"} <= titles(member)
    assert {"Medlemmarnas sidor", "Protokollet"} & titles(partner) == set()
    assert titles(partner) < titles(member)


def test_what_happens_in_the_section_is_told_to_members_only(section, partner, member):
    before = partner.cursor
    page = factories.make_content_page(title="Kallelsen", parent=section)
    catch_up()
    assert "Kallelsen" in titles(member)
    page.unpublish()
    assert "Kallelsen" not in titles(member)
    query = {"cursor": before, "include": "document"}
    assert partner.client.get("/api/v2/changes/", query).json()["items"] == []


def test_closing_a_page_takes_it_from_the_public_and_leaves_it_with_members(section, partner, member):
    page = factories.make_content_page(title="Öppet")
    assert "Öppet" in titles(partner)
    page.move(section, pos="last-child")
    assert "Öppet" not in titles(partner)
    catch_up()
    assert "Öppet" in titles(member)


def test_opening_a_section_gives_it_to_everybody(section, partner, member):
    section.view_restrictions.all().delete()
    catch_up()
    for reader in (partner, member):
        assert {"Medlemmarnas sidor", "Protokollet"} <= titles(reader)


def test_a_further_restriction_inside_takes_the_page_from_members(section, member):
    factories.restrict(ContentPage.objects.get(title="Protokollet"))
    catch_up()
    assert "Protokollet" not in titles(member)
    assert "Medlemmarnas sidor" in titles(member)


def test_a_cursor_is_good_for_the_same_sections_only(section, client, partner, key, member):
    def status(cursor: str, secret: str = "") -> int:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return client.get("/api/v2/changes/", {"cursor": cursor}, headers=headers).status_code

    row, secret = key
    assert status(partner.cursor, secret) == 409
    assert status(member.cursor) == 409
    assert status(member.cursor, secret) == 200
    other = factories.make_content_page(title="Styrelsens sidor")
    factories.restrict(other)
    catch_up()
    assert "Styrelsens sidor" not in titles(member)
    row.sections.add(other)
    assert status(member.cursor, secret) == 409
    assert "Styrelsens sidor" in titles(member)
    row.sections.remove(section)
    assert "Protokollet" not in titles(member)


def test_a_document_looks_the_same_in_the_log_in_a_list_and_by_itself(section, client, key, member):
    page = ContentPage.objects.get(title="Protokollet")
    headers = {"Authorization": f"Bearer {key[1]}"}
    alone = client.get(f"/api/v2/pages/{page.pk}/", headers=headers).json()
    assert member.pages[page.pk] == alone
    listed = client.get("/api/v2/pages/?type=home.ContentPage&fields=*", headers=headers).json()["items"]
    [item] = [item for item in listed if item["id"] == page.pk]
    assert {**alone, "meta": item["meta"]} == item


def test_gates_are_told_apart_by_what_stands_in_the_way(section):
    page = ContentPage.objects.get(title="Protokollet")
    factories.restrict(page)
    catch_up()
    gates = dict(PublishedDocument.objects.exclude(gate="").values_list("page_id", "gate"))
    assert gates == {section.pk: f"{section.pk}", page.pk: f"{section.pk},{page.pk}"}
    actions = ContentChange.objects.filter(page_id=page.pk).order_by("-id").values_list("action", "gate")
    assert list(actions[:2]) == [("upsert", f"{section.pk},{page.pk}"), ("delete", f"{section.pk}")]
