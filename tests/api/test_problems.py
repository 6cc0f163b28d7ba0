"""Errors are problem+json on every path under /api/."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from cms import urls
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

MEMBERS = {"type", "title", "status", "detail", "instance"}


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) >= MEMBERS
    assert body["status"] == status
    return body


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v2/",
        "/api/v1/pages/",
        "/api/v2/nothing/",
        "/api/v2/pages/abc/",
        "/api/v2/pages/0/",
        "/api/v2/pages/999999999999999999999999/",
        "/api/v2/pages/-1/",
        "/api/v2/images/1000000/",
        "/api/v2/documents/1000000/",
        "/api/v2/counties/99/",
        "/api/v2/pages/find/?html_path=/en/nowhere/",
        "/api/v2/pages/find/?html_path=/",
        "/api/v2/pages/find/?id=1000000",
        "/api/v3/pages/",
        "/api/v2/pages/%00/",
        "/api/%ff",
        "/api/main/pages/",
    ],
)
def test_what_is_not_there_is_a_problem_of_404(site, client, address):
    if address.endswith("html_path=/"):
        site.home.unpublish()
    body = problem(client.get(address), 404)
    assert body["type"] == "urn:servicebanken:problem:not-found"
    assert body["instance"].startswith("/api/")


@pytest.mark.parametrize("address", ["/api/v2/nothing/", f"{PAGES}?limit=x", f"{PAGES}0/"])
def test_problem_is_in_the_language_asked_for(site, client, address):
    swedish = problem(
        client.get(address, headers={"Accept-Language": "sv-SE,sv;q=0.9"}), client.get(address).status_code
    )
    english = client.get(address, headers={"Accept-Language": "en-GB"})
    assert english.json()["title"] != swedish["title"]
    assert english["Content-Language"] == "en"
    assert "Accept-Language" in english["Vary"]
    joined = address + ("&" if "?" in address else "?") + "locale=en"
    assert client.get(joined, headers={"Accept-Language": "sv"})["Content-Language"] == "en"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [PAGES, f"{PAGES}1/", f"{PAGES}find/", "/api/v2/counties/", "/api/v2/images/"])
def test_nothing_can_be_written(site, method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(address, data="{}", content_type="application/json")
    assert problem(response, 405)["type"].endswith("method-not-allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_unknown_address_is_a_404_for_every_method(site):
    for method in ("post", "put", "patch", "delete", "options"):
        problem(getattr(Client(enforce_csrf_checks=True), method)("/api/v2/nothing/"), 404)
    assert Client().head("/api/v2/nothing/").status_code == 404


@pytest.mark.parametrize("address", [PAGES, "{home}", "/api/v2/images/", "/api/v2/counties/", "/api/v2/counties/24/"])
def test_head_and_options_answer(site, client, address):
    address = address.format(home=f"{PAGES}{site.home.pk}/")
    got, head, options = client.get(address), client.head(address), client.options(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == got["Content-Length"]
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_every_origin_may_read_without_cookies(site, client):
    response = client.get(PAGES, headers={"Origin": "https://partner.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    asked = client.options(PAGES, headers={"Origin": "https://partner.example", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert "GET" in asked["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png", "*/*;q=0", "nonsense"])
def test_answer_is_json_whatever_the_caller_accepts(site, client, accept):
    response = client.get(PAGES, headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert "Accept" not in [part.strip() for part in response.get("Vary", "").split(",")]


@pytest.mark.parametrize("name", ["pages", "pages/find", "counties/24"])
def test_last_slash_that_was_forgotten_is_added(site, client, name):
    response = client.get(f"/api/v2/{name}?limit=5")
    assert (response.status_code, response["Location"]) == (301, f"/api/v2/{name}/?limit=5")


def test_wrong_host_is_a_problem(site, client):
    problem(client.get(PAGES, headers={"Host": "evil.example"}), 400)
    assert client.get("/sv/", headers={"Host": "evil.example"})["Content-Type"] != "application/problem+json"


class BrokenUrls:
    """The addresses of the site and one that breaks."""

    @staticmethod
    def broken(request):
        raise RuntimeError("secret of the machine")

    urlpatterns = [path("api/broken/", broken), *urls.urlpatterns]
    handler500 = staticmethod(urls.handler500)


@override_settings(ROOT_URLCONF=BrokenUrls)
def test_error_of_ours_is_a_problem_that_tells_nothing(site):
    response = Client(raise_request_exception=False).get("/api/broken/")
    assert "secret" not in response.content.decode()
    problem(response, 500)
