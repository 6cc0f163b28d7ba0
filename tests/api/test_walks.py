"""Keeping a copy: what has changed since, an order that is total, and a walk that meets every page once."""

import datetime as dt
import re

import pytest

from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

CASES = f"{PAGES}?type=bank.CaseStudyPage"


def walk(get, query="", limit=2, between=lambda: None):
    """Ids in the order they are met, from the empty cursor until there is no next one."""
    met, cursor = [], ""
    while cursor is not None:
        answer = get(f"{PAGES}?cursor={cursor}&limit={limit}&{query}")
        met += [item["id"] for item in answer["items"]]
        cursor = answer["meta"]["next_cursor"]
        between()
    return met


# --- What has changed


@pytest.mark.parametrize("field", ["first_published_at", "last_published_at"])
def test_times_of_publication_have_all_four_ranges(site, ids, field):
    earlier, exactly, later = (factories.make_case() for _ in range(3))
    noon = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
    for page, hours in ((earlier, -1), (exactly, 0), (later, 1)):
        type(page).objects.filter(pk=page.pk).update(**{field: noon + dt.timedelta(hours=hours)})
    for word, expected in (
        ("gte", {exactly.pk, later.pk}),
        ("gt", {later.pk}),
        ("lte", {earlier.pk, exactly.pk}),
        ("lt", {earlier.pk}),
    ):
        for moment in ("2026-01-02T12:00:00Z", "2026-01-02T13:00:00%2B01:00", "2026-01-02T12:00Z"):
            assert ids(f"type=bank.CaseStudyPage&{field}__{word}={moment}") == expected
    assert ids(f"type=bank.CaseStudyPage&{field}__gte=2026-01-02&{field}__lt=2026-01-03") == {
        earlier.pk,
        exactly.pk,
        later.pk,
    }


@pytest.mark.parametrize("field", ["first_published_at", "last_published_at"])
@pytest.mark.parametrize("word", ["gte", "gt", "lte", "lt"])
@pytest.mark.parametrize(
    "value", ["2026-01-02T12:00:00", "2026-02-30", "now", "1767355200", "2026-01-02T12:00:00+01:00"]
)
def test_time_without_a_zone_or_a_meaning_is_refused_by_name(site, get, field, word, value):
    problem = get(f"{PAGES}?{field}__{word}={value}", 400)
    assert (problem["type"][-17:], problem["parameter"]) == ("invalid-parameter", f"{field}__{word}")


@pytest.mark.parametrize("field", ["first_published_at", "last_published_at", "title", "id"])
def test_order_ends_in_the_id_so_that_it_is_total(site, get, field):
    pages = [factories.make_case(title="Lika") for _ in range(4)]
    now = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
    type(pages[0]).objects.update(first_published_at=now, last_published_at=now)
    in_order = [page.pk for page in pages]
    for order in (field, f"-{field}"):
        parts = [get(f"{CASES}&order={order}&limit=1&offset={n}")["items"][0]["id"] for n in range(4)]
        assert parts == (list(reversed(in_order)) if order == "-id" else in_order)


def test_random_order_does_not_exist(site, get):
    assert get(f"{PAGES}?order=random", 400)["parameter"] == "order"


# --- The walk


def test_walk_meets_every_page_once_in_the_order_of_ids(site, get, ids):
    cases = [factories.make_case() for _ in range(5)]
    met = walk(get, "type=bank.CaseStudyPage")
    assert met == sorted(page.pk for page in cases)
    for limit in (1, 3, 5, 100):
        assert walk(get, limit=limit) == sorted(ids(""))


def test_walk_keeps_filters_and_fields(site, get):
    here, _elsewhere = factories.make_case(municipality="2421"), factories.make_case(municipality="0765")
    english = factories.translate_page(here)
    assert walk(get, "municipality=2421", limit=1) == [here.pk, english.pk]
    assert walk(get, "municipality=2421&locale=en", limit=1) == [english.pk]
    [item] = get(f"{CASES}&locale=en&cursor=&fields=_,id,title")["items"]
    assert item == {"id": english.pk, "title": english.title}


def test_walk_of_nothing_ends_at_once(site, get):
    assert get(f"{CASES}&cursor=") == {"meta": {"total_count": 0, "next_cursor": None}, "items": []}


def test_walk_is_stable_while_pages_come_and_go(site, get):
    cases = [factories.make_case() for _ in range(6)]
    going, staying = cases[1::2], cases[::2]
    coming = []

    def between():
        if going:
            going.pop(0).unpublish()
        if len(coming) < 3:
            coming.append(factories.make_case())

    met = walk(get, "type=bank.CaseStudyPage", limit=1, between=between)
    assert len(met) == len(set(met))
    assert {page.pk for page in (*staying, *coming)} <= set(met)


def test_cursor_needs_no_escaping_and_a_page_without_one_has_none(site, get):
    factories.make_case()
    cursor = get(f"{PAGES}?cursor=&limit=1")["meta"]["next_cursor"]
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", cursor)
    assert "next_cursor" not in get(PAGES)["meta"]


def test_cursor_that_is_not_ours_is_refused(site, get):
    cursor = get(f"{PAGES}?cursor=&limit=1")["meta"]["next_cursor"]
    for wrong in ("1", "x", cursor[:-1], f"9{cursor}", cursor.upper(), "å", "a.b.c", "%20", "-", "0" * 500):
        assert get(f"{PAGES}?cursor={wrong}", 400)["parameter"] == "cursor"


@pytest.mark.parametrize("other", ["offset=0", "order=id", "search=box"])
def test_cursor_stands_alone(site, get, other):
    assert get(f"{PAGES}?cursor=&{other}", 400)["parameter"] == other.partition("=")[0]


def test_walk_without_end_is_refused(site, get):
    assert get(f"{PAGES}?cursor=&limit=0", 400)["parameter"] == "limit"


@pytest.mark.parametrize("address", ["/api/v2/images/", "/api/v2/counties/", f"{PAGES}find/"])
def test_cursor_belongs_to_the_list_of_pages(site, get, address):
    assert get(f"{address}?cursor=", 400)["parameters"] == ["cursor"]


def test_hidden_pages_are_not_walked(site, get):
    draft, hidden = factories.make_case(published=False), factories.make_case()
    factories.restrict(hidden)
    assert not {draft.pk, hidden.pk} & set(walk(get))
