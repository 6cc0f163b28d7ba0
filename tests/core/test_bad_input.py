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


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("header", ["", ";q=", "sv;q=x", "en-" * 3000, "\x00", "*;q=0", "åäö", "sv,,,,en;;;q=1"])
def test_odd_languages_get_a_clear_answer(client: Client, content: None, address: str, header: str):
    assert client.get(address, headers={"accept-language": header}).status_code in CLEAR


@pytest.mark.parametrize("address", ADDRESSES)
def test_wrong_host_is_refused_in_plain_words(client: Client, content: None, address: str):
    for host in ("evil.example", "testserver:80:80", "test server", "testserver@evil.example", ""):
        response = client.get(address, headers={"host": host})
        if response.status_code == 400:
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            assert "evil" not in response.content.decode()
        else:
            # An empty header stands for the server's own name.
            assert not host


@pytest.mark.parametrize(
    ("prefix", "rest"),
    product(
        ("/", "/sv/", "/en/", "/sv/banken/", "/id/", "/media/", "/documents/", "/sv/kommuner/", "/en/untranslated/"),
        (
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
        ),
    ),
)
def test_odd_addresses_get_a_clear_answer(client: Client, content: None, prefix: str, rest: str):
    assert client.get(f"{prefix}{rest}").status_code in CLEAR


@pytest.mark.parametrize("address", ADDRESSES)
def test_too_many_parameters_are_refused(client: Client, content: None, address: str):
    query = "&".join(f"p{number}=1" for number in range(10_001))
    assert client.generic("GET", address, QUERY_STRING=query).status_code in CLEAR


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_other_methods_get_a_clear_answer(client: Client, content: None, address: str, method: str):
    assert client.generic(method, address, b"{}", content_type="application/json").status_code in CLEAR


@pytest.mark.parametrize("address", ["/sv/banken/", "/sv/sok/", "/en/municipalities/", "/sitemap.xml", "/health/"])
def test_head_answers_like_get_without_the_text(client: Client, content: None, address: str):
    response = client.head(address)
    assert response.status_code == 200
    assert response.content == b""
