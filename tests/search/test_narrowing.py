"""Answers are narrowed by facets, counted, sorted, and never tell of what is hidden."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.publishing.models import PublishedDocument
from cms.publishing.recording import catch_up
from cms.registers.all_facets import all_facets
from cms.registers.models import ServiceType, ServiceTypeLink
from search.values import values_now
from search.vocabularies import take_in_words
from tests import factories
from tests.factories import Tree, make_case, make_resource, restrict
from tests.full_pages import FullPages

pytestmark = pytest.mark.django_db
SWEDISH = "/sv/sok/"


def titles(client: Client, **query: str) -> list[str]:
    response = client.get(SWEDISH, query)
    assert response.status_code == 200
    return [page.title for page in response.context["listing"].pages]


def numbers(client: Client, facet: str, **query: str) -> dict[str, int]:
    """How many pages each choice of a facet would give."""
    listing = client.get(SWEDISH, query).context["listing"]
    return {option.code: option.number for shown in listing.facets if shown.name == facet for option in shown.options}


@pytest.fixture
def zebras(site: Tree) -> None:
    make_case(title="Zebra i norr", municipality="2421", service_types=["fuel"])
    make_case(title="Zebra i söder", municipality="1082", service_types=["groceries"])
    make_resource(title="Zebra som metod", kind="checklist", service_types=["groceries"])


@pytest.mark.usefixtures("zebras")
class TestFacets:
    def test_answer_is_narrowed_by_a_facet(self, client: Client):
        assert titles(client, q="zebra", service_type="fuel") == ["Zebra i norr"]
        assert titles(client, q="zebra", type="bank.ResourceArticlePage") == ["Zebra som metod"]
        assert set(titles(client, q="zebra", county="24,10")) == {"Zebra i norr", "Zebra i söder"}
        assert titles(client, q="zebra", kind="checklist") == ["Zebra som metod"]

    def test_numbers_say_what_a_choice_would_give(self, client: Client):
        assert numbers(client, "service_type", q="zebra") == {"fuel": 1, "groceries": 2}
        assert numbers(client, "type", q="zebra") == {"bank.CaseStudyPage": 2, "bank.ResourceArticlePage": 1}

    def test_numbers_of_a_facet_do_not_depend_on_its_own_choice(self, client: Client):
        assert numbers(client, "service_type", q="zebra", service_type="fuel") == {"fuel": 1, "groceries": 2}
        assert numbers(client, "county", q="zebra", service_type="fuel") == {"24": 1}

    def test_choices_have_the_names_that_the_registers_have_now(self, client: Client):
        def labels(query: str) -> set[str]:
            listing = client.get(f"{SWEDISH}?q=zebra{query}").context["listing"]
            return {
                option.label for shown in listing.facets if shown.name == "service_type" for option in shown.options
            }

        assert "Drivmedel" in labels("")
        fuel = factories.term("service_type", "fuel")
        fuel.name_sv = "bränsle"
        fuel.save()
        catch_up()
        assert "Bränsle" in labels("") & labels("&service_type=fuel")
        factories.translate_page(make_case(title="Zebra", service_types=["fuel"]), title="Zebra")
        english = client.get("/en/search/?q=zebra").context["listing"].facets
        assert {"Fuel"} == {
            option.label for shown in english if shown.name == "service_type" for option in shown.options
        }

    def test_choices_keep_the_words_and_the_words_keep_the_choices(self, client: Client):
        html = client.get(SWEDISH, {"q": "zebra", "service_type": "fuel"}).content.decode()
        assert '<input type="hidden" name="q" value="zebra">' in html
        [chip] = re.findall(r'class="chip" href="([^"]*)"', html)
        assert unescape(chip) == f"{SWEDISH}?q=zebra"

    def test_choice_that_does_not_exist_is_named(self, client: Client):
        response = client.get(SWEDISH, {"q": "zebra", "service_type": "<b>"})
        assert response.context["listing"].notices
        assert "<b>”" not in response.content.decode()

    def test_fruitless_choice_says_how_to_go_on(self, client: Client):
        html = client.get(SWEDISH, {"q": "zebra", "service_type": "fuel", "county": "10"}).content.decode()
        assert 'class="empty"' in html
        assert f'href="{SWEDISH}?q=zebra"' in html

    def test_newest_come_first_when_asked_for(self, client: Client):
        old = Page.objects.get(title="Zebra i söder")
        Page.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - dt.timedelta(days=400))
        assert titles(client, q="zebra", order="date")[-1] == "Zebra i söder"
        html = client.get(SWEDISH, {"q": "zebra", "order": "date", "service_type": "groceries"}).content.decode()
        assert 'href="?q=zebra&amp;service_type=groceries"' in html

    def test_year_is_that_of_publication_in_sweden(self, client: Client):
        page = Page.objects.get(title="Zebra i norr")
        moment = dt.datetime(2024, 12, 31, 23, 30, tzinfo=dt.UTC)
        Page.objects.filter(pk=page.pk).update(first_published_at=moment)
        assert titles(client, q="zebra", year="2025") == ["Zebra i norr"]
        assert numbers(client, "year", q="zebra")["2025"] == 1


def test_nothing_hidden_is_counted(client: Client, site: Tree):
    make_case(title="Zebra", service_types=["fuel"])
    make_case(title="Zebra utkast", service_types=["pharmacy"], published=False)
    restrict(make_case(title="Zebra spärrad", service_types=["post"]))
    assert numbers(client, "service_type", q="zebra") == {"fuel": 1}


def test_each_facet_has_one_name_and_some_label():
    names = [facet.name for facet in all_facets()]
    assert len(names) == len(set(names))
    assert {"type", "kind", "service_type", "solution_type", "county", "municipality", "audience", "status", "theme",
            "phase", "year"} <= set(names)  # fmt: skip
    assert all(str(facet.label) for facet in all_facets())


class TestCorrection:
    def test_is_shown_as_such(self, client: Client, site: Tree):
        make_case(title="Kylaggregatet i boden")
        take_in_words()
        response = client.get(SWEDISH, {"q": "kylagregatet"})
        assert [page.title for page in response.context["listing"].pages] == ["Kylaggregatet i boden"]
        assert response.context["found"].correction == "kylaggregatet"
        assert "kylaggregatet" in response.content.decode()

    def test_is_never_a_word_of_what_is_hidden(self, client: Client, site: Tree):
        restrict(make_case(title="Zyxvutsalen"))
        make_case(title="Zyxvutsalen utkast", published=False)
        gone = make_case(title="Zyxvutsalen borta")
        take_in_words()
        gone.unpublish()
        take_in_words()
        assert client.get(SWEDISH, {"q": "zyxvutsalet"}).context["found"].correction == ""

    def test_words_of_a_changed_page_are_taken_in(self, client: Client, site: Tree):
        case = make_case(title="Ammarnäs")
        take_in_words()
        case.title = case.summary = "Risbäck"
        case.save_revision().publish()
        assert take_in_words() >= 1
        assert client.get(SWEDISH, {"q": "risbäkc"}).context["found"].correction
        assert not client.get(SWEDISH, {"q": "ammarnäz"}).context["found"].correction
        assert take_in_words() == 0


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("macken", "Drivmedelsstation i byn"),
        ("lakemedel", "Läkemedelsombud hos handlaren"),
        ("utkörning av varor", "Hemkörning av varor till äldre"),
        ("lanthandelns varubox", "Obemannad lanthandelsvarubox"),
        ("böckerna", "Bok och bibliotek"),
        ('"handlaren"', "Läkemedelsombud hos handlaren"),
    ],
)
def test_swedish_is_understood(client: Client, site: Tree, asked: str, title: str):
    for name in ("Drivmedelsstation i byn", "Läkemedelsombud hos handlaren", "Hemkörning av varor till äldre",
                 "Obemannad lanthandelsvarubox", "Bok och bibliotek"):  # fmt: skip
        factories.make_content_page(title=name)
    take_in_words()
    assert titles(client, q=asked)[:1] == [title]


def test_minus_leaves_out(client: Client, site: Tree):
    factories.make_content_page(title="Butik med apotek")
    factories.make_content_page(title="Butik med mack")
    assert titles(client, q="butik -apotek") == ["Butik med mack"]


class TestValues:
    """What is kept of each page in memory is what the database says."""

    def test_every_facet_counts_as_the_database_does(self, undone: Tree, full: FullPages):
        values = values_now()
        pages = Page.objects.filter(pk__in=PublishedDocument.objects.values("page_id"))
        for facet in all_facets():
            kept = Counter(code for codes in values.codes[facet.name].values() for code in codes)
            assert kept == {code: number for code, number in facet.counts(pages).items() if number}, facet.name

    def test_they_follow_what_is_published_and_withdrawn(self, site: Tree):
        case = make_case(service_types=["fuel"])
        assert values_now().codes["service_type"][case.pk] == ("fuel",)
        case.service_type_links = [ServiceTypeLink(term=ServiceType.objects.get(code="groceries"))]
        case.save_revision().publish()
        assert values_now().codes["service_type"][case.pk] == ("groceries",)
        pk = case.pk
        case.delete()
        assert pk not in values_now().published

    def test_nothing_new_costs_one_query(self, site: Tree, django_assert_num_queries: Any):
        make_case()
        values_now()
        with django_assert_num_queries(1):
            values_now()

    def test_much_that_is_new_is_read_at_once(self, site: Tree, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("search.values.MOST_AT_ONCE", 2)
        values_now()
        cases = [make_case(service_types=["fuel"]) for _number in range(4)]
        assert {case.pk for case in cases} <= values_now().codes["service_type"].keys()


def test_a_choice_finds_what_stands_far_down_among_many_hits(
    site: Tree, client: Client, monkeypatch: pytest.MonkeyPatch
):
    """Hits are narrowed before the list is cut, and counted all."""
    monkeypatch.setattr("search.results.MOST_HITS", 2)
    for number in range(3):
        make_case(title=f"Zebra {number}", municipality="1082")
    make_case(title="Boxen", summary="En zebra.", municipality="2421")
    assert numbers(client, "county", q="zebra") == {"10": 3, "24": 1}
    assert titles(client, q="zebra", county="24") == ["Boxen"]
    assert len(titles(client, q="zebra")) == 2
    answer = client.get("/api/v2/search/", {"q": "zebra", "county": "24"}).json()
    assert (answer["meta"]["total_count"], answer["items"][0]["title"]) == (1, "Boxen")
