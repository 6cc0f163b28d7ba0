"""Every address of the API is read in the same way: GET and HEAD, OPTIONS with what is allowed, nothing else."""

import pytest
from django.test import Client

from cms.api.exports.table import EXPORTS
from cms.api.router import router
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

ALLOW = "GET, HEAD, OPTIONS"
LISTS = [f"/api/v2/{name}/" for name in router._endpoints]
SINGLE = [
    f"{PAGES}{{page}}/",
    f"{PAGES}find/?id={{page}}",
    "/api/v2/images/{image}/",
    "/api/v2/images/find/?id={image}",
    "/api/v2/documents/{document}/",
    "/api/v2/documents/find/?id={document}",
    "/api/v2/counties/24/",
    "/api/v2/municipalities/2421/",
    "/api/v2/organisations/byalaget/",
    "/api/v2/service-types/fuel/",
    "/api/v2/themes/safety/",
]
DESCRIPTION = ["/api/v2/openapi.json", "/api/v2/docs/"]
PLAIN = [
    "/api/v2/api-info",
    "/api/v2/api-info/",
    "/api/v2/resolve/?path=/sv/",
    f"{PAGES}?cursor=",
    "/api/v2/search/?q=mack",
]
DOWNLOADS = [f"/api/v2/exports/{name}.{form}" for name, data in EXPORTS.items() for form in data.formats]
ADDRESSES = [*LISTS, *SINGLE, *PLAIN, *DESCRIPTION, *DOWNLOADS]
REFUSED = [f"{PAGES}?x=1", "/api/v2/resolve/", "/api/v2/exports/cases.csv?x=1", "/api/v2/api-info?x=1"]


@pytest.fixture(scope="module")
def there(undone, django_db_blocker):
    """Fills in the ids of an address."""
    with django_db_blocker.unblock():
        image, document = factories.make_image(), factories.make_document()
        body = f'[{{"type": "file", "value": {{"document": {document.pk}, "title": "Fil"}}}}]'
        page = factories.make_case(main_image=image, body=body, operator=factories.organisation())
    return lambda address: address.format(page=page.pk, image=image.pk, document=document.pk)


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_its_body(there, client, address):
    got, head = client.get(there(address)), client.head(there(address))
    assert got.status_code == head.status_code == (302 if "/find/" in address else 200)
    assert head.content == b""
    for header in ("Content-Type", "Location", "Content-Disposition", "Content-Language", "Vary"):
        assert head.get(header) == got.get(header), header


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_says_what_is_allowed(there, client, address):
    response = client.options(there(address))
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == ALLOW


@pytest.mark.parametrize("address", ADDRESSES)
def test_browser_on_any_site_may_read(there, client, address):
    origin = {"Origin": "https://partner.example"}
    asked = client.options(there(address), headers={**origin, "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert set(asked["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    got = client.get(there(address), headers=origin)
    assert got["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in got
    assert "Set-Cookie" not in got


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written_anywhere(there, address, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(
        there(address), data="{}", content_type="application/json"
    )
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == ALLOW
    assert response.json()["type"] == "urn:servicebanken:problem:method-not-allowed"


@pytest.mark.parametrize("address", REFUSED)
def test_refusal_is_the_same_problem_for_head(site, client, address):
    got, head = client.get(address), client.head(address)
    assert got.status_code == head.status_code == 400
    assert got["Content-Type"] == head["Content-Type"] == "application/problem+json"
    assert head.content == b""


@pytest.mark.parametrize("address", ["/api/v2/resolve/", "/api/v2/api-info", "/api/v2/exports/cases.csv"])
def test_problem_of_a_plain_endpoint_is_in_the_language_asked_for(site, client, address):
    swedish = client.get(f"{address}?x=1", headers={"Accept-Language": "sv"})
    english = client.get(f"{address}?x=1", headers={"Accept-Language": "en"})
    assert (swedish["Content-Language"], english["Content-Language"]) == ("sv", "en")
    assert swedish.json()["title"] != english.json()["title"]


def test_plain_endpoint_that_lacks_its_last_slash_is_found(site, client):
    response = client.get("/api/v2/resolve?path=/sv/")
    assert (response.status_code, response["Location"]) == (301, "/api/v2/resolve/?path=/sv/")
