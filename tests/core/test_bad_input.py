"""Whatever is asked, the answer is clear: never a fault of ours."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client

from tests.factories import Tree, make_case, make_topic

ADDRESSES = (
    "/",
    "/sv/",
    "/en/",
    "/sv/banken/",
    "/sv/banken/goda-exempel/",
    "/en/bank/good-examples/",
    "/sv/banken/goda-exempel/boxen/",
    "/sv/banken/metoder/",
    "/sv/banken/serviceplaner/",
    "/sv/banken/samlingar/",
    "/sv/teman/",
    "/sv/teman/trygghet/",
    "/sv/natverket/",
    "/sv/natverket/traffar/",
    "/sv/natverket/projekt/",
    "/sv/kommuner/",
    "/en/municipalities/2421/",
    "/sv/sok/",
    "/en/search/",
    "/id/sb-000001",
    "/sitemap.xml",
    "/robots.txt",
    "/health/",
    "/.well-known/security.txt",
    "/media/original_images/finns-inte.png",
    "/documents/1/finns-inte.txt",
)
QUERIES = (
    'q="',
    "q=%00",
    "q=%ff%fe",
    "q=" + "a" * 10_000,
    "q=" + "%22%00%27" * 1000,
    "page=0",
    "page=9999",
    "page=-1",
    "page=abc",
    "page=%00",
    "page=" + "9" * 10_000,
    "service_type=nonsense",
    "service_type=%00",
    "service_type=" + "fuel," * 2000,
    "municipality=9999&county=99&kind=x&status=x&theme=x&audience=x&level=x&phase=x&solution_type=x&type=x",
    "municipality[]=2421&county[$gt]=1",
    "lang=%00",
    "&&&===;;;",
    "%",
    "%00=%00",
)
LANGUAGE_HEADERS = ("", ";q=", "sv;q=x", "en-" * 3000, "\x00", "*;q=0", "åäö", "sv,,,,en;;;q=1")
WRONG_HOSTS = ("evil.example", "testserver:80:80", "test server", "testserver@evil.example")
PLACES = ("/", "/sv/", "/en/", "/sv/banken/", "/id/", "/media/", "/documents/", "/sv/kommuner/", "/en/untranslated/")
ODD_ENDINGS = (
    "%00",
    "%00/",
    "%ff/",
    "'",
    '"/',
    "<script>/",
    "..%2f..%2f",
    "a" * 10_000 + "/",
    "å/",
    "%C3%A5/",
    "😀/",
    "\\/",
)
CLEAR = {200, 301, 302, 400, 404, 405, 410}


@pytest.fixture
def content(site: Tree) -> None:
    make_case(slug="boxen", themes=["safety"])
    make_topic("safety", slug="trygghet")


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_questions_get_a_clear_answer(client: Client, content: None, address: str):
    for query in QUERIES:
        response = client.generic("GET", address, QUERY_STRING=query)
        assert response.status_code in CLEAR, (address, query[:60])


def test_odd_languages_get_a_clear_answer(client: Client, content: None):
    for header, address in product(LANGUAGE_HEADERS, ("/", "/sv/banken/", "/finns-inte/", "/id/sb-000001", "/health/")):
        response = client.get(address, headers={"accept-language": header})
        assert response.status_code in CLEAR, (address, header[:60])


def test_wrong_host_is_refused_in_plain_words(client: Client, content: None):
    for host, address in product(WRONG_HOSTS, ADDRESSES):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 400, (address, host)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert host not in response.content.decode()


def test_odd_addresses_get_a_clear_answer(client: Client, content: None):
    for place, rest in product(PLACES, ODD_ENDINGS):
        assert client.get(f"{place}{rest}").status_code in CLEAR, (place, rest[:60])


def test_too_many_parameters_are_refused(client: Client, content: None):
    query = "&".join(f"p{number}=1" for number in range(10_001))
    for address in ADDRESSES:
        assert client.generic("GET", address, QUERY_STRING=query).status_code in CLEAR, address


def test_other_methods_get_a_clear_answer(client: Client, content: None):
    for method, address in product(("POST", "DELETE", "OPTIONS"), ADDRESSES):
        response = client.generic(method, address, b"{}", content_type="application/json")
        assert response.status_code in CLEAR, (method, address)


@pytest.mark.parametrize("address", ["/sv/banken/", "/sv/sok/", "/en/municipalities/", "/sitemap.xml", "/health/"])
def test_head_answers_like_get_without_the_text(client: Client, content: None, address: str):
    response = client.head(address)
    assert response.status_code == 200
    assert response.content == b""
