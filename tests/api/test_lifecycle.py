"""Nothing goes away without twelve months' notice, and whoever uses what will go away is told in every answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.checks import run_checks

from cms.api import lifecycle
from cms.api.lifecycle import Deprecated
from cms.api.openapi.document import build
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

NEWS = "https://example.org/news/"
SINCE, SUNSET = dt.date(2026, 3, 1), dt.date(2027, 3, 1)
ADDRESS = Deprecated("/themes/", SINCE, SUNSET, NEWS)
ONE_ROW = Deprecated("/themes/{code}/", SINCE, SUNSET, NEWS)
PARAMETER = Deprecated("/pages/", SINCE, SUNSET, NEWS, parameter="slug")
SAID = {
    "Deprecation": "@1772323200",
    "Sunset": "Mon, 01 Mar 2027 00:00:00 GMT",
    "Link": f'<{NEWS}>; rel="deprecation", <{NEWS}>; rel="sunset"',
}


@pytest.fixture
def going(monkeypatch):
    """Makes the API have these entries."""
    return lambda *entries: monkeypatch.setattr(lifecycle, "DEPRECATED", entries)


def said(response):
    return {name: response[name] for name in SAID if name in response}


def faults():
    return [message.id for message in run_checks() if message.id in {"servicebanken.E021", "servicebanken.E022"}]


def test_nothing_is_deprecated_today(site, client):
    assert lifecycle.DEPRECATED == ()
    assert said(client.get(PAGES)) == {}
    assert "deprecated" not in str(build()["paths"])


def test_answers_of_a_deprecated_address_say_so(site, client, going):
    going(ADDRESS)
    assert said(client.get("/api/v2/themes/")) == SAID
    assert said(client.get("/api/v2/themes/?no_such=1")) == SAID
    assert said(client.head("/api/v2/themes/")) == SAID
    assert said(client.get("/api/v2/themes/safety/")) == {}
    assert said(client.get("/api/v2/phases/")) == {}


def test_an_address_with_a_place_in_it_is_known_whatever_stands_there(site, client, going):
    going(ONE_ROW)
    assert said(client.get("/api/v2/themes/safety/")) == SAID
    assert said(client.get("/api/v2/themes/")) == {}


def test_only_those_who_use_a_deprecated_parameter_are_told(site, client, going):
    going(PARAMETER)
    assert said(client.get(f"{PAGES}?slug=x")) == SAID
    assert said(client.get(PAGES)) == {}


def test_an_answer_without_a_body_says_it_too(site, client, going):
    going(Deprecated("/openapi.json", SINCE, SUNSET, NEWS))
    etag = client.get("/api/v2/openapi.json")["ETag"]
    unchanged = client.get("/api/v2/openapi.json", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert said(unchanged) == SAID


def test_the_one_that_ends_first_is_told(site, client, going):
    later = Deprecated("/pages/", SINCE, dt.date(2028, 3, 1), NEWS)
    going(later, PARAMETER)
    assert said(client.get(f"{PAGES}?slug=x")) == SAID


def test_description_marks_what_is_deprecated(going):
    going(ADDRESS, PARAMETER)
    paths = build()["paths"]
    assert paths["/themes/"]["get"]["deprecated"] is True
    assert "deprecated" not in paths["/pages/"]["get"]
    marked = [made["name"] for made in paths["/pages/"]["get"]["parameters"] if made.get("deprecated")]
    assert marked == ["slug"]


@pytest.mark.parametrize(
    ("since", "sunset", "found"),
    [
        (dt.date(2026, 3, 1), dt.date(2027, 3, 1), []),
        (dt.date(2026, 3, 1), dt.date(2027, 2, 28), ["servicebanken.E021"]),
        (dt.date(2028, 2, 29), dt.date(2029, 3, 1), []),
        (dt.date(2028, 2, 29), dt.date(2029, 2, 28), ["servicebanken.E021"]),
    ],
)
def test_less_than_twelve_months_notice_is_refused_at_start(going, since, sunset, found):
    going(Deprecated("/themes/", since, sunset, NEWS))
    assert faults() == found


@pytest.mark.parametrize(("path", "parameter"), [("/nothing/", ""), ("/themes/", "no_such_parameter")])
def test_entry_for_what_is_not_there_is_refused_at_start(going, path, parameter):
    going(Deprecated(path, SINCE, SUNSET, NEWS, parameter=parameter))
    assert faults() == ["servicebanken.E022"]
