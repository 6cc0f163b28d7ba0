"""Index, topic and municipality pages: what they list, count and say, for anyone with a plain browser."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bank import municipalities
from cms.registers import listing
from cms.registers.models import PagePlace
from tests import factories
from tests.factories import (
    Tree,
    contact,
    make_case,
    make_collection,
    make_event,
    make_image,
    make_plan,
    make_project,
    make_resource,
    make_topic,
    municipality,
    organisation,
    restrict,
    translate_page,
)

CASES = "/sv/banken/goda-exempel/"
BANK = "/sv/banken/"
RESOURCES = "/sv/banken/metoder/"
PLANS = "/sv/banken/serviceplaner/"


def titles(html: str) -> list[str]:
    """Titles of the cards, in their order."""
    found = re.findall(r'class="card__title"><a [^>]*>(.*?)</a>', html, re.DOTALL)
    return [unescape(title) for title in found]


def shown(client: Client, path: str, **parameters: object) -> list[str]:
    response = client.get(path, parameters)
    assert response.status_code == 200
    return titles(response.content.decode())


def counts(client: Client, path: str, facet: str, **parameters: object) -> dict[str, int]:
    """Numbers beside the options of one facet."""
    listing = client.get(path, parameters).context["listing"]
    return {
        option.code: option.number for choices in listing.facets if choices.name == facet for option in choices.options
    }


@pytest.fixture
def three_cases(site: Tree) -> None:
    """Fuel in Storuman and in Älvdalen, groceries in Storuman."""
    make_case(title="Mack i Storuman", service_types=["fuel"], solution_types=["village_fuel"])
    make_case(title="Mack i Älvdalen", service_types=["fuel"], municipality="2039", solution_status="closed")
    make_case(title="Box i Storuman", service_types=["groceries"])


# --- Filters


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {"Mack i Storuman", "Mack i Älvdalen", "Box i Storuman"}),
        ({"service_type": "fuel"}, {"Mack i Storuman", "Mack i Älvdalen"}),
        ({"service_type": "fuel,groceries"}, {"Mack i Storuman", "Mack i Älvdalen", "Box i Storuman"}),
        ({"service_type": ["fuel", "groceries"], "municipality": "2421"}, {"Mack i Storuman", "Box i Storuman"}),
        ({"service_type": "fuel", "municipality": "2421"}, {"Mack i Storuman"}),
        ({"county": "20"}, {"Mack i Älvdalen"}),
        ({"county": "20", "municipality": "2421"}, set()),
        ({"status": "closed"}, {"Mack i Älvdalen"}),
        ({"solution_type": "village_fuel"}, {"Mack i Storuman"}),
        (
            {"utm_source": "letter", "fbclid": "x", "kind": "method"},
            {"Mack i Storuman", "Mack i Älvdalen", "Box i Storuman"},
        ),
        ({"service_type": " fuel , ,fuel"}, {"Mack i Storuman", "Mack i Älvdalen"}),
    ],
)
def test_comma_means_any_and_different_parameters_mean_all(
    client: Client, three_cases: None, parameters: dict[str, object], expected: set[str]
):
    assert set(shown(client, CASES, **parameters)) == expected


def test_every_common_facet_narrows(client: Client, site: Tree):
    facets = {"themes": ["safety"], "audiences": ["local_group"], "levels": ["first"]}
    make_case(title="Med allt", **facets)
    make_case(title="Utan allt")
    for parameter, code in (("theme", "safety"), ("audience", "local_group"), ("level", "first")):
        assert shown(client, CASES, **{parameter: code}) == ["Med allt"], parameter


def test_resources_are_found_by_kind_and_phase(client: Client, site: Tree):
    make_resource(title="Metoden", kind="method", phases=["dialogue"])
    make_resource(title="Mallen", kind="template", phases=["plan"])
    assert shown(client, RESOURCES, kind="template") == ["Mallen"]
    assert shown(client, RESOURCES, phase="dialogue") == ["Metoden"]
    assert set(shown(client, RESOURCES, kind="method,template")) == {"Metoden", "Mallen"}


def test_places_count_as_well_as_the_own_municipality(client: Client, site: Tree):
    make_case(title="Båda", municipality="2421", places=["2421", "2039"])
    resource = make_resource(title="Metod i Älvdalen")
    resource.places = [PagePlace(kind="municipality", municipality=municipality("2039"))]
    resource.save_revision().publish()
    region = make_resource(title="Metod i Dalarna")
    region.places = [PagePlace(kind="county", county=factories.county("20"))]
    region.save_revision().publish()
    assert set(shown(client, BANK, municipality="2039")) == {"Båda", "Metod i Älvdalen"}
    assert set(shown(client, BANK, county="20")) == {"Båda", "Metod i Älvdalen", "Metod i Dalarna"}
    # Nobody is counted twice for naming a place twice.
    assert counts(client, BANK, "municipality") == {"2421": 1, "2039": 2}
    assert counts(client, BANK, "county") == {"24": 1, "20": 3}


def test_status_of_a_plan_is_computed_from_its_dates(client: Client, site: Tree):
    today = timezone.localdate()
    make_plan(title="Gäller")
    make_plan(
        title="Utgången", municipality="2039", period_from=dt.date(2019, 1, 1), period_to=today - dt.timedelta(days=1)
    )
    assert shown(client, PLANS, status="expired") == ["Utgången"]
    assert shown(client, PLANS, status="adopted") == ["Gäller"]
    assert counts(client, PLANS, "status") == {"adopted": 1, "expired": 1}


def test_the_bank_lists_all_kinds_together_and_by_type(client: Client, site: Tree):
    make_case(title="Fallet")
    make_resource(title="Metoden")
    make_plan(title="Planen")
    assert set(shown(client, BANK)) == {"Fallet", "Metoden", "Planen"}
    assert set(shown(client, BANK, type="bank.CaseStudyPage,bank.ServicePlanPage")) == {"Fallet", "Planen"}
    assert shown(client, BANK, status="adopted") == ["Planen"]
    assert shown(client, BANK, status="running") == ["Fallet"]
    assert counts(client, BANK, "type") == {
        "bank.CaseStudyPage": 1,
        "bank.ResourceArticlePage": 1,
        "bank.ServicePlanPage": 1,
    }


def test_events_and_projects_have_their_own_vocabularies(client: Client, site: Tree):
    make_event(title="Webben", event_type="webinar")
    make_event(title="Träffen", status="cancelled")
    make_project(title="Projektet")
    assert shown(client, "/sv/natverket/traffar/", event_type="webinar") == ["Webben"]
    assert shown(client, "/sv/natverket/traffar/", status="cancelled") == ["Träffen"]
    assert shown(client, "/sv/natverket/projekt/", status="finished") == ["Projektet"]
    assert shown(client, "/sv/natverket/projekt/", status="running") == []


# --- Counts, chips and words


def test_an_option_is_counted_without_its_own_facet(client: Client, three_cases: None):
    assert counts(client, CASES, "service_type") == {"fuel": 2, "groceries": 1}
    assert counts(client, CASES, "service_type", service_type="fuel") == {"fuel": 2, "groceries": 1}
    assert counts(client, CASES, "municipality", service_type="fuel") == {"2421": 1, "2039": 1}
    assert counts(client, CASES, "service_type", municipality="2039") == {"fuel": 1}


def test_choices_stand_in_the_form_and_can_be_taken_away(client: Client, three_cases: None):
    response = client.get(CASES, {"service_type": ["fuel", "groceries"], "municipality": "2421", "utm_source": "x"})
    listing = response.context["listing"]
    assert [(chip.label, chip.address) for chip in listing.chips] == [
        ("Drivmedel", f"{CASES}?service_type=groceries&municipality=2421"),
        ("Dagligvaror", f"{CASES}?service_type=fuel&municipality=2421"),
        ("Storuman", f"{CASES}?service_type=fuel&service_type=groceries"),
    ]
    assert re.search(r'name="service_type"\s+value="fuel" checked', response.content.decode())
    assert len(shown(client, listing.chips[2].address)) == 3


def test_last_choice_leads_back_to_the_whole_list(client: Client, three_cases: None):
    (chip,) = client.get(CASES, {"service_type": "fuel"}).context["listing"].chips
    assert chip.address == CASES


def test_number_is_said_in_words_with_the_place(client: Client, three_cases: None):
    summary = client.get(CASES, {"county": "24"}).context["listing"].summary
    assert "2" in summary
    assert "Västerbottens län" in summary
    both = client.get(CASES, {"municipality": "2421,2039"}).context["listing"].summary
    assert "Storuman" in both
    assert "Älvdalen" in both
    assert "län" not in client.get(CASES).context["listing"].summary


def test_unknown_code_is_named_and_the_other_filters_work(client: Client, three_cases: None):
    response = client.get(CASES, {"service_type": "fuel,<b>petrol</b>", "municipality": "9999"})
    html = response.content.decode()
    assert response.status_code == 200
    assert set(titles(html)) == {"Mack i Storuman", "Mack i Älvdalen"}
    assert "&lt;b&gt;petrol&lt;/b&gt;" in html
    assert "<b>petrol" not in html
    assert "9999" in html


def test_empty_result_says_what_to_change(client: Client, three_cases: None):
    response = client.get(CASES, {"county": "20", "municipality": "2421"})
    assert response.status_code == 200
    assert response.context["listing"].total == 0
    assert f'href="{CASES}"' in response.content.decode().partition('class="empty"')[2]


# --- Order and parts


def test_newest_stands_first(client: Client, site: Tree):
    for day in (2, 1, 3):
        case = make_case(title=f"Dag {day}")
        type(case).objects.filter(pk=case.pk).update(first_published_at=dt.datetime(2026, 1, day, tzinfo=dt.UTC))
    assert shown(client, CASES) == ["Dag 3", "Dag 2", "Dag 1"]
    assert shown(client, BANK) == ["Dag 3", "Dag 2", "Dag 1"]


def test_long_list_is_parted_and_keeps_the_filters(client: Client, site: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listing, "PER_PAGE", 4)
    for number in range(6):
        make_case(title=f"Fall {number}", service_types=["fuel"])
    first, second = shown(client, CASES), shown(client, CASES, page=2)
    assert (len(first), len(second)) == (4, 2)
    assert not {*first} & {*second}
    html = client.get(CASES, {"service_type": "fuel", "utm_source": "x"}).content.decode()
    assert 'href="?service_type=fuel&amp;page=2"' in html
    assert client.get(CASES, {"page": ""}).status_code == 200
    assert client.get(CASES, {"page": "last"}).status_code == 404


@pytest.mark.parametrize("page", ["0", "9999", "-1", "abc", "1.5", "²", "9" * 5000, "\x00"])
def test_part_that_does_not_exist_is_not_found(client: Client, site: Tree, page: str):
    assert client.get(CASES, {"page": page}).status_code == 404


# --- Visibility and language


def test_what_is_hidden_shows_in_no_list_and_no_number(client: Client, site: Tree):
    make_case(title="Öppen")
    make_case(title="Utkast", published=False, service_types=["fuel"])
    restrict(make_case(title="Spärrad", municipality="2039", themes=["safety"]))
    assert shown(client, CASES) == ["Öppen"]
    assert counts(client, CASES, "service_type") == {"groceries": 1}
    assert counts(client, CASES, "municipality") == {"2421": 1}
    assert counts(client, CASES, "theme") == {}
    assert shown(client, CASES, municipality="2039") == []


def test_each_language_lists_its_own(client: Client, site: Tree):
    case = make_case(title="Översatt")
    make_case(title="Bara svenska")
    translate_page(case, title="Translated")
    assert shown(client, "/en/bank/good-examples/") == ["Translated"]
    assert set(shown(client, CASES)) == {"Översatt", "Bara svenska"}
    assert counts(client, "/en/bank/good-examples/", "municipality") == {"2421": 1}


# --- Topics


def test_topic_page_lists_every_kind_of_content_of_its_theme(client: Client, site: Tree):
    topic = make_topic("safety")
    for title, make in (("Fall", make_case), ("Metod", make_resource), ("Plan", make_plan), ("Träff", make_event)):
        make(title=title, themes=["safety"])
    make_project(title="Projekt", themes=["safety"])
    make_collection([], title="Samling", themes=["safety"])
    make_case(title="Annat", themes=["welfare"])
    assert set(shown(client, topic.url)) == {"Fall", "Metod", "Plan", "Träff", "Projekt", "Samling"}
    assert shown(client, topic.url, type="network.EventPage") == ["Träff"]
    listing = client.get(topic.url).context["listing"]
    assert "theme" not in [facet.name for facet in listing.facets]


def test_topics_say_how_much_there_is(client: Client, site: Tree):
    make_topic("safety")
    make_topic("welfare")
    make_case(themes=["safety"])
    make_event(themes=["safety"])
    make_case(themes=["safety"], published=False)
    found = client.get("/sv/teman/").context["topics"]
    assert [(topic.theme.code, topic.number_of_pages) for topic in found] == [("safety", 2), ("welfare", 0)]


# --- Municipalities


def test_municipality_gathers_what_there_is(client: Client, site: Tree):
    make_plan(title="Storumans plan")
    make_case(title="Box i Slussfors")
    make_case(title="I Älvdalen", municipality="2039")
    make_event(title="Träff i Storuman", places=["2421"])
    organisation("storuman", name_sv="Storumans byaråd", municipality=municipality())
    response = client.get("/sv/kommuner/2421/")
    html = response.content.decode()
    assert set(titles(html)) == {"Storumans plan", "Box i Slussfors", "Träff i Storuman"}
    assert response.context["overview"].status == "adopted"
    assert "Storumans byaråd" in html
    assert 'href="/sv/kommuner/2482/"' in html
    assert 'href="/sv/kommuner/2039/"' not in html


def test_municipality_without_anything_still_helps(client: Client, site: Tree):
    response = client.get("/sv/kommuner/1880/")
    assert response.status_code == 200
    assert response.context["overview"].status == "missing"
    assert 'href="/sv/sok/"' in response.content.decode()


def test_coordinator_is_shown_only_when_public(client: Client, site: Tree):
    place = municipality()
    place.coordinator = contact("hemlig", show_publicly=False, name="Hemlig Person", role_email="hemlig@example.org")
    place.save()
    html = client.get("/sv/kommuner/2421/").content.decode()
    assert "Hemlig" not in html
    assert "hemlig@" not in html
    make_plan(coordinator=contact("oppen", role_email="samordnare@example.org"))
    assert "samordnare@example.org" in client.get("/sv/kommuner/2421/").content.decode()


def test_municipality_hides_what_is_not_public(client: Client, site: Tree):
    make_plan(title="Planutkast", published=False)
    restrict(make_case(title="Spärrat fall"))
    response = client.get("/sv/kommuner/2421/")
    assert titles(response.content.decode()) == []
    assert response.context["overview"].status == "missing"


def test_english_municipality_shows_the_swedish_plan_as_swedish(client: Client, site: Tree):
    plan = make_plan(title="Storumans plan")
    response = client.get("/en/municipalities/2421/")
    html = response.content.decode()
    assert titles(html) == ["Storumans plan"]
    assert f'href="{plan.url}" lang="sv" hreflang="sv"' in re.sub(r"\s+", " ", html)
    translate_page(plan, title="The plan of Storuman")
    assert titles(client.get("/en/municipalities/2421/").content.decode()) == ["The plan of Storuman"]


def test_long_group_leads_to_the_narrowed_list(client: Client, site: Tree):
    for _number in range(7):
        make_case()
    html = client.get("/sv/kommuner/2421/").content.decode()
    assert len(titles(html)) == 6
    assert f'href="{CASES}?municipality=2421"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/sv/kommuner/9999/",
        "/sv/kommuner/242/",
        "/sv/kommuner/24210/",
        "/sv/kommuner/abcd/",
        "/sv/kommuner/%00%00%00%00/",
        "/sv/kommuner/٢٤٢١/",
        "/en/kommuner/2421/",
        "/sv/municipalities/2421/",
    ],
)
def test_unknown_municipality_is_not_found(client: Client, site: Tree, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sv/kommuner/", "/en/municipalities/"])
def test_all_municipalities_stand_by_county_with_the_state_of_their_plan(client: Client, site: Tree, path: str):
    make_plan()
    make_plan(municipality="2039", progress="in_progress")
    make_plan(municipality="2505", published=False)
    response = client.get(path)
    found = {m.code: m.status.value for county in response.context["counties"] for m in county.municipalities}
    assert len(found) == 290
    assert {code: status for code, status in found.items() if status != "missing"} == {
        "2421": "adopted",
        "2039": "in_progress",
    }


def test_names_stand_in_swedish_order(client: Client, site: Tree):
    counties = {county.label: county for county in client.get("/sv/kommuner/").context["counties"]}
    assert list(counties)[-1] == "Östergötlands län"
    assert [m.name for m in counties["Dalarnas län"].municipalities][-2:] == ["Vansbro", "Älvdalen"]


# --- Cost


def number_of_queries(client: Client, path: str) -> int:
    """Queries of the second of two requests, when the caches that live as long as a process are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def make_everything(amount: int) -> None:
    """Pages of each kind, all about Storuman and the same theme, with a picture each."""
    common = {"themes": ["safety"], "audiences": ["local_group"], "places": ["2421", "2039"]}
    for _number in range(amount):
        case = make_case(main_image=make_image(), service_types=["fuel", "groceries"], **common)
        translate_page(case)
        make_resource(main_image=make_image(), **common)
        make_event(**common)


def test_cost_does_not_grow_with_the_number_of_pages(client: Client, site: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(municipalities, "MOST_OF_A_TYPE", 1)
    paths = [
        CASES,
        BANK,
        f"{BANK}?service_type=fuel&county=24&status=running",
        "/en/bank/good-examples/",
        "/sv/natverket/",
        "/sv/natverket/traffar/",
        "/sv/teman/",
        "/sv/teman/trygghet/",
        "/sv/kommuner/",
        "/sv/kommuner/2421/",
        "/sitemap.xml",
    ]
    make_topic("safety", slug="trygghet")
    make_plan()
    make_everything(2)
    few = {path: number_of_queries(client, path) for path in paths}
    make_everything(4)
    many = {path: number_of_queries(client, path) for path in paths}
    assert {path: (few[path], many[path]) for path in paths if many[path] > few[path]} == {}
