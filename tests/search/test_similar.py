"""A case study shows the cases most like it, and says in what."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.publishing.recording import catch_up
from search.vocabularies import take_in_words
from tests import factories
from tests.factories import Tree, make_case, restrict, translate_page

pytestmark = pytest.mark.django_db


def similar(client: Client, page: object) -> dict[str, str]:
    """Titles of the similar pages in their order, each with the reason that is given."""
    catch_up()
    take_in_words()
    html = client.get(page.url).content.decode().partition('<h2 id="similar">')[2]
    cards = re.findall(r'<article class="card">(.*?)</article>', html, re.DOTALL)
    found = {}
    for card in cards:
        [title] = re.findall(r'class="card__title"><a [^>]*>(.*?)</a>', card, re.DOTALL)
        [why] = re.findall(r'class="card__why">(.*?)</p>', card, re.DOTALL)
        found[unescape(title)] = unescape(why)
    return found


def test_case_with_the_same_service_and_solution_comes_first(client: Client, site: Tree):
    page = make_case(title="Boxen", service_types=["fuel", "groceries"], solution_types=["goods_box"])
    make_case(title="Samma lösning", service_types=["library"], solution_types=["goods_box"])
    make_case(title="Samma service", service_types=["fuel"], solution_types=["shop_bus"])
    make_case(title="Båda", service_types=["groceries", "fuel"], solution_types=["goods_box"])
    make_case(title="Något annat", service_types=["library"], solution_types=["shop_bus"])
    found = similar(client, page)
    assert list(found) == ["Båda", "Samma lösning", "Samma service"]
    assert found["Samma service"] == "Samma service: drivmedel."
    assert found["Samma lösning"] == "Samma slags lösning: lanthandelsvarubox."
    assert found["Båda"] == "Samma service: drivmedel, dagligvaror. Samma slags lösning: lanthandelsvarubox."


def test_place_of_the_same_kind_and_size_counts_and_is_said(client: Client, site: Tree):
    page = make_case(title="Boxen", place_type="village", inhabitants=120)
    for title, kind, inhabitants in (
        ("Stad", "urban_locality", 9000),
        ("By", "village", 190),
        ("Stor by", "village", 210),
        ("Liten ö", "island", 100),
    ):
        make_case(title=title, place_type=kind, inhabitants=inhabitants)
    found = similar(client, page)
    assert next(iter(found)) == "By"
    assert set(found) == {"By", "Stor by", "Liten ö"}
    assert found["By"].endswith("varubox. Också en by med under 200 invånare.")
    assert found["Stor by"].endswith("varubox. Också en by.")
    assert found["Liten ö"].endswith("varubox. Också under 200 invånare.")


def test_words_of_the_text_count_and_those_it_is_about_are_said(client: Client, site: Tree):
    text = "<p>Drönaren flyger med paket över fjärden varje tisdag.</p>"
    page = make_case(title="Drönare till skären", in_30_seconds="Byn flyger.", need=text)
    make_case(title="Varor i luften", in_30_seconds="Med drönaren går det fort.", need=text)
    for number in range(9):
        make_case(title=f"Senare box {number}")
    found = similar(client, page)
    assert next(iter(found)) == "Varor i luften"
    assert found["Varor i luften"].endswith("lanthandelsvarubox. Båda nämner: drönare.")


def test_names_of_places_are_no_likeness_worth_saying(client: Client, site: Tree):
    page = make_case(title="Boxen i Slussfors", locality="Slussfors")
    make_case(title="Macken i Slussfors", locality="Slussfors")
    for number in range(9):
        make_case(title=f"Annat {number}", service_types=["library"], solution_types=["shop_bus"])
    assert "nämner" not in similar(client, page)["Macken i Slussfors"]


def test_english_page_shows_english_cases_and_reasons(client: Client, site: Tree):
    values = {"place_type": "village", "inhabitants": 120, "service_types": ["fuel"]}
    page = translate_page(make_case(title="Boxen", **values), title="The box")
    translate_page(make_case(title="Macken", **values), title="The pump")
    make_case(title="Bara på svenska", **values)
    found = similar(client, page)
    assert list(found) == ["The pump"]
    assert found["The pump"] == (
        "Same service: fuel. Same kind of solution: unmanned grocery box. "
        "Also a village with fewer than 200 inhabitants."
    )


@pytest.mark.parametrize("how", ["draft", "unpublished", "restricted", "alias", "only a draft makes it similar"])
def test_what_is_hidden_is_never_similar(client: Client, site: Tree, how: str):
    page = make_case(title="Boxen")
    if how == "alias":
        page, source = translate_page(page, title="The box"), make_case(title="Zyxhemlig")
        source.copy_for_translation(page.locale, alias=True)
        type(page).objects.filter(alias_of=source).update(live=True)
    else:
        other = make_case(title="Zyxhemlig", published=how != "draft")
        if how == "unpublished":
            other.unpublish()
        elif how == "restricted":
            restrict(other)
        elif how == "only a draft makes it similar":
            factories.FACET_LINKS["solution_types"].objects.filter(page=other).delete()
            factories.FACET_LINKS["service_types"].objects.filter(page=other).delete()
    assert similar(client, page) == {}
    assert 'id="similar"' not in client.get(page.url).content.decode()


def test_what_is_withdrawn_is_gone_at_once(client: Client, site: Tree):
    page, other = make_case(title="Boxen"), make_case(title="Lådan")
    assert list(similar(client, page)) == ["Lådan"]
    other.unpublish()
    assert "Lådan" not in client.get(page.url).content.decode()


def test_page_is_not_similar_to_itself_nor_to_its_translation(client: Client, site: Tree):
    page = make_case(title="Boxen")
    english = translate_page(page, title="The box")
    assert similar(client, page) == similar(client, english) == {}


def test_titles_are_escaped(client: Client, site: Tree):
    page = make_case(title="<b>zyxbox</b> låda", keywords="zyxbox")
    make_case(title="<script>zyxbox</script>")
    html = client.get(page.url).content.decode()
    assert "<script>zyxbox" not in html
    assert "<b>zyxbox" not in html


def test_similar_cases_are_no_part_of_the_document(client: Client, site: Tree):
    page = make_case(title="Boxen")
    catch_up()
    before = client.get(f"/api/v2/pages/{page.pk}/")
    make_case(title="Lådan")
    catch_up()
    after = client.get(f"/api/v2/pages/{page.pk}/")
    assert (before.content, before["ETag"]) == (after.content, after["ETag"])


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_the_number_of_cases(client: Client, site: Tree):
    def cost() -> int:
        similar(client, page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    page = make_case(title="Boxen")
    for number in range(3):
        make_case(title=f"Lådan {number}", place_type="village", inhabitants=10)
    few = cost()
    for number in range(12):
        make_case(title=f"Lådan till {number}", place_type="village", inhabitants=10)
    assert cost() <= few
