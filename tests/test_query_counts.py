"""How many queries each page view, index and endpoint takes, against the baseline in query_counts.json."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bank import municipalities
from cms.api.stamped import answers
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.snapshot, pytest.mark.usefixtures("words_are_kept")]
BASELINE = Path(__file__).with_name("query_counts.json")


@pytest.fixture
def addresses(site):
    """One address of every kind, in both languages where there are two."""
    case = factories.make_case(municipality="2421", themes=["safety"], main_image=factories.make_image())
    pages = {
        "case study": case,
        "resource article": factories.make_resource(),
        "service plan": factories.make_plan(),
        "collection": factories.make_collection([case]),
        "topic": factories.make_topic("safety"),
        "network": factories.make_network(),
        "event": factories.make_event(),
        "project": factories.make_project(),
        "plain page": factories.make_content_page(),
    }
    found = {}
    for name, page in pages.items():
        found[f"page: {name}"] = page.url
        found[f"page: {name}, English"] = factories.translate_page(page).url
        found[f"api: {name}"] = f"/api/v2/pages/{page.pk}/"
    for name in (
        "home",
        "bank",
        "cases",
        "resources",
        "plans",
        "collections",
        "topics",
        "network",
        "events",
        "projects",
    ):
        found[f"index: {name}"] = getattr(site, name).url
    found |= {
        "index: cases, filtered": f"{site.cases.url}?service_type=groceries&county=24",
        "municipality": "/sv/kommuner/2421/",
        "municipality, English": "/en/municipalities/2421/",
        "municipalities": "/sv/kommuner/",
        "search": "/sv/sok/?q=boxen",
        "search, English": "/en/search/?q=box",
        "search, empty": "/sv/sok/",
        "untranslated": f"/en/untranslated/{factories.make_case().persistent_id}/",
        "persistent id": f"/id/{case.persistent_id}",
        "sitemap": "/sitemap.xml",
        "robots": "/robots.txt",
        "health": "/health/",
        "not found": "/sv/finns-inte/",
        "api: pages": "/api/v2/pages/",
        "api: pages, everything": "/api/v2/pages/?type=bank.CaseStudyPage&fields=*",
        "api: pages, by county": "/api/v2/pages/?county=24&locale=sv",
        "api: find": f"/api/v2/pages/find/?html_path={case.url}",
        "api: images": "/api/v2/images/",
        "api: documents": "/api/v2/documents/",
        "api: search": "/api/v2/search/?q=boxen&facets=county,service_type,type",
        "api: suggest": "/api/v2/suggest/?q=box",
        "api: municipalities": "/api/v2/municipalities/",
    }
    return found


def test_no_view_takes_more_queries_than_its_baseline(addresses, client, update_snapshots):
    counts = {}
    keep_the_clock()
    catch_up()
    for name, address in addresses.items():
        client.get(address)  # what Django and Wagtail keep per process is not what is counted
        cache.clear()
        answers.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code < 500, f"{name}: {address} answered {answer.status_code}"
        counts[name] = len(queries)
    if update_snapshots:
        BASELINE.write_text(json.dumps(counts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert set(baseline) == set(counts), "a view came or went: run `make snapshot`"
    more = {name: (baseline[name], count) for name, count in counts.items() if count > baseline[name]}
    assert not more, f"more queries than before (was, is): {more}. If that is right, run `make snapshot`."


@pytest.mark.parametrize("name", ["bank", "cases", "resources", "plans", "collections", "events", "projects"])
def test_an_index_takes_the_same_number_of_queries_for_more_items(site, client, name):
    makers = {
        "bank": factories.make_case,
        "cases": factories.make_case,
        "resources": factories.make_resource,
        "plans": factories.make_plan,
        "collections": factories.make_collection,
        "events": factories.make_event,
        "projects": factories.make_project,
    }
    address = getattr(site, name).url
    few = _count_after(2, makers[name], client, address)
    many = _count_after(3, makers[name], client, address)
    assert many <= few


@pytest.mark.parametrize(
    "address",
    [
        "/api/v2/pages/?limit=50",
        "/api/v2/pages/?type=bank.CaseStudyPage&fields=*&limit=50",
        "/sv/sok/?q=boxen",
        "/sv/kommuner/2421/",
        "/sv/",
        "/sitemap.xml",
    ],
)
def test_an_endpoint_takes_the_same_number_of_queries_for_more_items(site, client, monkeypatch, address):
    def make():
        case = factories.make_case(main_image=factories.make_image())
        factories.translate_page(case)

    monkeypatch.setattr(municipalities, "MOST_OF_A_TYPE", 1)
    few = _count_after(2, make, client, address)
    many = _count_after(3, make, client, address)
    assert many <= few


def _count_after(number, make, client, address):
    for _ in range(number):
        make()
    keep_the_clock()
    catch_up()
    cache.clear()
    client.get(address)  # what Django and Wagtail keep per process is not what is counted
    answers.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
