"""Lists are cut from stored documents: to the byte what serialising the pages gives, and never older than the log."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bank.models import CaseStudyPage
from cms.api.endpoints.lists import totals
from cms.core.api_loading import page_types
from cms.publishing.clock import keep_the_clock
from cms.publishing.models import DocumentCount, Mark, PublishedDocument
from cms.publishing.recording import catch_up
from cms.publishing.stamp import stamp
from tests import factories
from tests.api.conftest import PAGES
from tests.factories import Tree

pytestmark = pytest.mark.django_db

LABELS = sorted(model._meta.label for model in page_types())
CASES = f"{PAGES}?type=bank.CaseStudyPage"
FIELDS = [
    "",
    "*",
    "*,-body",
    "_",
    "_,id",
    "_,slug",
    "title",
    "summary,body",
    "_,title,persistent_id",
    "related,licence",
]
ORDERS = ["", "title", "-last_published_at,title", "slug", "-id", "search_description", "first_published_at"]


@pytest.fixture(scope="module")
def read(undone: Tree, django_db_blocker: Any) -> list[CaseStudyPage]:
    """Case studies for tests that change nothing: some translated, all in the log."""
    with django_db_blocker.unblock():
        return _cases()


@pytest.fixture
def cases(site: Tree) -> list[CaseStudyPage]:
    """The same for tests that change them."""
    return _cases()


def _cases() -> list[CaseStudyPage]:
    image = factories.make_image()
    cases = [
        factories.make_case(
            title=f"Fall {number}", main_image=image, service_types=["fuel" if number % 2 else "post"], places=["2482"]
        )
        for number in range(4)
    ]
    factories.translate_page(cases[0])
    in_step()
    return cases


def in_step() -> None:
    """The log knows everything, so that documents may be used."""
    keep_the_clock()
    catch_up()


def serialised(client: Client, address: str) -> bytes:
    """The answer while the log does not know everything: nothing stored is used."""
    mark = Mark.objects.create(kind="page", key="0", transaction_number=-1)
    assert stamp() is None
    try:
        return client.get(address).content
    finally:
        mark.delete()


def stored(client: Client, address: str) -> bytes:
    """The answer from documents."""
    assert stamp() is not None
    return client.get(address).content


class TestTheSameToTheByte:
    @pytest.mark.parametrize("fields", FIELDS)
    def test_whatever_fields_are_asked_for(self, read, client, fields):
        address = f"{CASES}&fields={fields}" if fields else CASES
        assert stored(client, address) == serialised(client, address)

    @pytest.mark.parametrize("order", ORDERS)
    def test_in_whatever_order(self, read, client, order):
        address = f"{PAGES}?order={order}" if order else PAGES
        assert stored(client, address) == serialised(client, address)

    @pytest.mark.parametrize(
        "query",
        [
            "service_type=fuel",
            "municipality=2482&locale=en",
            "title=Fall 3",
            "type=bank.CaseStudyPage,home.ContentPage&limit=3&offset=2",
            "type=bank.CaseStudyPage&inhabitants__gte=1&order=-inhabitants",
            "child_of=root",
            "locale=en&limit=0",
            "offset=5000",
            "search=fall",
            "search=fall&order=title&fields=summary",
            "cursor=&limit=4",
            "cursor=&type=bank.CaseStudyPage&locale=sv&service_type=post&fields=summary",
        ],
    )
    def test_by_whatever_is_asked_for(self, read, client, query):
        assert stored(client, f"{PAGES}?{query}") == serialised(client, f"{PAGES}?{query}")

    @pytest.mark.parametrize("fields", ["*", "_,title", "summary,parent", "*,-body"])
    def test_one_page_with_some_of_its_fields(self, read, client, fields):
        address = f"{PAGES}{read[0].pk}/?fields={fields}"
        assert stored(client, address) == serialised(client, address)


@pytest.mark.parametrize("label", LABELS)
def test_every_type_of_page_with_everything_on_it(full: Any, client: Client, label: str):
    in_step()
    for query in (f"type={label}&fields=*", f"type={label}", "fields=_,title,summary,translations"):
        assert stored(client, f"{PAGES}?{query}") == serialised(client, f"{PAGES}?{query}")


class TestNeverOlderThanTheLog:
    def test_a_page_whose_picture_has_changed_is_made_anew_for_the_reader(self, cases, client):
        cases[0].main_image.credit = "Någon annan"
        cases[0].main_image.save()
        assert PublishedDocument.objects.filter(is_stale=True).exists()
        assert stamp() is not None
        items = client.get(f"{CASES}&fields=main_image&order=-id&limit={len(cases) + 1}").json()["items"]
        assert {item["main_image"]["credit"] for item in items if item["meta"]["locale"] == "sv"} == {"Någon annan"}

    def test_a_large_move_shows_at_once_though_its_documents_are_made_later(self, site, client, monkeypatch):
        in_step()
        monkeypatch.setattr("cms.publishing.log.append_pages.__defaults__", (2,))
        section = factories.make_content_page(parent=site.home, title="Avdelningen")
        pages = [factories.make_content_page(parent=section, title=f"Sida {number}") for number in range(4)]
        catch_up()
        section.refresh_from_db()
        section.slug = "nytt-namn"
        section.save_revision().publish()
        assert PublishedDocument.objects.filter(is_stale=True).count() >= 3
        items = client.get(f"{PAGES}?type=home.ContentPage&locale=sv&descendant_of={section.pk}").json()["items"]
        assert {item["id"] for item in items} == {page.pk for page in pages}
        assert all("/nytt-namn/" in item["meta"]["html_url"] for item in items)

    def test_what_was_written_past_the_log_shows(self, cases, client):
        CaseStudyPage.objects.filter(pk=cases[0].pk).update(title="Förbi")
        assert "Förbi" in client.get(CASES).content.decode()


class TestTotals:
    def counted(self) -> Counter[tuple[str, str, str]]:
        rows = DocumentCount.objects.exclude(number=0).values_list("gate", "type", "locale", "number")
        return Counter({(gate, type_, locale): number for gate, type_, locale, number in rows})

    def there_are(self) -> Counter[tuple[str, str, str]]:
        return Counter(PublishedDocument.objects.values_list("gate", "type", "locale"))

    def test_the_numbers_kept_are_those_there_are(self, cases, site, monkeypatch):
        assert self.counted() == self.there_are() != Counter()
        factories.make_case()
        cases[1].unpublish()
        cases[2].delete()
        assert self.counted() == self.there_are()
        factories.restrict(cases[3])
        assert {gate for gate, _type, _locale in self.counted()} == {"", str(cases[3].pk)}
        assert self.counted() == self.there_are()
        monkeypatch.setattr("cms.publishing.log.append_pages.__defaults__", (1,))
        factories.restrict(site.home)
        assert self.counted() == self.there_are()
        catch_up()
        assert self.counted() == self.there_are()

    def test_a_filtered_total_is_counted_once_while_the_log_stands_still(self, cases, client):
        def count(address: str) -> tuple[int, int]:
            with CaptureQueriesContext(connection) as queries:
                total = client.get(address).json()["meta"]["total_count"]
            return total, sum("COUNT(*)" in query["sql"] for query in queries)

        factories.make_case(service_types=["pharmacy"])
        assert count(f"{CASES}&service_type=pharmacy&limit=1") == (1, 1)
        assert count(f"{CASES}&service_type=pharmacy&limit=1&offset=1&fields=summary") == (1, 0)
        factories.make_case(service_types=["pharmacy"])
        assert count(f"{CASES}&service_type=pharmacy&limit=1&offset=1") == (2, 1)


@pytest.fixture(scope="module")
def many(read: list[CaseStudyPage], django_db_blocker: Any) -> None:
    """More than fifty of them."""
    with django_db_blocker.unblock():
        for number in range(48):
            factories.make_case(title=f"Till {number}", service_types=["fuel"])
        in_step()


class TestQueries:
    """Issue figures: a list of 5 and of 50 whole pages the same, at most six; a page three; one that is known two."""

    def queries(self, client: Client, address: str, **headers: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers=headers).status_code in (200, 304)
        return len(queries)

    @pytest.mark.parametrize(
        "query", ["", "&order=-last_published_at", "&service_type=fuel,post", "&locale=sv", "&cursor="]
    )
    def test_a_list_takes_as_many_for_fifty_pages_as_for_five(self, many, client, query):
        few = self.queries(client, f"{CASES}&fields=*&limit=5{query}")
        totals.clear()
        assert self.queries(client, f"{CASES}&fields=*&limit=50{query}") == few <= 6

    def test_a_page(self, read, client):
        assert self.queries(client, f"{PAGES}{read[0].pk}/") <= 3

    def test_a_page_and_a_list_that_are_known(self, read, client):
        for address in (f"{PAGES}{read[0].pk}/", f"{CASES}&fields=*"):
            etag = client.get(address)["ETag"]
            assert self.queries(client, address, **{"If-None-Match": etag}) <= 2
            assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_offsets_say_where_each_value_stands(read):
    document = PublishedDocument.objects.get(pk=read[0].pk)
    answer, offsets = json.loads(document.body), json.loads(document.offsets)
    values = {**answer, **answer["meta"]}
    del values["meta"]
    assert offsets.keys() == values.keys()
    for name, (begin, end) in offsets.items():
        assert json.loads(document.body[begin:end]) == values[name]
