"""Who finds nothing is told what to do: what to let go of, what comes closest, where to begin instead, whom to ask."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import Tree, make_case, make_resource, restrict

pytestmark = pytest.mark.django_db
SWEDISH, ENGLISH = "/sv/sok/", "/en/search/"


@pytest.fixture
def zebras(site: Tree) -> None:
    make_case(title="Zebra i norr", municipality="2421", service_types=["fuel"])
    make_case(title="Zebra i söder", municipality="1082", service_types=["groceries"])
    make_resource(title="Zebra som metod", service_types=["groceries"])


def text_of(client: Client, path: str, **query: str) -> str:
    """What stands on the page, without markup and with single blanks."""
    html = client.get(path, query).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def easings(client: Client, **query: str) -> list[tuple[str, list[str], int]]:
    listing = client.get(SWEDISH, query).context["listing"]
    return [(easing.facet, easing.labels, easing.number) for easing in listing.easings]


@pytest.mark.usefixtures("zebras")
class TestTooMuchChosen:
    def test_each_choice_says_how_many_pages_there_are_without_it(self, client: Client):
        found = easings(client, q="zebra", county="24", service_type="groceries")
        assert found == [("Län", ["Västerbottens län"], 2), ("Service", ["Dagligvaror"], 1)]
        text = text_of(client, SWEDISH, q="zebra", county="24", service_type="groceries")
        assert "Utan Län: Västerbottens län 2 sidor" in text
        assert "Utan Service: Dagligvaror 1 sida" in text

    def test_links_lead_to_so_many_pages(self, client: Client):
        listing = client.get(SWEDISH, {"q": "zebra", "county": "24", "service_type": "groceries"}).context["listing"]
        for easing in listing.easings:
            assert client.get(easing.address).context["page_obj"].paginator.count == easing.number

    def test_all_values_of_one_facet_go_together(self, client: Client):
        found = easings(client, q="zebra", county="24", service_type="groceries,pharmacy")
        assert found[1] == ("Service", ["Dagligvaror", "Apotek"], 1)

    def test_choice_that_gives_nothing_when_it_goes_is_not_offered(self, client: Client):
        assert easings(client, q="zebra", county="24", service_type="groceries", type="network.EventPage") == []

    def test_pages_that_fit_all_but_one_choice_come_closest(self, client: Client):
        def nearest(**query: str) -> set[str]:
            return {hit.page.title for hit in client.get(SWEDISH, query).context["listing"].nearest}

        everything = {"Zebra i norr", "Zebra i söder", "Zebra som metod"}
        assert nearest(q="zebra", municipality="2421", kind="checklist", service_type="fuel") == {"Zebra i norr"}
        assert nearest(q="zebra", type="network.EventPage") == everything
        assert nearest(q="zebra", county="24", service_type="groceries", type="network.EventPage") == everything

    def test_page_is_whole_in_both_languages(self, client: Client):
        text = text_of(client, SWEDISH, q="zebra", county="24", service_type="groceries")
        assert "Det som ligger närmast" in text
        assert "Fråga någon" in text
        factories.translate_page(make_case(title="Zebra"), title="Zebra up north")
        text = text_of(client, ENGLISH, q="zebra", county="10", type="bank.CaseStudyPage")
        assert "Without County: Blekinge County 1 page" in text
        assert "What comes closest" in text

    def test_what_is_hidden_is_not_counted(self, client: Client):
        query = {"q": "zebra", "county": "24", "service_type": "groceries"}
        before = easings(client, **query)
        make_case(title="Zebra utkast", municipality="2421", service_types=["fuel"], published=False)
        restrict(make_case(title="Zebra spärrad", municipality="2421", service_types=["fuel"]))
        assert easings(client, **query) == before

    def test_lists_of_the_bank_say_it_too(self, client: Client, site: Tree):
        text = text_of(client, site.cases.url, county="24", service_type="groceries")
        assert "Utan Län: Västerbottens län 1 sida" in text


def test_services_that_there_are_pages_about_are_offered(client: Client, site: Tree):
    make_case(title="Boxen", service_types=["groceries", "fuel"])
    make_case(title="Utkast", service_types=["library"], published=False)
    restrict(make_case(title="Stängd", service_types=["pharmacy"]))
    for query in ({}, {"q": "finnsinteallszz"}):
        response = client.get(SWEDISH, query)
        assert [service.title for service in response.context["services"]] == ["Drivmedel", "Dagligvaror"]
        assert "Eller börja med det som saknas Drivmedel Dagligvaror" in text_of(client, SWEDISH, **query)
    for service in response.context["services"]:
        assert client.get(service.path).context["page_obj"].paginator.count == 1
    assert client.get(ENGLISH).context["services"] == []


@pytest.mark.parametrize(
    ("path", "subject"),
    [(SWEDISH, "Fråga: röd & rund?"), (ENGLISH, "Question: röd & rund?")],
)
def test_question_can_be_sent_to_a_person(client: Client, site: Tree, path: str, subject: str):
    html = client.get(path, {"q": "röd & rund?"}).content.decode()
    [address] = re.findall(r'href="(mailto:[^"]*subject=(?:Fr|Question)[^"]*)"', html)
    assert unquote(address.partition("subject=")[2]) == subject


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "zyx&body=hej", "zyx%0Abcc:a@b.se", "zyx' onclick='"]
)
def test_question_is_only_a_subject(client: Client, site: Tree, hostile: str):
    html = client.get(SWEDISH, {"q": hostile}).content.decode()
    for address in re.findall(r'href="(mailto:[^"]*)"', html):
        assert re.fullmatch(r"mailto:[^?&\s]+\?subject=[\w.~%/-]*", address)
    assert "<script>alert" not in html


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_what_is_chosen(client: Client, zebras: Any):
    def cost(**query: str) -> int:
        client.get(SWEDISH, query)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SWEDISH, query).context["listing"].pages == []
        return len(captured)

    few = cost(q="zebra", county="24", service_type="groceries")
    assert cost(q="zebra", county="24", service_type="groceries", kind="checklist", status="closed", year="1999") <= few
