"""Parameters are read strictly, and nothing a caller sends makes an error of ours."""

from urllib.parse import quote

import pytest

from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

LISTS = ["pages", "images", "documents", "municipalities", "counties", "organisations", "service-types"]
PROBLEM = {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize("endpoint", LISTS)
def test_unknown_parameter_is_refused_by_name(site, get, endpoint):
    problem = get(f"/api/v2/{endpoint}/?clent=1&utm_source=x&limit=5", 400)
    assert problem["type"] == "urn:servicebanken:problem:unknown-parameter"
    assert problem["parameters"] == ["clent", "utm_source"]
    assert "clent, utm_source" in problem["detail"]


def test_unknown_parameter_is_refused_in_detail_and_find_too(site, get):
    for address in (f"{PAGES}{site.home.pk}/?x=1", f"{PAGES}find/?html_path=/sv/&x=1", "/api/v2/counties/24/?limit=1"):
        assert get(address, 400)["type"].endswith("unknown-parameter")


@pytest.mark.parametrize("name", ["rich_text_format", "site", "format", "_", "random", "type__in", "path", "alias_of"])
def test_parameters_of_wagtail_that_would_change_the_stored_form_are_not_known(site, get, name):
    assert get(f"{PAGES}?{name}=1", 400)["parameters"] == [name]


@pytest.mark.parametrize(
    "value", ["a", "-1", "101", "1.5", "", " 5", "5 ", "1_0", "٣", "1e1", "9" * 40, "0x1", "%00", "+5"]
)
@pytest.mark.parametrize("endpoint", ["pages", "counties"])
def test_limit_is_a_number_up_to_100(site, get, endpoint, value):
    problem = get(f"/api/v2/{endpoint}/?limit={quote(value, safe='%')}", 400)
    assert problem["type"].endswith("invalid-parameter")
    assert problem["parameter"] == "limit"


def test_limit_is_20_unless_another_is_asked_for(site, get):
    answer = get("/api/v2/municipalities/")
    assert (len(answer["items"]), answer["meta"]["total_count"]) == (20, 290)
    assert len(get("/api/v2/municipalities/?limit=100")["items"]) == 100
    assert get("/api/v2/municipalities/?limit=0") == {"meta": {"total_count": 290}, "items": []}


def test_offset_walks_through_all_once_and_ends_empty(site, get):
    codes = []
    for offset in range(0, 300, 50):
        codes += [row["code"] for row in get(f"/api/v2/municipalities/?limit=50&offset={offset}")["items"]]
    assert len(codes) == len(set(codes)) == 290
    assert get(f"/api/v2/municipalities/?offset={2**63 - 1}")["items"] == []
    for value in ("-1", "x", str(2**63)):
        get(f"/api/v2/municipalities/?offset={value}", 400)


@pytest.mark.parametrize(
    "query",
    [
        "type=bank.NoSuchPage",
        "type=core.CustomImage",
        "type=bank.casestudypage",
        "type=auth.User",
        "type=bank",
        "type=bank.CaseStudyPage,",
        "locale=fi",
        "locale=sv,en",
        "fields=nothing",
        "fields=title(",
        "fields=municipality(name)",
        "fields=*,-",
        "fields=parent",
        "order=random",
        "order=contact",
        "order=title,",
        "order=--title",
        "order=path",
        "child_of=x",
        "child_of=999999999",
        "child_of=99999999999999999999",
        "ancestor_of=root",
        "translation_of=-1",
        "child_of=root&descendant_of=root",
        "municipality=9999",
        "municipality=2421,",
        "county=2421",
        "service_type=",
        "service_type=fuel,nothing",
        "status=nothing",
        "kind=Method",
        "first_published_at__gte=yesterday",
        "first_published_at__gte=2026-13-01",
        "first_published_at__gte=2026-01-01T00:00:00",
        "first_published_at__gte=0001-01-01T00:00:00%2B14:00",
        "first_published_at__year=2026",
        "id=x",
        "id__gte=1",
        "show_in_menus=yes",
        "limit=5&limit=6",
        "search_operator=xor&search=a",
        "search=" + "a" * 201,
        "search=box&order=slug",
        "type=bank.CaseStudyPage&started_on=nonsense",
        "type=bank.CaseStudyPage&started_on=2026-02-30",
        "type=bank.CaseStudyPage&inhabitants=many",
        "type=bank.CaseStudyPage&km_to_next_same_service=1e400",
        "type=bank.CaseStudyPage&body=x",
        "type=bank.CaseStudyPage&main_image=1",
        "type=bank.CaseStudyPage&timeline=1",
        "type=bank.CaseStudyPage&project=1",
        "type=bank.CaseStudyPage&private_owner=1",
        "started_on=2026-01-01",
        "%00=1",
        "title=%00",
        "search=%00",
        "title=" + "a" * 10_000,
    ],
)
def test_wrong_value_is_answered_with_what_is_wrong(site, get, query):
    assert set(get(f"{PAGES}?{query}", 400)) >= PROBLEM


@pytest.mark.parametrize(
    "words",
    ['"', "'", '"box', "box*", "(", ")", "NEAR(", "a AND", "OR", "-", "%", "%25s", "\\", "é" * 200, "{}", "a:b", "^"],
)
def test_any_words_can_be_searched_for(site, get, words):
    factories.make_case()
    for endpoint in ("pages", "images", "documents"):
        get(f"/api/v2/{endpoint}/?search={quote(words)}")


@pytest.mark.parametrize("query", ["%ff=%fe", "search=%ff%fe", "title=%ed%a0%80", "&&&", "=", "?", "search=a;b", "%"])
def test_broken_query_is_no_error_of_ours(site, client, query):
    assert client.get(f"{PAGES}?{query}").status_code in {200, 400}


def test_ten_thousand_parameters_are_answered_briefly(site, client):
    response = client.get(PAGES + "?" + "&".join(f"p{n}{'x' * 100}=1" for n in range(500)))
    assert response.status_code == 400
    assert len(response.content) < 3000


@pytest.mark.parametrize("code", ["2421'", "../24", "24%00", "åäö", "x" * 300])
def test_any_code_can_be_asked_for(site, client, code):
    assert client.get(f"/api/v2/municipalities/{quote(code, safe='%')}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/api/v2/themes/?offset=9999&locale=fi",
        "/api/v2/images/?offset=9999&locale=fi",
        "/api/v2/documents/?offset=9999&fields=nonsense",
        "/api/v2/images/find/?id=1&fields=nonsense",
    ],
)
def test_wrong_value_is_refused_also_where_there_is_nothing_to_show(site, get, address):
    assert get(address, 400)["parameter"] in {"locale", "fields"}


def test_the_same_code_again_and_again_counts_each_time(site, get):
    codes = ",".join(["fuel"] * 51)
    assert get(f"/api/v2/pages/?service_type={codes}", 400)["parameter"] == "service_type"
