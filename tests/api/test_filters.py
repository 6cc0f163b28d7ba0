"""Narrowing, ordering and finding: Wagtail's contract, and filters by code that work without ``type``."""

import datetime as dt

import pytest

from cms.registers.models import PagePlace
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db


def test_facets_filter_all_page_types_at_once(site, ids):
    case = factories.make_case(service_types=["fuel"], themes=["safety"])
    resource = factories.make_resource(service_types=["fuel", "post"], phases=["plan"])
    other = factories.make_case(service_types=["post"])
    assert ids("service_type=fuel") == {case.pk, resource.pk}
    assert ids("service_type=fuel,post") == {case.pk, resource.pk, other.pk}
    assert ids("service_type=fuel&theme=safety") == {case.pk}
    assert ids("service_type=fuel&type=bank.ResourceArticlePage") == {resource.pk}
    assert ids("phase=plan") == {resource.pk}
    assert ids("service_type=library") == set()


@pytest.mark.parametrize(
    ("facet", "code"),
    [
        ("solution_types", "goods_box"),
        ("audiences", "resident"),
        ("levels", "eu"),
        ("themes", "welfare"),
        ("success_factors", "technology"),
    ],
)
def test_every_register_is_a_filter(site, ids, facet, code):
    case = factories.make_case(solution_types=["other"])
    wanted = factories.make_case(**{"solution_types": ["shop_bus"], facet: [code]})
    assert ids(f"{facet[:-1]}={code}") == {wanted.pk}
    assert case.pk not in ids(f"{facet[:-1]}={code}")


def test_municipality_and_county_match_own_place_and_places_inside(site, ids):
    own = factories.make_case(municipality="2421")
    placed = factories.make_case(municipality="0765", places=["2421"])
    resource = factories.make_resource(places=["2421"])
    county_place = factories.make_event()
    county_place.places = [PagePlace(kind="county", county=factories.county("24"))]
    county_place.save_revision().publish()
    elsewhere = factories.make_case(municipality="0765")
    assert ids("municipality=2421") == {own.pk, placed.pk, resource.pk}
    assert ids("county=24") == {own.pk, placed.pk, resource.pk, county_place.pk}
    assert ids("county=24&municipality=0765") == {placed.pk}
    assert ids("municipality=2421,0765") == {own.pk, placed.pk, resource.pk, elsewhere.pk}
    assert ids("county=07&type=bank.CaseStudyPage") == {placed.pk, elsewhere.pk}


def test_filter_holds_in_both_languages(site, ids):
    case = factories.make_case(service_types=["fuel"])
    english = factories.translate_page(case)
    assert ids("service_type=fuel") == {case.pk, english.pk}
    assert ids("service_type=fuel&locale=en") == {english.pk}
    assert ids("municipality=2421&locale=sv") == {case.pk}


def test_small_vocabularies_filter_by_code_without_type(site, ids):
    running, closed = factories.make_case(), factories.make_case(solution_status="closed", ended_on=dt.date(2026, 1, 1))
    plan = factories.make_plan()
    expired = factories.make_plan(period_from=dt.date(2018, 1, 1), period_to=dt.date(2019, 12, 31))
    event = factories.make_event(status="cancelled")
    project = factories.make_project(project_status="finished")
    method, tool = factories.make_resource(), factories.make_resource(kind="tool")
    assert ids("solution_status=running") == {running.pk}
    assert ids("status=closed") == {closed.pk}
    assert ids("status=expired") == {expired.pk}
    assert ids("status=adopted") == {plan.pk}
    assert ids("status=cancelled,finished") == {event.pk, project.pk}
    assert ids("kind=tool") == {tool.pk}
    assert ids("kind=tool,method") == {tool.pk, method.pk}
    assert ids("kind=tool&solution_status=running") == set()
    assert ids("type=bank.ServicePlanPage&status=expired") == {expired.pk}


def test_plain_fields_filter_the_type_that_has_them(site, ids):
    case = factories.make_case(title="Boxen", inhabitants=120, started_on=dt.date(2019, 5, 1), locality="Slussfors")
    other = factories.make_case(inhabitants=900, started_on=dt.date(2024, 5, 1))
    typed = "type=bank.CaseStudyPage&"
    assert ids("title=Boxen") == {case.pk}
    assert ids(f"slug={case.slug}") == {case.pk}
    assert ids(f"id={case.pk}") == {case.pk}
    assert ids(f"{typed}locality=Slussfors") == {case.pk}
    assert ids(f"{typed}inhabitants=120") == {case.pk}
    assert ids(f"{typed}inhabitants__gt=120") == {other.pk}
    assert ids(f"{typed}started_on__lte=2019-05-01") == {case.pk}
    assert ids("show_in_menus=true") == set()


def test_persistent_id_finds_all_versions(site, ids):
    case = factories.make_case()
    english = factories.translate_page(case)
    factories.make_case()
    assert ids(f"persistent_id={case.persistent_id}") == {case.pk, english.pk}
    assert ids("persistent_id=sb-999999") == ids("persistent_id=nonsense") == set()


def test_ranges_of_publication_are_exact(site, ids, get):
    pages = [factories.make_case(title=f"Fall {number}") for number in range(3)]
    days = [dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC) for day in (1, 2, 3)]
    for page, day in zip(pages, days, strict=True):
        type(page).objects.filter(pk=page.pk).update(first_published_at=day, last_published_at=day)
    typed = "type=bank.CaseStudyPage&"
    assert ids(f"{typed}first_published_at__gte=2026-01-02") == {pages[1].pk, pages[2].pk}
    assert ids(f"{typed}last_published_at__gt=2026-01-02T12:00:00Z") == {pages[2].pk}
    assert ids(f"{typed}last_published_at__lte=2026-01-02T13:00:00%2B01:00") == {pages[0].pk, pages[1].pk}
    assert ids("first_published_at__lt=2026-01-02") == {pages[0].pk}
    found = get(f"{PAGES}?{typed}order=-last_published_at")["items"]
    assert [item["id"] for item in found] == [page.pk for page in reversed(pages)]


def test_tree_filters_stay_inside_the_public_set(site, ids):
    case = factories.make_case()
    english = factories.translate_page(case)
    assert ids(f"child_of={site.cases.pk}") == {case.pk}
    assert case.pk in ids(f"descendant_of={site.bank.pk}")
    assert ids(f"ancestor_of={case.pk}") == {site.home.pk, site.bank.pk, site.cases.pk}
    assert ids(f"translation_of={case.pk}") == {english.pk}
    assert ids(f"translation_of={english.pk}") == {case.pk}
    assert ids("child_of=root") == {page.pk for page in (site.bank, site.topics, site.network)}


def test_order_is_total_and_as_in_the_tree_unless_another_is_asked_for(site, get):
    for title in ("Lika", "Lika", "Annan"):
        factories.make_case(title=title)
    asked = [item["id"] for item in get(f"{PAGES}?type=bank.CaseStudyPage&order=-title")["items"]]
    walked = [
        get(f"{PAGES}?type=bank.CaseStudyPage&order=-title&limit=1&offset={n}")["items"][0]["id"] for n in range(3)
    ]
    assert asked == walked
    types = [item["meta"]["type"] for item in get(PAGES)["items"]]
    assert types[:2] == ["home.HomePage", "bank.BankIndexPage"]


def test_search_finds_words_in_all_types_and_keeps_the_other_filters(site, ids):
    case = factories.make_case(title="Kvarnen i byn")
    resource = factories.make_resource(when_to_use="<p>Vid kvarnen.</p>")
    factories.make_case(title="Boxen")
    assert ids("search=kvarnen") == {case.pk, resource.pk}
    assert ids("search=kvarnen&type=bank.CaseStudyPage") == {case.pk}
    assert ids("search=kvarnen&solution_status=running") == {case.pk}
    assert ids("search=kvarnen+byvandring") == {resource.pk}
    assert len(ids("search=kvarnen+varubox&search_operator=or&order=-title")) == 3


@pytest.mark.parametrize("prefix", ["", "http://testserver"])
def test_find_knows_language_prefixes(site, client, prefix):
    case = factories.make_case()
    english = factories.translate_page(case)
    for page in (case, english, site.home, site.home_en):
        response = client.get(f"{PAGES}find/?html_path={prefix}{page.url}&fields=title")
        assert (response.status_code, response["Location"]) == (
            302,
            f"http://testserver{PAGES}{page.pk}/?fields=title",
        )
        assert client.get(response["Location"]).json()["id"] == page.pk
    assert client.get(f"{PAGES}find/?html_path={case.url.removeprefix('/sv')}").status_code == 302
    assert client.get(f"{PAGES}find/?html_path={english.url}&locale=sv").status_code == 404


def test_find_by_id_and_by_nothing(site, client):
    assert client.get(f"{PAGES}find/?id={site.bank.pk}").status_code == 302
    assert client.get(f"{PAGES}find/").status_code == 400
    assert client.get(f"{PAGES}find/?id={site.bank.pk}&html_path=/sv/").status_code == 404
