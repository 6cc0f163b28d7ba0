"""``changes/``: reading on from a cursor, a partner's copy is always the public set, and never more than that."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.publishing.models import ContentChange, PublishedDocument
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing.conftest import Partner

pytestmark = pytest.mark.django_db

CHANGES = "/api/v2/changes/"


@pytest.fixture
def partner(client: Client, site: Tree) -> Partner:
    catch_up()
    partner = Partner(client)
    partner.sync()
    return partner


def test_the_first_walk_gives_every_public_page_as_its_own_address_does(client: Client, site: Tree):
    case = factories.make_case()
    factories.translate_page(case)
    factories.make_case(published=False)
    catch_up()
    copy = Partner(client).sync(limit=3)
    pages = client.get("/api/v2/pages/", {"limit": 100}).json()["items"]
    assert copy.keys() == {page["id"] for page in pages}
    assert copy[case.pk] == client.get(f"/api/v2/pages/{case.pk}/").json()


def test_a_stored_document_is_byte_for_byte_the_answer(client: Client, site: Tree):
    case = factories.make_case(main_image=factories.make_image())
    catch_up()
    assert PublishedDocument.objects.get(pk=case.pk).body.encode() == client.get(f"/api/v2/pages/{case.pk}/").content


def test_a_row_says_what_happened_to_which_page(client: Client, partner: Partner):
    case = factories.make_case()
    answer = client.get(CHANGES, {"cursor": partner.cursor}).json()
    row = ContentChange.objects.latest("id")
    [item] = answer["items"]
    assert item == {
        "cursor": answer["meta"]["next_cursor"],
        "action": "upsert",
        "id": case.pk,
        "type": "bank.CaseStudyPage",
        "locale": "sv",
        "persistent_id": case.persistent_id,
        "changed_at": row.changed_at.isoformat().replace("+00:00", "Z"),
    }
    assert answer["meta"]["has_more"] is False


def test_what_was_withdrawn_is_in_no_answer(client: Client, partner: Partner):
    case = factories.make_case(title="Zyxhemlig")
    partner.sync()
    PageViewRestriction.objects.create(page=case, restriction_type="login")
    answer = client.get(CHANGES, {"cursor": "", "limit": 100, "include": "document"})
    assert b"Zyxhemlig" not in answer.content
    assert partner.sync().keys() == {page["id"] for page in client.get("/api/v2/pages/?limit=100").json()["items"]}


def test_a_stale_document_is_not_given_away(client: Client, partner: Partner):
    contact = factories.contact("bagare", role_sv="bagare", role_email="bagaren@example.org")
    case = factories.make_case(contacts=[contact])
    contact.show_publicly = False
    contact.save()
    assert PublishedDocument.objects.get(pk=case.pk).is_stale
    answer = client.get(CHANGES, {"cursor": partner.cursor, "include": "document"})
    assert b"bagaren@example.org" not in answer.content


def test_filters_leave_out_rows_and_the_cursor_goes_on(client: Client, partner: Partner):
    factories.make_plan()
    case = factories.make_case()
    factories.make_plan()
    query = {"cursor": partner.cursor, "type": "bank.CaseStudyPage", "locale": "sv"}
    answer = client.get(CHANGES, query).json()
    assert [item["id"] for item in answer["items"]] == [case.pk]
    assert client.get(CHANGES, {"cursor": answer["meta"]["next_cursor"]}).json()["items"] == []


def test_replay_from_any_cursor_ends_in_the_same(client: Client, partner: Partner):
    cases = [factories.make_case() for _number in range(3)]
    cases[0].unpublish()
    cases[1].title = "Ett nytt namn"
    cases[1].save_revision().publish()
    copies = []
    for start in (partner.cursor, ""):
        other = Partner(client)
        other.cursor = start
        other.pages = dict(partner.pages) if start else {}
        copies.append(other.sync(limit=2))
    assert copies[0] == copies[1] == partner.sync()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"cursor": "184"}, "invalid-parameter"),
        ({"cursor": "x" * 200}, "invalid-parameter"),
        ({"limit": "0"}, "invalid-parameter"),
        ({"limit": "101"}, "invalid-parameter"),
        ({"type": "bank.Nothing"}, "invalid-parameter"),
        ({"county": "24"}, "unknown-parameter"),
        ({"include": "draft"}, "invalid-parameter"),
    ],
)
def test_mistakes_are_named(client: Client, site: Tree, query: dict[str, str], code: str):
    answer = client.get(CHANGES, query)
    assert answer.status_code == 400
    assert answer.json()["type"].endswith(code)


def test_a_cursor_from_a_log_that_is_gone_means_starting_again(client: Client, partner: Partner):
    factories.make_case()
    partner.sync()
    ContentChange.objects.latest("id").delete()
    answer = client.get(CHANGES, {"cursor": partner.cursor})
    assert answer.status_code == 409
    assert json.loads(answer.content)["type"].endswith("cursor-reset")
