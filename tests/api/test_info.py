"""Who answers here: api-info."""

import pytest

from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

INFO = "/api/v2/api-info"


def test_api_says_who_it_is(get):
    info = get(INFO)
    assert info["name"] == "Servicebanken"
    assert info["version"].startswith("2.")
    assert info["status"] in {"alpha", "beta", "active", "deprecated", "retired"}
    assert info["languages"] == ["sv", "en"]
    assert "@" in info["contact"]["email"]
    assert info["licence"]["code"] == "cc_by_4_0"
    assert info["licence"]["url"].startswith("https://creativecommons.org/")


def test_api_describes_itself_in_both_languages(get):
    info = get(INFO)
    for text in (info["description"], info["licence"]["terms"]):
        assert set(text) == {"sv", "en"}
        assert text["sv"] != text["en"]
    assert "landsbygd" in info["description"]["sv"]


@pytest.mark.parametrize("address", [INFO, f"{INFO}/"])
def test_both_forms_of_the_address_answer_without_a_redirect(client, address):
    for language in ("sv", "en"):
        response = client.get(address, headers={"Accept-Language": language})
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        assert response.json() == client.get(INFO).json()


def test_limits_are_those_that_hold(site, get):
    limits = get(INFO)["limits"]
    assert len(get("/api/v2/municipalities/")["items"]) == limits["items_default"]
    get(f"{PAGES}?limit={limits['items_most']}")
    get(f"{PAGES}?limit={limits['items_most'] + 1}", 400)
    get(f"{PAGES}?title={'a' * limits['value_length_most']}")
    get(f"{PAGES}?title={'a' * (limits['value_length_most'] + 1)}", 400)


def test_addresses_that_it_names_answer(client, get):
    info = get(INFO)
    for name in ("documentation", "openapi"):
        if info[name] is not None:
            assert client.get(info[name]).status_code == 200


def test_it_takes_no_parameters(get):
    assert get(f"{INFO}?locale=en", 400)["parameters"] == ["locale"]
