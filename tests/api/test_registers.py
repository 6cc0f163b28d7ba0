"""Registers by stable code, in both languages."""

import pytest

from cms.api.endpoints.registers import vocabulary_endpoints
from tests import factories

pytestmark = pytest.mark.django_db


def test_municipality_keeps_its_leading_zero_and_names_its_county(site, get):
    answer = get("/api/v2/municipalities/0765/")
    assert (answer["code"], answer["label"], answer["name_sv"], answer["name_en"]) == ("0765", *["Älmhult"] * 3)
    assert answer["county"] == {"code": "07", "label": "Kronobergs län"}
    assert get("/api/v2/municipalities/0765/?locale=en")["county"]["label"] == "Kronoberg County"


def test_all_counties_and_municipalities_are_listed_by_code(site, get):
    counties = get("/api/v2/counties/?limit=100")
    assert counties["meta"]["total_count"] == len(counties["items"]) == 21
    assert [county["code"] for county in counties["items"]] == sorted(county["code"] for county in counties["items"])
    assert get("/api/v2/municipalities/?county=24")["meta"]["total_count"] == 15
    assert {row["county"]["code"] for row in get("/api/v2/municipalities/?county=24,07")["items"]} == {"24", "07"}
    get("/api/v2/municipalities/?county=99", 400)


@pytest.mark.parametrize("name", sorted(vocabulary_endpoints()))
def test_vocabulary_has_code_label_and_both_names(site, get, name):
    items = get(f"/api/v2/{name}/?limit=100")["items"]
    assert items
    assert all(item["label"] == item["name_sv"] for item in items)
    english = get(f"/api/v2/{name}/{items[0]['code']}/?locale=en")
    assert english["label"] == english["name_en"] == items[0]["name_en"]


def test_paths_have_hyphens(site, get):
    assert set(vocabulary_endpoints()) == {
        "service-types",
        "solution-types",
        "levels",
        "audiences",
        "themes",
        "phases",
        "success-factors",
    }
    get("/api/v2/service_types/", 404)


def test_organisation_shows_only_contacts_that_may_be_shown(site, get):
    group = factories.organisation("byn")
    factories.contact("öppen", organisation=group, role_email="byn@example.org")
    factories.contact("sluten", organisation=group, role_email="hemlig@example.org", show_publicly=False)
    answer = get("/api/v2/organisations/byn/")
    assert [contact["email"] for contact in answer["contacts"]] == ["byn@example.org"]
    assert answer["type"]["code"] == "local_group"
    assert get("/api/v2/organisations/?type=region")["meta"]["total_count"] == 0


def test_coordinator_of_a_municipality_is_shown_only_with_consent(site, get):
    town = factories.municipality("2421")
    person = factories.contact()
    type(town).objects.filter(pk=town.pk).update(coordinator=person)
    assert get("/api/v2/municipalities/2421/")["coordinator"]["email"] == "service@example.org"
    type(person).objects.filter(pk=person.pk).update(show_publicly=False)
    assert get("/api/v2/municipalities/2421/")["coordinator"] is None
