"""``/api/v2/search/``: hits with highlights, facets with labels, corrections, and clear refusals."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.publishing.models import PublishedDocument
from cms.publishing.recording import catch_up
from search.vocabularies import take_in_words
from tests import factories

pytestmark = pytest.mark.django_db
SEARCH = "/api/v2/search/"


@pytest.fixture
def pages(site):
    """Three pages that are about zebras."""
    return [
        factories.make_case(
            title="Zebran i norr", municipality="2421", service_types=["fuel"], need="<p>Byn ville ha zebror.</p>"
        ),
        factories.make_case(title="Zebran i söder", municipality="1082", service_types=["groceries"]),
        factories.make_resource(title="Zebra som metod", kind="checklist"),
    ]


def test_answer_has_the_shape_that_partners_parse(pages, get):
    answer = get(f"{SEARCH}?q=zebran&facets=county,service_type")
    assert answer["meta"].keys() >= {"total_count", "query", "correction", "backend"}
    assert (answer["meta"]["total_count"], answer["meta"]["query"], answer["meta"]["correction"]) == (3, "zebran", None)
    assert answer["meta"]["backend"] == connection.vendor
    item = next(item for item in answer["items"] if item["title"] == "Zebran i norr")
    assert item["meta"] == get(f"/api/v2/pages/?id={item['id']}")["items"][0]["meta"]
    assert item["highlights"]["title"] == "<mark>Zebran</mark> i norr"
    assert "Byn ville ha <mark>zebror</mark>." in item["highlights"]["body"]
    assert {"code": "24", "label": "Västerbottens län", "count": 1} in answer["facets"]["county"]
    assert sorted(row["code"] for row in answer["facets"]["service_type"]) == ["fuel", "groceries"]


def test_labels_are_in_the_language_of_the_pages(pages, get):
    factories.translate_page(pages[0], title="The zebra up north")
    answer = get(f"{SEARCH}?q=zebra&locale=en&facets=county")
    assert [item["title"] for item in answer["items"]] == ["The zebra up north"]
    assert answer["facets"]["county"][0]["label"] != "Västerbottens län"


def test_every_facet_is_a_filter_too(pages, get):
    def titles(query: str) -> list[str]:
        return [item["title"] for item in get(f"{SEARCH}?q=zebra&{query}")["items"]]

    assert titles("service_type=fuel") == ["Zebran i norr"]
    assert titles("county=10") == ["Zebran i söder"]
    assert titles("type=bank.ResourceArticlePage") == titles("kind=checklist") == ["Zebra som metod"]
    assert titles("county=10&service_type=fuel") == []


def test_counts_of_a_facet_do_not_depend_on_its_own_filter(pages, get):
    answer = get(f"{SEARCH}?q=zebra&service_type=fuel&facets=service_type,county")
    assert {row["code"]: row["count"] for row in answer["facets"]["service_type"]}["groceries"] >= 1
    assert [row["code"] for row in answer["facets"]["county"]] == ["24"]


def test_parts_of_the_answer_follow_one_another(pages, get):
    whole = [item["id"] for item in get(f"{SEARCH}?q=zebra")["items"]]
    assert [get(f"{SEARCH}?q=zebra&limit=1&offset={n}")["items"][0]["id"] for n in range(3)] == whole


def test_newest_come_first_when_asked_for(pages, get):
    found = [item["id"] for item in get(f"{SEARCH}?q=zebra&order=date")["items"]]
    assert found == [page.pk for page in reversed(pages)]


def test_correction_is_told(pages, get):
    take_in_words()
    answer = get(f"{SEARCH}?q=zebrran")
    assert answer["meta"]["correction"] == "zebran"
    assert answer["meta"]["total_count"] == 3


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=!!!", "q=zebra&x=1", "q=zebra&facets=nothing", "q=zebra&county=99", "q=zebra&locale=fi",
     "q=zebra&order=title", "q=zebra&limit=101", "q=zebra&offset=490&limit=20", "q=a&q=b", "q=" + "a" * 201, "q=%00"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(site, get, query):
    answer = get(f"{SEARCH}?{query}", 400)
    assert {"type", "detail"} <= answer.keys()


@pytest.mark.parametrize(
    "words", ['"', "zebra AND (", "*", "title:zebra", "[a TO b]", "/.*/", "🙂 zebra", "zebra\\", "-zebra", "שלום zebra"]
)
def test_signs_are_just_text(site, client: Client, words: str):
    assert client.get(SEARCH, {"q": words}).status_code in (200, 400)


def test_nothing_but_marks_is_markup(site, client: Client):
    factories.make_case(title="<script>zebra</script>", need="<p>En <b>zebra</b> &amp; en &lt;i&gt; till.</p>")
    [item] = json.loads(client.get(SEARCH, {"q": "zebra"}).content)["items"]
    assert item["highlights"]["title"] == "&lt;script&gt;<mark>zebra</mark>&lt;/script&gt;"
    assert "En <mark>zebra</mark> &amp; en &lt;i&gt; till." in item["highlights"]["body"]


def test_text_that_is_about_to_be_made_anew_is_not_shown(pages, get):
    def excerpts() -> list[str]:
        [item] = [item for item in get(f"{SEARCH}?q=zebran")["items"] if item["id"] == pages[0].pk]
        return item["highlights"]["body"]

    catch_up()
    assert excerpts() == ["Byn ville ha <mark>zebror</mark>."]
    PublishedDocument.objects.filter(page_id=pages[0].pk).update(is_stale=True)
    assert excerpts() == []


def test_closed_sections_are_found_with_their_key_alone(site, client: Client):
    closed = factories.make_content_page(title="Zebran i det stängda rummet")
    factories.restrict(closed)
    _key, secret = factories.make_key(closed)
    assert client.get(SEARCH, {"q": "zebran"}).json()["meta"]["total_count"] == 0
    keyed = client.get(SEARCH, {"q": "zebran"}, headers={"authorization": f"Bearer {secret}"})
    assert [item["title"] for item in keyed.json()["items"]] == ["Zebran i det stängda rummet"]
    assert "private" in keyed["Cache-Control"]


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_the_number_of_hits(site, client: Client):
    def cost() -> int:
        query = {"q": "zebra", "facets": "county,service_type,type"}
        client.get(SEARCH, query)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SEARCH, query).status_code == 200
        return len(captured)

    factories.make_case(title="Zebra")
    few = cost()
    for number in range(9):
        factories.make_case(title=f"Zebra {number}")
    assert cost() == few
